"""What was said about sharing, in SQL: events and grants, appended only."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casework.agreement import agreement
from casework.consent import ConsentEvent, ConsentKind
from casework.grant import Consents, Ending, Grant, Purpose, Reach, Scope
from db.listed import list_consent
from db.moments import read, stored, words
from db.tables import ConsentEventRow, ConsentGrantRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from db.ground import Ground

_ID_BYTES = 16


class SqlConsents:
    """Every consent event of every case this worker may see."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._session = ground.session
        self._journal = ground.journal

    def of(self, case_id: str) -> Consents:
        """Return everything said in one case."""
        case = bytes.fromhex(case_id)
        grants = self._session.scalars(
            select(ConsentGrantRow)
            .where(ConsentGrantRow.case_id == case)
            .order_by(ConsentGrantRow.given_at, ConsentGrantRow.id)
        )
        endings = self._session.scalars(
            select(ConsentEventRow)
            .where(ConsentEventRow.case_id == case, ConsentEventRow.purpose.is_not(None))
            .order_by(ConsentEventRow.at, ConsentEventRow.id)
        )
        return Consents(tuple(map(_grant, grants)), tuple(map(_ending, endings)))

    def those(self, case_ids: Iterable[str]) -> Mapping[str, Consents]:
        """Return everything said in some cases."""
        cases = [bytes.fromhex(case) for case in case_ids]
        grants: defaultdict[str, list[Grant]] = defaultdict(list)
        endings: defaultdict[str, list[Ending]] = defaultdict(list)
        if cases:
            given = select(ConsentGrantRow).where(ConsentGrantRow.case_id.in_(cases))
            ended = select(ConsentEventRow).where(
                ConsentEventRow.case_id.in_(cases), ConsentEventRow.purpose.is_not(None)
            )
            for grant in self._session.scalars(given):
                grants[grant.case_id.hex()].append(_grant(grant))
            for event in self._session.scalars(ended):
                endings[event.case_id.hex()].append(_ending(event))
        return {case: Consents(tuple(grants[case]), tuple(endings[case])) for case in case_ids}

    def count(self, case_id: str) -> int:
        """Return how often something was said in one case."""
        case = bytes.fromhex(case_id)
        events = select(func.count()).where(ConsentEventRow.case_id == case)
        return self._session.scalar(events) or 0

    def events(self, case_id: str) -> Sequence[ConsentEvent]:
        """Return how, when and by whom each of it was said, the first event first."""
        rows = self._session.scalars(
            select(ConsentEventRow)
            .where(ConsentEventRow.case_id == bytes.fromhex(case_id))
            .order_by(ConsentEventRow.at, ConsentEventRow.id)
        )
        return tuple(map(_event, rows))

    def last_moment(self, case_id: str) -> datetime | None:
        """Return when the last event happened."""
        last = self._session.scalar(
            select(func.max(ConsentEventRow.at)).where(
                ConsentEventRow.case_id == bytes.fromhex(case_id)
            )
        )
        return None if last is None else read(last)

    def add(self, case_id: str, event: ConsentEvent, grants: Sequence[Grant]) -> None:
        """Keep one event and what it grants; a withdrawal names the grants it has seen."""
        row = _event_row(case_id, event)
        if event.ending is not None and event.ending.seen:
            # Said before the row is written: its operation names them as its parents.
            seen = [bytes.fromhex(grant) for grant in sorted(event.ending.seen)]
            self._journal.sees(row.id, seen)
        self._session.add(row)
        self._session.flush()
        self._session.add_all(_grant_row(case_id, grant) for grant in grants)
        list_consent(self._ground.cursor(), row.case_id, agreement(self.of(case_id)))


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
        seen=b"".join(map(bytes.fromhex, sorted(ending.seen))) if ending else None,
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


def _grant(row: ConsentGrantRow) -> Grant:
    return Grant(
        id=row.id.hex(),
        event_id=row.event_id.hex(),
        purpose=Purpose(row.purpose),
        scope=Scope(Reach(row.reach), row.scope),
        given_at=read(row.given_at),
        valid_from=date.fromisoformat(row.valid_from),
        valid_until=date.fromisoformat(row.valid_until),
        categories=words(row.categories),
        items=words(row.items),
        excluded=words(row.excluded),
        excluded_episodes=words(row.excluded_episodes),
        refused=row.answer != "given",
        conditions=row.conditions,
    )


def _ending(row: ConsentEventRow) -> Ending:
    scope = Scope(Reach(row.reach), row.scope or "") if row.reach else None
    return Ending(
        purpose=Purpose(row.purpose or ""),
        at=read(row.at),
        scope=scope,
        seen=frozenset(_ids(row.seen or b"")),
        suspends=row.kind == "suspended",
    )


def _ids(joined: bytes) -> Iterator[str]:
    for start in range(0, len(joined), _ID_BYTES):
        yield joined[start : start + _ID_BYTES].hex()
