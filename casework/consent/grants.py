"""The desk for consent: what was agreed, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.consent.consequences import Reached, consequences, scope_of
from casework.consent.ending import carry_out, touched
from casework.consent.event import ConsentKind
from casework.consent.grant import (
    OWN_OFFICE,
    Consents,
    Ending,
    Grant,
    GrantState,
    Purpose,
    Reach,
    Scope,
)
from casework.consent.narrowing import narrowed, narrowed_by
from casework.consent.said import said_now
from casework.consent.sheet import read_sheet
from casework.consent.wider_letters import Narrowed
from casework.team.seat import NotFound, case_named, service_known
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from casework.consent.consequences import Consequence
    from casework.consent.narrowing import Less
    from casework.consent.sheet import ConsentSheet
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.team.seat import Seat


@dataclass(frozen=True, slots=True)
class GrantView:
    """One grant as a person reads it."""

    purpose: Purpose
    recipient: str = field(repr=False)
    covers: tuple[str, ...]
    state: GrantState
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A recorded withdrawal and everything it brought about."""

    change: Change
    consequences: tuple[Consequence, ...]


class GrantsDesk:
    """What a worker may ask and record about consent."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def of(self, case_code: str) -> Sequence[GrantView]:
        """Return the grants of a case with their state, the newest first."""
        now = self._seat.now()
        with self._seat.begin(Act.READ_CASES) as work:
            case = case_named(work, case_code)
            names = {service.code: service.name for service in work.services.everyone()}
            said = work.consents.of(case.id)
            work.note("consent_read", case.id)
        newest = sorted(said.grants, key=lambda grant: grant.given_at, reverse=True)
        return [_view(grant, said, now, names) for grant in newest]

    def sheet(self, case_code: str) -> ConsentSheet:
        """Return all that was said in a case, and what is needed to ask and to take back."""
        with self._seat.begin(Act.READ_CASES) as work:
            case = case_named(work, case_code)
            sheet = read_sheet(work, case, self._seat.now())
            work.note("consent_read", case.id)
        return sheet

    def foresee(
        self, case_code: str, purpose: Purpose, recipient: str = ""
    ) -> Sequence[Consequence]:
        """Return what a withdrawal would bring about, before it is recorded."""
        with self._seat.begin(Act.CONSENT) as work:
            case = case_named(work, case_code)
            _, found = _touched(work, case.id, purpose, recipient)
            seen = _together([found, *_elsewhere(work, case, purpose, recipient).values()])
            services = work.services.everyone()
            work.note("consequences_read", case.id)
        return consequences(purpose, seen, services, self._seat.now().date())

    def withdraw(self, case_code: str, purpose: Purpose, recipient: str = "") -> Withdrawal:
        """Record that she took back her agreement; it holds at once and for every earlier grant."""
        with self._seat.begin(Act.CONSENT) as work:
            case = case_named(work, case_code)
            scope, found = _touched(work, case.id, purpose, recipient)
            seen = _together([found, *_elsewhere(work, case, purpose, recipient).values()])
            # Asked before it is kept: what has ended is not listed any more.
            others = [key for key, _ in work.likenesses.others(case.id)]
            elsewhere = {key: _touched(work, key, purpose, recipient)[1] for key in others}
            me = self._seat.worker.id
            at, event = said_now(self._seat, work, case, ConsentKind.WITHDRAWN)
            ending = Ending(purpose, at, scope, _seen(work.consents.of(case.id), purpose))
            # Its moment may be later than today, after a clock that ran ahead; its days are not.
            now = self._seat.now()
            effects = consequences(purpose, seen, work.services.everyone(), now.date())
            said = event(ending=ending)
            work.consents.add(case.id, said, ())
            carry_out(work, (case.id, me), purpose, found, now)
            # What ends here ends in her other cases too; whoever works with one tells what it told.
            for key, there in elsewhere.items():
                whose = key, work.caseload.worker_of(key) or me
                carry_out(work, whose, purpose, there, now)
            change = Change("consent_withdrawn", case.id, case.code, said.id, purpose.value)
            work.commit(change)
        return Withdrawal(change, effects)

    def narrow(self, case_code: str, purpose: Purpose, recipient: str, less: Less) -> Change:
        """Record that she agrees to less than before; the earlier grant stays as it was said.

        Nobody has to sign for a no; letters that tell more are recalled. Raises NotFound when
        nothing is in force that could be less.
        """
        with self._seat.begin(Act.CONSENT) as work:
            case = case_named(work, case_code)
            service = service_known(work, recipient) if recipient else None
            who = service.recipient if service else OWN_OFFICE
            now = self._seat.now()
            known = work.consents.of(case.id).in_force(purpose, who, now)
            if not known:
                raise NotFound("nothing_to_narrow")
            at, event = said_now(self._seat, work, case, ConsentKind.NARROWED, narrowed_by(known))
            said, today = event(), now.date()
            scope = scope_of(service) or Scope(Reach.OWN)
            grants = [narrowed(one, (said.id, at, today), scope, less) for one in known]
            wider = Narrowed(work, case)
            work.consents.add(case.id, said, grants)
            wider.carry_out(self._seat, grants)
            change = Change("consent_narrowed", case.id, case.code, said.id, purpose.value)
            work.commit(change)
        return change


def _seen(said: Consents, purpose: Purpose) -> frozenset[str]:
    whole = purpose is Purpose.CASE_SERVICE
    return frozenset(one.id for one in said.grants if whole or one.purpose is purpose)


def _elsewhere(
    work: UnitOfWork, case: CaseSummary, purpose: Purpose, recipient: str
) -> Mapping[str, Reached]:
    """Return what a withdrawal reaches in her other cases, as far as this worker reads them."""
    others = (work.cases.by_code(code) for _, code in work.likenesses.others(case.id))
    return {
        one.id: _touched(work, one.id, purpose, recipient)[1]
        for one in others
        if one is not None and work.glass.is_clear(one.id)
    }


def _together(some: Sequence[Reached]) -> Reached:
    """Return what is reached in several cases as one, for saying it."""
    return Reached(
        letters=tuple(letter for one in some for letter in one.letters),
        referrals=tuple(referral for one in some for referral in one.referrals),
        only=some[0].only,
        tasks=tuple(task for one in some for task in one.tasks),
    )


def _touched(
    work: UnitOfWork, case_id: str, purpose: Purpose, recipient: str
) -> tuple[Scope | None, Reached]:
    service = service_known(work, recipient) if recipient else None
    scope = scope_of(service)
    return scope, touched(work, case_id, purpose, scope)


def _view(grant: Grant, said: Consents, now: datetime, names: Mapping[str, str]) -> GrantView:
    by_name = grant.scope.reach is Reach.SERVICE
    recipient = names.get(grant.scope.id, "") if by_name else grant.scope.id
    covers = tuple(sorted(grant.categories | grant.items))
    state = said.state(grant, now)
    return GrantView(grant.purpose, recipient, covers, state, grant.valid_from, grant.valid_until)
