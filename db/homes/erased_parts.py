"""What is a part of something erased goes with it, also where whoever erased it did not know of it.

Somebody may add to a case while it is erased elsewhere. Nobody else names these parts, so each
workbook finds those it has; and what comes later for something that is gone never gets in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.guards.triggers import WITH_ITS_CASE
from db.homes.erasing_here import OF_THE_OFFICE, belonging_to
from db.rows.these import listed
from ledger.ops import ID_SIZE, Kind, Op

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlcipher3 import Cursor

_ANY_STONE: Final = "select 1 from tombstone limit 1"
_STONES: Final = (
    "select entity, basis from tombstone where entity in (select unhex(value) from json_each(?))"
)
_TYPES: Final = (
    "select id, type from entity where id in (select unhex(value) from json_each(?))"
    " and lane is not null"
)
_CASE: Final = "select case_id from {table} where id = ?"
_STONE: Final = "select 1 from tombstone where entity = ?"


def ends_of_parts(cursor: Cursor, fresh: Sequence[Op]) -> list[Op]:
    """Return for each part of what is erased, here or among what comes, what ends it as well."""
    said = [op for op in fresh if op.kind is Kind.ERASE]
    if said:
        _require_whole(cursor, said)
    ends = [*_parts_here(cursor, said), *_parts_coming(cursor, fresh, said)]
    return list({op.entity: op for op in ends}.values())


def _require_whole(cursor: Cursor, said: Sequence[Op]) -> None:
    """Refuse to erase one thing in the name of another, or alone what goes with its case only.

    Whoever takes a withdrawal away, and leaves the case, gives back what was taken back.
    """
    these = (listed(op.entity for op in said),)
    known = dict(cursor.execute(_TYPES, these).fetchall())
    gone = {op.entity for op in said}
    for op in said:
        table = known.get(op.entity, op.table)
        # Of what was let go of before whoever erases it knows no more than that it was there.
        if op.table != table and (op.table or table in OF_THE_OFFICE):
            raise ValueError("op.table")
        if table in WITH_ITS_CASE and op.entity in known:
            row = cursor.execute(_CASE.format(table=table), (op.entity,)).fetchone()
            if row is not None and row[0] not in gone and not _is_stone(cursor, row[0]):
                raise ValueError("op.erase")


def _is_stone(cursor: Cursor, case: bytes) -> bool:
    return cursor.execute(_STONE, (case,)).fetchone() is not None


def _parts_here(cursor: Cursor, said: Sequence[Op]) -> Iterator[Op]:
    """Yield what ends the parts that are here of what is erased by others."""
    named = {op.entity for op in said}
    for basis, ops in _by_basis(said).items():
        roots = {op.entity: op.table for op in ops}
        for entity, table in belonging_to(cursor, roots).items():
            if entity not in named:
                yield _end(ops[0], entity, table, basis)


def _parts_coming(cursor: Cursor, fresh: Iterable[Op], said: Sequence[Op]) -> Iterator[Op]:
    """Yield what ends the parts that come of what is erased already, part by part."""
    if not said and cursor.execute(_ANY_STONE).fetchone() is None:
        return
    made = {op: _ids(op) for op in fresh if op.kind is Kind.CREATE}
    asked = listed({one for ids in made.values() for one in ids})
    gone = dict(cursor.execute(_STONES, (asked,)).fetchall())
    gone |= {op.entity: op.value for op in said}
    before = -1
    while len(gone) != before:
        before = len(gone)
        for op, ids in made.items():
            whole = next((one for one in ids if one in gone), None)
            if whole is not None and op.entity not in gone:
                gone[op.entity] = gone[whole]
                yield _end(op, op.entity, op.table, str(gone[whole] or ""))


def _by_basis(said: Iterable[Op]) -> dict[str, list[Op]]:
    found: dict[str, list[Op]] = {}
    for op in said:
        found.setdefault(op.value if isinstance(op.value, str) else "", []).append(op)
    return found


def _ids(op: Op) -> list[bytes]:
    fields = op.value if isinstance(op.value, dict) and op.table not in OF_THE_OFFICE else {}
    return [one for one in fields.values() if isinstance(one, bytes) and len(one) == ID_SIZE]


def _end(op: Op, entity: bytes, table: str, basis: str) -> Op:
    return Op(op.id, Kind.ERASE, entity, table, None, basis, op.hlc)
