"""How the page of figures stands: what is chosen, what is shown, and what is said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.look import look
from desktop.parts.frames import Box, Scroll, column, page_edge, post, row
from desktop.parts.tall import Tall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

# The pane is 232 wide, with what stands around the fields in it.
_CHOICE: Final = 200
_SIDE: Final = 250
_THREE: Final = 1040
_TWO: Final = 760
_GAP: Final = 16
_BETWEEN: Final = 12
# What Qt takes for no limit.
_WIDEST: Final = 16_777_215


class FiguresBody(QWidget):
    """The choice has a pane of its own; where there is little room it stands above all else.

    What is said beside the figures goes below them before that.
    """

    def __init__(
        self, choice: Sequence[QWidget], middle: Sequence[QWidget], side: Sequence[QWidget]
    ) -> None:
        super().__init__()
        self._choice, self._middle, self._side = (_held(one) for one in (choice, middle, side))
        self._in_pane, self._above = column(), column()
        around = look().px(_GAP)
        self._in_pane.setContentsMargins(around, around, around, around)
        pane = Scroll(Tall(column(Box("canvas", self._in_pane))))
        pane.setFixedWidth(look().px(_CHOICE + 2 * _GAP))
        self._pane = (pane, post())
        self._right = row(self._middle, self._side, gap=_GAP)
        self._rest = column(self._above, self._right, gap=_GAP)
        self._rest.setStretch(1, 1)
        self._roll = Scroll(Tall(column(Box("canvas", self._rest))))
        whole = row(*self._pane, self._roll, gap=0)
        whole.setStretch(len(self._pane), 1)
        self.setLayout(whole)
        edge = page_edge()
        self._rest.setContentsMargins(edge, around, edge, around)
        self._roll.bar_in_margin(self._rest)
        self._place(in_pane=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange by the room there is."""
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Stand as the width allows."""
        wide = self.width()
        beside = not look().reflows and wide >= look().px(_TWO)
        three = beside and wide >= look().px(_THREE)
        if beside is not self._pane[0].isAncestorOf(self._choice):
            self._place(in_pane=beside)
        ways = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._right.setDirection(ways[three])
        # Below each other, what room is left is left under both.
        self._right.setStretch(0, int(three))
        self._right.setStretch(1, int(not three))
        self._side.setMinimumWidth(look().px(_SIDE) if three else 0)
        self._side.setMaximumWidth(look().px(_SIDE) if three else _WIDEST)

    def _place(self, *, in_pane: bool) -> None:
        """Put the choice into its pane or above the rest; the keyboard stays where it was."""
        focus: QWidget | None = self.focusWidget()
        had = focus if focus is not None and self._choice.isAncestorOf(focus) else None
        (self._in_pane if in_pane else self._above).addWidget(self._choice)
        for part in self._pane:
            part.setVisible(in_pane)
        self._choice.show()
        if had is not None:
            had.setFocus()


def _held(parts: Sequence[QWidget]) -> QWidget:
    held = QWidget()
    held.setLayout(column(*parts, None, gap=_BETWEEN))
    return held
