"""Whether what is shown is still what was written: looked through while nobody works.

One slice at a time: first things, each beside its cells, then the log, beside the lines that vouch
for it and the cells that it comes to. What looks wrong is compared with all its operations before
anybody hears of it, as the check of a whole workbook does. How far it got is kept.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import cbor2

from db.answers.stored import READERS
from db.checks.audit import Part, ended_in, rows_of, vouched
from db.checks.derived import GARBLED
from db.log.cells import op_of, read_op
from db.log.heads import load
from db.rows import settings
from db.rows.moments import stored
from ledger.ops import Kind, Op, OpId, OpRefused, writes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlcipher3 import Connection, Cursor

    from db.log.heads import Taken

EVERY: Final = timedelta(days=7)
# In one step so many things, or lines of the log and operations, and no more.
_THINGS, _LINES, _OPERATIONS = 200, 200, 2_000
_NEXT: Final = "select id from entity where id > ? order by id limit ?"
_COVERS: Final = (
    "select seq, covers from audit_entry where covers is not null and seq > ? order by seq limit ?"
)
_COVER: Final = "select covers from audit_entry where seq = ?"
_STREAM: Final = "select stream from entity where id = ?"
_SAID_IN: Final = (
    "select l.stream from op as o join lane as l on l.id = o.lane where o.entity = ? limit 1"
)
_NAMED: Final = (
    "select lane, aseq, idx from entity where id = ?1 and lane is not null"
    " union select lane, aseq, idx from cell_meta where entity = ?1"
    " union select lane, aseq, idx from cell_conflict where entity = ?1"
)
_END: Final = b"\xff" * 17
_UNTOLD: Final = frozenset({Kind.ERASE, Kind.SCHEMA})
# What can not be read can not be compared either.
_UNREADABLE: Final = (*GARBLED, OpRefused, LookupError, TypeError, AttributeError)


@dataclass(slots=True)
class _Look:
    """How far a look has come, and what the one before it found; ids as text."""

    done: str = ""
    # Behind which thing, and which line of the log, the next slice begins.
    thing: str | None = ""
    line: int = 0
    pending: list[str] = field(default_factory=list)
    now: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Strays:
    """Things of one stream that are not shown as they were written.

    Those that are `lost` can not be built from the log: what it has of them is not what it was.
    """

    stream: bytes
    things: tuple[bytes, ...]
    lost: tuple[bytes, ...]


class Rechecking:
    """Looks through a store, slice by slice, at most once a week."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection, self._now = connection, now
        self._look = _Look(**json.loads(settings.kept(connection, settings.RECHECK) or "{}"))

    @property
    def is_due(self) -> bool:
        """Return whether a look is under way, or was not taken for a week."""
        look = self._look
        if look.thing != "" or look.line or look.pending or not look.done:
            return True
        passed = self._now - datetime.fromisoformat(look.done)
        # A clock that was put back is no reason to look at nothing for a year.
        return passed >= EVERY or passed < timedelta()

    @property
    def number(self) -> int:
        """Return how many things the last look found not to be shown as they were written."""
        return len(self._look.found)

    @property
    def strays(self) -> list[Strays]:
        """Return what the last look found not to be shown as it was written, by stream."""
        cursor, found = self._connection.cursor(), dict[bytes, list[bytes]]()
        for thing in map(bytes.fromhex, self._look.found):
            row = cursor.execute(_STREAM, (thing,)).fetchone()
            row = row or cursor.execute(_SAID_IN, (thing,)).fetchone()
            found.setdefault(row[0] if row else b"", []).append(thing)
        lost = self._lost(cursor)
        return [
            Strays(
                stream,
                tuple(one for one in things if one not in lost),
                tuple(one for one in things if one in lost),
            )
            for stream, things in sorted(found.items())
        ]

    def _lost(self, cursor: Cursor) -> set[bytes]:
        """Return of what has strayed that of which the log has not all that it had."""
        lost, lacks = set[bytes](), False
        for seq in self._look.broken:
            for covers in cursor.execute(_COVER, (seq,)).fetchall():
                for span in cbor2.loads(covers[0]):
                    rows = rows_of(cursor, span)
                    lost |= set() if vouched(rows, span, set()) else {row[4] for row in rows}
                    lacks |= len(rows) < span[3]
        for thing in map(bytes.fromhex, self._look.found if lacks else ()):
            named = cursor.execute(_NAMED, (thing,)).fetchall()
            if any(read_op(cursor, OpId(*one)) is None for one in named):
                lost.add(thing)
        return lost

    @property
    def broken(self) -> int:
        """Return for how many lines of the log what they vouch for is not there."""
        return len(self._look.broken)

    def step(self) -> bool:
        """Look through the next slice; return whether there is more to look through."""
        look, cursor = self._look, self._connection.cursor()
        if look.pending:
            thing = bytes.fromhex(look.pending.pop(0))
            self._tell(() if _agrees(part_of(cursor, [thing]), thing) else [thing])
        elif look.thing is not None:
            self._things(cursor, bytes.fromhex(look.thing))
        elif not self._log(cursor):
            look.done, look.thing, look.line = stored(self._now), "", 0
            look.found, look.broken, look.now, look.lines = look.now, look.lines, [], []
            self._keep()
            return False
        self._keep()
        return True

    def mended(self, things: Iterable[bytes]) -> None:
        """Note that things are shown as they were written again."""
        gone = {one.hex() for one in things}
        self._look.found = [one for one in self._look.found if one not in gone]
        self._look.now = [one for one in self._look.now if one not in gone]
        self._keep()

    def _keep(self) -> None:
        settings.keep(self._connection, settings.RECHECK, json.dumps(asdict(self._look)))

    def _tell(self, things: Iterable[bytes]) -> None:
        self._look.now = sorted({*self._look.now, *(one.hex() for one in things)})

    # ------------------------------------------------------------------ things

    def _things(self, cursor: Cursor, after: bytes) -> None:
        ids = [row[0] for row in cursor.execute(_NEXT, (after, _THINGS)).fetchall()]
        is_last = len(ids) < _THINGS
        low, high = (after + b"\0" if after else b""), (_END if is_last else ids[-1] + b"\0")
        part = Part(cursor, low, high)
        known = load(cursor, ids)
        odd = {one for one in ids if not _is_shown(part, cursor, known[one])}
        odd |= part.rowless(ids)
        if odd:
            self._tell(one for one in odd if not _agrees(part, one))
        self._look.thing = None if is_last else ids[-1].hex()

    # ------------------------------------------------------------------ the log

    def _log(self, cursor: Cursor) -> bool:
        """Look at some lines and what they vouch for; return whether there were any."""
        count, ops, ended = 0, list[Op](), None
        lines = cursor.execute(_COVERS, (self._look.line, _LINES)).fetchall()
        for seq, covers in lines:
            for span in cbor2.loads(covers):
                rows = rows_of(cursor, span)
                if not vouched(rows, span, set()):
                    # What has no content any more is known by going through all that left.
                    ended = ended_in(cursor) if ended is None else ended
                    if not vouched(rows, span, ended):
                        self._look.lines = sorted({*self._look.lines, seq})
                        continue
                ops += [op_of(row) for row in rows]
            self._look.line = seq
            count = len(ops)
            if count >= _OPERATIONS:
                break
        self._look.pending = sorted(one.hex() for one in set(_stale(cursor, ops)))
        return bool(lines)


