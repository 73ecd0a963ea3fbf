"""Forms that two workbooks published under one version with different questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.log.cells import read_entity, read_op

if TYPE_CHECKING:
    from sqlcipher3 import Connection

# What came second is kept in the log and waits beside the one that is used here.
_WAITING: Final = (
    "select distinct o.entity from opaque_op as o join entity as e on e.id = o.entity"
    " where o.why = 'row' and e.type = 'form_version'"
)
_OTHER: Final = "select 1 from form_version where form_id = ? and version = ? and digest <> ?"


def forms_apart(connection: Connection) -> list[tuple[str, str]]:
    """Return forms and versions of which another workbook published other questions."""
    cursor, found = connection.cursor(), set()
    for (entity,) in cursor.execute(_WAITING).fetchall():
        known = read_entity(cursor, entity)
        made = read_op(cursor, known.made) if known and known.made else None
        if made is not None and isinstance(made.value, dict):
            asked = tuple(made.value.get(name) for name in ("form_id", "version", "digest"))
            if cursor.execute(_OTHER, asked).fetchone():
                found.add((str(asked[0]), str(asked[1])))
    return sorted(found)
