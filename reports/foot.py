"""What stands at the foot of the last page: kept together, under a line to cut along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.platypus.flowables import Flowable

from reports.flow import artifact
from reports.styles import QUIET

if TYPE_CHECKING:
    from collections.abc import Sequence

CUT = 0.7
DASH = (3, 3)
ABOVE = 10.0


class Foot(Flowable):
    """Flowables pushed down to the end of the page, or onto the next page as a whole."""

    def __init__(self, parts: Sequence[Flowable]) -> None:
        super().__init__()
        self.parts = tuple(parts)
        self._used = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return all the room that is left, or the height needed where it does not suffice."""
        self.width = width
        self._used = ABOVE
        for part in self.parts:
            _, needed = part.wrap(width, height)
            self._used += part.getSpaceBefore() + needed + part.getSpaceAfter()
        self.height = max(self._used, height)
        return width, self.height

    def split(self, _width: float, _height: float) -> list[Flowable]:
        """Return nothing: it moves on as a whole."""
        return []

    def draw(self) -> None:
        """Draw the line to cut along and what is below it."""
        top = self._used
        artifact(self.canv)
        self.canv.setDash(*DASH)
        self.canv.setLineWidth(CUT)
        self.canv.setStrokeGray(QUIET)
        self.canv.line(0, top, self.width, top)
        self.canv.setDash()
        self.canv.addLiteral("EMC")
        top -= ABOVE
        for part in self.parts:
            _, height = part.wrap(self.width, top)
            top -= part.getSpaceBefore() + height
            part.drawOn(self.canv, 0, top)
            top -= part.getSpaceAfter()
