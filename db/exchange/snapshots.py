"""Snapshots in the store: one made of a stream, one that comes part by part and is taken in."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from db.cases.search import SearchIndex
from db.exchange.batches import Exchange, readable
from db.exchange.summing import Summing
from db.guards.lifting import lifted
from db.homes.erasing_here import settle
from db.homes.membership import ExchangeRefused
from db.homes.told_ends import note_told_ends
from db.homes.unsettled import mark_erased, mark_unsettled
from db.incoming.cut import Cut
from db.incoming.summed import Summed
from db.incoming.uncollected import uncollected
from db.incoming.whose_word import OWN_WORD, Word
from db.log.outbox import mark_named
from db.rows.moments import stored
from ledger.columns import Section
from ledger.columns_read import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlcipher3 import Cursor

    from db.incoming.apply import Applied, Lane
    from ledger.ops import OpId
    from ledger.summary import Contents

_ADD: Final = "insert or ignore into snapshot values (?, ?, ?, ?, ?)"
_ONE: Final = "select id, stream, manifest, state from snapshot where id = ?"
_COMING: Final = "select id, stream, manifest, state from snapshot where state in ({}) order by id"
_STATE: Final = "update snapshot set state = ? where id = ?"
_KEEP: Final = "insert or ignore into snapshot_piece values (?, ?, ?)"
_THERE: Final = "select number from snapshot_piece where snapshot = ?"
_PIECE: Final = "select content from snapshot_piece where snapshot = ? and number = ?"
_DROP: Final = "delete from snapshot_piece where snapshot = ?"
_OTHERS: Final = (
    "select id from snapshot where stream = ? and id <> ? and state in ('coming', 'listed')"
)
_FORGET: Final = "delete from snapshot where id = ?"
_VOUCH: Final = "insert or replace into snapshot_vouched values (?, ?, ?)"
_VOUCHED: Final = "select snapshot, author, document from snapshot_vouched order by 1, 2"
_LANES: Final = "select id, sealed from lane where stream = ? and sealed > 0"
_WENT_ON: Final = (
    "update lane set aseq = max(aseq, :aseq), sealed = :aseq, digest = :digest where id = :lane"
)
# What was given away and emptied since: whoever has not got that far has a gap for ever.
_GAPS: Final = (
    "select l.stream, l.id, max(b.aseq) from outbox as b join lane as l on l.id = b.lane"
    " where b.content is null group by l.stream, l.id"
)
_UNSAID: Final = "delete from workbook_has where workbook = ?"
_SAID: Final = "insert into workbook_has values (?, ?, ?)"
_HAS: Final = "select 1 from workbook_has where workbook = ? and lane = ? and aseq >= ?"
_ANY: Final = "select 1 from entity where stream = ? limit 1"


class State(StrEnum):
    """How far a snapshot is."""

    COMING = "coming"
    LISTED = "listed"
    TAKEN = "taken"
    # Whoever compared it came to something else: nothing is mended by itself.
    DIFFERS = "differs"
    # It came whole and can not be read: nobody tries that again.
    REFUSED = "refused"
    # It was made here, and is on its way to a server.
    OFFERED = "offered"


class Coming(NamedTuple):
    """A snapshot as it is known here."""

    id: bytes
    stream: bytes
    manifest: bytes
    state: State


class Snapshots(Exchange):
    """What one open workbook gives to others and takes from them, also summed up."""

    # How a summary is taken in.
    summed: type[Summed] = Summed

    # ------------------------------------------------------------------ made here

    @contextmanager
    def summing(self, stream: bytes) -> Iterator[Summing]:
        """Give a stream as it is in this moment; refuse one of which something is not sealed."""
        with self._writing() as cursor:
            yield Summing(cursor, stream, self._now().date().isoformat())

    def keep_named(self, stream: bytes) -> None:
        """Keep that what is sealed here of a stream was summed up: it is never sealed anew."""
        with self._writing() as cursor:
            mark_named(cursor, stream)

    def reached(self, stream: bytes) -> dict[bytes, int]:
        """Return how far each lane of a stream is known here."""
        return dict(self._connection.execute(_LANES, (stream,)).fetchall())

    def gaps(self, readers: Mapping[bytes, Iterable[bytes]]) -> set[bytes]:
        """Return the streams of which some reader may lack a batch that nobody has any more."""
        cursor = self._connection.cursor()
        return {
            stream
            for stream, lane, aseq in self.emptied()
            for reader in readers.get(stream, ())
            if cursor.execute(_HAS, (reader, lane, aseq)).fetchone() is None
        }

    def emptied(self) -> list[tuple[bytes, bytes, int]]:
        """Return each lane with batches that nobody has any more: its stream, it, and the last."""
        return self._connection.execute(_GAPS).fetchall()

    def note_has(self, workbook: bytes, lanes: Mapping[bytes, int]) -> None:
        """Keep how far another workbook says that it knows each lane, and no more than that."""
        with self._writing() as cursor:
            cursor.execute(_UNSAID, (workbook,))
            cursor.executemany(_SAID, [(workbook, *one) for one in lanes.items()])

    # ------------------------------------------------------------------ on its way

    def promise(self, snapshot: bytes, stream: bytes, manifest: bytes) -> None:
        """Keep the list of parts that are to come, in place of what was on its way before."""
        with self._writing() as cursor:
            for (other,) in cursor.execute(_OTHERS, (stream, snapshot)).fetchall():
                cursor.execute(_DROP, (other,))
                cursor.execute(_FORGET, (other,))
            moment = stored(self._now())
            cursor.execute(_ADD, (snapshot, stream, manifest, State.COMING, moment))

    def known(self, snapshot: bytes) -> Coming | None:
        """Return a snapshot by its name, if it was promised."""
        rows = self._connection.execute(_ONE, (snapshot,)).fetchall()
        return _coming(rows)[0] if rows else None

    def coming(self, *states: State) -> list[Coming]:
        """Return the snapshots that are so far, those on their way if nothing is named."""
        wanted = states or (State.COMING, State.LISTED)
        rows = self._connection.execute(_COMING.format(", ".join("?" * len(wanted))), wanted)
        return _coming(rows.fetchall())

    def keep_piece(self, snapshot: bytes, number: int, content: bytes) -> None:
        """Keep a part that came, opened."""
        with self._writing() as cursor:
            cursor.execute(_KEEP, (snapshot, number, content))

    def pieces(self, snapshot: bytes) -> set[int]:
        """Return the numbers of the parts that came."""
        return {number for (number,) in self._connection.execute(_THERE, (snapshot,))}

    def contents(self, snapshot: bytes) -> Contents | None:
        """Return what a snapshot says of itself, once its first part came."""
        row = self._connection.execute(_PIECE, (snapshot, 1)).fetchone()
        if row is None:
            return None
        section, told = Reader().read(row[0])
        if section is not Section.CONTENTS:
            raise ExchangeRefused("exchange.unreadable")
        contents: Contents = told
        return contents

    def set_state(self, snapshot: bytes, state: State) -> None:
        """Note how far a snapshot is; of one that is done with nothing is kept but its list."""
        with self._writing() as cursor:
            cursor.execute(_STATE, (state, snapshot))
            if state not in {State.COMING, State.LISTED}:
                cursor.execute(_DROP, (snapshot,))

    # ------------------------------------------------------------------ taken in

    def list_first(self, coming: Coming, contents: Contents, lanes: Sequence[Lane]) -> None:
        """Show the list as soon as its parts are there, where nothing of the stream was before."""
        with self._taking() as cursor:
            if cursor.execute(_ANY, (coming.stream,)).fetchone() is None:
                summed = self.summed(cursor, self._applying, lanes, Cut(coming.stream, {}))
                self._take_parts(summed, coming.id, contents.listed, contents)
                summed.follow()
            cursor.execute(_STATE, (State.LISTED, coming.id))

    def take_in(
        self,
        coming: Coming,
        contents: Contents,
        lanes: Sequence[Lane],
        word: Word = OWN_WORD,
    ) -> Applied:
        """Take in a whole snapshot in one transaction, and let its lanes go on behind it.

        `word` says whose it is.
        """
        count = len(self.pieces(coming.id))
        covered = {end.lane: end.aseq for end in contents.lanes}
        cut = Cut(coming.stream, covered, word, self.may)
        with self._taking() as cursor:
            summed = self.summed(cursor, self._applying, lanes, cut)
            self._take_parts(summed, coming.id, count, contents)
            summed.close()
            note_told_ends(cursor, coming.stream, contents.lanes, word.signer)
            summed.follow()
            went_on: list[dict[str, Any]] = [
                {"lane": end.lane, "aseq": end.aseq, "digest": end.digest}
                for end in summed.go_on(contents.lanes)
            ]
            cursor.executemany(_WENT_ON, went_on)
            self._applying.let_go_within(cursor)
            for lane in covered if summed.merges else ():
                if covered[lane] > (seen := summed.reached.get(lane, 0)):
                    mark_unsettled(cursor, lane, seen + 1)
            cursor.execute(_STATE, (State.TAKEN, coming.id))
            cursor.execute(_DROP, (coming.id,))
            whole = summed.applied
            if whole.erased or whole.left:
                SearchIndex(cursor).scour()
                mark_erased(cursor)
        if whole.erased or whole.left:
            settle(self._connection)
        return whole

    @contextmanager
    def _taking(self) -> Iterator[Cursor]:
        with uncollected(), readable(), self._writing() as cursor, lifted(cursor):
            yield cursor

    def _take_parts(self, summed: Summed, snapshot: bytes, upto: int, contents: Contents) -> None:
        """Take in the first parts, one after the other."""
        # What leaves by it takes away what is still on its way of the stream: no part of this.
        self._connection.execute(_STATE, (State.TAKEN, snapshot))
        ends = {end.lane: end.aseq for end in contents.lanes}
        for section, told in self._read(snapshot, upto):
            if section is Section.ROWS:
                _require_inside(told.ids, ends)
                summed.rows(told)
            elif section is Section.OPERATIONS:
                _require_inside((op.id for op in told), ends)
                summed.operations(told)
            elif section is Section.AWAITED:
                summed.await_(told)

    def _read(self, snapshot: bytes, upto: int) -> Iterator[tuple[Section, Any]]:
        reader = Reader()
        # One by one: while something is read no index can be let go of.
        for number in sorted(self.pieces(snapshot)):
            if number <= upto:
                ((content,),) = self._connection.execute(_PIECE, (snapshot, number)).fetchall()
                yield reader.read(content)

    # ------------------------------------------------------------------ compared

    def vouch(self, snapshot: bytes, author: bytes, document: bytes) -> None:
        """Keep that somebody came to the same."""
        with self._writing() as cursor:
            cursor.execute(_VOUCH, (snapshot, author, document))

    def vouched(self) -> list[tuple[bytes, bytes, bytes]]:
        """Return who compared which snapshot, with the signed word of each."""
        return self._connection.execute(_VOUCHED).fetchall()


def _require_inside(ops: Iterable[OpId], ends: Mapping[bytes, int]) -> None:
    """Refuse what was written in no lane of the snapshot, or after its cut."""
    if any(one.aseq > ends.get(one.lane, 0) for one in ops):
        raise ExchangeRefused("exchange.unreadable")


def _coming(rows: Iterable[tuple[bytes, bytes, bytes, str]]) -> list[Coming]:
    return [Coming(name, stream, said, State(state)) for name, stream, said, state in rows]
