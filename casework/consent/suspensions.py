"""The desk for suspending what was agreed, and for lifting that again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.changes import Change
from casework.consent.event import ConsentKind
from casework.consent.grant import Pause
from casework.consent.pausing import pause
from casework.consent.said import said_now
from casework.consent.unsafe_adults import no_adult_is_safe
from casework.team.seat import NotFound, case_named
from casework.team.worker import Act

if TYPE_CHECKING:
    from casework.team.seat import Seat


class SuspensionsDesk:
    """What a worker may record where a yes may not hold: it is paused at once, and not ended."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def suspend(self, case_code: str, why: Pause) -> Change:
        """Record that what was agreed is not relied on for a reason; it holds at once."""
        with self._seat.begin(Act.CONSENT) as work:
            case = case_named(work, case_code)
            said = work.consents.of(case.id)
            if said.is_paused_for(why):
                raise NotFound("suspended_already")
            pause(self._seat, work, case, why)
            change = Change("consent_suspended", case.id, case.code, case.id, why.value)
            work.commit(change)
        return change

    def lift(self, case_code: str, why: Pause) -> Change:
        """Record that a reason is gone; what nothing else ended holds again.

        Raises NotFound while the form on family and care still says that no adult is safe.
        """
        with self._seat.begin(Act.CONSENT) as work:
            case = case_named(work, case_code)
            pauses = work.consents.of(case.id).pauses
            lifts = frozenset(one.event_id for one in pauses if one.reason == why)
            if not lifts:
                raise NotFound("not_suspended")
            if why is Pause.CAREGIVER_UNSAFE and no_adult_is_safe(work, case.id):
                raise NotFound("no_adult_is_safe")
            _, event = said_now(self._seat, work, case, ConsentKind.LIFTED)
            work.consents.add(case.id, event(reason=why.value, lifts=lifts), ())
            change = Change("consent_lifted", case.id, case.code, case.id, why.value)
            work.commit(change)
        return change
