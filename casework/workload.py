"""The desk for the work in figures: how much is with whom, and how well it is done.

These are counts of work. Nobody is ranked: workers stand A to Z, and no figure tells what the
people are like whom somebody works with. What few cases would betray is not said.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from casework.worker import Act

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from casework.seat import Seat
    from casework.supervision import Load, Worked

# Below this an average or a part of a whole would speak of single people.
FEWEST: Final = 5


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many; nothing where they are too few to be told."""

    of: int
    count: int | None


@dataclass(frozen=True, slots=True)
class Quality:
    """How the cases went that began within some days; what is None is not told, or not known."""

    cases: int
    assessed: Share
    days_to_assessment: float | None
    planned: Share
    approved: Share
    safety_plans: Share
    closed: Share
    days_to_close: float | None
    referrals: float | None
    follow_ups: float | None
    reasons: tuple[tuple[str, int | None], ...]


class WorkloadDesk:
    """What may be asked about the work of the team."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def loads(self) -> Sequence[Load]:
        """Return how many cases are with each worker, A to Z by name."""
        with self._seat.begin(Act.TEAM) as work:
            found = work.workload.loads(self._seat.now().date())
            work.note("workload_read", reason=str(len(found)))
        return found

    def quality(self, first: date, last: date) -> Quality:
        """Return how the cases went that began within some days."""
        with self._seat.begin(Act.STATISTICS) as work:
            found = quality_of(work.workload.worked(first, last, self._seat.now().tzinfo))
            work.note("quality_read", reason=f"{first.isoformat()} {last.isoformat()}")
        return found


def quality_of(cases: Sequence[Worked]) -> Quality:
    """Return the figures of some cases."""
    closed = [one for one in cases if one.closed]
    planned = [one for one in cases if one.planned]
    reasons = Counter(reason for one in closed for reason in one.reasons)
    waited = [(one.assessed - one.began).days for one in cases if one.assessed]
    return Quality(
        cases=len(cases),
        assessed=_share(one.assessed is not None for one in cases),
        days_to_assessment=_mean(waited),
        planned=_share(one.planned for one in cases),
        approved=_share(one.approved for one in planned),
        safety_plans=_share(one.safety_plan for one in cases),
        closed=_share(one.closed is not None for one in cases),
        days_to_close=_mean((one.closed - one.began).days for one in closed if one.closed),
        referrals=_mean(one.referrals for one in cases),
        follow_ups=_mean(one.follow_ups for one in cases),
        reasons=tuple(
            (reason, count if count >= FEWEST else None)
            for reason, count in sorted(reasons.items())
        ),
    )


def _share(said: Iterable[bool]) -> Share:
    answers = list(said)
    return Share(len(answers), sum(answers) if len(answers) >= FEWEST else None)


def _mean(numbers: Iterable[int]) -> float | None:
    known = list(numbers)
    return round(sum(known) / len(known), 1) if len(known) >= FEWEST else None
