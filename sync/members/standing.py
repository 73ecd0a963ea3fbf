"""Who belongs, who may and which keys there are, as the roster says so far; and what is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ledger.ops import lane_id
from sync.members.entries import kem_digest
from sync.wire.frames import START, author_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

# In these whoever administers says what holds for all.
_OF_ALL: Final = frozenset({"roster", "config"})


@dataclass(frozen=True, slots=True)
class Workbook:
    """One store: the keys it answers with, and up to which entry it has opened with an older."""

    transport: bytes
    kem: bytes
    renewed: int = 0
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """One user on one workbook."""

    public: bytes
    user: bytes
    workbook: bytes
    writes: bool
    administers: bool
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Stream:
    """What shares one key; `due` when somebody who knows the key reads it no longer."""

    family: str
    epoch: int = 0
    commitment: bytes = b""
    generation: int = 0
    due: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """To which key of a workbook an epoch was wrapped last, and by which entry."""

    epoch: int
    kem: bytes
    n: int


@dataclass(slots=True)
class _Known:
    """What a standing comes to, once it was asked."""

    readers: Mapping[bytes, AbstractSet[bytes]] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the entries of a roster come to; never changed, only followed by another."""

    org: bytes = b""
    root: bytes = START
    head: bytes = START
    n: int = 0
    stream: bytes = b""
    recovery: bytes = b""
    address: str = ""
    pin: bytes = b""
    workbooks: dict[bytes, Workbook] = field(default_factory=dict)
    authors: dict[bytes, Author] = field(default_factory=dict)
    streams: dict[bytes, Stream] = field(default_factory=dict)
    # By stream and workbook or user: who may read, and whether she may write too.
    grants: dict[tuple[bytes, bytes], bool] = field(default_factory=dict)
    # The last number of lanes that may go on no longer.
    cuts: dict[bytes, int] = field(default_factory=dict)
    # The last number that somebody wrote as who administers, of lanes in which she did.
    spoken: dict[bytes, int] = field(default_factory=dict)
    # By lane of somebody who was let out: the workbook that has at home what was written there.
    adopters: dict[bytes, bytes] = field(default_factory=dict)
    # By stream and workbook: what it was given.
    given: dict[tuple[bytes, bytes], Given] = field(default_factory=dict)
    # Every id, key and code there ever was: none comes twice.
    spent: frozenset[bytes] = frozenset()
    # What was worked out of all this: it is asked at every entry and at every batch.
    _known: _Known = field(default_factory=_Known, init=False, repr=False, compare=False)

    def author_key(self, author: bytes) -> bytes | None:
        """Return the key that verifies an author, of those who left too."""
        known = self.authors.get(author)
        return known.public if known else None

    def is_active(self, author: bytes) -> bool:
        """Return whether an author belongs today, and her workbook too."""
        known = self.authors.get(author)
        return bool(known and not known.revoked and not self.workbooks[known.workbook].revoked)

    def administers(self, author: bytes) -> bool:
        """Return whether an author may write the roster today."""
        return self.is_active(author) and self.authors[author].administers

    def may_write(self, author: bytes, stream: bytes, aseq: int | None = None) -> bool:
        """Return whether an author may write a stream; of a lane that was ended, that number."""
        known = self.authors.get(author)
        if known is None or stream not in self.streams:
            return False
        last = self.cuts.get(lane_id(known.public, stream))
        if last is not None:
            return aseq is not None and aseq <= last
        return self._writes(author, stream)

    def quarantined(self, author: bytes, stream: bytes, aseq: int) -> bool:
        """Return whether a batch is kept aside: written after the lane was ended."""
        known = self.authors.get(author)
        last = self.last_accepted(lane_id(known.public, stream)) if known else None
        return last is not None and aseq > last

    def last_accepted(self, lane: bytes) -> int | None:
        """Return the last number that counts of a lane that was ended, of others nothing."""
        return self.cuts.get(lane)

    def reads(self, workbook: bytes, stream: bytes) -> bool:
        """Return whether a workbook may know the keys of a stream."""
        return workbook in self.readers(stream)

    def readers(self, stream: bytes) -> AbstractSet[bytes]:
        """Return the workbooks that may know the keys of a stream."""
        return self.all_readers().get(stream, frozenset())

    def reading(self, workbook: bytes) -> frozenset[bytes]:
        """Return the streams whose keys a workbook may know."""
        readers = self.all_readers()
        return frozenset(stream for stream in self.streams if workbook in readers[stream])

    def all_readers(self) -> Mapping[bytes, AbstractSet[bytes]]:
        """Return for every stream the workbooks that may know its keys."""
        if self._known.readers is None:
            self._known.readers = self._all_readers()
        return self._known.readers

    def _all_readers(self) -> Mapping[bytes, AbstractSet[bytes]]:
        active = {workbook for workbook, known in self.workbooks.items() if not known.revoked}
        homes = {workbook: {workbook} for workbook in active}
        for author, known in self.authors.items():
            if self.is_active(author):
                homes.setdefault(known.user, set()).add(known.workbook)
        readers: dict[bytes, set[bytes]] = {stream: set() for stream in self.streams}
        for stream, who in self.grants:
            readers[stream] |= homes.get(who, set())
        for_all = {"roster": active, "config": active - self._only_figures(active, readers)}
        for stream in readers:
            readers[stream] |= for_all.get(self.streams[stream].family, set())
        return readers

    def _only_figures(self, active: set[bytes], readers: dict[bytes, set[bytes]]) -> set[bytes]:
        """Return the workbooks that were let read figures and nothing else."""
        figures, others = set[bytes](), set[bytes]()
        for stream, some in readers.items():
            (figures if self.streams[stream].family == "stats" else others).update(some)
        lead = {one.workbook for name, one in self.authors.items() if self.administers(name)}
        return (figures & active) - others - lead

    def epoch(self, stream: bytes) -> int:
        """Return the epoch of a stream that is written in, or 0 when it has no key yet."""
        known = self.streams.get(stream)
        return known.epoch if known else 0

    def generation(self, stream: bytes) -> int:
        """Return how often the log of a stream has begun anew."""
        known = self.streams.get(stream)
        return known.generation if known else 0

    def kem_of(self, workbook: bytes) -> bytes | None:
        """Return the key that keys for a workbook are wrapped to, if it belongs today."""
        known = self.workbooks.get(workbook)
        return known.kem if known and not known.revoked else None

    def due(self) -> frozenset[bytes]:
        """Return the streams that need a new key: they have none, or somebody reads no longer."""
        return frozenset(
            stream for stream, known in self.streams.items() if known.due or not known.epoch
        )

    def owed(self, workbook: bytes) -> frozenset[bytes]:
        """Return the streams whose present key a workbook may know and can not have yet.

        It was given none, or one that was wrapped to a key which it had replaced before.
        """
        return frozenset(
            stream
            for stream in self.reading(workbook)
            if self.epoch(stream) and not self._has(workbook, stream)
        )

    def writable(self) -> frozenset[bytes]:
        """Return the lanes that may go on."""
        return frozenset(
            lane_id(known.public, stream)
            for author, known in self.authors.items()
            for stream in self.streams
            if self._writes(author, stream)
        )

    def _has(self, workbook: bytes, stream: bytes) -> bool:
        given, known = self.given.get((stream, workbook)), self.workbooks[workbook]
        if given is None or given.epoch != self.epoch(stream):
            return False
        return given.kem == kem_digest(known.kem) or given.n <= known.renewed

    def _writes(self, author: bytes, stream: bytes) -> bool:
        known, family = self.authors[author], self.streams[stream].family
        if not self.is_active(author):
            return False
        # Every author writes into the roster's stream, though not its chain: her workbook's keys.
        if family == "roster":
            return True
        if family == "config" and known.administers:
            return True
        granted = (self.grants.get((stream, who)) for who in (known.user, known.workbook))
        return known.writes and any(granted)


