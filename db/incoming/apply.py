"""Operations from elsewhere become rows: in any order, any number of times, nothing lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from db.homes.erased_parts import ends_of_parts, let_come
from db.homes.erasing import erase
from db.homes.given_without_words import note_come
from db.homes.late import emptied, let_go
from db.homes.leaving import leave, left_behind, take_leave, tell_alone
from db.homes.sending_on import keep_to_send_on
from db.incoming.claimed import give_over, let_come_true
from db.incoming.codes_apart import give_others, of_one_code
from db.log.cells import NEW_LANE, row_of
from db.log.heads import Heads, load, parcels
from db.log.oplog import OpLog
from db.log.shown_rows import Projector
from db.rows.these import listed
from db.vault.engine import in_one
from ledger.ops import Kind, Op, OpId

Done = TypeVar("Done")

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from sqlcipher3 import Connection, Cursor

    from db.log.heads import Taken
    from db.log.shown_rows import Shape
    from ledger.clock import HybridClock
    from ledger.ops import Value

RECEIVED: Final = "received"
RECODED: Final = "case_recoded"
# By the first turn all have other codes; those would have to be taken as well for a second.
_MOST_CODES: Final = 4

_SEEN: Final = "select idx from op where lane = ? and aseq = ?"
_STREAMS: Final = "select id, stream from lane"
_TOMBSTONES: Final = (
    "select entity from tombstone where entity in (select unhex(value) from json_each(?))"
)
_ANY_STONE: Final = "select 1 from tombstone limit 1"


@dataclass(frozen=True, slots=True)
class Lane:
    """Whose operations these are, and in which stream."""

    id: bytes
    stream: bytes
    author: bytes


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of operations that arrived."""

    new: int = 0
    known: int = 0
    dropped: int = 0
    from_the_future: int = 0
    waiting: int = 0
    erased: int = 0
    left: int = 0

    def __add__(self, more: Applied) -> Applied:
        """Return what became of both, the others later: what waits, waits then."""
        return Applied(
            new=self.new + more.new,
            known=self.known + more.known,
            dropped=self.dropped + more.dropped,
            from_the_future=self.from_the_future + more.from_the_future,
            waiting=more.waiting,
            erased=self.erased + more.erased,
            left=self.left + more.left,
        )


class Following(Protocol):
    """What follows from rows, kept up while operations are taken in."""

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """What tables have besides their logged columns."""

    @property
    def recoded(self) -> Container[bytes]:
        """Which cases have another code since this taking began."""

    def before_erasing(self, ops: Iterable[Op]) -> None:
        """Look at what is about to be erased, while it is still there."""

    def note(self, appeared: Mapping[bytes, tuple[Taken, Mapping[str, Value]]]) -> None:
        """Note what came or changed, with the fields of each."""

    def expect(self, table: str, count: int) -> None:
        """Prepare for so many new things of a table."""

    def note_new(self, table: str, made: Iterable[tuple[bytes, int, Mapping[str, Value]]]) -> None:
        """Note what was made just now and nothing else is known of: its id, moment and fields."""

    def follow(self) -> Iterable[bytes]:
        """Bring up to date what follows from what was noted; return the cases of it."""


class Apart(Protocol):
    """How far a summary goes."""

    @property
    def covered(self) -> Mapping[bytes, int]:
        """Up to which number each lane is summed up."""

    def apart(self, cursor: Cursor) -> tuple[Mapping[bytes, Taken], Mapping[bytes, Op]]:
        """Return what is changed by all that stands no longer, and what is gone as a whole."""


