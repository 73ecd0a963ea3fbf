"""The roster as a workbook hears it: batch by batch, with the authors and keys that each brings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sync import entries, frames, keylife, lanes
from sync.entries import Deliver, RosterRefused, Rotate
from sync.envelope import EnvelopeRefused, unseal
from sync.frames import START, FrameRefused, Kind
from sync.keys import KeysRefused
from sync.roster import EMPTY, Signed, follow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sync.entries import Entry
    from sync.envelope import StreamKey
    from sync.frames import Header
    from sync.keys import KemPair
    from sync.roster import Chain, Roster
    from sync.rosterlog import Origin


@dataclass(frozen=True, slots=True)
class Listener:
    """Which workbook hears, the key pairs it has, and from where its roster begins."""

    workbook: bytes
    origin: Origin
    pairs: Sequence[KemPair] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a heap of batches comes to: the chain, all keys, and what can not be read yet."""

    chain: Chain
    keys: tuple[StreamKey, ...] = field(repr=False)
    early: tuple[bytes, ...] = field(repr=False)

    @property
    def roster(self) -> Roster:
        """Return what stands."""
        return self.chain.roster


def hear(
    listener: Listener,
    batches: Iterable[bytes],
    publics: Iterable[bytes],
    held: Iterable[StreamKey],
    head: bytes | None = None,
) -> Heard:
    """Return what batches of the roster's stream come to, in whatever order they came.

    `publics` are keys of authors that are known already, `head` the last entry that was followed.
    A batch that its author did not sign, or of another place, is refused with a FrameRefused.
    """
    ours = {frames.author_id(public): public for public in publics}
    known = {(key.stream, key.epoch): key for key in held}
    placed = sorted(
        ((_placed(batch, listener.origin), batch) for batch in dict.fromkeys(batches)),
        key=lambda one: (one[0].author, one[0].aseq),
    )
    before = (-1, -1)
    while True:
        signed, early = _read(placed, ours, known)
        chain = follow(signed, listener.origin.root, head)
        ours |= {name: author.public for name, author in chain.roster.authors.items()}
        for key in _brought(listener, _entries(signed, chain.roster)):
            known.setdefault((key.stream, key.epoch), key)
        if before == (before := (len(ours), len(known))):
            return Heard(chain, tuple(known.values()), tuple(early))


def _placed(batch: bytes, origin: Origin) -> Header:
    header = frames.parse(batch)
    if (header.org, header.stream) != (origin.org, origin.stream):
        raise FrameRefused("frame.place")
    return header


def _read(
    placed: Iterable[tuple[Header, bytes]],
    publics: dict[bytes, bytes],
    keys: dict[tuple[bytes, int], StreamKey],
) -> tuple[list[Signed], list[bytes]]:
    """Return what can be read now, lane by lane without a gap, and what can not."""
    signed, early = [], []
    states: dict[bytes, lanes.LaneState] = {}
    for header, batch in placed:
        key, public = keys.get((header.stream, header.epoch)), publics.get(header.author)
        if key is None or public is None:
            early.append(batch)
            continue
        frames.verify(batch, public)
        state = states.get(header.author, lanes.BEGINNING)
        if header.aseq > state.aseq + 1:
            early.append(batch)
            continue
        states[header.author] = lanes.follow(state, header, frames.batch_id(batch))
        if header.kind is Kind.ROSTER:
            signed.append(Signed(_content(batch, key), header.author, header.aseq))
    return signed, early


def _content(batch: bytes, key: StreamKey) -> bytes:
    try:
        return unseal(batch, key)
    except EnvelopeRefused as refused:
        raise FrameRefused(str(refused)) from None


def _entries(signed: Iterable[Signed], roster: Roster) -> list[tuple[Entry, bytes]]:
    """Return the entries that a roster was made of, from the first to its head."""
    found: dict[bytes, tuple[Entry, bytes]] = {}
    for one in signed:
        try:
            entry = entries.parse(one.content)
        except RosterRefused:
            continue
        found[entry.digest(one.by)] = entry, one.by
    way, at = [], roster.head
    while at != START and at in found:
        way.append(found[at])
        at = found[at][0].before
    return way[::-1]


def _brought(listener: Listener, way: Iterable[tuple[Entry, bytes]]) -> Iterator[StreamKey]:
    """Yield the keys that entries bring to this workbook, each seen from where it stands."""
    roster = EMPTY
    for entry, by in way:
        roster = roster.after(entry, by)
        if isinstance(entry.what, Rotate | Deliver):
            yield from _opened(listener, roster, entry.what)


def _opened(listener: Listener, roster: Roster, what: Rotate | Deliver) -> tuple[StreamKey, ...]:
    """Return the keys of one entry, with whichever pair opens it; none that was let go of does."""
    for pair in listener.pairs:
        try:
            return keylife.opened(roster, what, listener.workbook, pair)
        except KeysRefused:
            continue
    return ()
