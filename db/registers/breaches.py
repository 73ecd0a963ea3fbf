"""The log of breaches in SQL: a line that all hold, and whom it is about with each case."""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from casework.registers.breach import Breach, BreachLine, BreachState, Taken, as_it_stands
from casework.team.worker import Act, may
from db.guards.reach import reach_of, reached
from db.registers.signers import Signers, demand_administering
from db.rows.moments import read, stored
from db.rows.readings import read_as
from db.rows.registers import BreachActionRow, BreachCaseRow, BreachRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from sqlcipher3 import Cursor

    from casework.team.worker import Worker
    from db.log.ground import Ground
    from db.log.streams import Streams

_LINES: Final = (
    "select b.id, b.noticed_on, b.kind, b.words, b.recipients, b.noted_by, b.noted_at, b.status,"
    " b.untold_why, b.closed_by, b.closed_at, m.author, l.author"
    " from breach as b join entity as e on e.id = b.id left join lane as m on m.id = e.lane"
    " left join cell_meta as c on c.entity = b.id and c.field = 'status'"
    " left join lane as l on l.id = ifnull(c.lane, e.lane)"
)
_ALL: Final = (
    f"{_LINES} where :all or b.noted_by = :worker order by b.noticed_on desc, b.noted_at desc, b.id"
)
# Two laptops may have said of a breach that it is about the same case.
_ABOUT: Final = (
    _LINES,
    "where b.id in (select breach_id from breach_case where case_id = ?)",
    "order by b.noticed_on, b.noted_at, b.id",
)
_IN_ORDER: Final = f"{_LINES} order by b.noticed_on, b.noted_at, b.id"
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
        signers, cases = Signers(cursor), defaultdict[bytes, list[str]](list)
        taken = _all_taken(cursor, signers)
        for breach, code, *_ids in cursor.execute(_CASES, asked):
            cases[breach].append(code)
        rows = cursor.execute(_ALL, asked).fetchall()
        return [_line(row, signers, tuple(cases[row[0]]), taken[row[0]]) for row in rows]

    def about(self, case_id: str) -> Sequence[BreachLine]:
        """Return the breaches that are about a case, whoever wrote them down, the first first.

        Other cases are not named with them.
        """
        cursor = self._ground.cursor()
        rows = cursor.execute(" ".join(_ABOUT), (bytes.fromhex(case_id),)).fetchall()
        if not rows:
            return []
        signers = Signers(cursor)
        taken = _all_taken(cursor, signers)
        return [_line(row, signers, (), taken[row[0]]) for row in rows]

    def waiting(self) -> Sequence[str]:
        """Return the ids of those that this worker is to see to, the first noticed first."""
        if not may(self._worker, Act.TEAM):
            return ()
        cursor = self._ground.cursor()
        signers = Signers(cursor)
        taken = _all_taken(cursor, signers)
        rows = cursor.execute(_IN_ORDER).fetchall()
        lines = (_line(row, signers, (), taken[row[0]]) for row in rows)
        return [one.breach.id for one in lines if one.breach.state is BreachState.OPEN]

    def keep(self, breach: Breach) -> None:
        """Keep what happened, as it is said now; a new one is open."""
        session, key = self._ground.session, bytes.fromhex(breach.id)
        row = session.get(BreachRow, key)
        if row is None:
            row = BreachRow(
                id=key,
                noted_by=bytes.fromhex(breach.noted_by),
                noted_at=stored(breach.noted_at),
                status=BreachState.OPEN.value,
                untold_why="",
            )
        row.noticed_on, row.kind = breach.noticed_on.isoformat(), breach.kind
        row.words, row.recipients = breach.words, breach.recipients
        self._streams.add_for_all(session, row)

    def leave(self, breach: Breach) -> None:
        """Keep whether something is left to do about a breach; raises NotPermitted."""
        demand_administering(self._ground.cursor(), self._worker)
        session = self._ground.session
        row = session.get_one(BreachRow, bytes.fromhex(breach.id))
        if breach.state is BreachState.CLOSED or row.status != breach.state.value:
            # Whoever keeps it open as it is shown says nothing of who closed it elsewhere.
            row.status, row.untold_why = breach.state.value, breach.untold_why
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
            session.add(BreachCaseRow(id=os.urandom(16), breach_id=key, case_id=about))
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


def _line(
    row: Sequence[Any], signers: Signers, cases: tuple[str, ...], taken: Sequence[Taken]
) -> BreachLine:
    key, on, kind, words, recipients, noter, at, state, why, closer, when, *authors = row
    made_by, said_by = authors
    noted_by, noted_name = signers.of(made_by, noter)
    closed_by, closed_name = signers.of(said_by, closer)
    breach = Breach(
        id=key.hex(),
        noticed_on=date.fromisoformat(on),
        kind=kind,
        words=words,
        recipients=recipients,
        noted_by=noted_by,
        noted_at=read(at),
        state=read_as(BreachState, state, BreachState.OPEN),
        untold_why=why,
        closed_by=closed_by,
        closed_at=read(when) if when else None,
    )
    breach = as_it_stands(breach, taken)
    closed_name = closed_name if breach.state is BreachState.CLOSED else ""
    return BreachLine(breach, cases, tuple(taken), noted_name, closed_name)
