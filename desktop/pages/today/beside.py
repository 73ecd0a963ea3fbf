"""Where the parts of Today stand: the side beside the list, or below it where both want room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QBoxLayout

from desktop.look import look
from desktop.parts.frames import Box, column, page_edge, row

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QLayout, QWidget

_SIDE_STRETCH, _LIST_STRETCH = 44, 100
# What the list never falls below beside something: most rows say there how she may be reached.
_LEAST_LIST: Final = 440
_BETWEEN: Final = 16


class ListAndSide(Box):
    """The list, and what is quieter than it."""

    def __init__(self, tasks: QWidget, side: QLayout) -> None:
        self._side = side
        self.parts: QBoxLayout = row(column(tasks, None), side, gap=_BETWEEN)
        self.parts.setStretch(1, _SIDE_STRETCH)
        edge = page_edge()
        self.parts.setContentsMargins(edge, look().px(18), edge, look().px(18))
        super().__init__("canvas", self.parts)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand as the width allows."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Stand as the width allows when the side wants more of it, or less."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange()
        return done

    def _arrange(self) -> None:
        wanted = look().px(_LEAST_LIST + _BETWEEN) + self._side.minimumSize().width()
        beside = not look().reflows and self.width() - 2 * page_edge() >= wanted
        ways = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self.parts.setDirection(ways[beside])
        # One below the other they stand close: what room is left is left under both.
        self.parts.setStretch(0, _LIST_STRETCH if beside else 0)
