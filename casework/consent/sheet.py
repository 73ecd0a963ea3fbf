"""Everything that was said about sharing, as it is laid before the person: one line a question."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from casework.consent.agreement import agreement
from casework.consent.grant import GrantState, Pause, Purpose, Reach
from casework.consent.purpose_texts import wording_for
from casework.consent.said import age_band_now, youngest_band_now
from casework.consent.signing import is_unsure
from casework.consent.wordings import ADULT
from casework.records.case import CaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from casework.consent.event import ConsentEvent
    from casework.consent.grant import Consents, Grant, Scope
    from casework.consent.wordings import ConsentText
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.services.service import Service


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What was said last about one purpose and one recipient, and where that stands now.

    `excluded` and `excluded_episodes` it leaves out: an episode by its id and its number.
    """

    purpose: Purpose
    scope: Scope
    state: GrantState
    at: datetime
    name: str = field(default="", repr=False)
    means: str = ""
    given_by: str = ""
    witnessed: bool = False
    categories: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    valid_from: date | None = None
    valid_until: date | None = None
    conditions: str = field(default="", repr=False)
    excluded: frozenset[str] = frozenset()
    excluded_episodes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LetterSent:
    """One letter that left the office: its number, and to whom it went."""

    number: str
    recipient: str = field(repr=False)
    recalled: bool = False
    waits_for_notice: bool = False


@dataclass(frozen=True, slots=True)
class ConsentSheet:
    """All that a worker needs in order to ask, show and take back consent with one person."""

    lines: tuple[SaidLine, ...]
    services: tuple[Service, ...]
    letters: tuple[LetterSent, ...]
    wordings: Mapping[Purpose, ConsentText]
    age_band: str
    limits_explained: bool
    review_on: date | None
    today: date
    pauses: frozenset[str] = frozenset()
    wholly_paused: frozenset[str] = frozenset()
    of_age_on: date | None = None
    is_draft: bool = False
    youngest_band: str = ADULT

    @property
    def age_unsure(self) -> bool:
        """Return whether she may be too young to answer alone, and may be old enough."""
        return is_unsure(self.age_band, self.youngest_band)

    @property
    def caregiver_unsafe(self) -> bool:
        """Return whether the caregiver is marked as not safe."""
        return Pause.CAREGIVER_UNSAFE in self.pauses

    def line(self, purpose: Purpose, scope_id: str = "") -> SaidLine | None:
        """Return what was said about a purpose and a recipient, or None when it was not asked."""
        for line in self.lines:
            if line.purpose is purpose and line.scope.id == scope_id:
                return line
        return None


def read_sheet(work: UnitOfWork, case: CaseSummary, now: datetime) -> ConsentSheet:
    """Return the sheet of one case as it stands at a moment."""
    services = work.services.all()
    said = work.consents.of(case.id)
    events = {event.id: event for event in work.consents.events(case.id)}
    age_band = age_band_now(work, case, now.date())
    episodes = work.documents.episodes(case)
    return ConsentSheet(
        # By name those too who left the directory since: what was agreed for them is read back.
        lines=tuple(_lines(said, events, work.services.everyone(), episodes, now)),
        services=tuple(services),
        letters=tuple(_letters(work, case.id)),
        wordings={purpose: wording_for(purpose, age_band) for purpose in Purpose},
        age_band=age_band,
        limits_explained=work.cases.have_limits_explained(case.id),
        review_on=agreement(said).review_on,
        today=now.date(),
        pauses=frozenset(pause.reason for pause in said.pauses),
        wholly_paused=frozenset(why.value for why in Pause if said.is_paused_for(why)),
        of_age_on=said.of_age_on,
        is_draft=case.status is CaseStatus.DRAFT,
        youngest_band=youngest_band_now(work, case, now.date()),
    )


def _lines(
    said: Consents,
    events: Mapping[str, ConsentEvent],
    services: Sequence[Service],
    episodes: Sequence[str],
    now: datetime,
) -> Iterable[SaidLine]:
    known = {service.code: service for service in services}
    asked: defaultdict[tuple[Purpose, Scope], list[Grant]] = defaultdict(list)
    for grant in sorted(said.grants, key=lambda one: (one.given_at, one.event_id), reverse=True):
        asked[grant.purpose, grant.scope].append(grant)
    for (_, scope), grants in asked.items():
        service = known.get(scope.id) if scope.reach is Reach.SERVICE else None
        recipient = service.recipient if service else None
        states = [said.state(grant, now, recipient) for grant in grants]
        # What is in force counts; when nothing is, what was said last.
        at = states.index(GrantState.ACTIVE) if GrantState.ACTIVE in states else 0
        name = service.name if service else ""
        line = _line(said, grants[at], states[at], events.get(grants[at].event_id), name)
        # What one answer among several in one breath leaves out, all of them leave out.
        beside = [one for one in grants if one.event_id == grants[at].event_id]
        kept = frozenset[str]().union(*(one.excluded_episodes for one in beside))
        yield replace(
            line,
            # Its day is that of the office.
            at=line.at.astimezone(now.tzinfo),
            excluded=frozenset[str]().union(*(one.excluded for one in beside)),
            excluded_episodes=tuple(
                (one, number) for number, one in enumerate(episodes, start=1) if one in kept
            ),
        )


def _line(
    said: Consents, grant: Grant, state: GrantState, event: ConsentEvent | None, name: str
) -> SaidLine:
    ended = [ending.at for ending in said.endings if ending.ends(grant)]
    over = state in {GrantState.WITHDRAWN, GrantState.SUSPENDED}
    return SaidLine(
        purpose=grant.purpose,
        scope=grant.scope,
        state=state,
        at=max(ended) if over and ended else grant.given_at,
        name=name,
        means=event.means if event else "",
        given_by=event.given_by if event else "",
        witnessed=bool(event and event.witness),
        categories=grant.categories,
        items=grant.items,
        valid_from=grant.valid_from,
        valid_until=grant.valid_until,
        conditions=grant.conditions,
    )


def _letters(work: UnitOfWork, case_id: str) -> Iterable[LetterSent]:
    letters = work.letters.of(case_id)
    # Those too whose recipient left the directory since.
    to = work.services.these({letter.service_id for letter in letters})
    names = {service.id: service.name for service in to}
    waiting = {one.number for one in work.notices.letters(case_id) if one.waits_for_notice}
    for letter in letters:
        name, waits = names.get(letter.service_id, ""), letter.number in waiting
        yield LetterSent(letter.number, name, letter.recalled, waits)