class _Nothing:
    """Nothing follows: rows alone, for whoever brings shapes of her own."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self.shapes = shapes
        self.recoded = frozenset[bytes]()

    def before_erasing(self, ops: Iterable[Op]) -> None:
        """Look at nothing."""

    def note(self, appeared: Mapping[bytes, tuple[Taken, Mapping[str, Value]]]) -> None:
        """Note nothing."""

    def expect(self, table: str, count: int) -> None:
        """Prepare for nothing."""

    def note_new(self, table: str, made: Iterable[tuple[bytes, int, Mapping[str, Value]]]) -> None:
        """Note nothing."""

    def follow(self) -> Iterable[bytes]:
        """Bring nothing up to date."""
        return ()


class Applying:
    """Takes operations into a store, on a connection without guard triggers."""

    def __init__(
        self,
        connection: Connection,
        clock: HybridClock,
        user: bytes,
        shapes: Mapping[str, Shape] | Callable[[Cursor], Following] | None = None,
        done: Callable[[], None] = lambda: None,
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._user = user
        # By which key whoever sits here signs; without one nothing is written for her.
        self.author: Callable[[], bytes] = bytes
        # To be called when the transaction is over, whichever way it ended.
        self.done = done
        self._follows = shapes if callable(shapes) else lambda _cursor: _Nothing(shapes or {})

    def take(self, lanes: Iterable[Lane], ops: Iterable[Op]) -> Applied:
        """Write operations, cells and rows in one transaction; return what became of them."""
        return self._whole(lambda cursor: self.take_within(cursor, lanes, ops))

    def retry(self) -> int:
        """Show what an upgrade made showable; return how many entities still wait."""
        return self._whole(self.retry_within)

    def take_within(
        self,
        cursor: Cursor,
        lanes: Iterable[Lane],
        ops: Iterable[Op],
        covered: Mapping[bytes, int] | None = None,
        of: Following | None = None,
    ) -> Applied:
        """Do what `take` does, inside the transaction of somebody else.

        Of lanes that are `covered` nothing up to a number is to come that is not summed up.
        What follows is brought up to date by whoever takes in several parcels of one taking.
        """
        following = of or self.begin(cursor, lanes)
        incoming = {op.id: op for op in ops}
        if covered is None:
            note_come(cursor, incoming.values())
        fresh = _unseen(cursor, incoming)
        let_come_true(cursor, fresh)
        let_come(cursor, fresh)
        ends = ends_of_parts(cursor, fresh)
        erased = {op.entity for op in fresh if op.kind is Kind.ERASE} | {op.entity for op in ends}
        gone = erased | _tombstones(cursor, {op.entity for op in fresh})
        kept = [op for op in fresh if op.kind is Kind.ERASE or op.entity not in gone]
        whole, kept = kept, emptied(cursor, kept, summed=covered is not None)
        future = sum(not self._clock.observe(op.hlc) for op in kept)
        pairs = list(zip(whole, kept, strict=True))
        going = keep_to_send_on(cursor, [(op, one.entity) for op, one in pairs if op is not one])
        self._write(cursor, [op if op.id in going else one for op, one in pairs])
        waiting, left = self._show(cursor, following, (kept, ends), covered)
        if of is None:
            self.end(cursor, following)
        return Applied(
            new=len(kept),
            known=len(incoming) - len(fresh),
            dropped=len(fresh) - len(kept),
            from_the_future=future,
            waiting=waiting,
            erased=len(erased),
            left=left,
        )

    def begin(self, cursor: Cursor, lanes: Iterable[Lane]) -> Following:
        """Begin a taking in of several parcels: what follows is noted until it ends."""
        cursor.executemany(NEW_LANE, [(one.id, one.stream, one.author) for one in lanes])
        # A child may come before its parent; what still misses one waits beside the rows.
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        return self._follows(cursor)

    def end(self, cursor: Cursor, following: Following) -> None:
        """Bring up to date what follows; say in the history of each case that something came."""
        self._keep_codes_apart(cursor, following)
        log = self._log()
        for case in following.follow():
            log.line(RECODED if case in following.recoded else RECEIVED, case)
        if not log.idle:
            log.write(cursor)

    def _keep_codes_apart(self, cursor: Cursor, following: Following) -> None:
        """Show cases that were given one code, each under another one."""
        for _turn in range(_MOST_CODES):
            cases = of_one_code(cursor)
            author = self.author() if cases else b""
            if not author:
                return
            log = OpLog(author, self._clock, self._user)
            self._take_own(cursor, following, give_others(cursor, log, cases))

    def _take_own(self, cursor: Cursor, following: Following, ops: Sequence[Op]) -> None:
        """Let operations take effect that stand in the log."""
        streams = dict(cursor.execute(_STREAMS).fetchall())
        heads = Heads(cursor, streams, {op.id for op in ops})
        taken = heads.absorb(ops)
        give_over(cursor, heads.claims, following.before_erasing)
        projector = Projector(cursor, following.shapes)
        projector.show(taken)
        following.note(projector.appeared)

    def log_new(self, cursor: Cursor, rows: Iterable[tuple[Any, ...]]) -> None:
        """Write operations that are known to be new and are rows of the log already."""
        log = self._log()
        log.adopt(rows)
        log.line(RECEIVED)
        log.write(cursor)

    def show_waiting(self, cursor: Cursor, of: Following, there: Iterable[bytes]) -> None:
        """Show what waited for things that are there now."""
        projector = Projector(cursor, of.shapes)
        projector.show_waiting(there)
        of.note(projector.appeared)

    def observe(self, moments: Sequence[int]) -> None:
        """Let the clock see moments that came; nearly always the latest says it all."""
        if moments and not self._clock.observe(max(moments)):
            for one in moments:
                self._clock.observe(one)

    def _whole(self, act: Callable[[Cursor], Done]) -> Done:
        """Do something in one transaction: all of it or nothing."""
        try:
            with in_one(self._connection) as cursor:
                return act(cursor)
        finally:
            self.done()

    def close_within(
        self,
        cursor: Cursor,
        following: Following,
        cut: Apart,
    ) -> Applied:
        """Let go of what a summary covers and has no longer, once all that it has came in."""
        changed, gone = cut.apart(cursor)
        gone = {**left_behind(cursor), **gone}
        look = following.before_erasing
        left, early = take_leave(cursor, gone, look, self._log(), cut.covered)
        projector = Projector(cursor, following.shapes)
        stays = {key: one for key, one in changed.items() if key not in left}
        waiting = projector.show(stays | early)
        following.note(projector.appeared)
        return Applied(waiting=waiting, left=len(left))

    def _show(
        self,
        cursor: Cursor,
        following: Following,
        came: tuple[list[Op], list[Op]],
        covered: Mapping[bytes, int] | None,
    ) -> tuple[int, int]:
        """Let operations that are in the log take effect; return how many things wait, or left."""
        kept, ends = came
        gone = [*(op for op in kept if op.kind is Kind.ERASE), *ends]
        if gone:
            following.before_erasing(gone)
            tell_alone(cursor, {op.entity for op in gone}, self._log())
            erase(cursor, gone, self._clock.now(), following.shapes)
        is_summed = covered is not None
        look, shapes = following.before_erasing, following.shapes
        before = let_go(cursor, kept, look, shapes, summed=is_summed)
        streams = dict(cursor.execute(_STREAMS).fetchall())
        heads = Heads(cursor, streams, {op.id for op in kept}, covered)
        taken = heads.absorb(op for op in kept if op.kind not in {Kind.ERASE, Kind.SCHEMA})
        give_over(cursor, heads.claims, look)
        left, early = leave(cursor, taken, look, self._log(), covered or {})
        projector = Projector(cursor, shapes)
        # What was let go of before is known best by what came after it; what is of a time when
        # something is back waits for that.
        changed = before | taken
        stays = {key: one for key, one in changed.items() if key not in left}
        waiting = projector.show(stays | early)
        following.note(projector.appeared)
        return waiting, len(left)

    def let_go_within(self, cursor: Cursor) -> None:
        """Let go of what waits for something that does not come any more, once lanes went on."""
        following = self._follows(cursor)
        changed = let_go(cursor, (), following.before_erasing, following.shapes)
        projector = Projector(cursor, following.shapes)
        projector.show(changed)
        following.note(projector.appeared)
        self.end(cursor, following)

    def show_again(self, cursor: Cursor, ops: Sequence[Op]) -> None:
        """Let operations stand that are in the log and did not, inside somebody's transaction."""
        following = self._follows(cursor)
        self._take_own(cursor, following, ops)
        self.end(cursor, following)

    def show_anew(self, cursor: Cursor, things: Iterable[bytes], said: str) -> None:
        """Show things by their cells once more, inside somebody's transaction; say so in history.

        What waited for them, or they for others, is tried too.
        """
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        following = self._follows(cursor)
        projector = Projector(cursor, following.shapes)
        projector.show(load(cursor, things))
        following.note(projector.appeared)
        log = self._log()
        for case in following.follow():
            log.line(said, case)
        if log.idle:
            log.line(said)
        log.write(cursor)

    def retry_within(self, cursor: Cursor) -> int:
        """Do what `retry` does, inside the transaction of somebody else."""
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        following = self._follows(cursor)
        projector = Projector(cursor, following.shapes)
        waiting = projector.retry()
        following.note(projector.appeared)
        self._keep_codes_apart(cursor, following)
        following.follow()
        return waiting

    def _write(self, cursor: Cursor, ops: list[Op]) -> None:
        if ops:
            log = self._log()
            log.adopt(row_of(op) for op in ops)
            log.line(RECEIVED)
            log.write(cursor)

    def _log(self) -> OpLog:
        return OpLog(bytes(32), self._clock, self._user)


def _unseen(cursor: Cursor, incoming: Mapping[OpId, Op]) -> list[Op]:
    """Return the operations that are not in the log yet, in the order of their ids."""
    known: dict[tuple[bytes, int], set[int]] = {}
    for lane, aseq, _idx in incoming:
        if (lane, aseq) not in known:
            rows = cursor.execute(_SEEN, (lane, aseq)).fetchall()
            known[lane, aseq] = {idx for (idx,) in rows}
    return [op for key, op in sorted(incoming.items()) if key.idx not in known[key[:2]]]


def _tombstones(cursor: Cursor, entities: set[bytes]) -> set[bytes]:
    """Return which of some entities are erased."""
    if cursor.execute(_ANY_STONE).fetchone() is None:
        return set()
    return {
        row[0] for some in parcels(entities) for row in cursor.execute(_TOMBSTONES, (listed(some),))
    }
