"""Letters that are out while what they rest on is paused: somebody decides what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.consent.ending import letters_out
from casework.consent.grant import GrantState, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from casework.ports.stores import UnitOfWork


def paused_letters(work: UnitOfWork, case_id: str, now: datetime) -> Iterator[str]:
    """Yield the numbers of those letters of a case; what was decided by law rests on no yes."""
    out = [one for one in letters_out(work, case_id) if one.valid_until >= now.date()]
    if not out:
        return
    said = work.consents.of(case_id)
    found = work.services.these({one.service_id for one in out})
    recipients = {one.id: one.recipient for one in found}
    for one in out:
        purpose, recipient = Purpose(one.purpose), recipients[one.service_id]
        states = {
            said.state(grant, now, recipient)
            for grant in said.grants
            if grant.concerns(purpose, recipient)
        }
        if GrantState.SUSPENDED in states and GrantState.ACTIVE not in states:
            yield one.number