def part_of(cursor: Cursor, things: Iterable[bytes]) -> Part:
    """Return all that is known of a few things."""
    only = frozenset(things)
    return Part(cursor, min(only), max(only) + b"\0", only)


def _agrees(part: Part, thing: bytes) -> bool:
    try:
        return part.agrees(thing, READERS)
    except _UNREADABLE:
        return False


def _is_shown(part: Part, cursor: Cursor, one: Taken) -> bool:
    """Return whether the row of a thing is plainly what its cells say."""
    try:
        cells = {
            name: frozenset(tip for tip in tips if tip.kind is not Kind.SCHEMA)
            for name, tips in one.cells(cursor).items()
        }
        told = {name: tips for name, tips in cells.items() if tips}
        return part.shows(one.known.id, told, READERS)
    except _UNREADABLE:
        return False


def _stale(cursor: Cursor, ops: Iterable[Op]) -> Iterator[bytes]:
    """Yield things in whose cells something stands that an operation replaced, or nothing."""
    said = [op for op in ops if op.kind not in _UNTOLD]
    known: Mapping[bytes, Taken] = load(cursor, {op.entity: None for op in said})
    for op in said:
        one: Any = known.get(op.entity)
        if one is None:
            yield op.entity
            continue
        for name in writes(op):
            heads = one.heads(name)
            if not heads or not heads.isdisjoint(op.parents):
                yield op.entity
