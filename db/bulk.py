"""Many new entities at once: validated, logged and written by the driver, not by the mapper."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from db.oplog import Line, OpLog
from db.rowplan import plan_of, rows_of
from ledger.ops import ID_SIZE, Kind, OpId, encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlcipher3 import Cursor

    from db.base import Entity
    from db.rowplan import Plan
    from ledger.clock import HybridClock

IMPORTED: Final = "imported"
# Enough that entities of one chunk, sorted by their random ids, share pages.
CHUNK: Final = 5_000

_ADD_ENTITY: Final = "insert into entity values (?,?,?,?,?,?,0)"


class RowRefused(ValueError):
    """A row can not be imported; the message is a code, table, column and row number."""


class Bulk:
    """Brings new entities of one author into one stream, inside the caller's transaction."""

    def __init__(self, cursor: Cursor, log: OpLog, stream: bytes) -> None:
        self._cursor = cursor
        self._log = log
        self._stream = stream
        self._hlc = 0
        log.resume(cursor)

    def bring_in(
        self, row: type[Entity], columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> int:
        """Write rows of one table, each with its operation; return how many."""
        plan = plan_of(row)
        check = _Check(plan, columns)
        source = iter(rows)
        count = 0
        while chunk := list(islice(source, CHUNK)):
            self._write(plan, check.checked(chunk, count))
            count += len(chunk)
        return count

    def _write(self, plan: Plan, chunk: list[tuple[bytes, bytes, Sequence[Any]]]) -> None:
        stamp = (self._log.clock.tick(), None)
        add, cursor, stream, table = self._log.add, self._cursor, self._stream, plan.table
        entities = []
        for entity, fields, _values in chunk:
            op_id = add(cursor, stream, (Kind.CREATE, entity, table, None, fields), stamp)
            entities.append((entity, table, stream, *op_id))
        entities.sort()
        cursor.executemany(plan.insert, [values for _entity, _fields, values in chunk])
        cursor.executemany(_ADD_ENTITY, entities)
        self._log.line(Line(IMPORTED, None, table))
        self._log.write(cursor)
