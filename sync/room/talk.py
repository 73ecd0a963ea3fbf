"""What two laptops say to each other once they have met: sticks in turn, until both are the same.

A stick goes over in records of one size and is kept sealed until it is whole, then taken in as any
other is. Whatever breaks off leaves what had come; nothing has to be said again to be believed.
"""

from __future__ import annotations

import struct
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, Final, TypeVar, cast

from casework.keeping.exchange import Brought, Stage
from db.exchange import underway
from db.vault.refusals import of_system
from sync.carrying import read_open
from sync.room.finding import Network, RoomRefused
from sync.room.greeting import refuse
from sync.survey import laptop_of
from sync.wire.bundle import BundleRefused
from sync.wire.frames import author_id

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from sync.line.ground import AtStore
    from sync.post import Post
    from sync.room.greeting import SealedWire

T = TypeVar("T")

RECORD: Final = 1 << 16
HEAD: Final = struct.Struct(">BI")
WAIT, PIECE, END, BYE = 1, 2, 3, 4
_AGAIN: Final = b"\x01"
# What is small is never on a disk, not even sealed.
_IN_MEMORY: Final = 8 << 20
# So many pieces of a stick are written in one step on the store, and so often a sign of life goes.
_PIECES: Final = 4
_ALIVE: Final = 5.0


def _here(act: Callable[[], T]) -> T:
    return act()


def _spool() -> BinaryIO:
    return cast("BinaryIO", SpooledTemporaryFile(_IN_MEMORY))


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how often and how much: in seconds, and in bytes of one stick."""

    looking: float = 120.0
    beat: float = 1.0
    greeting: float = 5.0
    stall: float = 120.0
    most: int = 1 << 33
    rounds: int = 3
    # So many may be at the door at once, and so many beacons are followed.
    guests: int = 8
    followed: int = 32
    # Signs of life in a row, before something else has to come.
    signs: int = 720


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the store is at home, which networks there are, and where sealed bytes may wait."""

    at_store: AtStore = _here
    network: Network = field(default_factory=Network)
    limits: Limits = field(default_factory=Limits)
    spool: Callable[[], BinaryIO] = _spool


