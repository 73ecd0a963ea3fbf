"""The heading of a page that is reached from another one: its name, and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.parts.frames import column
from desktop.parts.words import Words

if TYPE_CHECKING:
    from desktop.parts.frames import Part


class PageHead(QWidget):
    """What stands over the cards of a page, alike on all of them."""

    def __init__(self, title: str, note: str, *more: Part) -> None:
        super().__init__()
        said = (Words(title, "page", wrap=True), Words(note, "small", wrap=True))
        self.setLayout(column(*said, *more, gap=4))
