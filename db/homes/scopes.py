"""What may leave this laptop: the one way for operations out of the log, and what lives where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.keeping.scope import stays_here
from db.answers.stored import entities, mask_of, unpacked
from db.guards.unions import one_persons
from db.homes.at_home import ended, homes, is_at_home
from db.homes.going import going_home
from db.homes.late import without_content
from db.log.cells import op_of, read_entity, read_op
from db.log.moves import local_lanes
from db.log.routes import CASE, CASEFILE, HOLDER, INSTANCE, OTHER, PAIR, REPEAT, SHARED
from db.log.streams import CONFIG, own_authors
from db.rows.rowplan import plans
from ledger.ops import Kind, Op

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlcipher3 import Connection, Cursor

# Kinds of streams that other workbooks may read.
_LEAVING: Final = frozenset({CONFIG, SHARED, "roster", "stats"})
LOCAL_PLACE: Final = b""
_KIND: Final = "select kind from stream where id = ?"
_STREAM_OF: Final = "select stream from lane where id = ?"
_LIVES: Final = "select stream from entity where id = ?"
_BATCH: Final = (
    "select o.*, ifnull(e.stream = l.stream, 0) from op as o join lane as l on l.id = o.lane"
    " left join entity as e on e.id = o.entity where o.lane = ? and o.aseq = ? order by o.idx"
)
# Somebody else brought it over into another exchanged stream, and did not know what was written.
_BROUGHT_OVER: Final = (
    "select l.author from entity as e join stream as s on s.id = e.stream and s.kind = 'shared'"
    " join lane as l on l.id = e.lane where e.id = ? and e.life <> 3"
)
_PIECE: Final = "select content from attachment_piece where attachment = ? and number = ?"
_WHOSE: Final = "select {columns} from {table} where id = ?"
# The same once more as the rule that moves cases, in the words of the store: nothing goes out for
# somebody who agreed in none of her cases, or around whom there is a wall.
_AGREED: Final = (
    "select 1 from standing_grant where purpose = 'store_elsewhere' and service_id is not null"
    " and valid_from <= :day and valid_until >= :day and case_id in {cases}"
    " and not exists (select 1 from conflict_link as w where w.status = 'standing'"
    " and w.case_id in {cases})"
).replace("{cases}", one_persons(":case"))
_PARTS: Final = "select id from {table} where case_id = ?"
_FORMS: Final = "select id, form_id, state, doc, amends from form_instance where case_id = ?"
_PAIRS: Final = "select id, case_id, other_id from case_pair where ? in (case_id, other_id)"
_SHARED: Final = (
    "select e.id, e.type, e.stream from entity as e join stream as s on s.id = e.stream"
    " where s.kind = 'shared' and e.life in (0, 2) and e.lane is not null"
)
_KINDS: Final = "select id from stream where kind = 'shared'"
# What says that something is gone is said although it is gone.
_ENDS: Final = frozenset({Kind.MOVE, Kind.ERASE, Kind.SCHEMA})
_ERASURE: Final = "erasure"
_BY_FORMS: Final = frozenset({INSTANCE, PAIR})


class ScopeRefused(RuntimeError):
    """Something would leave this laptop that must not; the message is a code."""


def may_leave(cursor: Cursor, stream: bytes) -> bool:
    """Return whether operations of a stream are ever handed out."""
    row = cursor.execute(_KIND, (stream,)).fetchone()
    return row is not None and row[0] in _LEAVING


def outgoing(cursor: Cursor, lane: bytes, aseq: int, day: str) -> list[Op]:
    """Return a batch of a lane as others may read it: the only way out of the log.

    What does not live in this stream any more is an empty operation that keeps its number, and
    nothing is named that was written into a stream that never leaves. On a connection that has
    its guards: they say what stands.
    """
    stream = cursor.execute(_STREAM_OF, (lane,)).fetchone()
    if stream is None or not may_leave(cursor, stream[0]):
        raise ScopeRefused("scopes.local")
    inside = local_lanes(cursor)
    # What was written here of something that left meanwhile, or went over, still goes home.
    going, own = going_home(cursor), own_authors(cursor)
    rows = cursor.execute(_BATCH, (lane, aseq)).fetchall()
    found = [(op_of(row), bool(lives)) for *row, lives in rows]
    ops = [(op, lives or _went_over(cursor, op, own)) for op, lives in found]
    require_agreed(cursor, {op.entity for op, lives in ops if lives and op.kind not in _ENDS}, day)
    return [_told(op, inside, lives=lives or op.id in going) for op, lives in ops]


def require_agreed(cursor: Cursor, entities: Iterable[bytes], day: str) -> None:
    """Refuse to hand out anything of a case that has to come home first."""
    ours = homes(cursor)
    for case in {case for entity in entities for case in cases_of(cursor, entity)}:
        if is_at_home(cursor, case, ours):
            asked = {"case": case, "day": day}
            if cursor.execute(_AGREED, asked).fetchone() is None:
                raise ScopeRefused("scopes.not_agreed")


def outgoing_piece(cursor: Cursor, file: bytes, number: int, day: str) -> bytes:
    """Return a piece of a file as others may read it: the only way out for the bytes of files."""
    if not may_leave(cursor, lives(cursor, file)):
        raise ScopeRefused("scopes.local")
    require_agreed(cursor, (file,), day)
    row = cursor.execute(_PIECE, (file, number)).fetchone()
    if row is None:
        raise ScopeRefused("scopes.gone")
    return bytes(row[0])


def _went_over(cursor: Cursor, op: Op, own: frozenset[bytes]) -> bool:
    """Return whether somebody else brought a thing over into another stream than it was said in."""
    row = cursor.execute(_BROUGHT_OVER, (op.entity,)).fetchone()
    return row is not None and row[0] not in own


def _told(op: Op, inside: frozenset[bytes], *, lives: bool) -> Op:
    if not lives and op.kind not in _ENDS:
        return without_content(op)
    parents = tuple(one for one in op.parents if one.lane not in inside)
    return Op(op.id, op.kind, op.entity, op.table, op.field, op.value, op.hlc, parents)


def cases_of(cursor: Cursor, entity: bytes) -> Iterator[bytes]:
    """Yield the cases that something is a part of."""
    known = read_entity(cursor, entity)
    if known is None:
        return
    if known.type == REPEAT:
        made = read_op(cursor, known.made) if known.made else None
        fields = made.value if made else None
        yield from cases_of(cursor, fields[HOLDER]) if isinstance(fields, dict) else ()
        return
    if known.type == CASEFILE:
        yield entity
        return
    plan = plans().get(known.type)
    names = [slot.name for slot in plan.slots if slot.name in {CASE, OTHER}] if plan else ()
    if names:
        query = _WHOSE.format(columns=", ".join(names), table=known.type)
        row = cursor.execute(query, (entity,)).fetchone()
        yield from (one for one in row or () if one)


def lives(cursor: Cursor, entity: bytes) -> bytes:
    """Return the stream in which something lives, or nothing at all."""
    row = cursor.execute(_LIVES, (entity,)).fetchone()
    return bytes(row[0]) if row else LOCAL_PLACE


def parts(
    cursor: Cursor, case: bytes, stream: bytes, others: Mapping[bytes, bytes]
) -> Iterator[tuple[bytes, bytes]]:
    """Yield all that is there of a case, the whole before its parts, and where each belongs.

    `others` says where other cases are to live that do not live there yet.
    """
    yield case, stream
    for table, plan in sorted(plans().items(), key=lambda one: one[1].rank):
        if table not in _BY_FORMS and any(slot.name == CASE for slot in plan.slots):
            rows = cursor.execute(_PARTS.format(table=table), (case,)).fetchall()
            yield from ((entity, stream) for (entity,) in rows)
    for form, kind, state, doc, amends in cursor.execute(_FORMS, (case,)).fetchall():
        values = unpacked(doc)
        stays = stays_here({**values, "form_id": kind, "state": state})
        for entity in entities(form, values, mask_of(form, amends)):
            yield entity, LOCAL_PLACE if stays else stream
    for pair, *two in cursor.execute(_PAIRS, (case,)).fetchall():
        streams = {others[one] if one in others else lives(cursor, one) for one in two}
        yield pair, stream if streams == {stream} else LOCAL_PLACE


def strays(connection: Connection) -> list[bytes]:
    """Return what does not live where its case does, or left although it is for nobody else."""
    cursor = connection.cursor()
    shared = {entity: (table, stream) for entity, table, stream in cursor.execute(_SHARED)}
    known = {stream for (stream,) in cursor.execute(_KINDS)}
    strayed: set[bytes] = set()
    right: set[bytes] = set()
    # What whoever is gone took home, and had not brought out again with its case, stays at home.
    over = ended(cursor)
    for case, (table, home) in shared.items():
        if table == CASEFILE:
            for entity, stream in parts(cursor, case, home, {}):
                lived = lives(cursor, entity)
                place = lived if lived in known else LOCAL_PLACE
                is_right = place == stream or (place == LOCAL_PLACE and entity in over)
                (right if is_right else strayed).add(entity)
    # That something was erased outlives its case.
    lasting = {entity for entity, (table, _home) in shared.items() if table == _ERASURE}
    return sorted(strayed | (shared.keys() - right - lasting))
