"""Erasure: what is left of an entity is its random id, the day and the legal basis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.answers.submissions import part_submissions
from db.cases.search import SearchIndex
from db.figures.marks import forget_counted
from db.homes.lateness import expect_late
from db.log.outbox import take_back
from db.rows.rowplan import every_table, plans
from db.rows.these import THESE, listed
from ledger.merge import Life
from ledger.ops import Kind, encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from sqlcipher3 import Cursor

    from db.log.shown_rows import Shape
    from ledger.ops import Op

# The lines of the audit chain vouch for numbered operations, so an empty one keeps the number.
_BLANK: Final = (
    "update op set kind = ?, \"table\" = '', field = null, value = ?, parents = null",
    "where kind <> ? and entity",
    THESE,
)
_CELLS: Final = (
    *("cell_meta", "cell_conflict", "cell_superseded"),
    *("cell_summed", "cell_let_go", "opaque_op"),
)
_ENTITY: Final = (
    "insert into entity values (?, ?, zeroblob(16), null, null, null, ?)"
    " on conflict do update set life = excluded.life"
)
_TOMBSTONE: Final = "insert or ignore into tombstone values (?, ?, ?)"
_FACTS: Final = (
    "delete from form_fact where instance in (select number from form_instance where id",
    THESE,
    ")",
)
_OF_TABLE: Final = "delete from {table} where {column} {these}"
_FILES: Final = ("attachment_piece", "attachment_coming", "attachment_given")
# How it once stood here goes with it.
_ASIDE: Final = ("delete from aside_row where entity", THESE)
# Nor is it remembered that anything was ever said of it.
_REMEMBERED: Final = ("delete from taken_back where case_id", THESE)
# Words that somebody is typing may name several cases by their codes, and wait with one of them.
_TYPED: Final = (
    "delete from unfinished where exists (select 1 from casefile as c join json_each(",
    "'[' || replace(json_quote(replace(c.code || ifnull(' ' || c.code_before, ''), '-', '')),",
    """' ', '","') || ']') as k where c.id""",
    THESE,
    "and k.value <> '' and",
    "instr(upper(replace(replace(unfinished.words, '-', ''), ' ', '')), k.value) > 0)",
)
_NUMBERS: Final = ("select number from casefile where id", THESE)


def erase(cursor: Cursor, ops: Iterable[Op], at: datetime, shapes: Mapping[str, Shape]) -> None:
    """Take entities that came erased out of rows, documents, cells and operations."""
    doomed: dict[str, dict[bytes, str]] = {}
    for op in ops:
        if op.table in shapes:
            shapes[op.table].remove(cursor, op.entity)
        basis = op.value if isinstance(op.value, str) else ""
        doomed.setdefault(basis, {})[op.entity] = op.table
    for basis, entities in doomed.items():
        erase_all(cursor, entities, at.strftime("%Y-%m-%d"), basis)


def erase_all(cursor: Cursor, doomed: Mapping[bytes, str], day: str, basis: str) -> None:
    """Take entities out of everything that the store holds, all at once."""
    these = (listed(doomed),)
    # What others add to it, or change in a part that never was here, comes too late.
    expect_late(cursor)
    take_out(cursor, *these)
    take_back(cursor, *these)
    part_submissions(cursor, *these)
    cursor.execute(" ".join(_REMEMBERED), these)
    cursor.execute(" ".join(_BLANK), (int(Kind.ERASE), encode(None), int(Kind.ERASE), *these))
    for table in _CELLS:
        cursor.execute(_OF_TABLE.format(table=table, column="entity", these=THESE), these)
    for entity, table in doomed.items():
        cursor.execute(_ENTITY, (entity, table, Life.ERASED.value))
        cursor.execute(_TOMBSTONE, (entity, day, basis))


def take_out(cursor: Cursor, these: str) -> None:
    """Take the rows of entities away, with words, files and figures; `these` are ids as a list."""
    # Rows go table by table; what points to them goes in the same transaction.
    cursor.execute("PRAGMA defer_foreign_keys = ON")
    for (number,) in cursor.execute(" ".join(_NUMBERS), (these,)).fetchall():
        SearchIndex(cursor).remove(number)
    forget_counted(cursor, these)
    cursor.execute(" ".join(_FACTS), (these,))
    cursor.execute(" ".join(_ASIDE), (these,))
    cursor.execute(" ".join(_TYPED), (these,))
    for table in _FILES:
        statement = _OF_TABLE.format(table=table, column="attachment", these=THESE)
        cursor.execute(statement, (these,))
    for statement in _rows():
        cursor.execute(statement, (these,))


def _rows() -> Iterator[str]:
    """Yield what takes rows away: those of the entities, and those derived that point to them."""
    known = plans()
    for table in reversed(every_table()):
        if table.name in known:
            yield _OF_TABLE.format(table=table.name, column="id", these=THESE)
        else:
            for column in table.columns:
                if column.foreign_keys:
                    yield _OF_TABLE.format(table=table.name, column=column.name, these=THESE)