def where_they_work(roster: Standing) -> dict[bytes, bytes]:
    """Return the workbook of each author, by their keys.

    It is an empty name where somebody was let out: nobody waits for an answer of hers.
    """
    return {
        one.public: one.workbook if roster.is_active(name) else b""
        for name, one in roster.authors.items()
    }


def ever_wrote(standing: Standing, public: bytes, stream: bytes) -> bool:
    """Return whether whoever signs with a key may write a stream, or might before she left."""
    ended = lane_id(public, stream) in standing.cuts
    return ended or standing.may_write(author_id(public), stream)


def led(standing: Standing, author: bytes, stream: bytes, aseq: int) -> bool:
    """Return whether an author administered when she wrote a number, whatever came since."""
    known = standing.authors.get(author)
    if known is None:
        return False
    last = standing.spoken.get(lane_id(known.public, stream))
    return known.administers if last is None else aseq <= last


def led_beside(standing: Standing, author: bytes, stream: bytes) -> bool:
    """Return whether anybody else at an author's workbook administers, or ever did."""
    known = standing.authors.get(author)
    return known is not None and any(
        one.administers or lane_id(one.public, stream) in standing.spoken
        for name, one in standing.authors.items()
        if one.workbook == known.workbook and name != author
    )


def leading(standing: Standing) -> frozenset[bytes]:
    """Return the lanes in which somebody speaks for all, as whoever administers today."""
    return frozenset(
        lane_id(known.public, stream)
        for author, known in standing.authors.items()
        if standing.administers(author)
        for stream, one in standing.streams.items()
        if one.family in _OF_ALL
    )


def speaker(standing: Standing, author: bytes) -> tuple[bytes, bytes] | None:
    """Return the key of an author by her id, and the workbook that she speaks for."""
    known = standing.authors.get(author)
    return (known.public, known.workbook) if known else None
