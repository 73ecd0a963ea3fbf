"""How a lane ends by the word of whoever summed it up, as long as its author said nothing of that.

Her own batches say better how her lane goes. Where they say otherwise, and whoever summed it up
belongs no more, it goes back to where they had brought it, and all behind that is asked for again.
How it ended before is kept until that came: it may be that nobody has it any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from db.homes.held import held, keep_held
from db.log.cells import op_of
from db.rows import settings
from ledger.backlog import Link, Reached
from ledger.ops import PLACE, writes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlcipher3 import Connection, Cursor

    from ledger.ops import Op
    from ledger.summary import LaneEnd

_KEY: Final = settings.TOLD_ENDS
# The lanes that went back and have not come as far again.
_GONE: Final = settings.GONE_BACK
_REACHED: Final = "select sealed, digest from lane where id = ? and sealed > 0"
_BACK: Final = "update lane set aseq = ?1, sealed = ?1, digest = ?2 where id = ?3"
# Its id stands among the parents of whatever knew of it.
_NAMING: Final = "select * from op where parents is not null and kind <> 7 and instr(parents, ?)"
_WORDS: Final = "select max(aseq) from op where lane = ? and not (kind = 7 and \"table\" = '')"
_LOGGED: Final = "select 1 from op where lane = ? and aseq = ? and idx = ?"
_AWAIT: Final = "insert or ignore into cell_superseded values (?, ?, ?, ?, ?)"
# What a summary let go of what stood here, as long as that is somebody's word.
_LET_GO: Final = "insert or replace into cell_let_go values (?, ?, ?, ?, ?, ?, ?)"
_BY_WORD: Final = "select distinct by, stream from cell_let_go"
_FORGET: Final = "delete from cell_let_go where by = ? and stream = ?"
_STOOD: Final = (
    "select distinct o.* from cell_let_go as c join op as o using (lane, aseq, idx)"
    " where c.by = ? and c.stream = ? and o.kind in (1, 2, 3)"
)
_STANDS: Final = (
    "delete from cell_summed where (lane, aseq, idx, entity, field) in"
    " (select lane, aseq, idx, entity, field from cell_let_go where by = ? and stream = ?)"
)
_HAVE: Final = "select workbook from workbook_has where lane = ? and aseq >= ?"
_THERE: Final = "select 1 from line_log where name = ? limit 1"
NOTHING: Final = Reached(0, b"")


class ToldEnd(NamedTuple):
    """How a lane ends by somebody's word, and where its author's own batches had brought it before.

    It is kept until all is proven that one summary brought of its stream.
    """

    stream: bytes
    author: bytes
    end: Reached
    before: Reached
    # By her key: who summed it up last.
    by: bytes
    # Its author says the same.
    proven: bool = False
    # Its author, or somebody else who belongs, said otherwise.
    differs: bool = False
    # Something from before the end came, and was taken for known: perhaps it never was summed up.
    lacking: bool = False
    # What came with it was false: it goes back as soon as somebody else is known to have as much.
    doubted: bool = False

    def is_so(self, batch: Link) -> bool | None:
        """Return whether a batch of its author says that it ends so, or otherwise; or neither."""
        if batch.aseq == self.end.aseq:
            return batch.id == self.end.digest
        if batch.aseq == self.end.aseq + 1:
            return batch.prev == self.end.digest
        return None

    def is_inside(self, aseq: int) -> bool:
        """Return whether a number is of those that were summed up, but for the last of them."""
        return self.before.aseq < aseq < self.end.aseq


def told_ends(connection: Connection) -> dict[bytes, ToldEnd]:
    """Return the lanes that end by somebody's word alone."""
    return _told(connection.cursor())


def gone_back(connection: Connection) -> dict[bytes, ToldEnd]:
    """Return the lanes that went back and have not come as far again, and how each ended before."""
    return _told(connection.cursor(), _GONE)


def _told(cursor: Cursor, key: str = _KEY) -> dict[bytes, ToldEnd]:
    found: dict[bytes, ToldEnd] = {}
    for names, ends, known in settings.kept_list(cursor, key):
        lane, stream, author, by = map(bytes.fromhex, names)
        end, before = (Reached(aseq, bytes.fromhex(digest)) for aseq, digest in ends)
        found[lane] = ToldEnd(stream, author, end, before, by, *known)
    return found


def keep_told_ends(cursor: Cursor, lanes: Mapping[bytes, ToldEnd], key: str = _KEY) -> None:
    """Keep which lanes these are."""
    rows = [
        (
            [name.hex() for name in (lane, one.stream, one.author, one.by)],
            [(at.aseq, at.digest.hex()) for at in (one.end, one.before)],
            (one.proven, one.differs, one.lacking, one.doubted),
        )
        for lane, one in sorted(lanes.items())
    ]
    settings.keep_list(cursor, key, rows)
    if key == _KEY:
        words = {(one.by, one.stream) for one in lanes.values()}
        proven = [one for one in cursor.execute(_BY_WORD).fetchall() if one not in words]
        cursor.executemany(_FORGET, proven)


