"""Keeping what one consent form brought, and carrying out what ends with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.consent.ending import carry_out, refused_before
from casework.consent.narrowing import still_left_out
from casework.consent.wider_letters import Narrowed

if TYPE_CHECKING:
    from casework.consent.form import Said
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.team.seat import Seat


def keep_said(seat: Seat, work: UnitOfWork, case: CaseSummary, said: Said) -> None:
    """Keep an event with its grants; every no ends something, and so does a yes to less."""
    me, now = seat.worker.id, seat.now()
    for service in said.services:
        work.services.add(service)
    before = work.consents.of(case.id)
    grants = tuple(still_left_out(one, before) for one in said.grants)
    # Asked before it is kept: what has ended is not listed any more.
    ended = refused_before(work, case.id, grants, now)
    wider = Narrowed(work, case)
    work.consents.add(case.id, said.event, grants)
    for key, some in ended.items():
        whose = key, me if key == case.id else work.caseload.worker_of(key) or me
        for purpose, found in some:
            carry_out(work, whose, purpose, found, now)
    wider.carry_out(seat, grants)
