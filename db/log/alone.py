"""What stood here alone, and was brought out by the lost laptop of which this workbook is a copy.

Whoever brought it out knew all that the backup has of it, and could name nothing of that: of what
is here alone nothing is ever named elsewhere. Only whose word it is tells what it replaces.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol

from db.log.cells import op_of, read_op
from db.log.moves import made_inside
from db.log.routes import CASE
from db.log.streams import own_authors
from db.rows import settings
from ledger.ops import LIFE, PLACE, Kind, OpId, encode, writes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlcipher3 import Cursor

    from ledger.ops import Op

# After which return of this workbook its authors of before it wrote here no more.
_TIMES: Final = "select count(distinct value) from setting where key > 'lost.' and key < 'lost/'"
_LANES: Final = (
    "select l.id, l.author, s.kind, s.id from lane as l join stream as s on s.id = l.stream"
)
_PASSED: Final = "select lane, aseq, idx from cell_summed where entity = ? and field = ?"
_LOCAL: Final = "caseload"
# What was written here alone since this workbook came back.
_SINCE: Final = (
    "select o.entity from op as o join lane as l on l.id = o.lane join stream as s"
    " on s.id = l.stream and s.kind = 'caseload' where o.kind in (1, 2, 3) and not exists"
    " (select 1 from setting where key = 'lost.' || lower(hex(l.author)))"
)

_LEFT_HOME: Final = (
    "select o.*, e.stream, e.lane, e.aseq, e.idx from {} as c join op as o using (lane, aseq, idx)"
    " join entity as e on e.id = c.entity where c.field = '@stream' and o.kind = 5"
    " and e.lane is not null and e.type not in ('form_instance', 'case_pair')"
)
_CELLS: Final = ("cell_meta", "cell_conflict")
_IS_OUT: Final = (
    "select 1 from entity as e join stream as s on s.id = e.stream and s.kind = 'shared'"
    " where e.id = ? and e.lane is not null and not exists (select 1 from cell_meta as c join op"
    " as o using (lane, aseq, idx) where c.entity = e.id and c.field = '@stream' and o.kind = 5)"
)


def note_lost(cursor: Cursor) -> None:
    """Keep in a copy that came back who wrote in it before: none of them does so any more."""
    ((times,),) = cursor.execute(_TIMES).fetchall()
    for one in sorted(own_authors(cursor)):
        if settings.kept(cursor, name := f"{settings.LOST}{one.hex()}") is None:
            settings.keep(cursor, name, str(times + 1))


class Thing(Protocol):
    """What is known of one thing while operations on it come in."""

    made: Op | None
    tips: dict[str, set[OpId]]

    def heads(self, name: str) -> set[OpId]:
        """Return the operations of a field that nobody replaced."""

    def op(self, cursor: Cursor, op_id: OpId) -> Op:
        """Return one of its operations."""


class Alone:
    """Which operations stand here alone, and what whoever was lost with a laptop knew of them."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._local: dict[bytes, int | None] = {}
        self._streams: set[bytes] = set()
        self._lost: dict[bytes, int] = {}
        self.any = cursor.execute(_TIMES).fetchone() != (0,)
        for lane, author, kind, stream in cursor.execute(_LANES).fetchall() if self.any else ():
            found = settings.kept(cursor, f"{settings.LOST}{author.hex()}")
            times = int(found) if found else None
            if kind == _LOCAL:
                self._local[lane] = times
                self._streams.add(stream)
            elif times is not None:
                self._lost[lane] = times

    def brought_out(self, op: Op) -> bool:
        """Return whether it says that something was brought out since the backup of this copy.

        Also by somebody who had it as it was when it was taken home here: she knew nothing of what
        was written here since.
        """
        if op.kind is not Kind.CREATE:
            return False
        knew = any(one.lane in self._lost for one in op.parents)
        return self._said(op) is not None or (PLACE in writes(op) and knew)

    def knew(self, op: Op, head: OpId) -> bool:
        """Return whether whoever said something knew what stands here alone."""
        stands, said = self._local.get(head.lane), self._said(op)
        return stands is not None and said is not None and stands <= said

    def _said(self, op: Op) -> int | None:
        """Return before which return it was said, or what it names and nobody has here any more.

        Somebody else may have brought a thing out once more that was brought out after the backup.
        """
        lanes = [op.id.lane]
        if op.kind is Kind.CREATE:
            named = [one for one in op.parents if one.lane in self._lost]
            lanes += [one.lane for one in named if not _is_here(self._cursor, one)]
        return max((self._lost[lane] for lane in lanes if lane in self._lost), default=None)

    def replaced(self, one: Thing, op: Op) -> dict[str, set[OpId]]:
        """Return of each field what stands and whoever brought a thing out knew, if it says so.

        What somebody took home since, without hearing of that, stays as it is.
        """
        if op.kind is not Kind.CREATE or one.heads(PLACE) - {*op.parents}:
            return {}
        names = {*one.tips, *(writes(one.made) if one.made else ())}
        found = {name: {head for head in one.heads(name) if self.knew(op, head)} for name in names}
        return found if any(found.values()) else {}

    def repeated(self, one: Thing, op: Op) -> set[str]:
        """Return in which fields it says only what was changed here alone since by who saw it."""
        if self._said(op) is None:
            return set()
        return {name for name in writes(op) if any(self._saw(one, op, name))}

    def _saw(self, one: Thing, op: Op, name: str) -> Iterable[bool]:
        said = encode(writes(op)[name])
        for head in one.heads(name):
            if self.is_new(head, op):
                stood = [writes(other) for other in self.before(one.op(self._cursor, head), op)]
                yield said in {encode(fields[name]) for fields in stood if name in fields}

    def is_new(self, head: OpId, op: Op) -> bool:
        """Return whether something stands here alone that whoever said another thing never saw."""
        return head.lane in self._local and not self.knew(op, head)

    def before(self, new: Op, op: Op) -> list[Op]:
        """Return what something that is new here replaced, of all that is not."""
        found: list[Op] = []
        todo = [new]
        while todo:
            named = (read_op(self._cursor, one) for one in todo.pop().parents)
            for other in filter(None, named):
                (todo if self.is_new(other.id, op) else found).append(other)
        return found

    def elsewhere(self, new: Op, op: Op) -> set[OpId]:
        """Return what others know of that, with what was brought out and adds nothing to it."""
        asked = new.entity, new.field or LIFE
        passed = {OpId(*row) for row in self._cursor.execute(_PASSED, asked).fetchall()}
        known = {one.id for one in self.before(new, op)}
        return {one for one in known | passed if one.lane not in self._local}

    def left_behind(self) -> dict[bytes, Op]:
        """Return what was taken away before the lost one brought a case out again without it.

        Each with what says that it left: else it would have gone out again too, but for forms, of
        which some are for nobody else. What was written of it here alone since is nowhere else.
        """
        found: dict[bytes, Op] = {}
        lived: dict[bytes, bytes] = {}
        some = (self._cursor.execute(_LEFT_HOME.format(one)).fetchall() for one in _CELLS)
        for *of, stream, lane, aseq, idx in chain.from_iterable(some) if self.any else ():
            op, made = op_of(of), read_op(self._cursor, OpId(lane, aseq, idx))
            case = writes(made).get(CASE) if made else None
            if op.id.lane in self._lost and self._cursor.execute(_IS_OUT, (case,)).fetchone():
                found[op.entity], lived[op.entity] = op, stream
        kept = self.written_since(lived)
        return {entity: op for entity, op in found.items() if entity not in kept}

    def written_since(self, things: Mapping[bytes, bytes]) -> set[bytes]:
        """Return of things, each with where it lives, those that are here alone and so written of.

        With all their parts, and only what was written since this workbook came back.
        """
        here = [entity for entity, stream in things.items() if stream in self._streams]
        since = {one for (one,) in self._cursor.execute(_SINCE)} if self.any and here else set()
        whole = [made_inside(self._cursor, [entity]).keys() for entity in here if since]
        return {one for some in whole if not since.isdisjoint(some) for one in some}


def _is_here(cursor: Cursor, op_id: OpId) -> bool:
    op = read_op(cursor, op_id)
    return op is not None and op.kind is not Kind.SCHEMA
