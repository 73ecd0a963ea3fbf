"""What a summary named only by its number, although it belongs home here: its lane waits for it.

Whoever sums up a stream may have emptied what came too late for a case that had left. Whoever has
that case at home still has to get it, from whoever wrote it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from db.homes.at_home import homes, is_at_home, said_again_by
from db.rows import settings
from db.rows.these import listed
from ledger.backlog import GAP, Backlog, BacklogRefused, Link, Reached
from ledger.ops import ID_SIZE, PLACE, Kind, Op, OpId

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence

    from sqlcipher3 import Connection, Cursor

_LOGGED: Final = "select 1 from op where lane = ? and aseq = ? and idx = ?"
_STONE: Final = "select 1 from tombstone where entity = ?"
# Whoever has a case at home brought it out, or took it and its parts home.
_AT_HOME: Final = (
    "select 1 from op as o join lane as l on l.id = o.lane"
    " where (o.kind = 5 or o.kind = 2 and o.\"table\" = 'casefile')"
    " and l.author in (select unhex(value) from json_each(?))"
)
_OF_IT: Final = f"{_AT_HOME} and o.entity = ? limit 1"
_OF_STREAM: Final = f"{_AT_HOME} and l.stream = ? limit 1"
_AUTHOR: Final = "select author from lane where id = ?"
_LEFT_BY: Final = (
    "select o.lane, o.aseq from op as o join lane as l on l.id = o.lane"
    " where o.entity = ? and o.kind = 5 and l.stream = ? order by o.hlc desc limit 1"
)
_TAKEN_HOME_BY: Final = (
    "select iif(o.kind = 5, l.author, x'') from cell_meta as c join op as o using (lane, aseq, idx)"
    " join lane as l on l.id = c.lane where c.entity = ? and c.field = ?"
)
_HEARD: Final = "select 1 from workbook_has where workbook = ? and lane = ? and aseq >= ?"
UNNAMED: Final = bytes(ID_SIZE)


@dataclass(slots=True)
class Held:
    """Up to where a lane is summed up, and what is still to come of that, by number and case."""

    aseq: int
    digest: bytes
    missing: dict[tuple[int, int], bytes] = field(default_factory=dict)
    # Which batches come next from an end; what came from there is lacking no more.
    next: tuple[Reached, ...] = ()
    # The workbooks that have none of it either, as what they summed up says.
    empty_at: set[bytes] = field(default_factory=set)

    @property
    def backlog(self) -> Backlog:
        """Return where batches may come in."""
        end = Reached(self.aseq, self.digest)
        return Backlog(end, self.next or (end,))

    def let_go(self, lane: bytes, needed: Container[bytes]) -> list[Op]:
        """Wait no longer but for what is of a case that is needed; return all else."""
        over = [at for at, case in self.missing.items() if case not in needed]
        return [empty_number(lane, at, self.missing.pop(at)) for at in over]

    def empty(self, lane: bytes) -> Iterator[Op]:
        """Yield what is still to come as a summary names it."""
        for at, case in self.missing.items():
            yield empty_number(lane, at, case)


def empty_number(lane: bytes, at: tuple[int, int], case: bytes) -> Op:
    """Return what stands in a summary for what it has no words of."""
    return Op(OpId(lane, *at), Kind.SCHEMA, case, "", None, None, 0)


def held(cursor: Cursor) -> dict[bytes, Held]:
    """Return the lanes that wait for something which a summary has not."""
    empty_at = defaultdict[str, set[bytes]](set)
    for lane, book in settings.kept_list(cursor, settings.EMPTY_AT):
        empty_at[lane].add(bytes.fromhex(book))
    return {
        bytes.fromhex(lane): Held(
            aseq,
            bytes.fromhex(digest),
            {(number, idx): bytes.fromhex(case) for number, idx, case in missing},
            tuple(Reached(number, bytes.fromhex(name)) for number, name in further),
            empty_at[lane],
        )
        for lane, aseq, digest, missing, *further in settings.kept_list(cursor, settings.HELD)
    }


def backlogs(connection: Connection) -> dict[bytes, Backlog]:
    """Return where batches may come in of each lane of which a summary lacked some."""
    return {lane: one.backlog for lane, one in held(connection.cursor()).items()}


def keep_held(cursor: Cursor, lanes: Mapping[bytes, Held]) -> None:
    """Keep which lanes wait."""
    rows = [
        (
            *(lane.hex(), one.aseq, one.digest.hex()),
            [(*place, case.hex()) for place, case in sorted(one.missing.items())],
            *((next_.aseq, next_.digest.hex()) for next_ in one.next),
        )
        for lane, one in sorted(lanes.items())
    ]
    settings.keep_list(cursor, settings.HELD, rows)
    told = [(lane.hex(), book.hex()) for lane, one in lanes.items() for book in one.empty_at]
    settings.keep_list(cursor, settings.EMPTY_AT, sorted(told))


def missing(
    cursor: Cursor, stream: bytes, own: Iterable[bytes], empty: Iterable[Op]
) -> Iterator[Op]:
    """Yield of empty numbers those of which it is not here what they said, and belongs home."""
    ours = listed(own)
    for op in empty:
        of_it = op.entity != UNNAMED
        where = (_OF_IT, op.entity) if of_it else (_OF_STREAM, stream)
        if (
            cursor.execute(_LOGGED, op.id).fetchone() is None
            and cursor.execute(where[0], (ours, where[1])).fetchone()
            and cursor.execute(_STONE, (op.entity,)).fetchone() is None
        ):
            yield op


def went_beside(
    cursor: Cursor, waiting: Mapping[bytes, Held], ops: Iterable[Op], hers: Container[bytes]
) -> list[Op]:
    """Return of what a summary says the empty numbers of what is not erased by it.

    Where whoever summed it up says of lanes of `hers` that something went with what was erased,
    she has said it once more: nobody has to any more.
    """
    some = list(ops)
    erased = {op.entity for op in some if op.kind is Kind.ERASE}
    empty: list[Op] = []
    for op in some:
        if op.kind is Kind.SCHEMA and op.entity not in erased:
            empty.append(op)
        one = waiting.get(op.id.lane) if op.kind is Kind.SCHEMA else None
        if one is not None and op.id.lane in hers and op.id[1:] in one.missing:
            is_stone = cursor.execute(_STONE, (op.entity,)).fetchone() is not None
            if is_stone or op.entity in erased:
                one.missing[op.id[1:]] = op.entity
    return empty


def needed(
    cursor: Cursor,
    waits: tuple[bytes, Held, bytes],
    books: Mapping[bytes, bytes],
    others: Collection[bytes],
    shut: Collection[tuple[bytes, int]],
) -> set[bytes]:
    """Return of which cases somebody here has to say again what a lane of a stream waits for.

    Or whoever wrote it does not know that nobody has: she would take for arrived here what others
    still lack. `books` are the workbooks of authors by their keys; of whoever was let out it is an
    empty name. `others` are those that read the stream. Of `shut` batches, by author and number,
    nobody here has the key any more.
    """
    lane, one, stream = waits
    ours = homes(cursor)
    ((author,),) = cursor.execute(_AUTHOR, (lane,)).fetchall()
    book = books.get(author)
    # Whoever wrote it gives nothing to anybody any more, and all others have none of it.
    is_nowhere = book == b"" and one.empty_at.issuperset(others)

    def is_needed(root: bytes) -> bool:
        if cursor.execute(_STONE, (root,)).fetchone() is not None:
            return False
        # Whoever took home what she wrote herself has it, as long as she is there.
        home = {by for (by,) in cursor.execute(_TAKEN_HOME_BY, (root, PLACE)).fetchall()}
        if book and home == {author}:
            return False
        by = said_again_by(cursor, root, stream)
        if not by or any(ours.have_had(*one) for one in by) or is_at_home(cursor, root, ours):
            return True
        # Of several that took it away the last one says who has it at home.
        ((move, aseq),) = cursor.execute(_LEFT_BY, (root, stream)).fetchall()
        told = book == b"" or by[0][1] == author
        return not told and cursor.execute(_HEARD, (book, move, aseq)).fetchone() is None

    numbers = (at for at in one.missing if not (is_nowhere and (author, at[0]) in shut))
    return {*filter(is_needed, {one.missing[at] for at in numbers})}


def let_in(
    waiting: dict[bytes, Held], known: tuple[bytes, Reached], batch: Link, ops: Sequence[Op]
) -> tuple[Reached, Sequence[Op]]:
    """Return how far a lane, `known` so far, is known after a batch, and what of that is new.

    `BacklogRefused` is raised where it does not follow, or is known.
    """
    lane, before = known
    one = waiting.get(lane)
    if one is None:
        if batch.aseq != before.aseq + 1:
            raise BacklogRefused(GAP)
        return Reached(batch.aseq, batch.id), ops
    reached, left = one.backlog.after(before, batch)
    new = [op for op in ops if op.id.aseq > one.aseq or op.id[1:] in one.missing]
    for op in new:
        one.missing.pop(op.id[1:], None)
    if left is not None and one.missing:
        (one.aseq, one.digest), one.next = left
    else:
        reached = left.end if left is not None else reached
        del waiting[lane]
    return reached, new
