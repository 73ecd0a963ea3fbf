"""Where everything on a line of years stands, in a widget of some size and direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF

from desktop.look import look

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from desktop.parts.timeline_plan import Bar, Plan

LANE: Final = 38
HEAD: Final = 26
FOOT: Final = 26
AXIS_AT: Final = 34
AFTER: Final = 16
_BAR: Final = 24
_LEAST_BAR: Final = 14


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one plan; in right-to-left windows time runs to the left."""

    plan: Plan
    width: int
    height: int
    mirrored: bool

    def x_of(self, day: date) -> float:
        """Return where a day stands."""
        start, stop = look().px(AXIS_AT), self.width - look().px(AFTER)
        whole = (self.plan.last - self.plan.first).days
        at = start + (stop - start) * (day - self.plan.first).days / whole
        return self.width - at if self.mirrored else at

    def place_of(self, bar: Bar) -> QRectF:
        """Return where a bar stands."""
        place = self.between(bar.span.begin, bar.span.end, bar.row)
        short = look().px(_LEAST_BAR) - place.width()
        return place.adjusted(-short / 2, 0, short / 2, 0) if short > 0 else place

    def between(self, begin: date, end: date, row: int) -> QRectF:
        """Return the room of two days and what lies between them in a lane."""
        top = look().px(HEAD + row * LANE + (LANE - _BAR) / 2)
        one, other = self.x_of(begin), self.x_of(end)
        # On half pixels, where a hairline is one pixel wide.
        left, right = (round(x) + 0.5 for x in sorted((one, other)))
        return QRectF(left, round(top) + 0.5, right - left, look().px(_BAR) - 1)

    def beside(self, place: QRectF, wide: float, bars: Iterable[QRectF]) -> QRectF:
        """Return room after a bar, or before it, where no other bar stands; or none."""
        head = look().px(AXIS_AT)
        inside = QRectF(head, 0, self.width - 2 * head, self.height)
        for left in (place.right(), place.left() - wide):
            room = QRectF(left, place.top(), wide, place.height())
            covered = any(room.adjusted(1, 1, -1, -1).intersects(one) for one in bars)
            if not covered and inside.contains(room):
                return room
        return QRectF()
