"""The desk for one case at a glance: codes, dates and her own words; the name only when asked."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from casework.consent.agreement import REVIEW_AHEAD
from casework.consent.form import FORM as CONSENT
from casework.consent.view import ConsentView, consent_view
from casework.records.about import About, about
from casework.records.contact import SafeContact, safe_contact, undecided
from casework.records.entries import by_field
from casework.records.episodes import FORM as EPISODE
from casework.records.episodes import EpisodeView, episode_view
from casework.records.record import DRAFT, FINAL, Record
from casework.referrals.paused_letters import paused_letters
from casework.tasks.computed import (
    due_steps,
    finish_step,
    in_time,
    review_step,
    step_of,
)
from casework.tasks.standing import standing
from casework.tasks.task import TaskKind
from casework.team.masking import masked
from casework.team.seat import case_named, case_seen
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime, tzinfo

    from casework.cases.caseline import NextStep
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseStatus, CaseSummary
    from casework.records.conflict import Found
    from casework.referrals.referral import ReferralStatus
    from casework.team.seat import Seat

_NOTE, _NOTED = "note", "note.text"
_NAMES: Final = ("person.name_used", "person.legal_name")
# Forms that belong to no case.
_ELSEWHERE: Final = frozenset({"service"})


class SectionState(enum.StrEnum):
    """How far a section of a case is; a code that `texts` turns into words."""

    OPEN = "open"
    DRAFT = "draft"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section: a form, by its id, or what the case has beside forms; and how many entries."""

    id: str
    state: SectionState
    count: int


