"""Something that stands ready behind one line: pressed, it opens in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.parts.buttons import Button
from desktop.parts.frames import column, row
from desktop.parts.sight import bring_into_sight

if TYPE_CHECKING:
    from collections.abc import Callable


class Fold(QWidget):
    """A button with a caret, and under it what it shows; built when it is first opened."""

    def __init__(self, words: str, build: Callable[[], QWidget], *, is_open: bool = False) -> None:
        super().__init__()
        self._build, self._inside = build, None if not is_open else build()
        self.button = Button(words, "fold", icon_name=_caret(is_open=is_open)).does(self.turn)
        self._column = column(row(self.button, None), gap=4)
        if self._inside is not None:
            self._column.addWidget(self._inside)
        self.setLayout(self._column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def is_open(self) -> bool:
        """Whether one sees what is inside."""
        return self._inside is not None and not self._inside.isHidden()

    def turn(self) -> None:
        """Open what is closed, close what is open."""
        if self._inside is None:
            self._inside = self._build()
            self._column.addWidget(self._inside)
            self._inside.show()
        else:
            self._inside.setVisible(not self.is_open)
        self.button.wear(_caret(is_open=self.is_open))
        if self.is_open:
            bring_into_sight(self)


def _caret(*, is_open: bool) -> str:
    return "caret-down" if is_open else "caret-right"
