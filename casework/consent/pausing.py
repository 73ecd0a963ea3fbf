"""The event by which all that was agreed is suspended for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.consent.event import ConsentKind
from casework.consent.grant import all_suspended
from casework.consent.said import said_now

if TYPE_CHECKING:
    from casework.consent.grant import Pause
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.team.seat import Seat


def pause(seat: Seat, work: UnitOfWork, case: CaseSummary, why: Pause) -> None:
    """Record that what was agreed is not relied on for a reason; it holds at once."""
    at, event = said_now(seat, work, case, ConsentKind.SUSPENDED)
    ending = all_suspended(work.consents.of(case.id), at)
    work.consents.add(case.id, event(ending=ending, reason=why.value), ())