@dataclass(frozen=True, slots=True)
class ReferralView:
    """One request for help: to whom, where it stands, since when."""

    id: str
    service: str = field(repr=False)
    status: ReferralStatus
    changed_on: date
    service_type: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One form of the case: which, finished or begun, when, by whom."""

    id: str
    form_id: str
    state: str
    at: datetime
    by: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoteView:
    """What was noted last of a case, by whom and when."""

    text: str = field(repr=False)
    by: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class PromptView:
    """What she may want to know today: its task, which window, and until when it helps."""

    id: str
    window: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """One case at a glance; no name, and no order among experiences."""

    code: str
    status: CaseStatus
    opened_on: date
    worker: str = field(repr=False)
    name_known: bool
    contact: SafeContact
    consent: ConsentView
    sections: tuple[SectionView, ...]
    episodes: tuple[EpisodeView, ...]
    tasks: tuple[NextStep, ...]
    prompts: tuple[PromptView, ...]
    about: About
    referrals: tuple[ReferralView, ...]
    documents: tuple[DocumentView, ...]
    latest_note: NoteView | None = field(default=None, repr=False)
    masked: bool = False
    # Of a colleague's case that was opened in need: until when.
    opened_until: datetime | None = None
    # Other cases of the same person, and the one of them under which all are found.
    also: tuple[str, ...] = ()
    under: str = ""
    # The codes that the case had before: other cases had them too.
    codes_before: tuple[str, ...] = ()
    # The forms, or tables of what is no form, in which somebody has to decide something.
    to_decide: tuple[str, ...] = field(default=(), repr=False)
    # Kinds of what was told elsewhere and rests on no agreement that is known here.
    unfounded: tuple[str, ...] = field(default=(), repr=False)
    # Letters that are out while what they rest on is paused.
    on_what_is_paused: tuple[str, ...] = ()

    @property
    def experiences(self) -> frozenset[str]:
        """Return every kind of experience that stands in the case."""
        return frozenset[str]().union(*(one.continuum for one in self.episodes))


class OverviewDesk:
    """What a worker may ask about one case at a glance."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def of(self, case_code: str) -> Overview:
        """Return one case at a glance."""
        with self._seat.begin(Act.READ_CASES) as work:
            case = case_seen(work, case_code)
            found = _with_others(work, case, self._seen(work, case))
            clear, until = work.glass.is_clear(case.id), work.glass.until(case.id)
            work.note("case_read" if clear else "case_read_masked", case.id)
        if clear:
            return replace(found, opened_until=until)
        return replace(masked(found), masked=True)

    def contact(self, case_code: str) -> SafeContact:
        """Return how she may be reached and what must not happen; of a masked case nothing."""
        with self._seat.begin(Act.READ_CASES) as work:
            case = case_named(work, case_code)
            finished = _finished(work.records.of(case.id))
            contact = undecided(safe_contact(finished), finished, _waiting(work, case))
            work.note("contact_read", case.id)
        return contact

    def name(self, case_code: str) -> str:
        """Return the name she goes by, or nothing; that it was shown is recorded by itself."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            said = _said(_finished(work.records.of(case.id)))
            work.note("name_read", case.id)
        return next((str(said[name]) for name in _NAMES if said.get(name)), "")

    def _seen(self, work: UnitOfWork, case: CaseSummary) -> Overview:
        now = self._seat.now()
        records = work.records.of(case.id)
        finished = _finished(records)
        said = _said(finished)
        consent = consent_view(work.consents.of(case.id), now)
        waiting = _waiting(work, case)
        return Overview(
            code=case.code,
            codes_before=tuple(work.cases.codes_before(case.id)),
            status=case.status,
            opened_on=case.opened_on,
            worker=work.records.worker_of(case.id),
            name_known=any(said.get(name) for name in _NAMES),
            contact=undecided(safe_contact(finished), finished, waiting),
            consent=consent,
            sections=_sections(work, case, records),
            episodes=tuple(episode_view(one) for one in finished if one.form_id == EPISODE),
            tasks=_steps(work, case, records, consent, now),
            prompts=tuple(_prompts(work, case, now)),
            about=about(said, work.documents.born(case), case.opened_on, now.date()),
            referrals=_referrals(work, case, now.tzinfo),
            documents=tuple(
                DocumentView(one.id, one.form_id, one.state, one.at, one.by) for one in records
            ),
            latest_note=_latest_note(finished),
            to_decide=tuple(sorted({one.place.form_id or one.place.table for one in waiting})),
            unfounded=tuple(work.waiting.unfounded(case.id)),
            on_what_is_paused=tuple(paused_letters(work, case.id, now)),
        )


def _with_others(work: UnitOfWork, case: CaseSummary, seen: Overview) -> Overview:
    """Return the look at a case with the codes of the others of its person."""
    together = work.likenesses.together([case.id]).get(case.id)
    if together is None:
        return seen
    under = "" if together.head == case.code else together.head
    return replace(seen, also=together.besides(case.code), under=under)


def _waiting(work: UnitOfWork, case: CaseSummary) -> Sequence[Found]:
    return work.conflicts.found(case.id) if work.waiting.is_any() else ()


def _finished(records: Sequence[Record]) -> list[Record]:
    return [record for record in records if record.state == FINAL]


def _latest_note(finished: Sequence[Record]) -> NoteView | None:
    """Return what was noted last; notes that this worker may not read are not among the forms."""
    for one in reversed(finished):
        text = str(one.doc.values.get(_NOTED, "")) if one.form_id == _NOTE else ""
        if text:
            return NoteView(text, one.by, one.at)
    return None


def _said(finished: Sequence[Record]) -> dict[str, Any]:
    """Return the last word on each field, experiences left out: there each stands for itself."""
    said: dict[str, Any] = {}
    for record in finished:
        if record.form_id != EPISODE:
            said |= by_field(record.model, record.doc)
    return said


def _sections(
    work: UnitOfWork, case: CaseSummary, records: Sequence[Record]
) -> tuple[SectionView, ...]:
    drafts = {record.form_id for record in records if record.state == DRAFT}
    counts = {form: 0 for form in work.documents.form_ids() if form not in _ELSEWHERE}
    for record in _finished(records):
        counts[record.form_id] = counts.get(record.form_id, 0) + 1
    # Consent is kept as what was said, not as the form it was said on.
    counts[CONSENT] = work.consents.count(case.id)
    counts["referrals"] = len(work.referrals.of(case.id))
    counts["letters"] = len(work.letters.of(case.id))
    counts["attachments"] = len(work.attachments.of(case.id))
    return tuple(
        SectionView(name, _state(count, begun=name in drafts), count)
        for name, count in counts.items()
    )


def _state(count: int, *, begun: bool) -> SectionState:
    if begun:
        return SectionState.DRAFT
    return SectionState.DONE if count else SectionState.OPEN


def _steps(
    work: UnitOfWork,
    case: CaseSummary,
    records: Sequence[Record],
    consent: ConsentView,
    now: datetime,
) -> tuple[NextStep, ...]:
    """Return what is to be done: what was planned, a grant that ends soon, forms begun."""
    kept = standing(work, work.tasks.of([case.id]), now)
    steps = [step_of(task, kept.subjects) for task in kept.open]
    until = consent.review_on
    if until and until <= now.date() + REVIEW_AHEAD:
        review = review_step(case.id, until, work.consents.of(case.id))
        steps += [] if work.tasks.done_among([review.id]) else [review]
    steps += [one for _, one in due_steps(work, work.tasks.due_in([case.id], now), now)]
    steps.sort(key=in_time)
    begun = (record for record in records if record.state == DRAFT)
    return (*steps, *(finish_step(record.id, record.form_id) for record in begun))


def _prompts(work: UnitOfWork, case: CaseSummary, now: datetime) -> Iterator[PromptView]:
    """Yield what she may want to know today, the first that ends first."""
    lines = work.tasks.due_in([case.id], now)
    open_ones = [one for one in lines if one.kind is TaskKind.TIME_WINDOW and one.on <= now.date()]
    for one in sorted(open_ones, key=lambda line: (line.until is None, line.until, line.key)):
        yield PromptView(one.id, one.key, one.until)


def _referrals(
    work: UnitOfWork, case: CaseSummary, zone: tzinfo | None
) -> tuple[ReferralView, ...]:
    referrals = work.referrals.of(case.id)
    services = work.services.these({one.service_id for one in referrals})
    names = {service.id: service.name for service in services}
    return tuple(
        ReferralView(
            one.id,
            names.get(one.service_id, ""),
            one.status,
            one.changed_at.astimezone(zone).date(),
            one.need.service_type,
        )
        for one in referrals
    )
