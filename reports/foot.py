"""What stands at the foot of the last page: kept together, under a line to cut along.

It never has a page to itself: the last words of the text are its company, and go where it goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportlab.platypus.flowables import Flowable

from reports.flow import artifact
from reports.styles import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CUT = 0.7
DASH = (3, 3)
ABOVE = 10.0
GAP = 18.0


class Beside(NamedTuple):
    """What stands at the far end of the part to cut off, and which way the language runs."""

    part: Flowable
    rightward: bool


class Foot(Flowable):
    """Company at the head of the room that is left, the part to cut off at the end of the page."""

    def __init__(
        self,
        company: Sequence[Flowable],
        parts: Sequence[Flowable],
        column: float,
        beside: Beside | None = None,
    ) -> None:
        super().__init__()
        self.company = tuple(company)
        self.parts = tuple(parts)
        self.column = column
        self.beside = beside
        self._cut_off = 0.0
        self._used = 0.0
        self.spaceBefore = company[0].getSpaceBefore() if company else 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return all the room that is left, or the height needed where it does not suffice."""
        self.width = width
        self._cut_off = ABOVE + self._height_of_parts(width)
        self._used = _stacked(self.company, width) - self.getSpaceBefore() + self._cut_off
        self.height = max(self._used, height)
        return width, self.height

    def split(self, _width: float, _height: float) -> list[Flowable]:
        """Return nothing, for it moves on as a whole; more than a page lets its company go."""
        if self._used <= self.column or not self.company:
            return []
        return [*self.company, Foot((), self.parts, self.column, self.beside)]

    def _height_of_parts(self, width: float) -> float:
        if self.beside is None:
            return _stacked(self.parts, width)
        wide, high = self.beside.part.wrap(width, 0.0)
        return max(high, _stacked(self.parts, width - wide - GAP))

    def draw(self) -> None:
        """Draw the company, the line to cut along and what is below it."""
        self._draw_down(self.company, self.height + self.getSpaceBefore())
        top = self._cut_off
        artifact(self.canv)
        self.canv.setDash(*DASH)
        self.canv.setLineWidth(CUT)
        self.canv.setStrokeGray(QUIET)
        self.canv.line(0, top, self.width, top)
        self.canv.setDash()
        self.canv.addLiteral("EMC")
        self._draw_parts(top - ABOVE)

    def _draw_parts(self, top: float) -> None:
        if self.beside is None:
            self._draw_down(self.parts, top)
            return
        wide, high = self.beside.part.wrap(self.width, top)
        at_left = not self.beside.rightward
        self._draw_down(self.parts, top, wide + GAP, leave_left=at_left)
        self.beside.part.drawOn(self.canv, 0 if at_left else self.width - wide, top - high)

    def _draw_down(
        self,
        parts: Iterable[Flowable],
        top: float,
        left_free: float = 0.0,
        *,
        leave_left: bool = False,
    ) -> None:
        for part in parts:
            _, height = part.wrap(self.width - left_free, top)
            top -= part.getSpaceBefore() + height
            part.drawOn(self.canv, left_free if leave_left else 0, top)
            top -= part.getSpaceAfter()


def _stacked(parts: Iterable[Flowable], width: float) -> float:
    """Return the height of parts under each other, with the space around each."""
    return sum(
        part.getSpaceBefore() + part.wrap(width, 0.0)[1] + part.getSpaceAfter() for part in parts
    )
