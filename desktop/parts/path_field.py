"""A file or folder to be chosen: what it is for, the button, and what was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

import texts
from desktop.parts.buttons import Button
from desktop.parts.fields import Field
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QFileDialog, QWidget

    Choose = Callable[[QWidget, str, Path, Callable[[Path], object]], QFileDialog]


class PathField(Field):
    """Only the last part of the path is shown: the rest may name a person."""

    taken = Signal()

    def __init__(self, label: str, choose: Choose, start: Path) -> None:
        self.button = Button(texts.say("path.choose"), icon_name="folder")
        super().__init__(label, self.button)
        self._choose, self._words, self._start = choose, label, start
        self.path: Path | None = None
        self._named = Words("", "small", wrap=True)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._named)
        self._named.hide()
        self.button.does(self._ask)

    def _ask(self) -> None:
        self._choose(self, self._words, self._start, self.take)

    def take(self, path: Path) -> None:
        """Take what was chosen."""
        self.path = path
        self._named.setText(path.name)
        self._named.show()
        self.wrong("")
        self.taken.emit()
