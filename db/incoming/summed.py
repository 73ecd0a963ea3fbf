"""A stream that somebody summed up meets what is here of it already, as its operations would."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from db.homes.held import Held, held, keep_held, missing, needed, went_beside
from db.homes.lateness import expect_late
from db.homes.membership import ExchangeRefused
from db.homes.told_ends import doubted_reach
from db.incoming.apply import Applied, Lane
from db.incoming.by_columns import ByColumns
from db.incoming.closer import Closer
from db.incoming.heaped import Begun, Heap
from db.log.streams import own_authors
from ledger.backlog import Reached
from ledger.ops import Kind, Op, OpId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlcipher3 import Cursor

    from db.incoming.apply import Applying
    from db.incoming.cut import Cut
    from ledger.summary import Awaited, LaneEnd, Rows

# Also of what lives elsewhere by now something may be here that was written in a stream.
_BEFORE: Final = (
    "select 1 from entity where stream = ?1 union all"
    " select 1 from op as o join lane as l on l.id = o.lane where l.stream = ?1 limit 1"
)
# So much of one lane never belongs to cases that had left: somebody means to slow this laptop down.
MOST_LACKING: Final = 5_000
# Whose key is another one by now writes there no more: of that a copy that came back may lack some.
_REACHED: Final = (
    "select id, author, sealed, author in (select author from app_user) from lane where stream = ?"
)
_WRITTEN: Final = "select ifnull(max(aseq), 0) from op where lane = ?"
# Also where it was summed up without it: that may be another stream.
_SEEN: Final = (
    "select 1 from op where lane = ?1 and aseq = ?2 and idx = ?3"
    " union all select 1 from lane where id = ?1 and sealed >= ?2"
)
_STONE: Final = "select 1 from tombstone where entity = ?"
_AWAIT: Final = "insert or ignore into cell_superseded values (?, ?, ?, ?, ?)"


class Summed:
    """Takes a summary in, parcel by parcel, inside the transaction of somebody else."""

    def __init__(
        self,
        cursor: Cursor,
        applying: Applying,
        lanes: Sequence[Lane],
        cut: Cut,
    ) -> None:
        self._cursor, self._applying, self._lanes, self._cut = cursor, applying, lanes, cut
        # Whoever has nothing of the stream yet has nothing to let go of.
        self.merges = cursor.execute(_BEFORE, (cut.stream,)).fetchone() is not None
        if self.merges:
            cut.begin(cursor)
        self._following = applying.begin(cursor, lanes)
        self._own = own_authors(cursor)
        self._held = held(cursor)
        self._absent = {
            OpId(lane, *place) for lane, one in self._held.items() for place in one.missing
        }
        self.reached = self._reach()
        # Lanes that waited for what is at home elsewhere by now: they go on.
        self._over: set[bytes] = set()
        # What belongs home here and is in no summary, lane by lane.
        self.missing: dict[bytes, dict[tuple[int, int], bytes]] = {}
        self._columns = ByColumns(cursor, applying, self._following, cut.stream)
        self._closer = Closer(cursor, cut.covered, self.reached, self._absent)
        self._table = ""
        self._waiting, self._begun = Heap(), Begun()
        self.applied = Applied()

    def rows(self, rows: Rows) -> None:
        """Take in what made things of one table: by columns, where nothing is known of them."""
        if rows.table != self._table:
            self._settle()
            self._table = rows.table
        self._cut.hers.require_rows(self._cursor, rows)
        if self._columns.takes(rows.table):
            closer, lacking = self._columns.add(rows, self._closer.of(rows))
            fields = rows.fields() if closer or lacking else []
            self._begin(rows.op(place, fields[place]) for place in lacking)
            self._wait(rows.op(place, fields[place]) for place in closer)
            if self._columns.waits:
                self._write()
        else:
            self._wait(rows)

    def operations(self, ops: Iterable[Op]) -> None:
        """Take in other operations that stand; what left or was erased comes first."""
        some = list(ops)
        begun = (self._begun.pop(op.entity) for op in some)
        self._wait([*filter(None, begun), *some])

    def await_(self, some: Iterable[Awaited]) -> None:
        """Note what was replaced before it came."""
        self._cut.await_(some)

    def _begin(self, ops: Iterable[Op]) -> None:
        """Keep what made things until that comes which replaced a part of it, if memory allows."""
        for op in ops:
            if not self._begun.keeps(op):
                self._waiting.add([op])

    def _wait(self, ops: Iterable[Op]) -> None:
        self._waiting.add(ops)
        if self._waiting.is_full:
            self._settle()

    def _wait_no_longer(self) -> None:
        self._wait(self._begun.emptied())
        self._settle()

    def _settle(self) -> None:
        """Write all that waits."""
        self._write()
        ops = self._waiting.emptied()
        if ops:
            self.applied += self._take(ops)
            self._closer.came(ops)

    def _write(self) -> None:
        count, refused = self._columns.write()
        self.applied = replace(self.applied, new=self.applied.new + count)
        self._waiting.add(refused)

    def _take(self, ops: Sequence[Op]) -> Applied:
        if self.merges:
            self._cut.add(ops)
        if any(op.kind is Kind.SCHEMA for op in ops):
            expect_late(self._cursor)
        # What was replaced here meanwhile is not in the log of whoever got it summed up.
        fresh = [
            op
            for op in ops
            if op.kind is Kind.SCHEMA or op.id.aseq > self.reached.get(op.id.lane, 0)
        ]
        fresh = self._without_missing(fresh)
        self._cut.hers.require(self._cursor, fresh)
        return self._applying.take_within(
            self._cursor, self._lanes, fresh, self._cut.covered, self._following
        )

    def _without_missing(self, ops: list[Op]) -> list[Op]:
        """Return all but the empty numbers of what was not here yet and belongs home here."""
        hers = {lane.id for lane in self._lanes if lane.author == self._cut.word.signer}
        empty = went_beside(self._cursor, self._held, ops, hers)
        behind = [op for op in empty if op.id.aseq > self.reached.get(op.id.lane, 0)]
        lacking = {op.id: op for op in missing(self._cursor, self._cut.stream, self._own, behind)}
        for op_id, op in lacking.items():
            self.missing.setdefault(op_id.lane, {})[op_id[1:]] = op.entity
        if any(len(mine) > MOST_LACKING for mine in self.missing.values()):
            raise ExchangeRefused("exchange.crowded")
        return [op for op in ops if op.id not in lacking and op.id not in self._absent]

    def go_on(self, ends: Iterable[LaneEnd]) -> list[LaneEnd]:
        """Let lanes wait that lack something; return those that go on behind the summary."""
        further = [
            end
            for end in ends
            if end.lane in self._over or end.aseq > self.reached.get(end.lane, 0)
        ]
        for end in further:
            if end.lane in self._held or end.lane in self.missing:
                before, lacking = self._held.get(end.lane), self.missing.get(end.lane, {})
                known = before.backlog.next if before else ()
                behind = (Reached(end.aseq, end.digest),) if lacking or not before else ()
                missing = {**(before.missing if before else {}), **lacking}
                next_ = (*known, *behind)
                # Who said before that it has none of it said nothing of what is lacking since.
                empty_at = {self._cut.word.by} if lacking or not before else before.empty_at
                self._held[end.lane] = Held(end.aseq, end.digest, missing, next_, empty_at)
        keep_held(self._cursor, self._held)
        return [end for end in further if end.lane not in self._held]

    def _end_waiting(self) -> None:
        """Let lanes wait no longer for what nobody here has to say again by now."""
        cut, word, gone = self._cut, self._cut.word, list[Op]()
        whole = [at for at in self._held.items() if cut.covered.get(at[0], 0) >= at[1].aseq]
        for lane, one in whole:
            one.empty_at |= {word.by}
            waits = lane, one, cut.stream
            known = word.books, word.others, word.shut
            gone += one.let_go(lane, needed(self._cursor, waits, *known))
            if not one.missing:
                del self._held[lane]
                self._over.add(lane)
        self._absent -= {op.id for op in gone}
        if gone:
            self.applied += self._applying.take_within(
                self._cursor, self._lanes, gone, cut.covered, self._following
            )

    def _reach(self) -> dict[bytes, int]:
        """Return up to where everything of each lane was seen, also what is not sealed here yet."""
        cut = self._cut
        rows = self._cursor.execute(_REACHED, (cut.stream,)).fetchall()
        by_word = doubted_reach(self._cursor, cut.stream, cut.covered, cut.word.signer)
        return {
            lane: self._cursor.execute(_WRITTEN, (lane,)).fetchall()[0][0]
            if author in self._own and writes
            else by_word[lane]
            if lane in by_word and lane not in self._held
            else max(sealed, self._held[lane].aseq if lane in self._held else 0)
            for lane, author, sealed, writes in rows
        }

    def close(self) -> None:
        """Let go of all that was replaced or went; await what has yet to come."""
        self._wait_no_longer()
        self._end_waiting()
        if self.merges:
            self._cut.note_empty(self._cursor)
            self.applied += self._applying.close_within(self._cursor, self._following, self._cut)
            self._cut.say_again(self._cursor)
        rows = [
            (*one.id, one.entity, one.field)
            for one in self._cut.awaited
            if self._cursor.execute(_SEEN, one.id).fetchone() is None
            and one.id.aseq > self.reached.get(one.id.lane, 0)
            and self._cursor.execute(_STONE, (one.entity,)).fetchone() is None
        ]
        self._cursor.executemany(_AWAIT, rows)

    def follow(self) -> None:
        """Bring up to date what follows from all that was taken in."""
        self._wait_no_longer()
        self._applying.end(self._cursor, self._following)
