"""The event by which all that was agreed is suspended for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.consent import ConsentKind
from casework.consent_said import said_now
from casework.grant import all_suspended

if TYPE_CHECKING:
    from casework.case import CaseSummary
    from casework.grant import Pause
    from casework.ports import UnitOfWork
    from casework.seat import Seat


def pause(seat: Seat, work: UnitOfWork, case: CaseSummary, why: Pause) -> None:
    """Record that what was agreed is not relied on for a reason; it holds at once."""
    at, event = said_now(seat, work, case, ConsentKind.SUSPENDED)
    ending = all_suspended(work.consents.of(case.id), at)
    work.consents.add(case.id, event(ending=ending, reason=why.value), ())
