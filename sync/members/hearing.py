"""The roster as a workbook hears it: batch by batch, with the authors and keys that each brings."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sync.members import entries, keylife
from sync.members.entries import Deliver, RosterRefused, Rotate
from sync.members.roster import Signed, follow
from sync.members.rosterlog import OF_THE_ROSTER
from sync.wire import frames, lanes
from sync.wire.envelope import EnvelopeRefused, unseal
from sync.wire.frames import FrameRefused, Kind
from sync.wire.keys import KeysRefused

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from sync.members.entries import Entry
    from sync.members.roster import Chain, Roster
    from sync.members.rosterlog import Origin
    from sync.wire.envelope import StreamKey
    from sync.wire.frames import Header
    from sync.wire.keys import KemPair


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
    # What is not as it must be, with the code that says why; all else is heard without it.
    refused: tuple[tuple[bytes, str], ...] = field(repr=False, default=())

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
    """
    ours = {frames.author_id(public): public for public in publics}
    known = {(key.stream, key.epoch): key for key in held}
    placed, strange = _sorted(batches, listener.origin)
    before = (-1, -1)

    def brought(entry: Entry, roster: Roster) -> None:
        """Take the keys that an entry brings to this workbook, seen from where it stands."""
        if isinstance(entry.what, Rotate | Deliver):
            for key in _opened(listener, roster, entry.what):
                known.setdefault((key.stream, key.epoch), key)

    while True:
        read = _read(placed, ours, known)
        chain = follow(read.signed, listener.origin.root, head, told=brought)
        ours |= {name: author.public for name, author in chain.roster.authors.items()}
        known |= _handed(listener, chain.roster, read.signed, known)
        # Another author or key opens something only where something was too early.
        if not read.early or before == (before := (len(ours), len(known))):
            refused = tuple(sorted({**strange, **read.refused}.items()))
            return Heard(chain, tuple(known.values()), tuple(read.early), refused)


def _sorted(
    batches: Iterable[bytes], origin: Origin
) -> tuple[list[tuple[Header, bytes]], dict[bytes, str]]:
    """Return batches lane by lane, and those that are none of this roster."""
    placed, strange = [], {}
    for batch in dict.fromkeys(batches):
        try:
            header = frames.parse(batch)
        except FrameRefused as refused:
            strange[batch] = str(refused)
            continue
        if (header.org, header.stream) == (origin.org, origin.stream):
            placed.append((header, batch))
        else:
            strange[batch] = "frame.place"
    placed.sort(key=lambda one: (one[0].author, one[0].aseq))
    return placed, strange


@dataclass(slots=True)
class _Read:
    """What can be read now, what came too early, and what is not as it must be."""

    signed: list[Signed] = field(default_factory=list)
    early: list[bytes] = field(default_factory=list)
    refused: dict[bytes, str] = field(default_factory=dict)


def _read(
    placed: Iterable[tuple[Header, bytes]],
    publics: dict[bytes, bytes],
    keys: dict[tuple[bytes, int], StreamKey],
) -> _Read:
    """Read batches lane by lane, without a gap; each that is not good is left out alone."""
    found = _Read()
    states: dict[bytes, lanes.LaneState] = {}
    for header, batch in placed:
        key, public = keys.get((header.stream, header.epoch)), publics.get(header.author)
        state = states.get(header.author, lanes.BEGINNING)
        if public is None or header.aseq > state.aseq + 1:
            found.early.append(batch)
            continue
        try:
            frames.verify(batch, public)
            after = lanes.follow(state, header, frames.batch_id(batch))
            content = unseal(batch, key) if key else b""
        except (FrameRefused, lanes.LaneRefused, EnvelopeRefused) as refused:
            found.refused[batch] = str(refused)
            continue
        if header.kind not in OF_THE_ROSTER:
            found.refused[batch] = "roster.batch"
            continue
        states[header.author] = after
        if key is None:
            # What comes behind it may bring the key, under one that is here.
            found.early.append(batch)
        elif header.kind is Kind.ROSTER:
            found.signed.append(Signed(content, header.author, header.aseq))
    return found


def _handed(
    listener: Listener,
    roster: Roster,
    signed: Iterable[Signed],
    known: Container[tuple[bytes, int]],
) -> dict[tuple[bytes, int], StreamKey]:
    """Return the roster's present key out of what is handed to this workbook, if it lacks that.

    Nothing may lead there yet: what does lies under that key. Its commitment says that it is right.
    """
    place = roster.stream, roster.epoch(roster.stream)
    if place in known or listener.workbook not in roster.workbooks:
        return {}
    found: dict[tuple[bytes, int], StreamKey] = {}
    for one in signed:
        with suppress(RosterRefused):
            what = entries.parse(one.content).what
            if isinstance(what, Deliver) and {stream for stream, _ in what.epochs} == {place[0]}:
                for key in _opened(listener, roster, what):
                    if (key.stream, key.epoch) == place:
                        found[place] = key
    return found


def _opened(listener: Listener, roster: Roster, what: Rotate | Deliver) -> tuple[StreamKey, ...]:
    """Return the keys of one entry, with whichever pair opens it; none that was let go of does."""
    for pair in listener.pairs:
        try:
            return keylife.opened(roster, what, listener.workbook, pair)
        except KeysRefused:
            continue
    return ()
