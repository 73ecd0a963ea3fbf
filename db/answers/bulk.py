"""Many new entities at once: validated, logged and written by the driver, not by the mapper."""

from __future__ import annotations

from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import cbor2

from db.rows.rowplan import SCALARS, insert_of, plan_of
from ledger.ops import ID_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlcipher3 import Cursor

    from db.log.oplog import OpLog
    from db.rows.base import Entity

IMPORTED: Final = "imported"
# Enough that entities of one chunk, sorted by their random ids, share pages.
CHUNK: Final = 20_000

_ADD_ENTITY: Final = "insert into entity values (?,?,?,?,?,?,0)"


class RowRefused(ValueError):
    """A row can not be imported; the message is a code, the table and the row's number."""


def bring_in(
    cursor: Cursor,
    log: OpLog,
    stream: bytes,
    parcel: tuple[type[Entity], Sequence[str], Iterable[tuple[Any, ...]]],
) -> int:
    """Write new entities, each with its operation, inside the caller's transaction.

    A parcel is a row class, its columns with "id" first, and the rows, with values as they are
    stored. Returns how many there were; refuses the first row that is not whole.
    """
    row, columns, rows = parcel
    table = row.__tablename__
    statement = insert_of(row.metadata.tables[table], columns)
    log.resume(cursor)
    check = Checked(row, columns)
    source, count = iter(rows), 0
    while chunk := list(islice(source, CHUNK)):
        known = log.add_new(cursor, stream, table, check.made(chunk, count))
        cursor.executemany(statement, chunk)
        known.sort()
        cursor.executemany(_ADD_ENTITY, known)
        log.line(IMPORTED, None, table)
        log.write(cursor)
        count += len(chunk)
    return count


class Checked:
    """What every row of a table must fulfil, and the operation it becomes."""

    def __init__(self, row: type[Entity], columns: Sequence[str]) -> None:
        plan = plan_of(row)
        self._table = plan.table
        if columns[0] != "id" or not set(columns) <= {slot.name for slot in plan.slots}:
            raise RowRefused(f"bulk.columns:{plan.table}")
        needed = {slot.name for slot in plan.slots if slot.needed}
        if missing := sorted(needed - set(columns)):
            raise RowRefused(f"bulk.missing:{plan.table}.{missing[0]}")
        self._needed = itemgetter(0, *(columns.index(name) for name in needed))
        logged = {slot.name for slot in plan.slots if slot.logged}
        # The order of canonical bytes: shorter names first, then by letters.
        self._names = sorted(sorted(logged & set(columns)), key=len)
        self._pick = itemgetter(0, *(columns.index(name) for name in self._names))
        self._width = len(columns)

    def made(self, rows: Iterable[tuple[Any, ...]], start: int) -> Iterator[tuple[bytes, bytes]]:
        """Yield id and first fields of each row, as canonical bytes."""
        names, pick, scalars = self._names, self._pick, SCALARS
        for number, row in enumerate(rows, start + 1):
            if not scalars.issuperset(map(type, row)) or len(row) != self._width:
                self._refuse("value", number)
            if None in row and None in self._needed(row):
                self._refuse("missing", number)
            entity, *values = pick(row)
            if type(entity) is not bytes or len(entity) != ID_SIZE:
                self._refuse("id", number)
            said = zip(names, values, strict=True)
            fields = {name: value for name, value in said if value is not None}
            try:
                yield entity, cbor2.dumps(fields)
            except UnicodeEncodeError:
                self._refuse("value", number)

    def _refuse(self, code: str, number: int) -> None:
        raise RowRefused(f"bulk.{code}:{self._table}:{number}")
