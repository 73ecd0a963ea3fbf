"""Tables brought in, in SQL: many cases in one transaction, and taking them away as a whole."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Final

from casework.ids import new_case_code, new_id
from casework.ports.bringing import Brought, Undone
from db.answers.bulk_cases import BulkCases
from db.answers.documents import next_number
from db.answers.submissions import answered_anew, forget_submissions
from db.homes.erasing_here import belonging_to, erase_here
from db.rows import settings
from db.rows.bringing import BringingRow
from db.rows.moments import read, stored
from db.rows.rowplan import every_table, plans
from db.rows.tables import SettingRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlcipher3 import Cursor

    from casework.records.filled import Filled
    from casework.team.worker import Worker
    from db.log.ground import Ground

UNDONE: Final = "bringing_undone"
# Few enough to be held twice in memory; the ids of all chunks are in one order.
CHUNK: Final = 5_000
_NUMBER: Final = "select max(number) from casefile"
_CODES_TAKEN: Final = "select code from casefile"
_BROUGHT: Final = "insert into brought_case (case_id, bringing_id, forms) values (?, ?, ?)"
_ALL: Final = (
    "select b.id, b.layout, b.at, ifnull(u.name, ''), ifnull(w.name, ''), b.cases,"
    " (select count(*) from brought_case as c where c.bringing_id = b.id), b.undone_at"
    " from bringing as b left join app_user as u on u.id = b.by"
    " left join app_user as w on w.id = b.worker order by b.at desc, b.id"
)
_SUBMITTED: Final = "select 1 from bringing where id = :this and layout = 'submissions'"
_THERE: Final = "select 1 from bringing where id = ?"
_OF: Final = "select case_id from brought_case where bringing_id = ?"
_CODES: Final = (
    "select c.code from brought_case as b join casefile as c on c.id = b.case_id"
    " where b.bringing_id = ? order by c.code"
)
# Somebody worked in a case: another form, an answer that was changed, or anything else in it.
_FORMS: Final = (
    "select b.case_id from brought_case as b where b.bringing_id = :this and b.forms <>"
    " (select count(*) from form_instance as i where i.case_id = b.case_id)"
)
_CELLS: Final = (
    "select b.case_id from brought_case as b join {table} as t on t.{column} = b.case_id"
    " join cell_meta as m on m.entity = t.id where b.bringing_id = :this"
)
_ROWS: Final = (
    "select b.case_id from brought_case as b join {table} as t on t.{column} = b.case_id"
    " where b.bringing_id = :this"
)
_MORE: Final = (
    "select b.case_id from brought_case as b join assignment as t on t.case_id = b.case_id"
    " where b.bringing_id = :this group by b.case_id having count(*) > 1"
)
_OWN: Final = ("assignment", "form_instance", "submission")
_ROOTS: Final = "select case_id, case_id, 'casefile' from brought_case where bringing_id = :this"
_PARTS: Final = (
    "select b.case_id, t.id, '{table}' from brought_case as b join {table} as t"
    " on t.case_id = b.case_id where b.bringing_id = :this"
)


class SqlBringings:
    """What was brought in from tables."""

    def __init__(self, ground: Ground, worker: Worker, now: Callable[[], datetime]) -> None:
        self._ground = ground
        self._worker = worker
        self._now = now

    def add(
        self, layout: str, worker_id: str, cases: Iterable[tuple[str, Sequence[Filled]]]
    ) -> tuple[str, int]:
        """Keep new draft cases of a worker, by code, with their forms; return id and number."""
        now, by = self._now(), bytes.fromhex(self._worker.id)
        bringing = new_id()
        cursor = self._ground.pen()
        taken = {code for (code,) in cursor.execute(_CODES_TAKEN)}
        listed = [(_free(code, taken), filled) for code, filled in cases]
        sizes = (len(listed), sum(len(filled) for _, filled in listed))
        self._ground.put(
            BringingRow,
            id=bringing,
            layout=layout,
            at=stored(now),
            by=by,
            worker=bytes.fromhex(worker_id),
            cases=len(listed),
            undone_at=None,
        )
        cursor = self._ground.pen()
        number = int((cursor.execute(_NUMBER).fetchone() or (0,))[0] or 0)
        first = (number, next_number(cursor) - 1)
        at = (stored(now), now.date().isoformat())
        writer = BulkCases(self._ground, (by, bytes.fromhex(worker_id)), at, first, sizes)
        source = iter(listed)
        while chunk := list(islice(source, CHUNK)):
            cursor.executemany(
                _BROUGHT, ((case, bringing, forms) for case, forms in writer.write(chunk))
            )
        return bringing.hex(), len(listed)

    def all(self) -> Sequence[Brought]:
        """Return what was brought in here, the last first."""
        return [
            Brought(key.hex(), layout, read(at), by, worker, cases, left, undone is not None)
            for key, layout, at, by, worker, cases, left, undone in self._ground.cursor().execute(
                _ALL
            )
        ]

    def undo(self, bringing_id: str) -> Undone | None:
        """Erase what one of them opened and nobody changed since; None when there is none."""
        try:
            this, cursor = bytes.fromhex(bringing_id), self._ground.pen()
        except ValueError:
            # It was typed.
            return None
        if cursor.execute(_THERE, (this,)).fetchone() is None:
            return None
        changed = _changed(cursor, this)
        of_case = {row[0] for row in cursor.execute(_OF, (this,))} - changed
        of_case -= answered_anew(cursor, of_case)
        doomed = {
            entity: table
            for statement in _doomed()
            for case, entity, table in cursor.execute(statement, {"this": this}).fetchall()
            if case in of_case
        }
        forget_submissions(cursor, of_case)
        if cursor.execute(_SUBMITTED, {"this": this}).fetchone():
            # Of what a table brings in no form has rows of its own; of submissions some do.
            doomed = belonging_to(cursor, doomed)
        if doomed:
            erase_here(self._ground, doomed, UNDONE)
        row = self._ground.session.get_one(BringingRow, this)
        row.undone_at = stored(self._now())
        kept = tuple(code for (code,) in self._ground.cursor().execute(_CODES, (this,)))
        return Undone(len(of_case), kept)

    def mapping(self, key: str) -> Mapping[str, str]:
        """Return which question each column answers, as it was kept under a key, or nothing."""
        row = self._ground.session.get(SettingRow, _of_mapping(key))
        return json.loads(row.value) if row is not None else {}

    def keep_mapping(self, key: str, chosen: Mapping[str, str]) -> None:
        """Keep which question each column answers; nothing forgets it."""
        session, at = self._ground.session, _of_mapping(key)
        row = session.get(SettingRow, at)
        if row is not None and not chosen:
            session.delete(row)
        elif chosen:
            words = json.dumps(chosen, ensure_ascii=False, sort_keys=True)
            session.merge(SettingRow(key=at, value=words))


def _of_mapping(key: str) -> str:
    return f"{settings.MAPPING}{key}"


def _free(code: str, taken: set[str]) -> str:
    """Return a code that no case has, and take it.

    Of a hundred thousand random codes two are the same in every third table.
    """
    while code in taken:
        code = new_case_code()
    taken.add(code)
    return code


def _doomed() -> tuple[str, ...]:
    """Return what finds everything that bringing in made, by its case."""
    return (_ROOTS, *(_PARTS.format(table=table) for table in _OWN))


def _changed(cursor: Cursor, this: bytes) -> set[bytes]:
    """Return the cases in which somebody did anything since they were brought in."""
    statements = [_FORMS, _MORE]
    for table in every_table():
        for column in table.columns:
            here = any(key.column.table.name == "casefile" for key in column.foreign_keys)
            if here and table.name in plans():
                query = _CELLS if table.name in _OWN else _ROWS
                statements.append(query.format(table=table.name, column=column.name))
    statements.append(_CELLS.format(table="casefile", column="id"))
    values = {"this": this}
    return {row[0] for one in statements for row in cursor.execute(one, values).fetchall()}
