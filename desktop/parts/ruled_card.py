"""A card with a line under its heading; what stands below goes from edge to edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QSizePolicy

from desktop.look import look
from desktop.parts.frames import Box, column, row, rule
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QLayout, QWidget

_SIDE: Final = 16
# Above and below a heading that stands alone, and least where something higher is beside it.
_OVER, _UNDER, _LEAST = 15, 9, 8


class RuledCard(Box):
    """The body has no margin: each row brings its own, so that lines between rows reach the edge.

    What belongs beside the heading stands at its end, below it where text is large.
    """

    def __init__(self, heading: str, *, beside: Iterable[QWidget] = ()) -> None:
        super().__init__("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.heading = Words(heading, "h2", wrap=True)
        ends, high = list(beside), 0
        if look().reflows:
            head: QLayout = column(self.heading, *ends, gap=8)
        else:
            line = row(self.heading, *ends, gap=8)
            line.setStretch(0, 1)
            head = line
            # Headings of all cards stand at one height, whatever is beside them, now or later.
            high = max((one.sizeHint().height() for one in ends), default=0)
            self.heading.setMinimumHeight(high)
        more = max(0, high - self.heading.fontMetrics().height()) // 2
        over, under = (max(look().px(_LEAST), look().px(n) - more) for n in (_OVER, _UNDER))
        side = look().px(_SIDE)
        head.setContentsMargins(side, over, side, under)
        self.body = column()
        whole = column(head, rule(), self.body)
        # The edge of the card has its own room: lines reach it.
        whole.setContentsMargins(0, 1, 0, 1)
        self.setLayout(whole)


def inset(layout: QLayout, over: int, under: int) -> QLayout:
    """Return a row of such a card with the room that it has at its sides."""
    side = look().px(_SIDE)
    layout.setContentsMargins(side, look().px(over), side, look().px(under))
    return layout
