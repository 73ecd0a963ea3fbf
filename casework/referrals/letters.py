"""The desk for letters: what one would tell, and issuing it through the one door."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

from casework.changes import Change
from casework.disclosure import ConsentMissing, Request, disclose, preview
from casework.ids import new_id
from casework.need_to_know import items
from casework.referrals.asked import as_asked
from casework.referrals.citing import cited, laws_for
from casework.referrals.issuing import Companion, Typesetter, printed, registered
from casework.referrals.letter import LetterFacts
from casework.referrals.letters_begun import BegunLetters
from casework.referrals.referral import Referral, ReferralStatus
from casework.referrals.sealing import key_for
from casework.referrals.sending import follow_letter, need_met_by, sent
from casework.referrals.treaties import library
from casework.refused import DeskRefused
from casework.team.seat import case_named
from casework.team.walls import service_for, unwalled
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from casework.cases.printout import ConsentCopy, Printout
    from casework.consent.grant import Consents, Purpose, Recipient
    from casework.disclosure import Disclosure, Preview, Told
    from casework.ports.stores import UnitOfWork
    from casework.ports.taking import Packer
    from casework.records.casefile import CaseFile
    from casework.referrals.citing import Law
    from casework.referrals.letter import RegisterLine
    from casework.services.service import Service
    from casework.team.office_facts import OfficeFacts
    from casework.team.seat import Seat

# A letter is a dated request: a reader should not act on an old one.
_VALID_FOR: Final = timedelta(days=30)
# When one asks again what became of a letter.


# A letter that is only looked at has no number and no check code yet; these signs are in neither.
_NO_NUMBER: Final = "0" * 7
_NO_CHECK: Final = "0" * 9
# Who may sign: the office as a whole; else the role of whoever issues the letter.
SIGNED_BY_OFFICE: Final = "office"
SIGNED_BY_ROLE: Final = "role"


class Papers(Typesetter, Protocol):
    """The printing room: it knows templates and type, and gets nothing but a disclosure."""

    def kinds(self) -> Sequence[str]:
        """Return the kinds of letter that serve a purpose, so that somebody may ask for one."""
        ...

    def purpose(self, kind: str) -> Purpose | None:
        """Return the purpose that a kind of letter serves, or None for an unknown kind."""
        ...

    def must(self, kind: str) -> frozenset[str]:
        """Return the items without which a kind of letter makes no sense."""
        ...

    def cites(self, kind: str) -> bool:
        """Return whether a kind of letter has a place for law."""
        ...

    def edition(self, kind: str) -> str:
        """Return the name and version of the template of a kind of letter."""
        ...

    def recall(self, recipient: Recipient, facts: LetterFacts, language: str, on: date) -> bytes:
        """Return the notice that a letter no longer holds, as PDF; it names nobody."""
        ...

    def printout(self, printout: Printout, language: str) -> bytes:
        """Return what is printed for her as PDF."""
        ...

    def consent_form(self, copy: ConsentCopy, language: str) -> bytes:
        """Return what she agreed to, or a blank form, as PDF."""
        ...

    def packer(self) -> Packer:
        """Return whoever packs and seals files."""
        ...


@dataclass(frozen=True, slots=True)
class Order:
    """A letter somebody asks for: about which case, to which service, of which kind.

    `left_out` are items taken out, `asked` the worker's own words, `laws` what it draws attention
    to, `signed` whether her role or the office signs, `beside` what is made with it. A passphrase
    that she was shown before is the one that protects the file; or `seal` it to the service's key.
    Where she saw what it tells, `shown`, no other letter is issued.
    """

    case_code: str
    service: str
    kind: str = "referral"
    language: str = "en"
    protect: bool = False
    left_out: frozenset[str] = frozenset()
    asked: str = field(default="", repr=False)
    signed: str = ""
    passphrase: str | None = field(default=None, repr=False)
    beside: tuple[Companion, ...] = ()
    laws: tuple[str, ...] = ()
    seal: bool = False
    shown: tuple[Told, ...] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Addressee:
    """A service that a letter may go to, and the last day on which each kind was agreed to."""

    code: str
    name: str = field(repr=False)
    agreed: Mapping[str, date]
    has_key: bool = False


@dataclass(frozen=True, slots=True)
class LetterChoices:
    """What one may choose for a letter of a case; kinds in `citing` have a place for law."""

    addressees: tuple[Addressee, ...]
    kinds: tuple[str, ...]
    office: OfficeFacts
    citing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter before it is issued: both columns, and what its page is set from.

    Without consent there is nothing to set: `missing` says why, in a code. `laws` are those it
    may draw attention to, and the others with the reason.
    """

    seen: Preview
    must: frozenset[str]
    disclosure: Disclosure | None = None
    facts: LetterFacts | None = None
    missing: str = ""
    missing_items: tuple[str, ...] = ()
    laws: tuple[Law, ...] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """A letter ready to hand over, and what goes beside it.

    The passphrase is shown once and kept nowhere. What is `sealed` opens with the service's key.
    """

    number: str
    pdf: bytes = field(repr=False)
    passphrase: str | None = field(repr=False)
    change: Change
    beside: Mapping[Companion, bytes] = field(default_factory=dict, repr=False)
    sealed: bool = False