class Talk:
    """An exchange with one laptop: the one that called gives first."""

    def __init__(
        self,
        post: Post,
        line: SealedWire,
        told: Callable[[Stage], None],
        stopped: Callable[[], bool],
        ways: Ways,
    ) -> None:
        self._post, self._line, self._ways = post, line, ways
        self._told, self._stopped = told, stopped
        self._at, self._limits = ways.at_store, ways.limits
        self._brought = Brought()
        self._said = time.monotonic()
        # How far each lane stands in what was given last; known to have arrived when it is.
        self._given: dict[bytes, int] = {}

    def run(self, *, is_caller: bool) -> Brought:
        """Give and take in turns until nothing new comes."""
        self._told(Stage(0))
        try:
            self._rounds(is_caller=is_caller)
        except RoomRefused as refused:
            if str(refused) == "room.stopped":
                self._brought = replace(self._brought, is_stopped=True)
            elif str(refused) in {"room.torn", "room.stalled"}:
                self._brought = replace(self._brought, is_torn=True)
            elif str(refused) in {"room.bytes", "room.stranger"}:
                refuse("room.wrong")
            else:
                raise
        peer = self._line.peer
        return replace(self._brought, met=self._at(lambda: laptop_of(self._post, peer)))

    def _rounds(self, *, is_caller: bool) -> None:
        is_new = False
        for number in range(self._limits.rounds):
            if is_caller:
                self._give(again=is_new)
            taken = self._take()
            if taken is None:
                return
            is_new, theirs = taken
            if not is_caller:
                self._give(again=is_new)
            elif not (is_new or theirs) or number + 1 == self._limits.rounds:
                break
        if is_caller:
            self._put(BYE)
            return
        # Nothing is lost where the last word is.
        with suppress(RoomRefused):
            if self._next(self._limits.stall)[0] == BYE:
                self._arrived()

    # ------------------------------------------------------------------ giving

    def _give(self, *, again: bool) -> None:
        """Send what the other lacks; `again` says that something new came here."""
        self._at(lambda: _require(self._post, self._line.peer))
        most = self._at(lambda: underway.sealed_bytes(self._post.connection))
        stick: Iterator[bytes] = self._at(lambda: _stick(self._post, self._line.peer))
        held, done = bytearray(), 0
        room = RECORD - HEAD.size
        while pieces := self._at(lambda: list(islice(stick, _PIECES))):
            held += b"".join(pieces)
            while len(held) >= room:
                self._put(PIECE, bytes(held[:room]))
                del held[:room]
                done += room
            self._told(Stage(min(done, most), most))
        if held:
            self._put(PIECE, bytes(held))
        self._given = self._at(self._lanes)
        self._put(END, _AGAIN if again else b"\0")

    def _lanes(self) -> dict[bytes, int]:
        return {lane: at.aseq for lane, at in self._post.exchange.lanes().items()}

    def _arrived(self) -> None:
        """Keep that what was given has arrived: the other one has gone on after it."""
        if given := self._given:
            post = self._post
            self._at(lambda: underway.note_met(post.connection, given))

    # ------------------------------------------------------------------ taking

    def _take(self) -> tuple[bool, bool] | None:
        """Take in what the other gives; return whether that was new, here and there.

        There is nothing to say where the other has done.
        """
        with closing(self._ways.spool()) as spool:
            size, flag, torn = 0, b"", ""
            try:
                kind, data = self._next(self._limits.stall)
                self._arrived()
                if kind == BYE:
                    return None
                while kind == PIECE:
                    size += len(data)
                    if size > self._limits.most:
                        refuse("room.much")
                    _keep(spool, data)
                    kind, data = self._next(self._limits.stall)
                flag = data
                if kind != END:
                    refuse("room.bytes")
            except RoomRefused as refused:
                torn = str(refused)
                if torn not in {"room.torn", "room.stalled"} or not size:
                    raise
            is_new = self._read(spool) if size else False
            if torn:
                refuse(torn)
            return is_new, flag == _AGAIN

    def _read(self, spool: BinaryIO) -> bool:
        """Take a stick in; return whether something in it was new, or could not be read yet."""
        spool.seek(0)
        before = self._at(self._standing)
        try:
            came = self._driven(read_open(self._post, spool, self._stopped, underway.ROOM))
        except BundleRefused:
            # Sealed to a key that was replaced meanwhile: what is said next tells of that.
            return True
        self._brought = _both(self._brought, came)
        if came.is_stopped:
            refuse("room.stopped")
        return self._at(self._standing) != before

    def _standing(self) -> tuple[dict[bytes, int], int]:
        return self._lanes(), len(self._post.exchange.roster())

    def _driven(self, steps: Generator[Stage, None, Brought]) -> Brought:
        """Go through the steps of something on the store, with signs of life in between."""
        while True:
            came = self._at(lambda: _step(steps))
            if isinstance(came, Brought):
                return came
            self._told(came)
            if time.monotonic() - self._said > _ALIVE:
                self._put(WAIT)

    # ------------------------------------------------------------------ records

    def _put(self, kind: int, data: bytes = b"") -> None:
        record = HEAD.pack(kind, len(data)) + data
        self._line.put(record.ljust(RECORD, b"\0"), self._limits.stall)
        self._said = time.monotonic()

    def _next(self, within: float) -> tuple[int, bytes]:
        """Return the next record that says something."""
        for _ in range(self._limits.signs):
            record = self._line.get(RECORD, within)
            kind, size = HEAD.unpack_from(record)
            if size > RECORD - HEAD.size or record[HEAD.size + size :].strip(b"\0"):
                refuse("room.bytes")
            if kind != WAIT:
                return kind, record[HEAD.size : HEAD.size + size]
        return refuse("room.stalled")


def _stick(post: Post, peer: bytes) -> Iterator[bytes]:
    """Return a stick for the other laptop; nothing while it is not known here who that is."""
    known = post.membership.roster.authors.get(author_id(peer))
    return iter(post.write(to=known.workbook) if known else ())


def _require(post: Post, peer: bytes) -> None:
    """Refuse to go on with whoever was let out, as the other side's words may tell."""
    roster, name = post.membership.roster, author_id(peer)
    if name in roster.authors and not roster.is_active(name):
        refuse("room.removed")


def _keep(spool: BinaryIO, data: bytes) -> None:
    try:
        spool.write(data)
    except OSError as error:
        raise of_system(error) from None


def _step(steps: Generator[Stage, None, Brought]) -> Stage | Brought:
    try:
        return next(steps)
    except StopIteration as end:
        brought: Brought = end.value
        return brought


def _both(before: Brought, came: Brought) -> Brought:
    """Return what came of two sticks: what waits is what waited last."""
    return replace(
        came,
        changes=before.changes + came.changes,
        refused=before.refused + came.refused,
        is_torn=before.is_torn or came.is_torn,
        is_apart=before.is_apart or came.is_apart,
    )
