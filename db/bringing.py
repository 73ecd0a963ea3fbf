"""Tables brought in, in SQL: many cases in one transaction, and taking them away as a whole."""

from __future__ import annotations

import os
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import dialect
from sqlcipher3 import dbapi2

from casework.bringing_ports import Brought, Undone
from casework.case import CaseStatus
from db.answers import packed
from db.base import Row
from db.cases import case_words
from db.documents import findable, next_number
from db.erasing_here import erase_here
from db.listed import list_said, list_tasks
from db.moments import read, stored
from db.projections import area_of, keep_facts, project
from db.rowplan import insert_of, plan_of, plans
from db.rows_bringing import BringingRow
from db.search import SearchIndex
from db.tables import AssignmentRow, CaseRow, FormInstanceRow
from ledger.ops import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlcipher3 import Connection, Cursor

    from casework.filled import Filled
    from casework.worker import Worker
    from db.base import Entity
    from db.ground import Ground

_DIALECT: Final = dialect()
IMPORTED: Final = "imported"
UNDONE: Final = "bringing_undone"
# Enough that cases of one chunk share pages, and few enough to be held twice in memory.
CHUNK: Final = 5_000
# What is only said again, written by the same hands as everywhere, beside the store.
_REPEATED: Final = (
    *("form_fact", "person", "safe_contact", "episode", "episode_tag", "episode_element"),
    *("trait", "due"),
)
_SCRATCH: Final = (*_REPEATED, "casefile", "task")
_MADE: Final = "select sql from sqlite_master where type = 'table' and name = ?"
_FIND_CASE: Final = "create index {table}_of_these on {table} (case_id)"
_AREA: Final = "update casefile set area = ? where id = ?"
_NUMBER: Final = "select max(number) from casefile"
_BROUGHT: Final = "insert into brought_case (case_id, bringing_id, forms) values (?, ?, ?)"
_ALL: Final = (
    "select b.id, b.layout, b.at, ifnull(u.name, ''), ifnull(w.name, ''), b.cases,"
    " (select count(*) from brought_case as c where c.bringing_id = b.id), b.undone_at"
    " from bringing as b left join app_user as u on u.id = b.by"
    " left join app_user as w on w.id = b.worker order by b.at desc, b.id"
)
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
_OWN: Final = ("assignment", "form_instance")
_ROOTS: Final = "select case_id, case_id, 'casefile' from brought_case where bringing_id = :this"
_PARTS: Final = (
    "select b.case_id, t.id, '{table}' from brought_case as b join {table} as t"
    " on t.case_id = b.case_id where b.bringing_id = :this"
)
_EMPTY: Final = "delete from {table}"
_CASE_COLUMNS: Final = ("id", "code", "status", "opened_on", "number", "worker", "changed_at")
_ASSIGNED: Final = ("id", "case_id", "user_id", "since", "until", "reason")
_INSTANCE: Final = (
    *("id", "case_id", "form_id", "version", "state", "language", "recorded_by", "recorded_at"),
    *("number", "doc"),
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
        listed = list(cases)
        bringing = os.urandom(16)
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
        writer = BulkCases(cursor, self._ground, (by, bytes.fromhex(worker_id)), at, first)
        source = iter(listed)
        while chunk := list(islice(source, CHUNK)):
            cursor.executemany(
                _BROUGHT, ((case, bringing, forms) for case, forms in writer.write(chunk))
            )
        writer.close()
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
        this, cursor = bytes.fromhex(bringing_id), self._ground.pen()
        if cursor.execute(_THERE, (this,)).fetchone() is None:
            return None
        changed = _changed(cursor, this)
        of_case = {row[0] for row in cursor.execute(_OF, (this,))} - changed
        doomed = {
            entity: table
            for statement in _doomed()
            for case, entity, table in cursor.execute(statement, {"this": this}).fetchall()
            if case in of_case
        }
        if doomed:
            erase_here(self._ground, doomed, UNDONE)
        row = self._ground.session.get_one(BringingRow, this)
        row.undone_at = stored(self._now())
        kept = tuple(code for (code,) in self._ground.cursor().execute(_CODES, (this,)))
        return Undone(len(of_case), kept)


def _doomed() -> tuple[str, ...]:
    """Return what finds everything that bringing in made, by its case."""
    return (_ROOTS, *(_PARTS.format(table=table) for table in _OWN))


def _changed(cursor: Cursor, this: bytes) -> set[bytes]:
    """Return the cases in which somebody did anything since they were brought in."""
    statements = [_FORMS, _MORE]
    for table in Row.metadata.sorted_tables:
        for column in table.columns:
            here = any(key.column.table.name == "casefile" for key in column.foreign_keys)
            if here and table.name in plans():
                query = _CELLS if table.name in _OWN else _ROWS
                statements.append(query.format(table=table.name, column=column.name))
    statements.append(_CELLS.format(table="casefile", column="id"))
    values = {"this": this}
    return {row[0] for one in statements for row in cursor.execute(one, values).fetchall()}


class BulkCases:
    """Writes many new cases with their forms by the driver, not by the mapper.

    What only repeats the forms is made by the same hands as ever, in memory beside the store, and
    copied: nobody has to keep two ways of saying it alike.
    """

    def __init__(
        self,
        cursor: Cursor,
        ground: Ground,
        who: tuple[bytes, bytes],
        at: tuple[str, str],
        first: tuple[int, int],
    ) -> None:
        self._cursor, self._ground = cursor, ground
        self._by, self._worker = who
        self._at, self._today = at
        self._case_number, self._form_number = first
        self._scratch = _beside(cursor)

    def close(self) -> None:
        """Forget what was made beside the store."""
        self._scratch.close()

    def write(self, cases: Sequence[tuple[str, Sequence[Filled]]]) -> list[tuple[bytes, int]]:
        """Write cases by code with their forms; return their ids with how many forms each has."""
        case_rows: list[tuple[Any, ...]] = []
        assigned: list[tuple[Any, ...]] = []
        forms: list[tuple[bytes, Filled]] = []
        texts: list[tuple[int, str]] = []
        for code, filled in cases:
            self._case_number += 1
            case = os.urandom(16)
            case_rows.append(
                (
                    *(case, code, CaseStatus.DRAFT.value, self._today, self._case_number),
                    *(self._worker, self._at),
                )
            )
            assigned.append((os.urandom(16), case, self._worker, self._at, None, "brought_in"))
            forms.extend((case, one) for one in filled)
            said = [findable(one.model, one.doc) for one in filled]
            texts.append((self._case_number, "\n".join([case_words(code), *said])))
        instances = [self._instance(case, one) for case, one in forms]
        self._repeat(case_rows, instances, [one for _, one in forms])
        self._enter(CaseRow, _CASE_COLUMNS, case_rows, write=False)
        self._copy("casefile")
        self._enter(AssignmentRow, _ASSIGNED, assigned)
        self._enter(FormInstanceRow, _INSTANCE, instances, [one.doc.values for _, one in forms])
        for table in _REPEATED:
            self._copy(table)
        SearchIndex(self._cursor).put_new(texts)
        for table in _SCRATCH:
            self._scratch.execute(_EMPTY.format(table=table))
        counts = dict.fromkeys((row[0] for row in case_rows), 0)
        for case, _one in forms:
            counts[case] += 1
        return list(counts.items())

    def _instance(self, case: bytes, filled: Filled) -> tuple[Any, ...]:
        self._form_number += 1
        doc = filled.doc
        return (
            *(os.urandom(16), case, doc.form_id, doc.version, "final", filled.language),
            *(self._by, self._at, self._form_number, packed(doc.values)),
        )

    def _repeat(
        self,
        cases: Sequence[tuple[Any, ...]],
        instances: Sequence[tuple[Any, ...]],
        filled: Sequence[Filled],
    ) -> None:
        """Make beside the store what lists, rules and figures read."""
        scratch = self._scratch
        table = CaseRow.metadata.tables["casefile"]
        scratch.executemany(insert_of(table, (*_CASE_COLUMNS, "area")), [(*c, "") for c in cases])
        for row, one in zip(instances, filled, strict=True):
            keep_facts(scratch, row[8], one.model, one.doc)
            project(scratch, (row[1], row[0]), self._at, one.model, one.doc)
            if area := area_of(one.model, one.doc):
                scratch.execute(_AREA, (area, row[1]))
        for case, *_rest in cases:
            list_said(scratch, case)
            list_tasks(scratch, case)

    def _copy(self, table: str) -> None:
        """Write what was made beside the store into it, in the order of its keys."""
        rows, query = Row.metadata.tables[table], _all_of(table)
        columns = [column.name for column in rows.columns]
        made = self._scratch.execute(query).fetchall()
        self._cursor.executemany(insert_of(rows, columns), made)

    def _enter(
        self,
        row: type[Entity],
        columns: tuple[str, ...],
        rows: Sequence[tuple[Any, ...]],
        answers: Sequence[Mapping[str, Any]] = (),
        *,
        write: bool = True,
    ) -> None:
        """Write rows with their operations; `answers` stand in the operation beside the columns."""
        plan = plan_of(row)
        logged = [
            (place, name)
            for place, name in enumerate(columns)
            if any(slot.name == name and slot.logged for slot in plan.slots)
        ]
        if write:
            self._cursor.executemany(insert_of(row.metadata.tables[plan.table], columns), rows)
        more = answers or ({},) * len(rows)
        made = (
            (one[0], encode(_fields(one, logged, said)))
            for one, said in zip(rows, more, strict=True)
        )
        self._ground.journal.create_many(self._cursor, plan.table, made, IMPORTED)


@cache
def _all_of(table: str) -> str:
    """Return the query for all rows of a table in the order of their keys."""
    rows = Row.metadata.tables[table]
    return str(select(*rows.columns).order_by(*rows.primary_key.columns).compile(dialect=_DIALECT))


def _fields(
    row: tuple[Any, ...], logged: Sequence[tuple[int, str]], said: Mapping[str, Any]
) -> dict[str, Any]:
    fields = {name: row[place] for place, name in logged if row[place] is not None and place}
    return fields | {qid: _settled(value) for qid, value in said.items()}


def _settled(value: object) -> object:
    if isinstance(value, float):
        return str(value)
    return tuple(value) if isinstance(value, list) else value


def _beside(cursor: Cursor) -> Cursor:
    """Return empty tables in memory, made as those of the store are."""
    connection: Connection = dbapi2.connect(":memory:")
    fresh: Cursor = connection.cursor()
    for table in _SCRATCH:
        fresh.execute(*cursor.execute(_MADE, (table,)).fetchall()[0])
    # What is looked for case by case is found; the lists of a chunk need no index.
    for table in ("episode", "due", "task"):
        fresh.execute(_FIND_CASE.format(table=table))
    return fresh
