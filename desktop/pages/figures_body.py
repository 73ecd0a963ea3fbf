"""How the page of figures stands: what is chosen, what is shown, and what is said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.look import look
from desktop.parts.frames import Box, Scroll, column, page_edge, row
from desktop.parts.tall import Tall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

_CHOICE: Final = 240
_SIDE: Final = 250
_THREE: Final = 1060
_TWO: Final = 760
_GAP: Final = 16
# What Qt takes for no limit.
_WIDEST: Final = 16_777_215


class FiguresBody(Scroll):
    """Three columns that scroll together; the side goes below first, then the choice above."""

    def __init__(
        self, choice: Sequence[QWidget], middle: Sequence[QWidget], side: Sequence[QWidget]
    ) -> None:
        self._choice, self._middle, self._side = (_held(one) for one in (choice, middle, side))
        self._right = row(self._middle, self._side, gap=_GAP)
        self._right.setStretch(0, 1)
        self._whole = row(self._choice, self._right, gap=_GAP)
        self._whole.setStretch(1, 1)
        edge, above = page_edge(), look().px(_GAP)
        self._whole.setContentsMargins(edge, above, edge, above)
        super().__init__(Tall(column(Box("canvas", self._whole))))
        self.bar_in_margin(self._whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange by the room there is."""
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Stand as the width allows."""
        wide = self.viewport().width()
        beside = not look().reflows and wide >= look().px(_TWO)
        three = beside and wide >= look().px(_THREE)
        ways = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._whole.setDirection(ways[beside])
        self._right.setDirection(ways[three])
        for part, width, stands in (
            (self._choice, _CHOICE, beside),
            (self._side, _SIDE, three),
        ):
            part.setMinimumWidth(look().px(width) if stands else 0)
            part.setMaximumWidth(look().px(width) if stands else _WIDEST)


def _held(parts: Sequence[QWidget]) -> QWidget:
    held = QWidget()
    held.setLayout(column(*parts, None, gap=_GAP - 4))
    return held