def note_let_go(
    cursor: Cursor, word: tuple[bytes, bytes], cells: Iterable[tuple[object, ...]]
) -> None:
    """Keep what a summary let go of what stood, by its stream and who signed it.

    What is gone as a whole does not come back by that.
    """
    stream, by = word
    some = [(by, stream, *cell) for cell in cells if cell[-1] != PLACE] if by else []
    cursor.executemany(_LET_GO, some)


def _stood_before(cursor: Cursor, back: Iterable[ToldEnd]) -> list[Op]:
    """Return what stands again of what was let go by the same word as lanes that went back."""
    ops: list[Op] = []
    for word in sorted({(one.by, one.stream) for one in back}):
        ops += map(op_of, cursor.execute(_STOOD, word).fetchall())
        cursor.execute(_STANDS, word)
        cursor.execute(_FORGET, word)
    return ops


def note_told_ends(cursor: Cursor, stream: bytes, ends: Iterable[LaneEnd], by: bytes) -> None:
    """Keep which lanes a summary is about to bring further than batches of their authors did."""
    known, waiting = _told(cursor), held(cursor)
    more: dict[bytes, ToldEnd] = {}
    for end in ends if by else ():
        row = cursor.execute(_REACHED, (end.lane,)).fetchone()
        reached = Reached(*row) if row else NOTHING
        summed = waiting[end.lane].aseq if end.lane in waiting else 0
        if end.aseq > max(reached.aseq, summed):
            told = known.get(end.lane)
            before = reached if told is None or told.proven else told.before
            at = Reached(end.aseq, end.digest)
            more[end.lane] = ToldEnd(stream, end.author, at, before, by)
    keep_told_ends(cursor, known | more)


def doubted_reach(
    cursor: Cursor, stream: bytes, covered: Mapping[bytes, int], by: bytes
) -> dict[bytes, int]:
    """Return up to where batches brought lanes of which a summary says all that another one said.

    What it has of them counts, as if the other one had not come: what that one left out would else
    be taken for known. Of one that is older somewhere nothing counts that the other one knows to be
    replaced.
    """
    told = {
        lane: one
        for lane, one in _told(cursor).items()
        if by and one.stream == stream and not one.proven and one.by != by
    }
    if any(covered.get(lane, 0) < one.end.aseq for lane, one in told.items()):
        return {}
    for lane, one in told.items():
        _await_again(cursor, lane, one.before.aseq)
    return {lane: one.before.aseq for lane, one in told.items()}


def set_back(cursor: Cursor, lanes: Iterable[bytes]) -> tuple[list[ToldEnd], list[Op]]:
    """Let lanes end where their authors' own batches had brought them.

    Return what they were, and what stands again that was let go by the same word.
    """
    known, waiting, back = _told(cursor), held(cursor), list[ToldEnd]()
    gone = _told(cursor, _GONE)
    for lane in lanes:
        one = known.pop(lane)
        waiting.pop(lane, None)
        cursor.execute(_BACK, (one.before.aseq, one.before.digest or None, lane))
        _await_again(cursor, lane, one.before.aseq)
        back.append(one)
        gone[lane] = one._replace(differs=False, doubted=True)
    stood = _stood_before(cursor, back)
    keep_told_ends(cursor, known)
    keep_told_ends(cursor, gone, _GONE)
    keep_held(cursor, waiting)
    return back, stood


def stand_again(cursor: Cursor, lanes: Iterable[bytes]) -> dict[bytes, ToldEnd]:
    """Let lanes that went back end as before if words are here which did not come again.

    Return those that do; of none of them anything is awaited any more.
    """
    gone, waiting, again = _told(cursor, _GONE), held(cursor), dict[bytes, ToldEnd]()
    for lane in lanes:
        one = gone.pop(lane)
        reached = Reached(*(cursor.execute(_REACHED, (lane,)).fetchone() or NOTHING))
        ((words,),) = cursor.execute(_WORDS, (lane,)).fetchall()
        if lane not in waiting and reached.aseq < min(words or 0, one.end.aseq):
            cursor.execute(_BACK, (*one.end, lane))
            again[lane] = one
    keep_told_ends(cursor, gone, _GONE)
    return again


def has_come_elsewhere(
    connection: Connection, lane: bytes, books: Collection[bytes], at: Reached | None = None
) -> bool:
    """Return whether one of some workbooks, or a server, has so much of a lane.

    That is as much as is known here if nothing else is said.
    """
    aseq, digest = at or connection.execute(_REACHED, (lane,)).fetchone() or NOTHING
    said = connection.execute(_HAVE, (lane, aseq)).fetchall()
    there = connection.execute(_THERE, (digest,)).fetchone()
    return there is not None or any(book in books for (book,) in said)


def _await_again(cursor: Cursor, lane: bytes, aseq: int) -> None:
    """Keep what was replaced before it comes: of what was summed up nobody expected it any more."""
    rows = {
        (*parent, op.entity, name)
        for op in map(op_of, cursor.execute(_NAMING, (lane,)).fetchall())
        for parent in op.parents
        if parent.lane == lane and parent.aseq > aseq
        if cursor.execute(_LOGGED, parent).fetchone() is None
        for name in writes(op)
    }
    cursor.executemany(_AWAIT, sorted(rows))
