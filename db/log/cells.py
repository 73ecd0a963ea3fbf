"""Operations, cells and lanes as the store keeps them, read back as values of the merge core."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from ledger.ops import Kind, Op, OpId, decode, decode_parents, encode, encode_parents, writes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlcipher3 import Cursor

    from ledger.ops import Value

# What shows in a cell, in place of what did; all that stands in one; a lane of which nothing came.
SHOWN: Final = (
    "insert into cell_meta (entity, field, lane, aseq, idx, hlc) values (?, ?, ?, ?, ?, ?)"
    " on conflict do update set"
    " lane = excluded.lane, aseq = excluded.aseq, idx = excluded.idx, hlc = excluded.hlc"
)
DISPUTED: Final = (
    "insert into cell_conflict (entity, field, lane, aseq, idx, hlc, value)"
    " values (?, ?, ?, ?, ?, ?, ?)"
)
NEW_LANE: Final = (
    "insert or ignore into lane (id, stream, author, aseq, digest, sealed)"
    " values (?, ?, ?, 0, null, 0)"
)
_OP: Final = "select * from op where lane = ? and aseq = ? and idx = ?"
_OPS: Final = (
    "select o.* from json_each(?) as j join op as o on o.lane = unhex(j.value ->> 0)"
    " and o.aseq = j.value ->> 1 and o.idx = j.value ->> 2"
)
_ENTITY: Final = "select * from entity where id = ?"
_CELLS: Final = "select field, lane, aseq, idx from cell_meta where entity = ?"
_CONFLICTS: Final = "select field, lane, aseq, idx from cell_conflict where entity = ?"
_BETWEEN: Final = (
    "select entity, field, lane, aseq, idx from cell_meta where entity >= :low and entity < :high"
    " union all select entity, field, lane, aseq, idx from cell_conflict"
    " where entity >= :low and entity < :high"
)


class Known(NamedTuple):
    """A row of the table `entity`."""

    id: bytes
    type: str
    stream: bytes
    lane: bytes | None
    aseq: int | None
    idx: int | None
    life: int

    @property
    def made(self) -> OpId | None:
        """Return the operation that made it, once that has arrived."""
        return None if self.lane is None else OpId(self.lane, self.aseq or 0, self.idx or 0)


def op_of(row: Sequence[Any], read: Callable[[bytes], Value | Mapping[str, Value]] = decode) -> Op:
    """Return the operation that a row of the table `op` holds.

    Whoever goes through all of them may `read` what they say as what was looked at when it came.
    """
    lane, aseq, idx, kind, entity, table, field, value, hlc, parents = row
    return Op(
        OpId(lane, aseq, idx),
        Kind(kind),
        entity,
        table,
        field,
        read(value),
        hlc,
        decode_parents(parents) if parents else (),
    )


def row_of(op: Op) -> tuple[Any, ...]:
    """Return the row of the table `op` that holds an operation."""
    parents = encode_parents(op.parents) if op.parents else None
    head = (*op.id, int(op.kind), op.entity, op.table, op.field)
    return (*head, encode(op.value), op.hlc, parents)


def read_op(cursor: Cursor, op_id: OpId) -> Op | None:
    """Return an operation, if it has arrived."""
    row = cursor.execute(_OP, op_id).fetchone()
    return op_of(row) if row else None


def read_ops(cursor: Cursor, op_ids: Iterable[OpId]) -> dict[OpId, Op]:
    """Return of some operations those that have arrived, read at once."""
    asked = json.dumps([(one.lane.hex(), one.aseq, one.idx) for one in op_ids])
    found = map(op_of, cursor.execute(_OPS, (asked,)).fetchall())
    return {op.id: op for op in found}


def read_entity(cursor: Cursor, entity: bytes) -> Known | None:
    """Return what is known of an entity, if anything is."""
    row = cursor.execute(_ENTITY, (entity,)).fetchone()
    return Known(*row) if row else None


def read_tips(cursor: Cursor, entity: bytes) -> dict[str, set[OpId]]:
    """Return, for each field written since creation, the operations nobody replaced."""
    tips: dict[str, set[OpId]] = {}
    for field, *op_id in (
        *cursor.execute(_CELLS, (entity,)).fetchall(),
        *cursor.execute(_CONFLICTS, (entity,)).fetchall(),
    ):
        tips.setdefault(field, set()).add(OpId(*op_id))
    return tips


def tips_between(cursor: Cursor, low: bytes, high: bytes) -> dict[bytes, dict[str, set[OpId]]]:
    """Return the same of all entities in a range of ids, read at once."""
    found: dict[bytes, dict[str, set[OpId]]] = {}
    for entity, field, *op_id in cursor.execute(_BETWEEN, {"low": low, "high": high}):
        found.setdefault(entity, {}).setdefault(field, set()).add(OpId(*op_id))
    return found


def read_cells(cursor: Cursor, known: Known) -> dict[str, frozenset[Op]]:
    """Return every field of an entity with its heads."""
    made = read_op(cursor, known.made) if known.made else None
    cells: dict[str, frozenset[Op]] = {}
    if made is not None:
        cells = dict.fromkeys(writes(made), frozenset({made}))
    for field, tips in read_tips(cursor, known.id).items():
        cells[field] = frozenset(cast("Op", read_op(cursor, tip)) for tip in tips)
    return cells


def moved_on(cells: Mapping[str, frozenset[Op]], made: OpId | None) -> dict[str, set[OpId]]:
    """Return the heads that the tables of cells must hold: all but the creation's own."""
    tips = {field: {head.id for head in heads} for field, heads in cells.items()}
    return {field: ids for field, ids in tips.items() if ids != {made}}
