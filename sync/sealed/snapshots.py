"""Snapshots between workbooks: sealed part by part, promised by a signed list, compared by others.

The layout is documented in docs/exchange.md. Whoever makes one vouches for what it says of others'
writing until another workbook came to the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar

import zstandard
from nacl.utils import random

from db.exchange.summing import LISTED
from ledger.columns import MOST_HELD, Writer, held_by
from ledger.ops import MAX_CONTENT, Op, lane_id
from ledger.summary import Contents, root_of
from sync.members.member import sealing_key
from sync.members.scribe import CONFIG
from sync.wire import frames
from sync.wire.documents import Attest, DocumentRefused, Said, Snapshot, sign, taken_apart
from sync.wire.envelope import LEVEL, Place, seal
from sync.wire.frames import START, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from db.exchange.snapshots import Snapshots
    from db.exchange.summing import Summing
    from ledger.summary import LaneEnd
    from sync.members.member import Member
    from sync.wire.frames import Header

Told = TypeVar("Told", Attest, Snapshot)

# So many parts of 64 KiB are more than any stream needs.
MOST_PARTS: Final = 100_000
FULL: Final = frames.LARGEST - 4
# Below that it pays to try once more with more rows.
_ENOUGH: Final = FULL * 15 // 16
_ITEMS: Final = 90_000
_FIRST: Final = 512
_HELD: Final = 8_192


class SnapshotRefused(ValueError):
    """A snapshot is not one of ours, or not as it was promised; the message is a code."""


@dataclass(frozen=True, slots=True)
class Made:
    """A snapshot that was made: its name, the signed list of its parts, and the parts."""

    name: bytes
    manifest: bytes
    parts: Sequence[bytes]


def may_make(member: Member, author: bytes, stream: bytes) -> bool:
    """Return whether an author may sum a stream up: whoever may write there.

    What all hold, with who works here and as what, only whoever may say all of that.
    """
    roster = member.roster
    if not roster.may_write(author, stream):
        return False
    return roster.streams[stream].family != CONFIG or roster.administers(author)


def can_make(member: Member, stream: bytes) -> bool:
    """Return whether this person may sum a stream up, and the key to seal it with is here."""
    key = sealing_key(member, stream)
    return key is not None and may_make(member, member.me.author, stream)


def make(member: Member, store: Snapshots, stream: bytes, seen: tuple[int, bytes]) -> Made:
    """Return a snapshot of a stream as it is here; what is not sealed yet has to be before.

    `seen` is how far the server's log of the stream was verified.
    """
    roster, me = member.roster, member.me
    key = sealing_key(member, stream)
    if key is None or not may_make(member, me.author, stream):
        _refuse("snapshot.right")
    # Every part but the first bears the same mark in the place where a lane is chained.
    mark = random(frames.DIGEST_SIZE)
    generation, (covers, log_hash) = roster.generation(stream), seen

    def sealed(content: bytes, number: int) -> bytes:
        place = Place(
            org=roster.org,
            stream=stream,
            author=me.author,
            kind=Kind.SNAPSHOT,
            generation=generation,
            aseq=number,
            prev=START if number == 1 else mark,
            seen_seq=covers,
            seen_head=log_hash,
        )
        return seal(content, place, key, me.seed)

    with store.summing(stream) as summing:
        packed = Packed()
        rest = [sealed(content, n) for n, content in enumerate(packed.parts(summing), 2)]
        told = Contents(tuple(summing.lanes()), packed.listed + 1, root_of(summing.digests()))
    parts = [sealed(Writer().contents(told), 1), *rest]
    names = [frames.batch_id(part) for part in parts]
    store.keep_named(stream)
    promised = Snapshot(roster.org, stream, generation, covers, log_hash, names)
    return Made(promised.name, sign(Said.SNAPSHOT, promised.pack(), me.seed), parts)


class Packed:
    """The contents of the parts behind the first; the first `listed` of them suffice for a list."""

    def __init__(self) -> None:
        self._writer = Writer()
        self._zstd = zstandard.ZstdCompressor(level=LEVEL)
        self.listed = 0

    def parts(self, summing: Summing) -> Iterator[bytes]:
        """Yield what ended, what a list needs, then all else, each part as full as can be."""
        tables = summing.tables()
        yield from self._counted(self._several(summing.ends()))
        for table in tables:
            if table in LISTED:
                yield from self._counted(self._rows(table, summing.rows(table)))
        yield from self._counted(self._several(summing.operations(of=LISTED)))
        for table in tables:
            if table not in LISTED:
                yield from self._rows(table, summing.rows(table))
        yield from self._several(summing.operations(but=LISTED))
        awaited = summing.awaited()
        for at in range(0, len(awaited), _FIRST):
            yield self._writer.awaited(awaited[at : at + _FIRST])

    def _counted(self, contents: Iterable[bytes]) -> Iterator[bytes]:
        for content in contents:
            self.listed += 1
            yield content

    def _rows(self, table: str, ops: Iterable[Op]) -> Iterator[bytes]:
        for content, some in self._filled(ops, lambda some: self._writer.rows(table, some)):
            self._writer.number(some)
            yield content

    def _several(self, ops: Iterable[Op]) -> Iterator[bytes]:
        return (content for content, _ in self._filled(ops, self._writer.operations))

    def _filled(
        self, ops: Iterable[Op], write: Callable[[Sequence[Op]], bytes]
    ) -> Iterator[tuple[bytes, Sequence[Op]]]:
        """Yield contents that fill one batch each as well as can be, and what is in each."""
        source, held, guess = iter(ops), list[Op](), _FIRST
        ended = False
        while held or not ended:
            while len(held) < _HELD and not ended:
                op = next(source, None)
                ended = op is None
                held += [op] if op is not None else []
            if held:
                content, guess = self._fit(held, guess, write)
                yield content, held[:guess]
                del held[:guess]

    def _fit(
        self, held: Sequence[Op], guess: int, write: Callable[[Sequence[Op]], bytes]
    ) -> tuple[bytes, int]:
        """Return as much as goes into one batch, and how many operations that is."""
        most = max(1, _ITEMS // (10 + max(map(_width, held))))
        count, too_many = min(guess, len(held), most), min(len(held), most) + 1
        best: tuple[bytes, int] | None = None
        for _turn in range(8):
            content = write(held[:count])
            # Where text repeats itself what is opened, or held, is full before what is sealed.
            opened = -(-len(content) * FULL // MAX_CONTENT)
            opened = max(opened, -(-held_by(held[:count]) * FULL // MOST_HELD))
            size = max(opened, len(self._zstd.compress(content)))
            likely = count * FULL * 31 // (size * 32)
            if size <= FULL:
                best = content, count
                if size >= _ENOUGH:
                    break
                count = min(max(count + 1, likely), too_many - 1)
            else:
                too_many = count
                count = max(best[1] + 1 if best else 1, min(likely, count - 1))
            if count >= too_many or (best and count <= best[1]):
                break
        return best or _refuse("snapshot.operation")


def _width(op: Op) -> int:
    return len(op.value) if isinstance(op.value, dict) else 1


# ------------------------------------------------------------------------------------- reading


def read_manifest(member: Member, document: bytes) -> Snapshot:
    """Return a list of parts that one of ours promised, or refuse it."""
    signer, promised = _verified(member, document, (Said.SNAPSHOT, Snapshot), "snapshot.manifest")
    if not may_make(member, signer, promised.stream):
        _refuse("snapshot.right")
    if not 0 < len(promised.parts) <= MOST_PARTS:
        _refuse("snapshot.parts")
    return promised


def require_part(member: Member, batch: bytes, promised: Snapshot) -> Header:
    """Return the header of a part of a snapshot, sealed as it is, or refuse what is none."""
    header = frames.parse(batch)
    if (header.kind, header.stream) != (Kind.SNAPSHOT, promised.stream):
        _refuse("snapshot.part")
    if header.aseq > len(promised.parts):
        _refuse("snapshot.part")
    if promised.parts[header.aseq - 1] != frames.batch_id(batch):
        _refuse("snapshot.part")
    public = member.roster.author_key(header.author)
    if public is None:
        _refuse("snapshot.author")
    frames.verify(batch, public)
    return header


def require_ours(member: Member, stream: bytes, contents: Contents) -> None:
    """Refuse contents that name a lane of nobody, or of one that is known another batch or more."""
    for end in contents.lanes:
        here = member.lane(end.lane)
        if here.aseq == end.aseq and here.digest != end.digest:
            _refuse("snapshot.fork")
        known = member.roster.authors.get(frames.author_id(end.author))
        if known is None or known.public != end.author or lane_id(end.author, stream) != end.lane:
            _refuse("snapshot.lane")
        # Nobody knows more of what was written here than this workbook, or other batches of it.
        if known.workbook == member.me.workbook and is_otherwise(member, end):
            _refuse("snapshot.own" if end.aseq > here.aseq else "snapshot.fork")


def is_otherwise(member: Member, end: LaneEnd) -> bool:
    """Return whether a lane that this workbook writes never ended here as somebody says."""
    here = member.lane(end.lane)
    if end.aseq > here.aseq:
        return True
    kept = here.digest if end.aseq == here.aseq else member.exchange.batch_id(end.lane, end.aseq)
    return kept not in {None, end.digest}


def attest(member: Member, promised: Snapshot) -> bytes:
    """Return the signed word that this workbook came to the same."""
    said = Attest(promised.org, promised.stream, promised.name, promised.covers)
    return sign(Said.ATTEST, said.pack(), member.me.seed)


def read_attest(member: Member, document: bytes) -> tuple[bytes, Attest]:
    """Return who came to the same as which snapshot, or refuse it."""
    return _verified(member, document, (Said.ATTEST, Attest), "snapshot.attest")


def _verified(
    member: Member, document: bytes, sort: tuple[Said, type[Told]], code: str
) -> tuple[bytes, Told]:
    """Return who of ours signed a document, and what it says; refuse any other with a code."""
    try:
        signed = taken_apart(document)
        told = sort[1].unpack(signed.body)
        public = member.roster.author_key(signed.signer)
        if told.org != member.roster.org or public is None:
            _refuse("snapshot.author")
        signed.verify(sort[0], public)
    except DocumentRefused:
        _refuse(code)
    return signed.signer, told


def _refuse(code: str) -> NoReturn:
    raise SnapshotRefused(code) from None
