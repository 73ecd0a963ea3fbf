"""What was said about sharing, in SQL: events and grants, appended only."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.dialects.sqlite import dialect

from casework.consent.agreement import agreement
from casework.consent.event import ConsentEvent, ConsentKind
from casework.consent.grant import LONGEST, Consents, Ending, Grant, Pause, Purpose, Reach, Scope
from casework.consent.uniting import united
from casework.records.birth import of_age_on
from db.cases.listed import list_consent
from db.guards.unions import united_with
from db.media.folders import tell_the_lists
from db.media.taken_back_since import heard, unheard
from db.rows.moments import read, stored, words
from db.rows.tables import ConsentEventRow, ConsentGrantRow
from db.rows.these import THESE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from db.log.ground import Ground

_ID_BYTES = 16
_DIALECT: Final = dialect()
_EVENT: Final = ConsentEventRow.metadata.tables["consent_event"].c
_LESS = frozenset(ConsentKind) - {ConsentKind.GIVEN}


class _Given(NamedTuple):
    """A permission as it is kept, and who gave it."""

    id: bytes
    event_id: bytes
    case_id: bytes
    purpose: str
    reach: str
    scope: str
    given_at: str
    valid_from: str
    valid_until: str
    categories: str
    items: str
    excluded: str
    excluded_episodes: str
    answer: str
    conditions: str
    given_by: str


class _Over(NamedTuple):
    """What ends or suspends, or lifts a suspension, as it is kept."""

    id: bytes
    case_id: bytes
    kind: str
    at: str
    purpose: str | None
    reach: str | None
    scope: str | None
    seen: bytes | None
    reason: str | None


# What was said in a case and did not come back with it: nobody knows what it had ended.
_MISSING: Final = (
    "select id, case_id, since from taken_back where since is not null and case_id",
    THESE,
)
_BIRTH: Final = ("select case_id, born_from from person where case_id", THESE)


# Asked with every list and every save: rows that the session looks after cost five times as much.
@cache
def _given() -> str:
    """Return what reads permissions of some cases, whether they stand or not."""
    grant, event = ConsentGrantRow.metadata.tables["consent_grant"].c, _EVENT
    of_these = event.id == grant.event_id, text(f"consent_grant.case_id {THESE}")
    query = select(*(grant[name] for name in _Given._fields[:-1]), event.given_by).where(*of_these)
    return str(query.order_by(grant.given_at, grant.id).compile(dialect=_DIALECT))


@cache
def _over() -> str:
    """Return what reads that something in some cases ended, was suspended or no longer is."""
    some = text(f"kind in ('withdrawn', 'suspended', 'lifted') and case_id {THESE}")
    query = select(*(_EVENT[name] for name in _Over._fields)).where(some)
    return str(query.order_by(_EVENT.at, _EVENT.id).compile(dialect=_DIALECT))


class SqlConsents:
    """Every consent event of every case this worker may see."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._journal = ground.journal

    def of(self, case_id: str) -> Consents:
        """Return everything said in one case."""
        return self.those([case_id])[case_id]

    def those(self, case_ids: Iterable[str]) -> Mapping[str, Consents]:
        """Return everything said in some cases; what a person took back in one counts in all."""
        wanted = [bytes.fromhex(case) for case in case_ids]
        others = united_with(self._ground.cursor(), wanted)
        said = self._said({*wanted, *(other for some in others.values() for other in some)})
        return {
            case.hex(): united(said[case.hex()], [said[other.hex()] for other in others[case]])
            for case in wanted
        }

    def _said(self, case_ids: Iterable[bytes]) -> dict[str, Consents]:
        """Return what was said in each of some cases by itself."""
        said = {case.hex(): _Said() for case in case_ids}
        cursor, these = self._ground.cursor(), (json.dumps([*said]),)
        for grant in map(_Given._make, cursor.execute(_given(), these)):
            said[grant.case_id.hex()].grants.append(_grant(grant))
        for event in map(_Over._make, cursor.execute(_over(), these)):
            said[event.case_id.hex()].end(event)
        for event, case, since in cursor.execute(" ".join(_MISSING), these):
            said[case.hex()].endings.append(_missing(event, since))
        for case, born_from in cursor.execute(" ".join(_BIRTH), these):
            if born_from:
                said[case.hex()].born_on = date.fromisoformat(born_from)
        return {case: one.consents() for case, one in said.items()}

    def count(self, case_id: str) -> int:
        """Return how often something was said in one case."""
        case = bytes.fromhex(case_id)
        events = select(func.count()).where(ConsentEventRow.case_id == case)
        return self._ground.session.scalar(events) or 0

    def events(self, case_id: str) -> Sequence[ConsentEvent]:
        """Return how, when and by whom each of it was said, the first event first."""
        rows = self._ground.session.scalars(
            select(ConsentEventRow)
            .where(ConsentEventRow.case_id == bytes.fromhex(case_id))
            .order_by(ConsentEventRow.at, ConsentEventRow.id)
        )
        return tuple(map(_event, rows))

    def last_moment(self, case_id: str) -> datetime | None:
        """Return when something was last said in a case, or in another of the same person."""
        case = bytes.fromhex(case_id)
        hers = [case, *united_with(self._ground.cursor(), [case])[case]]
        last = self._ground.session.scalar(
            select(func.max(ConsentEventRow.at)).where(ConsentEventRow.case_id.in_(hers))
        )
        return None if last is None else read(last)

    def add(self, case_id: str, event: ConsentEvent, grants: Sequence[Grant]) -> None:
        """Keep one event and what it grants; a withdrawal names the grants it has seen."""
        row = _event_row(case_id, event)
        if event.ending is not None and event.ending.seen:
            # Said before the row is written: its operation names them as its parents.
            seen = [bytes.fromhex(grant) for grant in sorted(event.ending.seen)]
            self._journal.sees(row.id, seen)
        self._ground.session.add(row)
        self._ground.session.flush()
        self._ground.session.add_all(_grant_row(case_id, grant) for grant in grants)
        if event.kind in _LESS or any(grant.refused for grant in grants):
            self._ground.when_kept(tell_the_lists)
        case = bytes.fromhex(case_id)
        for one in (case, *united_with(self._ground.cursor(), [case])[case]):
            self.list_anew(one.hex())

    def unheard(self) -> Sequence[str]:
        """Return the cases of a restored store in which something was taken back since."""
        return unheard(self._ground.cursor())

    def heard(self) -> None:
        """Forget them, once each of them is suspended."""
        heard(self._ground.pen())

    def list_anew(self, case_id: str) -> None:
        """Keep for the list what all of it comes to, after something was said or a birth learnt."""
        listed = agreement(self.of(case_id))
        list_consent(self._ground.cursor(), bytes.fromhex(case_id), listed)


