"""Room to write in: lines under each other, a fine hand's width apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.platypus.flowables import Flowable

from reports.flow import artifact

if TYPE_CHECKING:
    from reports.paper import Paper

APART: Final = 19.0
_PEN: Final = 0.6
_GREY: Final = 0.45
_AFTER: Final = 6.0


class WritingLines(Flowable):
    """Some lines across the column; a screen reader passes over them."""

    def __init__(self, paper: Paper, amount: int, share: float = 1.0) -> None:
        super().__init__()
        self.paper, self.amount, self.share = paper, amount, share
        self.spaceAfter = _AFTER

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the room of all lines."""
        self.width, self.height = width, self.amount * APART
        return width, self.height

    def draw(self) -> None:
        """Draw each line from where reading starts."""
        long = self.width * self.share
        left = 0.0 if self.paper.rightward else self.width - long
        artifact(self.canv)
        self.canv.setLineWidth(_PEN)
        self.canv.setStrokeGray(_GREY)
        for row in range(self.amount):
            self.canv.line(left, row * APART, left + long, row * APART)
        self.canv.addLiteral("EMC")
