"""What follows once every adult who cares for a child is marked as not safe: no yes of theirs.

Who of several said yes for her is not on record, so nothing follows while one of them is safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.consent.grant import Pause
from casework.consent.pausing import pause
from casework.records.family import caregivers_of, none_is_safe

if TYPE_CHECKING:
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.team.seat import Seat


def no_adult_is_safe(work: UnitOfWork, case_id: str) -> bool:
    """Return whether in any case of a person every caregiver is marked as not safe."""
    hers = [case_id, *(key for key, _ in work.likenesses.others(case_id))]
    return any(none_is_safe(caregivers_of(work.records.of(one))) for one in hers)


def pause_where_no_adult_is_safe(seat: Seat, work: UnitOfWork, case: CaseSummary) -> None:
    """Suspend what a caregiver agreed to, at once, where by the last word none of them is safe."""
    unsafe = none_is_safe(caregivers_of(work.records.of(case.id)))
    if unsafe and not work.consents.of(case.id).caregiver_unsafe:
        pause(seat, work, case, Pause.CAREGIVER_UNSAFE)
        work.note("consent_suspended", case.id, Pause.CAREGIVER_UNSAFE.value)