@dataclass(slots=True)
class _Said:
    """What was said in one case, while it is read."""

    grants: list[Grant] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    lifted: set[str] = field(default_factory=set)
    born_on: date | None = None

    def end(self, event: _Over) -> None:
        """Take in what ends or suspends, or lifts a suspension."""
        if event.kind == ConsentKind.LIFTED:
            self.lifted.update(_ids(event.seen or b""))
        else:
            self.endings.append(_ending(event))

    def consents(self) -> Consents:
        """Return it as the rule reads it."""
        said = Consents(tuple(self.grants), tuple(self.endings), frozenset(self.lifted))
        if self.born_on is None:
            return said
        return replace(said, of_age_on=of_age_on(self.born_on), births=(self.born_on,))


def _event_row(case_id: str, event: ConsentEvent) -> ConsentEventRow:
    ending = event.ending
    scope = ending.scope if ending else None
    return ConsentEventRow(
        id=bytes.fromhex(event.id),
        case_id=bytes.fromhex(case_id),
        kind=event.kind.value,
        at=stored(event.at),
        given_by=event.given_by,
        means=event.means,
        language=event.language,
        age_band=event.age_band,
        text_version=event.text_version,
        limits_explained="yes" if event.limits_explained else "no",
        assent=event.assent or None,
        witness=event.witness or None,
        note=event.note or None,
        recorded_by=bytes.fromhex(event.recorded_by),
        purpose=ending.purpose.value if ending else None,
        reach=scope.reach.value if scope else None,
        scope=scope.id if scope else None,
        seen=_joined(ending.seen if ending else event.lifts),
        reason=event.reason or None,
    )