class UnknownLetterKind(Exception):
    """Raised for a kind of letter that no template describes; carries which there are."""

    def __init__(self, kind: str, known: Sequence[str] = ()) -> None:
        self.known = tuple(known)
        super().__init__(kind)


class LetterRefused(DeskRefused):
    """Raised for a letter that is not what she saw."""


class LettersDesk:
    """What a worker may ask and do with letters."""

    def __init__(self, seat: Seat, papers: Papers, new_passphrase: Callable[[str], str]) -> None:
        self._seat = seat
        self._papers = papers
        self._new_passphrase = new_passphrase
        self.begun = BegunLetters(seat)

    def preview(self, order: Order) -> Preview:
        """Return what a letter would tell and what it holds back, each with the reason."""
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, order.case_code)
            request = self._request(order, service_for(work, case, order.service))
            work.note("letter_previewed", case.id)
            file = work.documents.file_of(case, request.at.date())
            return preview(file, work.consents.of(case.id), request)

    def choices(self, case_code: str) -> LetterChoices:
        """Return to whom a letter of a case may go, of which kinds, in whose name."""
        now = self._seat.now()
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, case_code)
            said, services = work.consents.of(case.id), unwalled(work, case)
            office = work.people.office()
            work.note("consent_read", case.id)
        kinds = tuple(self._papers.kinds())
        purposes = {kind: self._papers.purpose(kind) for kind in kinds}
        named = (
            Addressee(one.code, one.name, _agreed(said, purposes, one, now), bool(one.key))
            for one in services
        )
        citing = frozenset(filter(self._papers.cites, kinds))
        return LetterChoices(tuple(named), kinds, office, citing)

    def draft(self, order: Order) -> LetterDraft:
        """Return a letter as it would be issued now, without number and check code."""
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, order.case_code)
            request = self._request(order, service_for(work, case, order.service))
            file = work.documents.file_of(case, request.at.date())
            said = work.consents.of(case.id)
            work.note("letter_previewed", case.id)
            office = work.people.office()
            seen = preview(file, said, request)
            laws = self._laws(work, order, file, seen.told)
        try:
            disclosure = disclose(file, said, request)
        except ConsentMissing as error:
            return LetterDraft(
                seen, request.must, missing=error.code, missing_items=error.items, laws=laws
            )
        free = {law.key for law in laws if law.held is None}
        facts = self._facts(order, disclosure, office)
        facts = replace(facts, laws=tuple(cited(laws, (key for key in order.laws if key in free))))
        return LetterDraft(seen, request.must, disclosure, facts, laws=laws)

    def register(self) -> Sequence[RegisterLine]:
        """Return what went out of the cases she reaches, the last first.

        What was told aloud stands among the letters; it has no number, so under the mask
        nothing of it would be left: it stands only where the case is seen as it is.
        """
        with self._seat.begin(Act.LETTER) as work:
            found = [*work.letters.register(), *work.referrals.register()]
            work.note("letters_listed", reason=str(len(found)))
        return sorted(found, key=lambda line: line.issued_on, reverse=True)

    def issue(self, order: Order) -> Issued:
        """Issue a letter: disclosure, paper, register and log in one piece of work.

        Raises ConsentMissing when nothing she agreed to allows it, LawRefused for a law that may
        not be named in it, SealRefused without a key to seal it to, UnknownLetterKind, and
        LetterRefused with `letter_changed` where it would tell something else than was shown.
        """
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, order.case_code)
            service = service_for(work, case, order.service)
            request = self._request(order, service)
            file = work.documents.file_of(case, request.at.date())
            said = work.consents.of(case.id)
            disclosure = disclose(file, said, request)
            if order.shown is not None and order.shown != disclosure.told:
                raise LetterRefused("letter_changed")
            laws = self._laws(work, order, file, disclosure.told)
            facts = self._facts(order, disclosure, work.people.office())
            facts = replace(facts, laws=tuple(cited(laws, order.laws)))
            key = key_for(service, order.beside) if order.seal else ""
            words = self._words(order) if order.protect and not key else None
            letter = printed(work, self._papers, disclosure, facts, words)
            referral = _referral(work, file, service, disclosure)
            work.referrals.keep(referral)
            held = preview(file, said, request).withheld
            by = self._papers.edition(order.kind), self._seat.worker.id
            line = registered(letter, disclosure, referral, held, by)
            letter_id = work.letters.add(replace(line, sealed=bool(key)))
            by_words = words is not None
            follow_letter(work, referral, self._seat.worker.id, disclosure, protected=by_words)
            number, pdf = letter.facts.number, self._sealed(key, letter.pdf)
            beside = {
                one: self._sealed(key, self._papers.companion(one, disclosure, letter.facts, words))
                for one in order.beside
            }
            change = Change("letter_issued", case.id, case.code, referral.id, letter_id)
            besides = {"letter_beside": bool(beside), "letter_sealed": bool(key)}
            work.commit(change, *(act for act, is_so in besides.items() if is_so))
        return Issued(number, pdf, words, change, beside, bool(key))

    def holds(self, case_code: str, number: str) -> bool:
        """Return whether a letter may still be written or printed: nobody recalled it."""
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, case_code)
            recalled = {one.number for one in work.letters.of(case.id) if one.recalled}
        return number not in recalled

    def _sealed(self, key: str, paper: bytes) -> bytes:
        """Return a paper as it goes out: sealed where there is a key to seal it to."""
        return self._papers.packer().sealed(key, paper) if key else paper

    def _words(self, order: Order) -> str:
        """Return the words that open the letter: those she was shown, or new ones."""
        return order.passphrase or self._new_passphrase(order.language)

    def _laws(
        self, work: UnitOfWork, order: Order, file: CaseFile, told: Sequence[Told]
    ) -> tuple[Law, ...]:
        """Return every law of the library, for a kind of letter that has a place for law."""
        if not self._papers.cites(order.kind):
            return ()
        return laws_for(library(work), file, told, order.language, work.people.office().language)

    def _request(self, order: Order, service: Service) -> Request:
        purpose = self._papers.purpose(order.kind)
        if purpose is None:
            raise UnknownLetterKind(order.kind, self._papers.kinds())
        return Request(
            purpose=purpose,
            recipient=service.recipient,
            items=tuple(items().values()),
            at=self._seat.now(),
            language=order.language,
            must=self._papers.must(order.kind),
            left_out=order.left_out,
        )

    def _facts(self, order: Order, disclosure: Disclosure, office: OfficeFacts) -> LetterFacts:
        issued_on = disclosure.at.date()
        by_role = order.signed == SIGNED_BY_ROLE
        return LetterFacts(
            number=_NO_NUMBER,
            kind=order.kind,
            issued_on=issued_on,
            valid_until=min(issued_on + _VALID_FOR, disclosure.valid_until),
            check_code=_NO_CHECK,
            office=office,
            asked=as_asked(order.asked),
            signer=self._seat.worker.role.value if by_role else order.signed,
        )


def _agreed(
    said: Consents, purposes: Mapping[str, Purpose | None], service: Service, now: datetime
) -> dict[str, date]:
    """Return the kinds of letter that a service may be sent now, and when each was agreed to."""
    agreed = {}
    for kind, purpose in purposes.items():
        grants = () if purpose is None else said.in_force(purpose, service.recipient, now)
        if grants:
            given = max(grant.given_at for grant in grants)
            agreed[kind] = given.astimezone(now.tzinfo).date()
    return agreed


def _referral(
    work: UnitOfWork, file: CaseFile, service: Service, disclosure: Disclosure
) -> Referral:
    """Return the referral this letter belongs to: the one under way, or a new one."""
    for referral in work.referrals.of(file.id):
        if referral.service_id == service.id and referral.is_under_way:
            return sent(referral, ReferralStatus.LETTER_ISSUED, disclosure)
    return Referral(
        id=new_id().hex(),
        case_id=file.id,
        service_id=service.id,
        status=ReferralStatus.LETTER_ISSUED,
        created_at=disclosure.at,
        changed_at=disclosure.at,
        need=need_met_by(file, service),
    )
