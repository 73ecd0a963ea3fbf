"""The desk for telling without consent: proposed, decided by another, carried out, looked at."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.disclosure import Request, disclose, preview
from casework.ids import new_id, new_letter_number
from casework.letter import Letter, LetterFacts
from casework.letters import Issued, LetterDraft, check_of
from casework.need_to_know import items
from casework.override import (
    PURPOSE,
    Basis,
    Override,
    OverrideRefused,
    OverrideStatus,
    ToldHer,
    step,
)
from casework.referral import Referral, ReferralStatus
from casework.seat import NotFound, case_named, case_seen, service_named
from casework.worker import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from casework.case import CaseSummary
    from casework.letters import Papers
    from casework.ports import UnitOfWork
    from casework.seat import Seat
    from casework.service import Service

KIND = "by_law"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody proposes to tell without consent, and how she hears of it."""

    authority: str
    basis: Basis
    items: frozenset[str]
    reason: str = field(repr=False)
    told_her: ToldHer
    review_on: date
    told_why: str = field(default="", repr=False)


class OverridesDesk:
    """What workers do about the exception: never one alone, and never without a day to look again.

    Whoever decides with another needs no sight of the case itself. It opens nothing by itself:
    what goes out passes the one door, and carries what is listed.
    """

    def __init__(self, seat: Seat, papers: Papers, new_passphrase: Callable[[], str]) -> None:
        self._seat, self._papers, self._new_passphrase = seat, papers, new_passphrase

    def of(self, case_code: str) -> Sequence[Override]:
        """Return the decisions of a case, the first proposed first."""
        with self._seat.begin(Act.CONSENT) as work:
            case = case_seen(work, case_code)
            found = work.overrides.of(case.id)
            work.note("consent_read", case.id)
        return found

    def propose(self, case_code: str, proposal: Proposal) -> Change:
        """Keep a proposal; raises OverrideRefused while something of it is missing."""
        now = self._seat.now()
        if problem := _missing(proposal, now.date()):
            raise OverrideRefused(problem)
        with self._seat.begin(Act.CONSENT) as work:
            case = case_named(work, case_code)
            override = Override(
                id=new_id().hex(),
                case_id=case.id,
                basis=proposal.basis,
                recipient=service_named(work, proposal.authority).code,
                items=proposal.items,
                reason=proposal.reason.strip(),
                told_her=proposal.told_her,
                told_why=proposal.told_why.strip(),
                review_on=proposal.review_on,
                proposed_by=self._seat.worker.id,
                proposed_at=now,
            )
            return _kept(work, case, override, "override_proposed")

    def decide(self, case_code: str, override_id: str) -> Change:
        """Keep that a second person decides the same."""
        worker = self._seat.worker.id
        with self._seat.begin(Act.CONSENT) as work:
            case = case_seen(work, case_code)
            override = _named(work, case, override_id)
            if worker == override.proposed_by:
                raise OverrideRefused("override_second_person")
            status = step(override.status, OverrideStatus.DECIDED)
            decided = replace(
                override, status=status, decided_by=worker, decided_at=self._seat.now()
            )
            return _kept(work, case, decided, "override_decided")

    def drop(self, case_code: str, override_id: str) -> Change:
        """Keep that nothing is told after all."""
        with self._seat.begin(Act.CONSENT) as work:
            case = case_seen(work, case_code)
            override = _named(work, case, override_id)
            status = step(override.status, OverrideStatus.DROPPED)
            return _kept(work, case, replace(override, status=status), "override_dropped")

    def draft(self, case_code: str, override_id: str, language: str = "en") -> LetterDraft:
        """Return what would be told, and what is held back, before it is."""
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, case_code)
            override = _named(work, case, override_id)
            service = _authority(work, override)
            request = self._request(override, service, language)
            file, said = work.documents.file_of(case), work.consents.of(case.id)
            work.note("letter_previewed", case.id)
        return LetterDraft(preview(file, said, request), frozenset())

    def carry_out(
        self, case_code: str, override_id: str, language: str = "en", *, protect: bool = False
    ) -> Issued:
        """Issue the letter that tells the authority what was decided, and no more."""
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, case_code)
            override = _named(work, case, override_id)
            service = _authority(work, override)
            request = self._request(override, service, language)
            file, said = work.documents.file_of(case), work.consents.of(case.id)
            disclosure = disclose(file, said, request)
            facts = LetterFacts(
                number=new_letter_number(),
                kind=KIND,
                issued_on=disclosure.at.date(),
                valid_until=disclosure.valid_until,
                check_code="",
                office=work.people.office(),
            )
            code = check_of(work.letters.check_key(), facts, disclosure.told)
            facts = replace(facts, check_code=code)
            plain = self._papers.typeset(disclosure, facts, None)
            words = self._new_passphrase() if protect else None
            pdf = self._papers.typeset(disclosure, facts, words) if words else plain
            referral = _referral(case, service, disclosure.at)
            work.referrals.keep(referral)
            held = preview(file, said, request).withheld
            work.letters.add(
                Letter(
                    number=facts.number,
                    case_id=case.id,
                    referral_id=referral.id,
                    service_id=service.id,
                    purpose=disclosure.purpose.value,
                    kind=KIND,
                    language=language,
                    template=self._papers.edition(KIND),
                    issued_at=disclosure.at,
                    issued_by=self._seat.worker.id,
                    valid_until=facts.valid_until,
                    grant_ids=disclosure.grant_ids,
                    told=tuple(told.item for told in disclosure.told),
                    withheld=tuple(f"{item.item}:{item.reason}" for item in held),
                    content=plain,
                    content_hash=hashlib.sha256(plain).hexdigest(),
                    check_code=facts.check_code,
                    protected=protect,
                )
            )
            status = step(override.status, OverrideStatus.CARRIED_OUT)
            done = replace(override, status=status, letter=facts.number)
            change = _kept(work, case, done, "override_carried_out")
        return Issued(facts.number, pdf, words, change)

    def review(self, case_code: str, override_id: str, found: str) -> Change:
        """Keep what looking at it again came to."""
        if not found.strip():
            raise OverrideRefused("override_review_empty")
        with self._seat.begin(Act.CONSENT) as work:
            case = case_seen(work, case_code)
            override = _named(work, case, override_id)
            status = step(override.status, OverrideStatus.REVIEWED)
            by = self._seat.worker.id
            seen = replace(override, status=status, review=found.strip(), reviewed_by=by)
            return _kept(work, case, seen, "override_reviewed")

    def _request(self, override: Override, service: Service, language: str) -> Request:
        return Request(
            purpose=PURPOSE,
            recipient=service.recipient,
            items=tuple(items().values()),
            at=self._seat.now(),
            language=language,
            override=override,
        )


def _missing(proposal: Proposal, today: date) -> str:
    """Return the code of what a proposal still needs, or nothing."""
    if not proposal.reason.strip():
        return "override_reason"
    if not proposal.items or not proposal.items <= items().keys():
        return "override_items"
    if proposal.told_her is ToldHer.NO and not proposal.told_why.strip():
        return "override_told_why"
    return "override_review_day" if proposal.review_on <= today else ""


def _named(work: UnitOfWork, case: CaseSummary, override_id: str) -> Override:
    for override in work.overrides.of(case.id):
        if override.id == override_id:
            return override
    raise NotFound("override_not_found")


def _authority(work: UnitOfWork, override: Override) -> Service:
    return service_named(work, override.recipient)


def _kept(work: UnitOfWork, case: CaseSummary, override: Override, kind: str) -> Change:
    work.overrides.keep(override)
    change = Change(kind, case.id, case.code, override.id, override.basis.value)
    work.commit(change)
    return change


def _referral(case: CaseSummary, service: Service, at: datetime) -> Referral:
    return Referral(
        id=new_id().hex(),
        case_id=case.id,
        service_id=service.id,
        status=ReferralStatus.LETTER_ISSUED,
        created_at=at,
        changed_at=at,
    )
