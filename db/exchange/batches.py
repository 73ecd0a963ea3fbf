"""The store's part in exchange: closes and hands out its own batches, takes in those of others."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlcipher3.dbapi2 import DataError, IntegrityError, InterfaceError, ProgrammingError

from db.answers.shelf import Shelf
from db.cases.search import SearchIndex
from db.exchange.going_back import come_no_more, contradicts, go_back
from db.exchange.pieces import content_of
from db.exchange.set_back import keep_words
from db.figures.marks import settle_marked
from db.guards.lifting import lifted
from db.homes.erasing_here import settle
from db.homes.going import forget_arrived, forget_sent, home_again
from db.homes.held import backlogs, held, keep_held, let_in
from db.homes.membership import ExchangeRefused, Membership
from db.homes.scopes import may_leave
from db.homes.told_ends import gone_back, has_come_elsewhere, told_ends
from db.homes.unsettled import mark_erased, mark_unsettled
from db.incoming.receiving import receiving
from db.incoming.vouched import anybody, coming, require_hers
from db.log import outbox
from db.log.cells import NEW_LANE
from db.rows import settings
from db.rows.moments import stored
from db.vault.alchemy import DRIVER_ERRORS
from db.vault.engine import in_one
from ledger.backlog import FORK, GAP, KNOWN, BacklogRefused, Link, Reached
from ledger.clock import HybridClock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlcipher3 import Connection, Cursor

    from db.incoming.apply import Applied, Lane
    from ledger.ops import Op

_STATES: Final = "select id, sealed, digest from lane where sealed > 0"
_OWN: Final = "select id, aseq, sealed from lane where stream = ? and author = ?"
_LAST: Final = "select ifnull(max(aseq), 0) from op where lane = ?"
_CLOSE: Final = "update lane set aseq = ? where id = ? and aseq < ?"
_SEALED: Final = "select sealed, aseq from lane where id = ?"
_REACHED: Final = "select sealed, digest from lane where id = ?"
_ADD_SEALED: Final = "insert into outbox values (?, ?, ?, ?, ?, null)"
_NOW_SEALED: Final = "update lane set sealed = ?, digest = ? where id = ?"
_TAKEN: Final = (
    "update lane set aseq = max(aseq, :aseq), sealed = :aseq, digest = :digest where id = :lane"
)
# What waited behind a gap may have come too late by now.
_PARK: Final = (
    "insert into parked_batch values (?, ?, ?, ?, ?, ?, ?, ?)"
    " on conflict do update set why = excluded.why"
)
_PARKED: Final = (
    "select batch_id, stream, lane, aseq, why, epoch, content from parked_batch"
    " where why not like 'late.%' order by lane, aseq"
)
_LAID: Final = (
    "select batch_id, stream, lane, aseq, why, epoch, content from parked_batch where why = ?"
    " order by lane, aseq"
)
_UNSHOWN: Final = "select count(distinct entity) from opaque_op where why in ('table', 'field')"
_UNPARK: Final = "delete from parked_batch where batch_id = ?"
# What a batch says that rows can not hold, whichever of them notices.
_UNREADABLE: Final = (
    *(LookupError, TypeError, ValueError, OverflowError),
    *(DataError, IntegrityError, InterfaceError, ProgrammingError),
)
_NOT_NEXT: Final = {GAP: "exchange.gap", FORK: FORK}
MOST: Final = 64


class Pending(NamedTuple):
    """A batch of ours that is closed and not sealed yet."""

    lane: bytes
    aseq: int
    content: bytes


class LaneAt(NamedTuple):
    """The last batch of a lane that was sealed here or taken in: its number and its id."""

    aseq: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Arrived:
    """A batch of somebody else, verified and opened."""

    lane: Lane
    aseq: int
    digest: bytes
    ops: Sequence[Op]
    # The id of the batch before it in its lane.
    prev: bytes = b""
    # How many bytes say it.
    size: int = 0


class Parked(NamedTuple):
    """A batch that can not be taken in yet, and why."""

    batch_id: bytes
    stream: bytes
    lane: bytes
    aseq: int
    why: str
    epoch: int
    content: bytes


@contextmanager
def readable() -> Iterator[None]:
    """Refuse what says nothing that rows can hold, for the length of a block."""
    try:
        yield
    except (*_UNREADABLE, *DRIVER_ERRORS) as cause:
        # What the file or the disk says is said of nothing that came.
        if not isinstance(getattr(cause, "orig", cause), _UNREADABLE):
            raise
        raise ExchangeRefused("exchange.unreadable") from cause


def _nothing() -> None:
    """Do nothing beside."""


def untold(_: Iterable[bytes]) -> None:
    """Tell nobody."""


class Exchange(Membership):
    """What one open workbook gives to others and takes from them."""

    def __init__(self, connection: Connection, user: bytes, now: Callable[[], datetime]) -> None:
        super().__init__(connection)
        self._now = now
        # The id of what was sealed here, by lane and number, as long as it is kept.
        self.batch_id = partial(outbox.batch_id, connection)
        # Where batches may come in of each lane of which a summary lacked some.
        self.backlogs = partial(backlogs, connection)
        # Which lanes end by the word of whoever summed them up.
        self.told_ends = partial(told_ends, connection)
        # Which of them went back and are to come again; and what becomes of those that do not.
        self.gone_back = partial(gone_back, connection)
        self.come_no_more = partial(come_no_more, connection)
        self.contradicts = partial(contradicts, connection)
        # Whether a workbook, or a server, has as much of a lane as is known here.
        self.has_come_elsewhere = partial(has_come_elsewhere, connection)
        # By whose word others know how lanes of this workbook end.
        self.keep_words = partial(keep_words, connection)
        # Told of batches, by their ids, inside the transaction in which they are kept.
        self.kept: Callable[[Iterable[bytes]], None] = untold
        # Whether an author, by her key, may write a stream, or ever might.
        self.may: Callable[[bytes, bytes], bool] = anybody
        clock = HybridClock(now)
        self._applying = receiving(connection, clock, user, Shelf())
        # By which key whoever sits here signs what she has to say of what comes.
        self.sign_by = partial(setattr, self._applying, "author")
        self.keep_told_ends = partial(go_back, self._writing, self._applying.show_again)

    def lanes(self) -> Mapping[bytes, LaneAt]:
        """Return of every lane the last batch that was sealed here or taken in."""
        rows = self._connection.execute(_STATES).fetchall()
        return {lane: LaneAt(aseq, digest) for lane, aseq, digest in rows}

    def pending(self, stream: bytes, author: bytes, most: int = MOST) -> list[Pending]:
        """Close the open batch of an author in a stream; return what she has to seal, in order.

        Nothing is ever added to a batch that was closed.
        """
        with self._writing() as cursor:
            if not may_leave(cursor, stream):
                raise ExchangeRefused("exchange.local")
            found = cursor.execute(_OWN, (stream, author)).fetchone()
            if found is None:
                return []
            lane, _closed, sealed = found
            ((last,),) = cursor.execute(_LAST, (lane,)).fetchall()
            cursor.execute(_CLOSE, (last, lane, last))
            day = self._now().date().isoformat()
            numbers = range(sealed + 1, min(last, sealed + most) + 1)
            return [Pending(lane, aseq, content_of(cursor, lane, aseq, day)) for aseq in numbers]

    def keep_sealed(self, lane: bytes, aseq: int, batch_id: bytes, batch: bytes) -> None:
        """Keep a batch as it was sealed, and where its lane has got to."""
        with self._writing() as cursor:
            row = cursor.execute(_SEALED, (lane,)).fetchone()
            if row is None or aseq != row[0] + 1 or aseq > row[1]:
                raise ExchangeRefused("exchange.order")
            cursor.execute(_ADD_SEALED, (batch_id, lane, aseq, batch, stored(self._now())))
            cursor.execute(_NOW_SEALED, (aseq, batch_id, lane))

    def sealed_since(self, have: Mapping[bytes, int]) -> Iterator[tuple[bytes, int, bytes]]:
        """Yield lane, number and bytes of what was sealed here and somebody has not got yet."""
        return outbox.sealed_since(self._connection.cursor(), have)

    def has_unsent(self) -> bool:
        """Return whether something was sealed here that nobody was given yet."""
        return outbox.has_unsent(self._connection.cursor())

    def mark_sent(
        self, batch_ids: Iterable[bytes], to: bytes, also: Callable[[], None] = _nothing
    ) -> None:
        """Keep to whom batches were given, and in the same transaction what goes along with it."""
        with self._writing() as cursor:
            outbox.mark_sent(cursor, batch_ids, to)
            forget_sent(cursor)
            also()

    def forget_arrived(self, homes: Mapping[bytes, bytes]) -> set[bytes]:
        """Keep nothing more of what was going home and came there; `homes` are those of authors.

        What is at home here by now stands again; return of which things that is.
        """
        with self._writing() as cursor:
            forget_arrived(cursor, homes)
            ops = home_again(cursor)
            if ops:
                self._applying.show_again(cursor, ops)
        return {op.entity for op in ops}

    def proved(self, readers: Mapping[bytes, Collection[bytes]]) -> Mapping[bytes, int]:
        """Return how far all who read a stream said to have each of its lanes."""
        return outbox.proved(self._connection.cursor(), readers)

    def receive(self, batches: Iterable[Arrived], beside: Iterable[Arrived] = ()) -> Applied:
        """Take in batches, each the next of its lane, in one transaction; known ones do nothing.

        What comes `beside` them is looked at and not taken in: what it makes is no stranger's.
        What is well sealed and yet says nothing that rows can hold is refused as a whole: whoever
        brings batches one by one finds out which to park.
        """
        some = list(batches)
        with readable(), self._writing() as cursor, lifted(cursor):
            applied = self._take(cursor, self._next(cursor, some), [*some, *beside])
            self.kept(one.digest for one in some)
        if applied.erased or applied.left:
            settle(self._connection)
        return applied

    def bridge(self, batches: Iterable[tuple[bytes, bytes, int]]) -> None:
        """Keep that others can not get batches, by id, lane and number, unless they are summed up.

        Only what was taken in here counts.
        """
        with self._writing() as cursor:
            outbox.bridge(cursor, batches, stored(self._now()))

    def park(self, parked: Parked) -> None:
        """Keep a batch that can not be taken in yet."""
        with self._writing() as cursor:
            cursor.execute(_PARK, (*parked, stored(self._now())))
            self.kept([parked.batch_id])

    def parked(self) -> Sequence[Parked]:
        """Return what can not be taken in yet, lane by lane."""
        return [Parked(*row) for row in self._connection.execute(_PARKED).fetchall()]

    def laid_aside(self, why: str) -> Sequence[Parked]:
        """Return what is kept for one reason, lane by lane."""
        return [Parked(*row) for row in self._connection.execute(_LAID, (why,)).fetchall()]

    def unpark(self, batch_id: bytes) -> None:
        """Let go of a batch that was taken in after all."""
        self._connection.execute(_UNPARK, (batch_id,))

    def awaken(self, shape: str) -> int:
        """Show what only a newer program can, once after each change of it; return what waits.

        `shape` names the program: its tables and fields, its forms.
        """
        if settings.kept(self._connection, settings.SHAPE) == shape:
            return 0
        with self._writing() as cursor, lifted(cursor):
            waiting = self._applying.retry_within(cursor)
            settings.keep(cursor, settings.SHAPE, shape)
        return waiting

    def unshown(self) -> int:
        """Return how much is kept that only a newer program can show."""
        ((count,),) = self._connection.execute(_UNSHOWN).fetchall()
        return int(count)

    def _take(self, cursor: Cursor, new: Sequence[Arrived], come: Iterable[Arrived]) -> Applied:
        lanes = {one.lane.id: one.lane for one in new}
        made = coming((one.lane, one.ops) for one in come)
        for one in new:
            require_hers(cursor, one.lane, one.ops, self.may, made)
        ops = [op for one in new for op in one.ops]
        applied = self._applying.take_within(cursor, lanes.values(), ops)
        if applied.erased or applied.left:
            SearchIndex(cursor).scour()
            mark_erased(cursor)
        return applied

    def _next(self, cursor: Cursor, batches: Iterable[Arrived]) -> list[Arrived]:
        """Return the batches that are new, and let their lanes go on; refuse one after a gap."""
        new, waiting = [], held(cursor)
        waits = bool(waiting)
        for one in batches:
            lane = one.lane
            row = cursor.execute(_REACHED, (lane.id,)).fetchone()
            known = Reached(*row) if row else Reached(0, b"")
            if one.aseq <= known.aseq:
                continue
            try:
                link = Link(one.aseq, one.digest, one.prev)
                reached, ops = let_in(waiting, (lane.id, known), link, one.ops)
            except BacklogRefused as refused:
                if str(refused) == KNOWN:
                    continue
                raise ExchangeRefused(_NOT_NEXT[str(refused)]) from refused
            cursor.execute(NEW_LANE, (lane.id, lane.stream, lane.author))
            taken = {"lane": lane.id, "aseq": reached.aseq, "digest": reached.digest}
            cursor.execute(_TAKEN, taken)
            mark_unsettled(cursor, lane.id, one.aseq)
            new.append(replace(one, ops=ops))
        if waits:
            keep_held(cursor, waiting)
        return new

    @contextmanager
    def _writing(self) -> Iterator[Cursor]:
        """Give a cursor whose work is kept as a whole or not at all."""
        try:
            with in_one(self._connection) as cursor:
                yield cursor
                settle_marked(cursor, self._now)
        finally:
            self._applying.done()
