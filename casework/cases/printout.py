"""What is printed for her: what is kept, who looked, who was told what, until when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from casework.consent.sheet import read_sheet
from casework.referrals.letter import LetterSent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from casework.answers.past import HistoryLine
    from casework.consent.override import Override
    from casework.consent.sheet import SaidLine
    from casework.consent.wordings import ConsentText
    from casework.keeping.erasure import Hold
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.registers.breach import BreachLine
    from casework.team.office_facts import OfficeFacts

_READS: Final = ("_read", "_opened", "_previewed", "_masked", "_listed")
_OUT: Final = frozenset(
    {"letter_issued", "referral_told", "override_carried_out", "attachment_given"}
)
_EVERY: Final = 2**31
# Nobody may be able to read these to her from a paper: they protect somebody else.
_NOT_COUNTED: Final = frozenset({"alleged_exploiter"})


@dataclass(frozen=True, slots=True)
class Held:
    """How many answers of one kind are kept, and whether two of them wait for a decision."""

    category: str
    answers: int
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What one worker did with the record on one day: looked, wrote, told somebody."""

    on: date
    worker: str = field(repr=False)
    looked: int
    wrote: int
    told: int


@dataclass(frozen=True, slots=True)
class Given:
    """What one recipient was told: by letter, or aloud or by a file, and then without a number."""

    letter: LetterSent
    recipient: str = field(repr=False)
    file: str = ""

    @property
    def aloud(self) -> bool:
        """Return whether there was no paper."""
        return not self.letter.number and not self.file


@dataclass(frozen=True, slots=True)
class Exceptional:
    """A decision to tell something without consent, with the name of the authority."""

    override: Override
    authority: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Printout:
    """Everything that she can ask to see about her record; of her answers those about sharing."""

    office: OfficeFacts
    made_on: date
    held: tuple[Held, ...]
    seen: tuple[Seen, ...]
    given: tuple[Given, ...]
    without_consent: tuple[Exceptional, ...]
    said: tuple[SaidLine, ...] = field(repr=False)
    holds: tuple[Hold, ...] = ()
    breaches: tuple[BreachLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentCopy:
    """What she agreed to, to take along; blank it is the form that one fills in by hand."""

    office: OfficeFacts
    made_on: date
    words: ConsentText
    said: tuple[SaidLine, ...] = field(default=(), repr=False)
    blank: bool = False


def read_printout(work: UnitOfWork, case: CaseSummary, now: datetime) -> Printout:
    """Return the print-out of one case as it stands at a moment."""
    zone = now.tzinfo
    overrides = [
        replace(one, proposed_at=one.proposed_at.astimezone(zone))
        for one in work.overrides.of(case.id)
    ]
    names = {one.code: one.name for one in work.services.all()}
    return Printout(
        office=work.people.office(),
        made_on=now.date(),
        held=_held(work, case, now.date()),
        seen=_seen(work.history.of(case.id, _EVERY, None), now),
        given=tuple(_given(work, case, now)),
        without_consent=tuple(Exceptional(one, names.get(one.recipient, "")) for one in overrides),
        said=read_sheet(work, case, now).lines,
        holds=tuple(
            one for one in work.erasures.holds.of(case.id, now.date()) if not one.unsafe_to_tell
        ),
        breaches=tuple(work.breaches.about(case.id)),
    )


def _held(work: UnitOfWork, case: CaseSummary, today: date) -> tuple[Held, ...]:
    file = work.documents.file_of(case, today)
    entries = [entry for several in file.entries.values() for entry in several]
    counts = Counter(entry.category for entry in entries)
    waits = {entry.category for entry in entries if entry.disputed}
    counts["consent_records"] += work.consents.count(case.id)
    return tuple(
        Held(category, count, category in waits)
        for category, count in sorted(counts.items())
        if count and category not in _NOT_COUNTED
    )


def _seen(lines: Sequence[HistoryLine], now: datetime) -> tuple[Seen, ...]:
    days: dict[tuple[date, str], Counter[str]] = {}
    for line in lines:
        key = (line.at.astimezone(now.tzinfo).date(), line.worker)
        days.setdefault(key, Counter())[_sort(line.act)] += 1
    return tuple(
        Seen(on, worker, found["looked"], found["wrote"], found["told"])
        for (on, worker), found in sorted(days.items())
    )


def _sort(act: str) -> str:
    if act in _OUT:
        return "told"
    return "looked" if act.endswith(_READS) else "wrote"


def _given(work: UnitOfWork, case: CaseSummary, now: datetime) -> Iterator[Given]:
    letters = ((one, "") for one in work.notices.letters(case.id))
    given = [*letters, *_without_letter(work, case, now)]
    services = work.services.these({one.service_id for one, _ in given})
    names = {service.id: service.name for service in services}
    for letter, file in sorted(given, key=lambda one: (one[0].issued_on, one[0].number, one[1])):
        yield Given(letter, names.get(letter.service_id, ""), file)


def _without_letter(
    work: UnitOfWork, case: CaseSummary, now: datetime
) -> Iterable[tuple[LetterSent, str]]:
    for one in work.referrals.tellings(case.id):
        sent = LetterSent(
            number="",
            service_id=one.service_id,
            purpose=one.purpose,
            kind="",
            language=one.language,
            issued_on=one.at.astimezone(now.tzinfo).date(),
            valid_until=one.valid_until,
            told=one.told,
        )
        yield sent, one.file
