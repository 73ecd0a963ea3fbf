"""The journal: what was done waits here and is written with the rows that it belongs to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, cast

from db.log.cells import SHOWN
from db.log.oplog import OpLog
from db.log.routes import Routes, decides
from ledger.ops import LIFE, Kind, OpId, encode, encode_parents, settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlcipher3 import Cursor

    from ledger.clock import HybridClock
    from ledger.ops import Value

_ADD_ENTITY: Final = "insert into entity values (?,?,?,?,?,?,0)"
_END_ENTITY: Final = "update entity set life = 1 where id = ?"
_ENTITY: Final = "select stream, lane, aseq, idx, life from entity where id = ?"
_LIVE_AGAIN: Final = "update entity set life = 0 where id = ? and life = 1"
_CELLS: Final = "select field, lane, aseq, idx from cell_meta where entity = ?"
_CONFLICTS: Final = "select field, lane, aseq, idx from cell_conflict where entity = ?"
_SETTLE: Final = "delete from cell_conflict where entity = ? and field = ?"
_DELETED, _ERASED = 1, 3


class JournalRefused(RuntimeError):
    """The log can not take this; the message is a code."""


class Journal:
    """What one signed-in worker does, waiting to be written with the rows it belongs to."""

    def __init__(self, author: bytes, clock: HybridClock, user: bytes) -> None:
        self.author = author
        # Where new things go that belong to no case, and those that are said to go elsewhere.
        self.stream: bytes | None = None
        self.places: dict[bytes, bytes] = {}
        # What may decide where a case is kept: looked at before it is committed.
        self.touched: set[bytes] = set()
        # Whether some cases are exchanged, as far as the last transaction knew.
        self.shares = False
        self._log = OpLog(author, clock, user)
        self._created: dict[bytes, tuple[str, dict[str, Value]]] = {}
        self._set: defaultdict[bytes, dict[str, Value]] = defaultdict(dict)
        self._deleted: dict[bytes, str] = {}
        self._revived: dict[bytes, str] = {}
        self._tables: dict[bytes, str] = {}
        self._seen: defaultdict[bytes, list[bytes]] = defaultdict(list)

    def create(self, entity: bytes, table: str, fields: Mapping[str, object]) -> None:
        """Record a new entity with its first fields."""
        _table, known = self._created.setdefault(entity, (table, {}))
        for name, value in fields.items():
            known[name] = settled(value)

    def set(self, entity: bytes, table: str, field: str, value: object) -> None:
        """Record one field's new value; within a unit of work the last one counts."""
        if entity in self._created:
            self._created[entity][1][field] = settled(value)
        else:
            self._tables[entity] = table
            self._set[entity][field] = settled(value)

    def delete(self, entity: bytes, table: str) -> None:
        """Record that an entity is gone."""
        self._deleted[entity] = table
        self._set.pop(entity, None)
        if self._created.pop(entity, None):
            del self._deleted[entity]

    def revive(self, entity: bytes, table: str) -> None:
        """Record that an entity which was gone is there again, with the fields it had."""
        self._revived[entity] = table

    def sees(self, entity: bytes, others: Iterable[bytes]) -> None:
        """Record that whoever made this new entity knew the others."""
        self._seen[entity].extend(others)

    def audit(self, action: str, object_id: bytes | None = None, reason: str = "") -> None:
        """Record who did or read what; it goes down with the next flush or the commit."""
        self._log.line(action, object_id, reason)

    def forget(self) -> None:
        """Drop what waits: the transaction it belonged to is over."""
        self._created.clear()
        self._set.clear()
        self._deleted.clear()
        self._revived.clear()
        self._tables.clear()
        self._seen.clear()
        self.places.clear()
        self.touched.clear()
        self._log.forget()

    def keep(self) -> None:
        """Trust what the log has counted: the transaction is committed."""
        self._log.keep()

    def created(self, table: str, entity: bytes, fields: Mapping[str, Value]) -> None:
        """Record a new row whose values are as the log writes them already."""
        self._created.setdefault(entity, (table, {}))[1].update(fields)

    def create_many(
        self, cursor: Cursor, table: str, made: Iterable[tuple[bytes, bytes]], action: str
    ) -> None:
        """Write many new entities, each with its first fields as canonical bytes, at once."""
        self.write(cursor)
        if self.stream is None:
            raise JournalRefused("journal.no_stream")
        self._log.resume(cursor)
        known = self._log.add_new(cursor, self.stream, table, made)
        # In the order of their random ids they share pages.
        cursor.executemany(_ADD_ENTITY, sorted(known))
        self._log.line(action, None, table)
        self._log.write(cursor)

    def write(self, cursor: Cursor) -> None:
        """Write what waits as operations, cells and audit lines."""
        if self._waits:
            self._log.resume(cursor)
            self.shares = self._log.shares
            hlc = self._log.clock.tick()
            self._write_created(cursor, hlc)
            self._write_revived(cursor, hlc)
            self._write_set(cursor, hlc)
            self._write_deleted(cursor, hlc)
        if not self._log.idle:
            self._log.write(cursor)

    def pen(self, cursor: Cursor) -> OpLog:
        """Write what waits; return the log, for operations that are said of many things at once."""
        self.write(cursor)
        self._log.resume(cursor)
        return self._log

    def now(self) -> datetime:
        """Return the moment by the clock of the log."""
        return self._log.clock.now()

    @property
    def idle(self) -> bool:
        """Return whether nothing waits."""
        return self._log.idle and not self._waits

    @property
    def _waits(self) -> bool:
        """Return whether an operation waits."""
        return bool(self._created or self._set or self._deleted or self._revived)

    def _write_created(self, cursor: Cursor, hlc: int) -> None:
        if self._created and self.stream is None:
            raise JournalRefused("journal.no_stream")
        rows = []
        local = cast("bytes", self.stream)
        routes = Routes(cursor, local) if self._log.shares else None
        for entity, (table, fields) in self._created.items():
            what = (Kind.CREATE, entity, table, None, encode(fields))
            parents = [_entity(cursor, other)[1] for other in self._seen.get(entity, ())]
            stream = self.places.get(entity, local)
            if routes is not None and entity not in self.places:
                stream, holder = routes.of(table, fields)
                parents += holder
            op_id = self._log.add(cursor, stream, what, (hlc, _packed(parents)))
            rows.append((entity, table, stream, *op_id))
            if routes is not None:
                routes.goes(entity, stream, op_id)
                self.touched |= {entity} if decides(table) else set()
        cursor.executemany(_ADD_ENTITY, rows)
        self._created.clear()
        self._seen.clear()

    def _write_revived(self, cursor: Cursor, hlc: int) -> None:
        for entity, table in self._revived.items():
            if self._log.shares:
                self.touched.add(entity)
            stream, _made, heads = _heads(cursor, entity, gone=True)
            what = (Kind.SET, entity, table, LIFE, encode(False))
            parents = encode_parents(heads[LIFE])
            op_id = self._log.add(cursor, stream, what, (hlc, parents))
            cursor.execute(SHOWN, (entity, LIFE, *op_id, hlc))
            cursor.execute(_SETTLE, (entity, LIFE))
            cursor.execute(_LIVE_AGAIN, (entity,))
        self._revived.clear()

    def _write_set(self, cursor: Cursor, hlc: int) -> None:
        cells, settled_cells = [], []
        for entity, fields in self._set.items():
            stream, made, heads = _heads(cursor, entity)
            if self._log.shares and decides(self._tables[entity], fields):
                self.touched.add(entity)
            for name, value in fields.items():
                what = (Kind.SET, entity, self._tables[entity], name, encode(value))
                parents = heads.get(name, [made])
                op_id = self._log.add(cursor, stream, what, (hlc, encode_parents(parents)))
                cells.append((entity, name, *op_id, hlc))
                if len(parents) > 1:
                    settled_cells.append((entity, name))
        cursor.executemany(SHOWN, cells)
        cursor.executemany(_SETTLE, settled_cells)
        self._set.clear()

    def _write_deleted(self, cursor: Cursor, hlc: int) -> None:
        for entity, table in self._deleted.items():
            stream, made, heads = _heads(cursor, entity)
            every = {made, *(head for tips in heads.values() for head in tips)}
            what = (Kind.DELETE, entity, table, None, encode(None))
            op_id = self._log.add(cursor, stream, what, (hlc, encode_parents(sorted(every))))
            cursor.execute(SHOWN, (entity, LIFE, *op_id, hlc))
            cursor.execute(_SETTLE, (entity, LIFE))
            cursor.execute(_END_ENTITY, (entity,))
        self._deleted.clear()


def _packed(parents: list[OpId]) -> bytes | None:
    """Return the creations of what was known when an entity was made, if anything was."""
    return encode_parents(parents) if parents else None


def _entity(cursor: Cursor, entity: bytes, *, gone: bool = False) -> tuple[bytes, OpId]:
    row = cursor.execute(_ENTITY, (entity,)).fetchone()
    if row is None or row[1] is None or row[4] == _ERASED or (row[4] == _DELETED) is not gone:
        raise JournalRefused("journal.no_entity")
    return row[0], OpId(*row[1:4])


def _heads(
    cursor: Cursor, entity: bytes, *, gone: bool = False
) -> tuple[bytes, OpId, dict[str, list[OpId]]]:
    """Return stream, creation and, for each field set since, the operations to be replaced."""
    stream, made = _entity(cursor, entity, gone=gone)
    heads = {row[0]: [OpId(*row[1:])] for row in cursor.execute(_CELLS, (entity,))}
    for field, *op_id in cursor.execute(_CONFLICTS, (entity,)).fetchall():
        if OpId(*op_id) not in heads[field]:
            heads[field].append(OpId(*op_id))
    return stream, made, heads
