"""The desk for consent: what was agreed, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.consent import ConsentEvent, ConsentKind
from casework.consent_sheet import read_sheet
from casework.consent_texts import age_band_of, newest_text
from casework.consequences import consequences, reached, scope_of
from casework.grant import Consents, Ending, Grant, GrantState, Purpose, Reach
from casework.ids import new_id
from casework.referral import ReferralStatus, step
from casework.seat import case_named, service_named
from casework.worker import Act

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from casework.case import CaseSummary
    from casework.consent_sheet import ConsentSheet
    from casework.consequences import Consequence, Reached
    from casework.grant import Scope
    from casework.ports import UnitOfWork
    from casework.seat import Seat


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
            names = {service.code: service.name for service in work.services.all()}
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
            _, touched = _touched(work, case, purpose, recipient)
            services = work.services.all()
            work.note("consequences_read", case.id)
        return consequences(purpose, touched, services, self._seat.now().date())

    def withdraw(self, case_code: str, purpose: Purpose, recipient: str = "") -> Withdrawal:
        """Record that she took back her agreement; it holds at once and for every earlier grant."""
        with self._seat.begin(Act.CONSENT) as work:
            case = case_named(work, case_code)
            scope, touched = _touched(work, case, purpose, recipient)
            at = next_moment(work, case.id, self._seat.now())
            event = self._withdrawal(work, case, Ending(purpose, at, scope))
            effects = consequences(purpose, touched, work.services.all(), at.date())
            work.consents.add(case.id, event, ())
            for letter in touched.letters:
                work.letters.recall(case.id, letter.number, at, "withdrawn")
            for referral in touched.referrals:
                status = step(referral.status, ReferralStatus.WITHDRAWN_BY_SURVIVOR)
                work.referrals.keep(replace(referral, status=status, changed_at=at))
            change = Change("consent_withdrawn", case.id, case.code, event.id, purpose.value)
            work.commit(change)
        return Withdrawal(change, effects)

    def _withdrawal(self, work: UnitOfWork, case: CaseSummary, ending: Ending) -> ConsentEvent:
        age_band = age_band_of(work.documents.file_of(case), self._seat.now().date())
        said = work.consents.of(case.id)
        all_of_it = ending.purpose is Purpose.CASE_SERVICE
        seen = frozenset(
            grant.id for grant in said.grants if all_of_it or grant.purpose is ending.purpose
        )
        return ConsentEvent(
            id=new_id().hex(),
            kind=ConsentKind.WITHDRAWN,
            at=ending.at,
            given_by="survivor",
            means="verbal",
            language=work.people.office().language,
            text_version=newest_text(age_band).id,
            age_band=age_band,
            limits_explained=work.cases.have_limits_explained(case.id),
            recorded_by=self._seat.worker.id,
            ending=replace(ending, seen=seen),
        )


def next_moment(work: UnitOfWork, case_id: str, now: datetime) -> datetime:
    """Return a moment after everything said so far, even when the clock was set back."""
    last = work.consents.last_moment(case_id)
    if last is None or now > last:
        return now
    return last.astimezone(now.tzinfo) + timedelta(microseconds=1)


def _touched(
    work: UnitOfWork, case: CaseSummary, purpose: Purpose, recipient: str
) -> tuple[Scope | None, Reached]:
    service = service_named(work, recipient) if recipient else None
    scope = scope_of(service)
    letters, referrals = work.letters.of(case.id), work.referrals.of(case.id)
    return scope, reached(purpose, scope, work.services.all(), letters, referrals)


def _view(grant: Grant, said: Consents, now: datetime, names: Mapping[str, str]) -> GrantView:
    by_name = grant.scope.reach is Reach.SERVICE
    recipient = names.get(grant.scope.id, "") if by_name else grant.scope.id
    covers = tuple(sorted(grant.categories | grant.items))
    state = said.state(grant, now)
    return GrantView(grant.purpose, recipient, covers, state, grant.valid_from, grant.valid_until)
