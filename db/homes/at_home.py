"""Where a case is at home: where it was brought out, if it was not given to another laptop since.

Or with whoever looks after what was lost.

A workbook that was let out brings no case home any more, and says nothing again. Who does that in
its place is decided by its removal, in the roster; here it is kept lane by lane.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from db.homes.signers import keepers
from db.homes.written_before import had_left, keep_written_before
from db.log.streams import own_authors, share
from db.rows import settings
from db.rows.these import listed
from db.vault.engine import in_one
from ledger.ops import AUTHOR_SIZE, PLACE, Kind, decode_parents, lane_id, writes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlcipher3 import Connection, Cursor

    from db.log.heads import Taken
    from ledger.ops import Op

_KNOWN: Final = "select lane, workbook from adoption"
_HERE: Final = (
    "select a.lane, ifnull(a.workbook = o.workbook, 0) from adoption as a"
    " left join organisation as o"
)
_NONE: Final = "delete from adoption"
_ADOPT: Final = "insert into adoption values (?, ?)"
_LANES: Final = "select id, author from lane"
# What the workbook that is gone had taken home, as became known only after it was gone.
_ENDED: Final = settings.TAKEN_HOME
# Lanes that are at home elsewhere since a removal, until what came too late there is said again.
_NEW: Final = settings.NEW_AT_HOME
_BROUGHT_OUT: Final = (
    "select e.id from entity as e join stream as s on s.id = e.stream and s.kind = 'shared'"
    " where e.type = 'casefile' and e.life in (0, 2)"
    " and e.lane in (select unhex(value) from json_each(?)) order by e.id"
)
_MADE_BY: Final = (
    "select l.id, l.author, e.stream, c.home from entity as e join lane as l on l.id = e.lane"
    " left join casefile as c on c.id = e.id where e.id = ? and e.life <> 3"
)
_LEFT_FROM: Final = (
    "select l.id, l.author, o.parents from op as o join lane as l on l.id = o.lane"
    " where o.entity = ? and o.kind = 5 and l.stream = ? order by o.hlc desc limit 1"
)
_AUTHOR: Final = "select author from lane where id = ?"
_WRITTEN: Final = "select stream, author from lane where id = ?"
# From which stream something left at last.
_LEFT_BY: Final = (
    "select l.stream from cell_meta as c join op as o using (lane, aseq, idx)"
    " join lane as l on l.id = c.lane where c.entity = ? and c.field = ? and o.kind = 5"
)
_KIND: Final = "select kind from op where lane = ? and aseq = ? and idx = ?"
# What may have brought it out: what did, what is not known here, and what has no content any more.
_MAY_MAKE: Final = ((int(Kind.CREATE),), None, (int(Kind.SCHEMA),))
_LEFT: Final = (
    "select c.entity, l.author from {} as c join op as o using (lane, aseq, idx)"
    " join lane as l on l.id = c.lane where o.kind = 5 and c.field = ?"
    " and c.entity in (select unhex(value) from json_each(?))"
)
_PLACES: Final = (
    "select o.kind, l.author from {} as c join op as o using (lane, aseq, idx)"
    " join lane as l on l.id = c.lane where c.entity = ? and c.field = ?"
)
_CELLS: Final = ("cell_meta", "cell_conflict")


@dataclass(frozen=True, slots=True)
class Homes:
    """The authors of this workbook, and the lanes of those who were let out: is theirs ours?"""

    own: frozenset[bytes]
    adopted: Mapping[bytes, bool]

    @property
    def any(self) -> bool:
        """Return whether anybody looks after what somebody wrote who was let out."""
        return bool(self.adopted)

    def are(self, lane: bytes, author: bytes) -> bool:
        """Return whether what was brought out by an author in a lane is at home here."""
        return self.adopted.get(lane, author in self.own)

    def have_had(self, lane: bytes, author: bytes) -> bool:
        """Return whether it is, or was before somebody else was to look after it."""
        return author in self.own or self.adopted.get(lane, False)


def homes(cursor: Cursor, *more: bytes) -> Homes:
    """Return what is at home here; `more` are authors of whom nothing is known yet."""
    adopted = {lane: bool(here) for lane, here in cursor.execute(_HERE).fetchall()}
    return Homes(own_authors(cursor).union(more), adopted)


def is_at_home(cursor: Cursor, case: bytes, ours: Homes) -> bool:
    """Return whether a case was brought out here, or by somebody whose cases are looked after here.

    It comes home here; so does what was taken home here before this workbook was lost and came back
    as another one, as nobody else has it, and what its home gave to somebody of this workbook. What
    is erased is at home nowhere.
    """
    home = _home(cursor, case)
    if home is None:
        return False
    return ours.are(*home) or (home[1] in ours.own and _is_taken_home(cursor, case, ours))


def _home(cursor: Cursor, case: bytes) -> tuple[bytes, bytes] | None:
    """Return in which lane a case was brought out, or given on since, and by whom."""
    row = cursor.execute(_MADE_BY, (case,)).fetchone()
    if row is None:
        return None
    lane, author, stream, given = row
    is_given = given and len(given) == AUTHOR_SIZE
    return (lane_id(given, stream), given) if is_given else (lane, author)


def is_said_again(cursor: Cursor, case: bytes, ours: Homes, said: bytes = b"") -> bool:
    """Return whether what comes too late of a case is said again here: where it is at home.

    Also where it was brought out, if it was given away since: whoever has it now may have let go
    of that before. And of what was `said` in a stream that it left, where it was brought over.
    """
    row = cursor.execute(_MADE_BY, (case,)).fetchone()
    if row is None:
        return False
    if ours.are(*row[:2]) or is_at_home(cursor, case, ours):
        return True
    return said not in {b"", row[2]} and is_taken_along(cursor, case, said, ours)


def is_taken_along(cursor: Cursor, case: bytes, stream: bytes, ours: Homes) -> bool:
    """Return whether a case was brought over from a stream here, wherever it is at home now."""
    by = said_again_by(cursor, case, stream)
    return ours.are(*by[0]) if by else is_at_home(cursor, case, ours)


def said_again_by(cursor: Cursor, entity: bytes, stream: bytes) -> list[tuple[bytes, bytes]]:
    """Return by whom that is said again which comes too late of what left a stream.

    Each by a lane and its author, as far as that is known: whoever took it along at last; and who
    had brought it out there, if it had left before, as whoever took it along may have let go then
    of what was said before.
    """
    row = cursor.execute(_LEFT_FROM, (entity, stream)).fetchone()
    if row is None:
        return []
    lane, author, parents = row
    ended = decode_parents(parents) if parents else ()
    found = {one: cursor.execute(_KIND, one).fetchone() for one in ended if ended[1:]}
    # What is known here first, and emptied ones last: they may have been anything, but mostly who
    # took it away had brought it out. Of several who did so at once, for all the same one.
    out = sorted(
        (_MAY_MAKE.index(kind), one.lane != lane, one)
        for one, kind in found.items()
        if kind in _MAY_MAKE
    )
    authors = [(one.lane, cursor.execute(_AUTHOR, (one.lane,)).fetchone()) for *_, one in out]
    return [(lane, author), *((one, bytes(by[0]) if by else b"") for one, by in authors)]


def sent_on_to(cursor: Cursor, op: Op, root: bytes, ours: Homes) -> bytes:
    """Return in which stream something is said once more here that came too late, or nothing.

    `root` is what it is a part of, and is at home elsewhere by now: whoever has it there may not
    read where that was said, or had to let go of what was said before it was brought out there.
    """
    ((said, author),) = cursor.execute(_WRITTEN, (op.id.lane,)).fetchall()
    left = cursor.execute(_LEFT_BY, (root, PLACE)).fetchone()
    by = said_again_by(cursor, root, said)
    # What was written here went along, and one alone says it again: two would do so for ever.
    if left is None or not by or author in ours.own:
        return b""
    if ours.are(*by[0]):
        # It went home from the stream to which it was brought over here.
        return bytes(left[0]) if left[0] != said else b""
    return bytes(said) if any(ours.are(*one) for one in by[1:2]) else b""


def _is_taken_home(cursor: Cursor, case: bytes, ours: Homes) -> bool:
    """Return whether it was this workbook, and nobody else, that said last where a case lives."""
    rows = [row for one in _CELLS for row in cursor.execute(_PLACES.format(one), (case, PLACE))]
    return bool(rows) and all(kind == Kind.MOVE and author in ours.own for kind, author in rows)


def adopt(
    connection: Connection,
    adopters: Mapping[bytes, bytes],
    ended: Mapping[bytes, int],
    hers: Mapping[bytes, bytes],
) -> None:
    """Keep which workbook looks after which lanes; `hers` are streams of users that it is here for.

    Their cases go on to live there, as if they were of somebody who works here. Of lanes that
    `ended` the last number counts that is named.
    """
    if dict(connection.execute(_KNOWN).fetchall()) == dict(adopters):
        return
    with in_one(connection) as cursor:
        before = homes(cursor).adopted
        cursor.execute(_NONE)
        cursor.executemany(_ADOPT, sorted(adopters.items()))
        after = homes(cursor).adopted
        new = [lane for lane, here in after.items() if here is not before.get(lane)]
        if new:
            _keep(cursor, _NEW, {*new, *_kept(cursor, _NEW)})
        if elsewhere := {lane: ended.get(lane, 0) for lane in new if not after[lane]}:
            keep_written_before(cursor, elsewhere)
        for user, stream in sorted(hers.items()):
            share(connection, user.hex(), stream, keepers(connection))


def note_ended(cursor: Cursor, taken: Mapping[bytes, Taken], ours: Homes) -> None:
    """Keep of what came which things whoever is gone had taken home, and brought out again not."""
    if not ours.any:
        return
    lanes = dict(cursor.execute(_LANES).fetchall())

    def is_theirs(op: Op) -> bool:
        # Also what this workbook itself did between its backup and its loss: it knows no more why.
        here = ours.adopted.get(op.id.lane)
        return here is not None and (here or lanes[op.id.lane] in ours.own)

    before = ended(cursor)
    after = set(before)
    for entity, one in taken.items():
        for op in filter(is_theirs, one.new):
            if op.kind is Kind.CREATE and PLACE in writes(op):
                after.discard(entity)
            if op.kind is Kind.MOVE and op.id in one.tips.get(PLACE, ()):
                after.add(entity)
    if after != before:
        _keep(cursor, _ENDED, after)


def lost_their_home(cursor: Cursor, cases: Iterable[bytes], ours: Homes) -> list[bytes]:
    """Return of some cases those that are at home at another workbook since a removal.

    And that had left before that: whoever has them now may have let go of what was said of them.
    """
    elsewhere = {lane for lane, here in ours.adopted.items() if not here}
    some = cases if elsewhere else ()
    homeless = [case for case in some if (home := _home(cursor, case)) and home[0] in elsewhere]
    return [case for case in homeless if had_left(cursor, case)]


def ended(cursor: Cursor) -> set[bytes]:
    """Return what the workbook that is gone had taken home, as its word came too late for that."""
    return _kept(cursor, _ENDED)


def new_at_home(cursor: Cursor) -> list[bytes]:
    """Return cases that are exchanged, and at home elsewhere since a removal not looked at yet."""
    new = _kept(cursor, _NEW)
    return [case for (case,) in cursor.execute(_BROUGHT_OUT, (listed(new),))] if new else []


def looked_at(cursor: Cursor) -> None:
    """Keep that they were, in the transaction in which that was done."""
    settings.forget(cursor, _NEW)


def left_elsewhere(cursor: Cursor, entities: Iterable[bytes], ours: Homes) -> set[bytes]:
    """Return of some things those that left for all others, by the word of whoever is gone."""
    asked = PLACE, listed(entities)
    rows = [row for one in _CELLS for row in cursor.execute(_LEFT.format(one), asked).fetchall()]
    return {entity for entity, author in rows if author not in ours.own}


def _kept(cursor: Cursor, key: str) -> set[bytes]:
    return {bytes.fromhex(one) for one in settings.kept_list(cursor, key)}


def _keep(cursor: Cursor, key: str, ids: Iterable[bytes]) -> None:
    settings.keep_list(cursor, key, [one.hex() for one in sorted(ids)])
