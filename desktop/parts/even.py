"""A layout of equal parts in as many columns as fit; its height follows from its width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.parts.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QLayoutItem, QWidget


class Even(Flow):
    """Parts of one width, in reading order."""

    def __init__(self, parts: Iterable[QWidget], most: int, *, gap: int = 8) -> None:
        super().__init__(parts, gap=gap, line_gap=gap)
        self._most = most

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, int]]]:
        shown = self._shown()
        widest = max((item.sizeHint().width() for item in shown), default=1)
        fitting = (width + self._gap) // (widest + self._gap)
        columns = max(1, min(self._most, fitting))
        across = (width - self._gap * (columns - 1)) // columns
        return [
            [(item, across) for item in shown[first : first + columns]]
            for first in range(0, len(shown), columns)
        ]
