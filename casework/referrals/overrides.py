"""The desk for telling without consent: proposed, decided by another, carried out, looked at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.consent.override import (
    PURPOSE,
    REVIEWED_WITHIN,
    Basis,
    Override,
    OverrideRefused,
    OverrideStatus,
    ToldHer,
    step,
)
from casework.disclosure import Request, disclose, preview
from casework.ids import new_id
from casework.need_to_know import items
from casework.referrals.issuing import printed, registered
from casework.referrals.letter import LetterFacts
from casework.referrals.letters import Issued, LetterDraft
from casework.referrals.referral import Referral, ReferralStatus
from casework.team.masking import masked
from casework.team.seat import NotFound, case_named, case_seen
from casework.team.walls import service_for
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from casework.consent.grant import Consents
    from casework.disclosure import Preview
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.records.casefile import CaseFile
    from casework.referrals.letters import Papers
    from casework.services.service import Service
    from casework.team.seat import Seat

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


@dataclass(frozen=True, slots=True)
class _Going:
    """What was decided, on its way to the authority."""

    case: CaseSummary
    override: Override
    service: Service
    request: Request
    file: CaseFile
    said: Consents

    def preview(self) -> Preview:
        return preview(self.file, self.said, self.request)


class OverridesDesk:
    """What workers do about the exception: never one alone, and never without a day to look again.

    Whoever decides, drops or looks again sees the case as it is: why and to whom are masked, and a
    second person who cannot read them would only sign. A decision opens nothing by itself: what
    goes out passes the one door, and carries what is listed.
    """

    def __init__(self, seat: Seat, papers: Papers, new_passphrase: Callable[[str], str]) -> None:
        self._seat, self._papers, self._new_passphrase = seat, papers, new_passphrase

    def of(self, case_code: str) -> Sequence[Override]:
        """Return the decisions of a case, the first proposed first.

        Under the mask they say where they stand, and not why, nor to whom anything is told.
        """
        with self._seat.begin(Act.CONSENT) as work:
            case = case_seen(work, case_code)
            found = work.overrides.of(case.id)
            clear = work.glass.is_clear(case.id)
            work.note("consent_read", case.id)
        return found if clear else [replace(masked(one), recipient="") for one in found]

    def propose(self, case_code: str, proposal: Proposal) -> Change:
        """Keep a proposal; raises OverrideRefused while something of it is missing.

        Raises WallRefused when the authority must not hear of the case.
        """
        now = self._seat.now()
        if problem := _missing(proposal, now.date()):
            raise OverrideRefused(problem)
        with self._seat.begin(Act.CONSENT) as work:
            case = case_named(work, case_code)
            override = Override(
                id=new_id().hex(),
                case_id=case.id,
                basis=proposal.basis,
                recipient=service_for(work, case, proposal.authority).code,
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
            case = case_named(work, case_code)
            override = _named(work, case, override_id)
            if worker == override.proposed_by:
                raise OverrideRefused("override_second_person")
            _authority(work, case, override)
            status = step(override.status, OverrideStatus.DECIDED)
            decided = replace(
                override, status=status, decided_by=worker, decided_at=self._seat.now()
            )
            return _kept(work, case, decided, "override_decided")

    def drop(self, case_code: str, override_id: str) -> Change:
        """Keep that nothing is told after all."""
        with self._seat.begin(Act.CONSENT) as work:
            case = case_named(work, case_code)
            override = _named(work, case, override_id)
            status = step(override.status, OverrideStatus.DROPPED)
            return _kept(work, case, replace(override, status=status), "override_dropped")

    def draft(self, case_code: str, override_id: str, language: str = "en") -> LetterDraft:
        """Return what would be told, and what is held back, before it is."""
        with self._seat.begin(Act.LETTER) as work:
            going = self._going(work, case_code, override_id, language)
            work.note("letter_previewed", going.case.id)
        return LetterDraft(going.preview(), frozenset())

    def carry_out(
        self, case_code: str, override_id: str, language: str = "en", *, protect: bool = False
    ) -> Issued:
        """Issue the letter that tells the authority what was decided, and no more."""
        with self._seat.begin(Act.LETTER) as work:
            going = self._going(work, case_code, override_id, language)
            disclosure = disclose(going.file, going.said, going.request)
            facts = LetterFacts(
                number="",
                kind=KIND,
                issued_on=disclosure.at.date(),
                valid_until=disclosure.valid_until,
                check_code="",
                office=work.people.office(),
            )
            words = self._new_passphrase(language) if protect else None
            letter = printed(work, self._papers, disclosure, facts, words)
            referral = _referral(going.case, going.service, disclosure.at)
            work.referrals.keep(referral)
            held = going.preview().withheld
            by = self._papers.edition(KIND), self._seat.worker.id
            work.letters.add(registered(letter, disclosure, referral, held, by))
            number = letter.facts.number
            status = step(going.override.status, OverrideStatus.CARRIED_OUT)
            done = replace(going.override, status=status, letter=number)
            change = _kept(work, going.case, done, "override_carried_out")
        return Issued(number, letter.pdf, words, change)

    def review(self, case_code: str, override_id: str, found: str) -> Change:
        """Keep what looking at it again came to, for somebody else than who proposed it."""
        if not found.strip():
            raise OverrideRefused("override_review_empty")
        with self._seat.begin(Act.CONSENT) as work:
            case = case_named(work, case_code)
            override = _named(work, case, override_id)
            status = step(override.status, OverrideStatus.REVIEWED)
            by = self._seat.worker.id
            if by == override.proposed_by:
                raise OverrideRefused("override_other_eyes")
            seen = replace(override, status=status, review=found.strip(), reviewed_by=by)
            return _kept(work, case, seen, "override_reviewed")

    def _going(self, work: UnitOfWork, case_code: str, override_id: str, language: str) -> _Going:
        case = case_named(work, case_code)
        override = _named(work, case, override_id)
        service = _authority(work, case, override)
        request = Request(
            purpose=PURPOSE,
            recipient=service.recipient,
            items=tuple(items().values()),
            at=self._seat.now(),
            language=language,
            override=override,
        )
        file = work.documents.file_of(case, request.at.date())
        said = work.consents.of(case.id)
        return _Going(case, override, service, request, file, said)


def _missing(proposal: Proposal, today: date) -> str:
    """Return the code of what a proposal still needs, or nothing."""
    if not proposal.reason.strip():
        return "override_reason"
    if not proposal.items or not proposal.items <= items().keys():
        return "override_items"
    if proposal.told_her is ToldHer.NO and not proposal.told_why.strip():
        return "override_told_why"
    if proposal.review_on <= today:
        return "override_review_day"
    return "override_review_far" if proposal.review_on > today + REVIEWED_WITHIN else ""


def _named(work: UnitOfWork, case: CaseSummary, override_id: str) -> Override:
    for override in work.overrides.of(case.id):
        if override.id == override_id:
            return override
    raise NotFound("override_not_found")


def _authority(work: UnitOfWork, case: CaseSummary, override: Override) -> Service:
    """Return whom it is for; raises WallRefused when that service must not hear of the case."""
    return service_for(work, case, override.recipient)


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
