"""What is a part of something erased goes with it, also where whoever erased it did not know of it.

Somebody may add to a case while it is erased elsewhere. Nobody else names these parts, so each
workbook finds those it has; and what comes later for something that is gone never gets in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cbor2

from db.homes.erasing_here import FOR_ALL, OF_THE_OFFICE, belonging_to, ends_with, wholes
from db.rows.these import listed
from ledger.ops import Kind, Op, writes

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Sequence

    from sqlcipher3 import Cursor

_ANY_STONE: Final = "select 1 from tombstone limit 1"
_STONES: Final = (
    "select entity, basis from tombstone where entity in (select unhex(value) from json_each(?))"
)
_TYPES: Final = (
    "select id, type from entity where id in (select unhex(value) from json_each(?))"
    " and lane is not null"
)
_MADE: Final = (
    "select o.value from entity as e join op as o using (lane, aseq, idx)"
    " where e.id = ? and o.kind = 2"
)
_STONE: Final = "select 1 from tombstone where entity = ?"
_NEVER_HERE: Final = (
    "select t.entity, e.type from tombstone as t join entity as e on e.id = t.entity"
    " where e.lane is null and t.entity in (select unhex(value) from json_each(?))"
)
_COMES: Final = (
    "delete from tombstone where entity = ?",
    "delete from entity where id = ?",
)


def let_come(cursor: Cursor, fresh: Sequence[Op]) -> None:
    """Let come what nobody erases alone, though somebody said so before it was here.

    Else who says it first keeps a withdrawal from whoever hears of that before. Where it was here
    already she is refused.
    """
    if cursor.execute(_ANY_STONE).fetchone() is None:
        return
    said = {op.entity for op in fresh if op.kind is Kind.ERASE}
    made = {op.entity: op for op in fresh if op.kind is Kind.CREATE and op.entity not in said}
    stays = [entity for entity, op in made.items() if _stays(cursor, op, said)]
    found = cursor.execute(_NEVER_HERE, (listed(stays),)).fetchall() if stays else ()
    for entity, table in found:
        # What all hold nobody erases by its name: that is refused before.
        if made[entity].table not in FOR_ALL or made[entity].table != table:
            for statement in _COMES:
                cursor.execute(statement, (entity,))


def _stays(cursor: Cursor, op: Op, said: Container[bytes]) -> bool:
    """Return whether what comes is erased by nobody, or with its case alone, which is not."""
    if op.table in FOR_ALL:
        return True
    ends = ends_with(op.table, writes(op))
    return bool(ends) and not any(one in said or _is_stone(cursor, one) for one in ends or ())


def ends_of_parts(cursor: Cursor, fresh: Sequence[Op]) -> list[Op]:
    """Return for each part of what is erased, here or among what comes, what ends it as well."""
    said = [op for op in fresh if op.kind is Kind.ERASE]
    if said:
        _require_whole(cursor, said)
    ends = [*_parts_here(cursor, said), *_parts_coming(cursor, fresh, said)]
    return list({op.entity: op for op in ends}.values())


def _require_whole(cursor: Cursor, said: Sequence[Op]) -> None:
    """Refuse to erase one thing in the name of another, or alone what goes with its case only.

    Whoever takes a withdrawal away, and leaves the case, gives back what was taken back; and what
    a colleague wrote, or is to do, would be gone from everybody.
    """
    these = (listed(op.entity for op in said),)
    known = dict(cursor.execute(_TYPES, these).fetchall())
    gone = {op.entity for op in said}
    for op in said:
        table = known.get(op.entity, op.table)
        # Of what was let go of before whoever erases it knows no more than that it was there.
        if op.table != table and (op.table or table in OF_THE_OFFICE):
            raise ValueError("op.table")
        ends = _ends_with(cursor, op.entity, table) if op.entity in known else None
        if ends is not None and not any(one in gone or _is_stone(cursor, one) for one in ends):
            raise ValueError("op.erase")


def said_in_vain(cursor: Cursor, gone: Collection[bytes]) -> set[bytes]:
    """Return of what is said to be gone what is here and stays: its case is not gone."""
    known = dict(cursor.execute(_TYPES, (listed(gone),)).fetchall())
    ends = {entity: _ends_with(cursor, entity, table) for entity, table in known.items()}
    stays = {
        entity
        for entity, some in ends.items()
        if some is not None and not any(one in gone for one in some)
    }
    return stays | {entity for entity, table in known.items() if table in FOR_ALL}


def _ends_with(cursor: Cursor, entity: bytes, table: str) -> list[bytes] | None:
    """Return with what alone something ends, by what made it: it may have no row yet."""
    row = cursor.execute(_MADE, (entity,)).fetchone()
    return ends_with(table, cbor2.loads(row[0])) if row else None


def _is_stone(cursor: Cursor, whole: bytes) -> bool:
    return cursor.execute(_STONE, (whole,)).fetchone() is not None


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
    made = {op: _wholes(op) for op in fresh if op.kind is Kind.CREATE}
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


def _wholes(op: Op) -> list[bytes]:
    return wholes(op.table, op.value) if isinstance(op.value, dict) else []


def _end(op: Op, entity: bytes, table: str, basis: str) -> Op:
    return Op(op.id, Kind.ERASE, entity, table, None, basis, op.hlc)
