"""The log of breaches in SQL: a line that all hold, and whom it is about with each case."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from casework.ids import new_id
from casework.registers.breach import Breach, BreachLine, BreachState, Taken, as_it_stands
from casework.registers.wording import Wording, as_said, lines_of
from casework.team.worker import Act, may
from db.guards.reach import reach_of, reached
from db.log.speakers import Signers
from db.registers.signers import demand_administering
from db.rows.moments import read, stored
from db.rows.readings import read_as
from db.rows.registers import BreachActionRow, BreachCaseRow, BreachRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from sqlcipher3 import Cursor

    from casework.team.worker import Worker
    from db.log.ground import Ground
    from db.log.streams import Streams

_ROWS: Final = (
    "select b.id, b.corrects, b.noticed_on, b.kind, b.words, b.recipients, b.noted_by, b.noted_at,"
    " m.author, b.status, b.untold_why, b.closed_by, b.closed_at, l.author"
    " from breach as b join entity as e on e.id = b.id left join lane as m on m.id = e.lane"
    " left join cell_meta as c on c.entity = b.id and c.field = 'status'"
    " left join lane as l on l.id = c.lane order by b.id"
)
# Two laptops may have said of a breach that it is about the same case.
_ABOUT: Final = "select distinct breach_id from breach_case where case_id = ?"
_CASES: Final = (
    "select k.breach_id, casefile.code, casefile.id, k.id from breach_case as k"
    " join casefile on casefile.id = k.case_id where {reached} order by casefile.code"
).replace("{reached}", reached())
_TAKEN: Final = (
    "select t.breach_id, t.id, t.taken_on, t.words, t.told, t.by, l.author"
    " from breach_action as t join entity as e on e.id = t.id left join lane as l on l.id = e.lane"
    " order by t.taken_on, t.at, t.id"
)
_YES, _NO = "yes", "no"


class _Row(NamedTuple):
    """One row of the log: what somebody wrote down, and of a line where it stands."""

    id: bytes
    corrects: bytes | None
    on: str
    kind: str
    words: str
    recipients: str
    noted_by: bytes
    noted_at: str
    made_by: bytes | None
    status: str | None
    untold_why: str | None
    closed_by: bytes | None
    closed_at: str | None
    said_by: bytes | None


class SqlBreaches:
    """What got to somebody who should not have it, and what was done."""

    def __init__(
        self, ground: Ground, streams: Streams, worker: Worker, now: Callable[[], datetime]
    ) -> None:
        self._ground, self._streams = ground, streams
        self._worker, self._now = worker, now

    def all(self) -> Sequence[BreachLine]:
        """Return the breaches that this worker may read, the last noticed first."""
        cursor = self._ground.cursor()
        asked = reach_of(self._worker, self._now())
        cases = defaultdict[bytes, list[str]](list)
        for breach, code, *_ids in cursor.execute(_CASES, asked):
            cases[breach].append(code)
        found = [
            replace(line, cases=tuple(cases[key]))
            for key, line in _lines(cursor).items()
            if self._worker.sees_all_cases or line.breach.noted_by == self._worker.id
        ]
        return sorted(found, key=_noticed_when, reverse=True)

    def about(self, case_id: str) -> Sequence[BreachLine]:
        """Return the breaches that are about a case, whoever wrote them down, the first first.

        Other cases are not named with them.
        """
        cursor = self._ground.cursor()
        named = cursor.execute(_ABOUT, (bytes.fromhex(case_id),)).fetchall()
        lines = _lines(cursor) if named else {}
        return sorted((lines[one] for (one,) in named if one in lines), key=_noticed_when)

    def waiting(self) -> Sequence[str]:
        """Return the ids of those that this worker is to see to, the first noticed first."""
        if not may(self._worker, Act.TEAM):
            return ()
        lines = sorted(_lines(self._ground.cursor()).values(), key=_noticed_when)
        return [one.breach.id for one in lines if one.breach.state is BreachState.OPEN]

    def note(self, breach: Breach) -> None:
        """Keep what happened; it is open."""
        self._write(bytes.fromhex(breach.id), breach, corrects=None)

    def correct(self, wording: str, better: Breach) -> None:
        """Keep beside a wording how it is said better, by this worker, at this moment."""
        said = replace(better, noted_by=self._worker.id, noted_at=self._now())
        self._write(new_id(), said, corrects=bytes.fromhex(wording))

    def _write(self, key: bytes, breach: Breach, corrects: bytes | None) -> None:
        row = BreachRow(
            id=key,
            noticed_on=breach.noticed_on.isoformat(),
            kind=breach.kind,
            words=breach.words,
            recipients=breach.recipients,
            noted_by=bytes.fromhex(breach.noted_by),
            noted_at=stored(breach.noted_at),
            corrects=corrects,
        )
        self._streams.add_for_all(self._ground.session, row)

    def leave(self, breach: Breach) -> None:
        """Keep whether something is left to do about a breach; raises NotPermitted."""
        demand_administering(self._ground.cursor(), self._worker)
        session = self._ground.session
        row = session.get_one(BreachRow, bytes.fromhex(breach.id))
        said = row.status or BreachState.OPEN.value
        if breach.state is BreachState.CLOSED or said != breach.state.value:
            # Whoever keeps it open as it is shown says nothing of who closed it elsewhere.
            row.status, row.untold_why = breach.state.value, breach.untold_why or None
            row.closed_by = bytes.fromhex(breach.closed_by) or None
            row.closed_at = stored(breach.closed_at) if breach.closed_at else None
        session.flush()

    def name_cases(self, breach_id: str, cases: AbstractSet[str]) -> None:
        """Keep whom a breach is about; of cases that this worker does not reach nothing changes.

        Each case says in its own history that a breach is about it.
        """
        session, key = self._ground.session, bytes.fromhex(breach_id)
        asked = reach_of(self._worker, self._now())
        rows = self._ground.cursor().execute(_CASES, asked).fetchall()
        known = {case.hex(): link for breach, _code, case, link in rows if breach == key}
        for case in known.keys() - cases:
            session.delete(session.get_one(BreachCaseRow, known[case]))
            self._ground.journal.audit("breach_not_about", bytes.fromhex(case))
        for case in sorted(cases - known.keys()):
            about = bytes.fromhex(case)
            session.add(BreachCaseRow(id=new_id(), breach_id=key, case_id=about))
            self._ground.journal.audit("breach_about", about)
        session.flush()

    def take(self, breach_id: str, taken: Taken) -> None:
        """Keep one thing that was done about a breach; raises NotPermitted."""
        demand_administering(self._ground.cursor(), self._worker)
        row = BreachActionRow(
            id=bytes.fromhex(taken.id),
            breach_id=bytes.fromhex(breach_id),
            taken_on=taken.on.isoformat(),
            words=taken.words,
            told=_YES if taken.told else _NO,
            by=bytes.fromhex(self._worker.id),
            at=stored(self._now()),
        )
        self._streams.add_for_all(self._ground.session, row)

    def untake(self, taken_id: str) -> None:
        """Let go of one thing that was done; raises NotPermitted."""
        demand_administering(self._ground.cursor(), self._worker)
        session = self._ground.session
        session.delete(session.get_one(BreachActionRow, bytes.fromhex(taken_id)))
        session.flush()


def _all_taken(cursor: Cursor, signers: Signers) -> defaultdict[bytes, list[Taken]]:
    found = defaultdict[bytes, list[Taken]](list)
    for breach, *said in cursor.execute(_TAKEN).fetchall():
        key, on, words, told, by, author = said
        _who, name = signers.of(author, by)
        day = date.fromisoformat(on)
        found[breach].append(Taken(day, words, told=told == _YES, id=key.hex(), by=name))
    return found


def _noticed_when(line: BreachLine) -> tuple[date, datetime, str]:
    return line.breach.noticed_on, line.breach.noted_at, line.breach.id


def _lines(cursor: Cursor) -> Mapping[bytes, BreachLine]:
    """Return every breach by its id, without the cases that it is about."""
    rows = [_Row(*row) for row in cursor.execute(_ROWS).fetchall()]
    signers = Signers(cursor)
    taken, lines = _all_taken(cursor, signers), lines_of({one.id: one.corrects for one in rows})
    wordings = defaultdict[bytes, list[Wording]](list)
    for one in rows:
        if one.id in lines:
            wordings[lines[one.id]].append(_worded(one, signers))
    return {
        one.id: _line(one, as_said(wordings[one.id]), signers, taken[one.id])
        for one in rows
        if one.corrects is None
    }


def _worded(row: _Row, signers: Signers) -> Wording:
    return Wording(
        id=row.id.hex(),
        corrects=row.corrects.hex() if row.corrects else "",
        at=read(row.noted_at),
        on=date.fromisoformat(row.on),
        kind=row.kind,
        words=row.words,
        who=row.recipients,
        by=signers.of(row.made_by, row.noted_by)[1],
    )


def _line(
    row: _Row, wordings: tuple[Wording, ...], signers: Signers, taken: Sequence[Taken]
) -> BreachLine:
    last = wordings[-1]
    noted_by, noted_name = signers.of(row.made_by, row.noted_by)
    closed_by, closed_name = signers.of(row.said_by, row.closed_by)
    breach = Breach(
        id=row.id.hex(),
        noticed_on=last.on,
        kind=last.kind,
        words=last.words,
        recipients=last.who,
        noted_by=noted_by,
        noted_at=read(row.noted_at),
        state=read_as(BreachState, row.status or "", BreachState.OPEN),
        untold_why=row.untold_why or "",
        closed_by=closed_by,
        closed_at=read(row.closed_at) if row.closed_at else None,
    )
    breach = as_it_stands(breach, taken)
    closed_name = closed_name if breach.state is BreachState.CLOSED else ""
    return BreachLine(breach, (), tuple(taken), noted_name, closed_name, wordings)
