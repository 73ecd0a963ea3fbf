"""What comes from elsewhere: every check of a batch, in the one order in which it is safe."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from ledger.ops import OpRefused, decode_batch, lane_id
from ledger.pieces import piece_of
from sync.wire import frames
from sync.wire.envelope import EnvelopeRefused, unseal
from sync.wire.frames import FrameRefused, Kind
from sync.wire.lanes import LaneRefused, came_from_the_end, follow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from ledger.ops import Op
    from sync.wire.envelope import StreamKey
    from sync.wire.frames import Header
    from sync.wire.lanes import LaneState


class IncomingRefused(ValueError):
    """A batch is not for us, or not from one of us; the message is a code."""


class Known(Protocol):
    """What a workbook knows of its organisation: who writes, how far, and the keys."""

    @property
    def org(self) -> bytes:
        """Return the organisation."""

    def author_key(self, author: bytes) -> bytes | None:
        """Return the key that verifies an author."""

    def may_write(self, author: bytes, stream: bytes, aseq: int) -> bool:
        """Return whether an author was let write a batch of that number in a stream."""

    def unsayable(self, author: bytes, stream: bytes, aseq: int, ops: Collection[Op]) -> str:
        """Return why an author may not say this in a stream that she may write, or nothing."""

    def quarantined(self, author: bytes, stream: bytes, aseq: int) -> bool:
        """Return whether a batch was written after its author had been let out."""

    def lane(self, lane: bytes) -> LaneState:
        """Return how far a lane is known."""

    def kept(self, lane: bytes, aseq: int) -> bytes | None:
        """Return the id of a batch known earlier."""

    def key(self, stream: bytes, epoch: int) -> StreamKey | None:
        """Return the key of a stream in an epoch."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A batch that passed every check: its place, its lane after it, its content and operations."""

    header: Header
    id: bytes
    lane: bytes
    state: LaneState
    content: bytes = field(repr=False)
    ops: tuple[Op, ...] = field(repr=False)


def opened(batch: bytes, known: Known) -> Incoming:
    """Return a batch checked and opened, or refuse it at the first check that it fails.

    Each check looks only at what those before it have vouched for. What is refused as `lane.gap` or
    `incoming.epoch` came too early, and `incoming.late` too late: somebody has to look at it.
    """
    header = frames.parse(batch)
    if header.org != known.org:
        raise IncomingRefused("incoming.org")
    public = known.author_key(header.author)
    if public is None:
        raise IncomingRefused("incoming.author")
    frames.verify(batch, public)
    written = header.author, header.stream, header.aseq
    if known.quarantined(*written):
        raise IncomingRefused("incoming.late")
    if not known.may_write(*written):
        raise IncomingRefused("incoming.right")
    name, lane = frames.batch_id(batch), lane_id(public, header.stream)
    before = known.lane(lane)
    state = follow(before, header, name, known.kept(lane, header.aseq))
    key = known.key(header.stream, header.epoch)
    if key is None:
        raise IncomingRefused("incoming.epoch")
    content = unseal(batch, key)
    ops = decode_batch(content, lane, header.aseq) if header.kind is Kind.OPS else ()
    if piece_of(ops) is not None and came_from_the_end(before, state):
        # Only together with those before it does it say anything.
        raise IncomingRefused("lane.gap")
    if why := known.unsayable(header.author, header.stream, header.aseq, ops):
        raise IncomingRefused(why)
    return Incoming(header, name, lane, state, content, ops)


# Who was let in, a right and a key may come with another batch.
# Of those who are not known yet no more is kept than there is room for.
CROWDED: Final = "incoming.crowded"
_EARLY: Final = ("lane.gap", "incoming.author", "incoming.right", "incoming.epoch")
_REFUSALS: Final = (FrameRefused, IncomingRefused, LaneRefused, EnvelopeRefused, OpRefused)


def taken(
    batches: Iterable[bytes], known: Known, take: Callable[[Incoming], None]
) -> dict[str, list[bytes]]:
    """Hand on each good batch as soon as what it needs is there; return all others by code.

    `take` has to make `known` know the batch.
    """
    left: dict[str, list[bytes]] = {}
    waiting, before = _in_order(batches), None
    while waiting and len(waiting) != before:
        trying, before, waiting = waiting, len(waiting), []
        for code in _EARLY:
            left.pop(code, None)
        for batch in trying:
            try:
                come = opened(batch, known)
            except _REFUSALS as refused:
                code = str(refused)
                left.setdefault(code, []).append(batch)
                if code in _EARLY:
                    waiting.append(batch)
            else:
                take(come)
        # What a summary lacked of a lane comes from its end.
        waiting.reverse()
    return left


def _in_order(batches: Iterable[bytes]) -> list[bytes]:
    """Return batches as they need each other: the roster, then lane by lane; last what is none."""

    def place(batch: bytes) -> tuple[int, bytes, bytes, int]:
        try:
            header = frames.parse(batch)
        except FrameRefused:
            return 2, b"", b"", 0
        return int(header.kind is not Kind.ROSTER), header.stream, header.author, header.aseq

    return sorted(batches, key=place)
