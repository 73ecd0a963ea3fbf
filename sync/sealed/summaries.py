"""Snapshots as a workbook gives and takes them: what bridges a gap, and what others compared."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING

from db.exchange.batches import Parked
from db.exchange.snapshots import State
from db.homes.membership import ExchangeRefused
from db.homes.scopes import ScopeRefused
from db.incoming.apply import Lane
from db.incoming.vouched import WAITS
from db.incoming.whose_word import Word
from ledger.ops import OpRefused, lane_id
from ledger.summary import root_of
from sync.members.sayable import misplaced, unsayable
from sync.members.scribe import STATS
from sync.members.standing import speaker, where_they_work
from sync.sealed.snapshots import (
    SnapshotRefused,
    attest,
    can_make,
    make,
    read_attest,
    read_manifest,
    require_ours,
    require_part,
)
from sync.sealed.told_ends import weigh_summary
from sync.wire import frames
from sync.wire.bundle import BundleRefused, Part, PartKind, read_have
from sync.wire.documents import Snapshot, taken_apart
from sync.wire.envelope import EnvelopeRefused, unseal
from sync.wire.frames import FrameRefused, author_id
from sync.wire.lanes import SEALED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from db.exchange.snapshots import Coming, Snapshots
    from ledger.summary import Contents, LaneEnd
    from sync.members.member import Member

_LATER = ("exchange.unsealed", "scopes.not_agreed")
# A stream that can not be summed up now is left out: it stops nothing else, and is tried later.
NOT_NOW = (ExchangeRefused, ScopeRefused, SnapshotRefused)
_REFUSALS = (EnvelopeRefused, ExchangeRefused, FrameRefused, OpRefused, SnapshotRefused)


class Sort(IntEnum):
    """What a part of a stick that belongs to a snapshot is, by its first byte."""

    MANIFEST = 1
    PART = 2
    ATTEST = 3


@dataclass(slots=True)
class SummedUp:
    """What became of snapshots that came."""

    taken: int = 0
    same: int = 0
    # Streams that are here otherwise than somebody summed them up: people are told.
    differs: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def add(self, more: SummedUp) -> None:
        """Count what became of more of them too."""
        self.taken, self.same = self.taken + more.taken, self.same + more.same
        self.differs += more.differs
        self.refused.update(more.refused)


def unweighed(_promised: Snapshot, _ends: Sequence[LaneEnd]) -> None:
    """Find nothing wrong."""


class Summaries:
    """The snapshots of one workbook of an organisation."""

    def __init__(
        self, member: Member, store: Snapshots, seen: Callable[[bytes], tuple[int, bytes]]
    ) -> None:
        self._member, self._store, self._seen = member, store, seen
        # Looks at what a summary says of itself before anything of it is used.
        self.weigh: Callable[[Snapshot, Sequence[LaneEnd]], None] = unweighed

    # ------------------------------------------------------------------ out

    def needed(self) -> list[bytes]:
        """Return the streams of which somebody may lack what nobody can give her any more."""
        hearsay = self._hearsay()
        mine = [stream for stream in self.possible() if stream not in hearsay]
        readers = self._readers(mine)
        gaps, proved = self._store.gaps(readers), self._store.proved(readers)
        gone = self.gone()
        return [
            stream
            for stream in mine
            if stream in gaps
            or any(
                ends[lane] <= here and proved[lane] < here
                for ends in [gone.get(stream, {})]
                for lane, here in self._store.reached(stream).items()
                if readers[stream] and lane in ends
            )
        ]

    def gone(self) -> dict[bytes, dict[bytes, int]]:
        """Return of the streams that are read here where the lanes of whoever was let out end.

        She gives nothing of them to anybody any more. What was taken in behind their ends before
        that was known counts once others have it.
        """
        roster = self._member.roster
        out = [one.public for name, one in roster.authors.items() if not roster.is_active(name)]
        found = {
            stream: {lane: roster.cuts[lane] for lane in lanes if lane in roster.cuts}
            for stream in self._read()
            if (lanes := [lane_id(public, stream) for public in out])
        }
        return {stream: ends for stream, ends in found.items() if ends}

    def possible(self) -> list[bytes]:
        """Return the streams that this person may sum up."""
        return sorted(
            stream for stream in self._read() if self._may(stream) and self._store.reached(stream)
        )

    def _read(self) -> frozenset[bytes]:
        """Return the streams that are read here of which there are summaries."""
        roster = self._member.roster
        figures = {one for one, known in roster.streams.items() if known.family == STATS}
        return roster.reading(self._member.me.workbook) - {roster.stream, *figures}

    def _hearsay(self) -> set[bytes]:
        """Return the streams of which a lane ends by the word of who was let out, and may differ.

        Whoever summed that up would say it herself; and she belongs.
        """
        is_active = self._member.roster.is_active
        return {
            one.stream
            for one in self._store.told_ends().values()
            if not one.proven
            and is_active(author_id(one.author))
            and not is_active(author_id(one.by))
        }

    def parts(self, streams: Iterable[bytes]) -> Iterator[Part]:
        """Yield snapshots of some streams, and who compared which."""
        for stream in streams:
            try:
                made = make(self._member, self._store, stream, self._seen(stream))
            except NOT_NOW:
                # As somebody else at this laptop wrote it: all that is not summed up goes on.
                continue
            yield _part(Sort.MANIFEST, made.manifest)
            for batch in made.parts:
                yield _part(Sort.PART, batch)
        for _snapshot, author, document in self._store.vouched():
            # Of whoever was let out since it says nothing.
            if self._member.roster.is_active(author):
                yield _part(Sort.ATTEST, document)

    def _may(self, stream: bytes) -> bool:
        return can_make(self._member, stream)

    def _readers(self, streams: Iterable[bytes]) -> dict[bytes, set[bytes]]:
        own, roster = self._member.me.workbook, self._member.roster
        return {stream: set(roster.readers(stream)) - {own} for stream in streams}

    # ------------------------------------------------------------------ in

    def take(self, bodies: Iterable[bytes]) -> SummedUp:
        """Keep what belongs to snapshots, and take in those that are whole."""
        came = SummedUp()
        self.keep(bodies, came)
        self.go_on(came)
        return came

    def keep(self, bodies: Iterable[bytes], came: SummedUp) -> None:
        """Keep what belongs to snapshots that are to come."""
        places: dict[bytes, tuple[Coming, Snapshot]] | None = None
        for body in bodies:
            try:
                if body[:1] == bytes([Sort.PART]):
                    places = self._places() if places is None else places
                    self._keep_part(body[1:], places)
                elif body[:1] == bytes([Sort.MANIFEST]):
                    self._promise(body[1:])
                    places = None
                elif body[:1] == bytes([Sort.ATTEST]):
                    author, said = read_attest(self._member, body[1:])
                    if self._member.roster.is_active(author):
                        # Of whoever was let out it says nothing; who gives it may not know yet.
                        self._store.vouch(said.snapshot, author, body[1:])
            except _REFUSALS as refused:
                came.refused[str(refused)] += 1

    def try_again(self) -> SummedUp:
        """Open the parts that waited for a key which is here by now, and go on with them."""
        came, member, waiting = SummedUp(), self._member, self._store.laid_aside(SEALED)
        places = self._places() if waiting else {}
        for part in waiting:
            if part.batch_id in places and member.key(part.stream, part.epoch) is None:
                continue
            try:
                self._keep_part(part.content, places)
            except _REFUSALS as refused:
                came.refused[str(refused)] += 1
            self._store.unpark(part.batch_id)
        if waiting:
            self.go_on(came)
        return came

    def note_have(self, bodies: Iterable[bytes]) -> None:
        """Keep how far others say that they know each lane."""
        roster = self._member.roster
        for body in bodies:
            with suppress(BundleRefused):
                have = read_have(body, roster.org, partial(speaker, roster))
                self._store.note_has(have.workbook, have.lanes)

    def go_on(self, came: SummedUp) -> None:
        """Take in what is whole, and show of what is not yet the list."""
        for coming in self._store.coming():
            try:
                self._go_on(coming, came)
            except _REFUSALS as refused:
                came.refused[str(refused)] += 1

    def _promise(self, document: bytes) -> None:
        promised = read_manifest(self._member, document)
        reading = self._member.roster.reading(self._member.me.workbook)
        if promised.stream in reading and self._store.known(promised.name) is None:
            self._store.promise(promised.name, promised.stream, document)

    def _places(self) -> dict[bytes, tuple[Coming, Snapshot]]:
        """Return for each part that may come the snapshot that it belongs to."""
        found: dict[bytes, tuple[Coming, Snapshot]] = {}
        for coming in self._store.coming():
            promised = Snapshot.unpack(taken_apart(coming.manifest).body)
            found |= dict.fromkeys(promised.parts, (coming, promised))
        return found

    def _keep_part(self, batch: bytes, places: dict[bytes, tuple[Coming, Snapshot]]) -> None:
        place = places.get(frames.batch_id(batch))
        if place is None:
            # Of one that is done with, or of a stream for others.
            return
        coming, promised = place
        member, header = self._member, require_part(self._member, batch, promised)
        key = member.key(promised.stream, header.epoch)
        if key is None:
            name, at = frames.batch_id(batch), (header.stream, header.author, header.aseq)
            self._store.park(Parked(name, *at, SEALED, header.epoch, batch))
            return
        self._store.keep_piece(coming.id, header.aseq, unseal(batch, key))

    def _go_on(self, coming: Coming, came: SummedUp) -> None:
        if not self._member.roster.is_active(taken_apart(coming.manifest).signer):
            # What waited for something else is nobody's word once whoever said it is out.
            self._store.set_state(coming.id, State.REFUSED)
            return
        contents = self._store.contents(coming.id)
        if contents is None:
            return
        weigh_summary(self._member, coming.manifest, contents.lanes)
        self.weigh(Snapshot.unpack(taken_apart(coming.manifest).body), contents.lanes)
        require_ours(self._member, coming.stream, contents)
        ends = {end.lane: end for end in contents.lanes}
        here = self._store.reached(coming.stream)
        if all(here.get(lane, 0) >= end.aseq for lane, end in ends.items()):
            self._compare(coming, contents, here, came)
            return
        there = self._store.pieces(coming.id)
        promised = Snapshot.unpack(taken_apart(coming.manifest).body)
        lanes = [Lane(end.lane, coming.stream, end.author) for end in contents.lanes]
        if len(there) == len(promised.parts):
            try:
                self._store.take_in(coming, contents, lanes, self._word(coming))
            except (ExchangeRefused, OpRefused) as refused:
                if str(refused) == WAITS:
                    # What brought a thing into her stream may still come: it is tried again.
                    return
                self._store.set_state(coming.id, State.REFUSED)
                raise
            came.taken += 1
        elif coming.state is State.COMING and there >= set(range(1, contents.listed + 1)):
            self._store.list_first(coming, contents, lanes)

    def _word(self, coming: Coming) -> Word:
        """Return whose word a snapshot is."""
        roster = self._member.roster
        public = roster.author_key(taken_apart(coming.manifest).signer) or b""
        family = roster.streams[coming.stream].family
        # What all hold sums up nobody but who administers.
        return Word(
            public,
            where_they_work(roster),
            self._readers([coming.stream])[coming.stream],
            {
                (roster.author_key(name) or b"", aseq)
                for name, aseq in self._member.exchange.shut(coming.stream)
            },
            partial(unsayable, family=family, administers=True),
            partial(misplaced, family=family),
        )

    def _compare(
        self, coming: Coming, contents: Contents, here: dict[bytes, int], came: SummedUp
    ) -> None:
        """Sign that what somebody summed up is the same here, or tell people that it is not."""
        state = State.TAKEN
        if here == {end.lane: end.aseq for end in contents.lanes}:
            try:
                with self._store.summing(coming.stream) as summing:
                    same = root_of(summing.digests()) == contents.root
            except (ExchangeRefused, ScopeRefused) as refused:
                if str(refused) not in _LATER:
                    raise
                # What is written here since is no difference: it is sealed, or comes home, first.
                return
            promised = Snapshot.unpack(taken_apart(coming.manifest).body)
            if same:
                document = attest(self._member, promised)
                self._store.vouch(promised.name, self._member.me.author, document)
                came.same += 1
            else:
                state = State.DIFFERS
                came.differs += 1
        self._store.set_state(coming.id, state)


def _part(sort: Sort, data: bytes) -> Part:
    return Part(PartKind.SNAPSHOT, bytes([sort]) + data)
