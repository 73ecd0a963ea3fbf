"""The desk for the work in figures: how much is with whom, and how well it is done.

These are counts of work. Nobody is ranked: workers stand A to Z, and no figure tells what the
people are like whom somebody works with. They are exact, for whoever looks after these cases and
may open them anyway, and stand on the screen and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.consent.grant import Purpose
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from casework.consent.grant import Consents, Grant
    from casework.team.seat import Seat
    from casework.team.supervision import Load, Worked


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    of: int
    count: int


@dataclass(frozen=True, slots=True)
class SaidOfConsent:
    """In how many cases telling others was agreed to, answered with no, or taken back."""

    given: Share
    refused: Share
    withdrawn: Share


@dataclass(frozen=True, slots=True)
class Quality:
    """How the cases went that began within some days; an average of nothing is None."""

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
    reasons: tuple[tuple[str, int], ...]
    experiences: int
    delay: float | None
    completed: Share
    services: float | None
    reviews_late: Share
    accepted: Share
    days_to_answer: float | None
    consent: SaidOfConsent


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
        with self._seat.begin(Act.TEAM) as work:
            now = self._seat.now()
            worked = work.workload.worked(first, last, now.date())
            said = work.consents.those(work.workload.began(first, last))
            found = quality_of(worked, [*said.values()])
            work.note("quality_read", reason=f"{first.isoformat()} {last.isoformat()}")
        return found


def quality_of(cases: Sequence[Worked], said: Sequence[Consents] = ()) -> Quality:
    """Return the figures of some cases, and of what was said in them about sharing."""
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
        reasons=tuple(sorted(reasons.items())),
        experiences=sum(one.experiences for one in cases),
        delay=_mean(one.delay for one in cases if one.delay is not None),
        completed=_share(one.completed for one in planned),
        services=_mean(one.services for one in cases),
        reviews_late=_share(one.review_late for one in cases if one.safety_plan),
        accepted=_share(n < one.accepted for one in cases for n in range(one.sent)),
        days_to_answer=_mean(days for one in cases for days in one.answers),
        consent=SaidOfConsent(
            _share(any(not grant.refused for grant in _shared(one)) for one in said),
            _share(any(grant.refused for grant in _shared(one)) for one in said),
            _share(any(not ending.suspends for ending in one.endings) for one in said),
        ),
    )


def _shared(said: Consents) -> Sequence[Grant]:
    """Return what was said about telling others."""
    return [one for one in said.grants if one.purpose is not Purpose.CASE_SERVICE]


def _share(said: Iterable[bool]) -> Share:
    answers = list(said)
    return Share(len(answers), sum(answers))


def _mean(numbers: Iterable[int]) -> float | None:
    known = list(numbers)
    return round(sum(known) / len(known), 1) if known else None