def _event(row: ConsentEventRow) -> ConsentEvent:
    return ConsentEvent(
        id=row.id.hex(),
        kind=ConsentKind(row.kind),
        at=read(row.at),
        given_by=row.given_by,
        means=row.means,
        language=row.language,
        text_version=row.text_version,
        age_band=row.age_band,
        limits_explained=row.limits_explained == "yes",
        recorded_by=row.recorded_by.hex(),
        assent=row.assent or "",
        witness=row.witness or "",
        note=row.note or "",
        ending=_ending(row) if row.purpose else None,
        reason=row.reason or "",
        lifts=frozenset(_ids(row.seen or b"")) if row.kind == ConsentKind.LIFTED else frozenset(),
    )


def _grant_row(case_id: str, grant: Grant) -> ConsentGrantRow:
    return ConsentGrantRow(
        id=bytes.fromhex(grant.id),
        event_id=bytes.fromhex(grant.event_id),
        case_id=bytes.fromhex(case_id),
        purpose=grant.purpose.value,
        reach=grant.scope.reach.value,
        scope=grant.scope.id,
        given_at=stored(grant.given_at),
        valid_from=grant.valid_from.isoformat(),
        valid_until=grant.valid_until.isoformat(),
        categories=" ".join(sorted(grant.categories)),
        items=" ".join(sorted(grant.items)),
        excluded=" ".join(sorted(grant.excluded)),
        excluded_episodes=" ".join(sorted(grant.excluded_episodes)),
        answer="refused" if grant.refused else "given",
        conditions=grant.conditions,
    )


def _grant(row: _Given) -> Grant:
    since, until = date.fromisoformat(row.valid_from), date.fromisoformat(row.valid_until)
    return Grant(
        id=row.id.hex(),
        event_id=row.event_id.hex(),
        purpose=Purpose(row.purpose),
        scope=Scope(Reach(row.reach), row.scope),
        given_at=read(row.given_at),
        valid_from=since,
        valid_until=min(until, since + LONGEST),
        categories=words(row.categories),
        items=words(row.items),
        excluded=words(row.excluded),
        excluded_episodes=words(row.excluded_episodes),
        refused=row.answer != "given",
        conditions=row.conditions,
        given_by=row.given_by,
    )


def _ending(row: ConsentEventRow | _Over) -> Ending:
    scope = Scope(Reach(row.reach), row.scope or "") if row.reach else None
    return Ending(
        purpose=Purpose(row.purpose or ""),
        at=read(row.at),
        scope=scope,
        seen=frozenset(_ids(row.seen or b"")),
        suspends=row.kind == ConsentKind.SUSPENDED,
        event_id=row.id.hex(),
        reason=row.reason or "",
    )


def _missing(event: bytes, since: str) -> Ending:
    return Ending(
        purpose=Purpose.CASE_SERVICE,
        at=read(since),
        suspends=True,
        event_id=event.hex(),
        reason=Pause.BROUGHT_BACK.value,
    )


def _joined(ids: Iterable[str]) -> bytes | None:
    return b"".join(map(bytes.fromhex, sorted(ids))) or None


def _ids(joined: bytes) -> Iterator[str]:
    for start in range(0, len(joined), _ID_BYTES):
        yield joined[start : start + _ID_BYTES].hex()
