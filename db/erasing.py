"""Erasure: what is left of an entity is its random id, the day and the legal basis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.rowplan import plans
from ledger.merge import Life
from ledger.ops import Kind, encode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlcipher3 import Cursor

    from db.shown import Shape
    from ledger.ops import Op

# The lines of the audit chain vouch for numbered operations, so an empty one keeps the number.
_BLANK: Final = (
    "update op set kind = ?, \"table\" = '', field = null, value = ?, parents = null"
    " where entity = ? and kind <> ?"
)
_CELLS: Final = ("cell_meta", "cell_conflict", "cell_superseded", "opaque_op")
_ENTITY: Final = (
    "insert into entity values (?, ?, zeroblob(16), null, null, null, ?)"
    " on conflict do update set life = excluded.life"
)
_TOMBSTONE: Final = "insert or ignore into tombstone values (?, ?, ?)"


def erase(cursor: Cursor, op: Op, at: datetime, shapes: Mapping[str, Shape]) -> None:
    """Take an entity out of rows, documents, cells and operations."""
    if op.table in shapes:
        shapes[op.table].remove(cursor, op.entity)
    if op.table in plans():
        cursor.execute(plans()[op.table].delete, (op.entity,))
    cursor.execute(_BLANK, (int(Kind.ERASE), encode(None), op.entity, int(Kind.ERASE)))
    for table in _CELLS:
        cursor.execute(f"delete from {table} where entity = ?", (op.entity,))  # noqa: S608 - own names
    cursor.execute(_ENTITY, (op.entity, op.table, Life.ERASED.value))
    basis = op.value if isinstance(op.value, str) else ""
    cursor.execute(_TOMBSTONE, (op.entity, at.strftime("%Y-%m-%d"), basis))
