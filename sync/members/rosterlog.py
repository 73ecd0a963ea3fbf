"""The roster out of its sealed batches: every one verified, no lane with a gap, nothing split."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NoReturn

from sync.members.roster import Signed, follow
from sync.wire import frames, lanes
from sync.wire.envelope import EnvelopeRefused, unseal
from sync.wire.frames import FrameRefused, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sync.members.roster import Roster
    from sync.wire.envelope import StreamKey
    from sync.wire.frames import Header

# All that stands in its stream; whatever else a member puts there is left out.
OF_THE_ROSTER: Final = frozenset({Kind.ROSTER, Kind.HEARTBEAT})


class LogRefused(ValueError):
    """Batches do not come to one roster; the message is a code."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a roster begins: organisation, stream, digest of the first entry."""

    org: bytes
    stream: bytes
    root: bytes


@dataclass(frozen=True, slots=True)
class RosterLog:
    """A roster and the batches that it was made of."""

    roster: Roster
    batches: tuple[bytes, ...] = field(repr=False)


def read_log(
    batches: Iterable[bytes],
    origin: Origin,
    publics: Iterable[bytes],
    held: Iterable[StreamKey],
) -> RosterLog:
    """Return the roster that batches come to, beginning where they say; or refuse them all.

    Any key may be handed in for an author: her name is its hash.
    """
    ours = {frames.author_id(public): public for public in publics}
    opening = {(key.stream, key.epoch): key for key in held}
    kept = tuple(dict.fromkeys(batches))
    try:
        placed = [(frames.parse(batch), batch) for batch in kept]
        placed.sort(key=lambda one: (one[0].author, one[0].aseq))
        signed = _signed(placed, origin, ours, opening)
    except (FrameRefused, EnvelopeRefused, lanes.LaneRefused):
        _refuse("log.batch")
    chain = follow(signed, origin.root)
    # Of a workbook that replaced its key by two nobody uses either: that holds up no one else.
    if chain.fork:
        _refuse("log.fork")
    if chain.waiting:
        _refuse("log.gap")
    roster = chain.roster
    if (roster.org, roster.stream, roster.root) != (origin.org, origin.stream, origin.root):
        _refuse("log.root")
    kinds = {batch: header.kind for header, batch in placed}
    return RosterLog(roster, tuple(one for one in kept if kinds[one] in OF_THE_ROSTER))


def _signed(
    placed: Iterable[tuple[Header, bytes]],
    origin: Origin,
    publics: Mapping[bytes, bytes],
    opening: Mapping[tuple[bytes, int], StreamKey],
) -> list[Signed]:
    """Return what the batches carry, each verified before it is opened, lane by lane."""
    found: list[Signed] = []
    states: dict[bytes, lanes.LaneState] = {}
    for header, batch in placed:
        if (header.org, header.stream) != (origin.org, origin.stream):
            _refuse("log.place")
        if header.author not in publics:
            _refuse("log.author")
        frames.verify(batch, publics[header.author])
        state = states.get(header.author, lanes.BEGINNING)
        states[header.author] = lanes.follow(state, header, frames.batch_id(batch))
        key = opening.get((header.stream, header.epoch))
        if key is None:
            _refuse("log.epoch")
        content = unseal(batch, key)
        if header.kind is Kind.ROSTER:
            found.append(Signed(content, header.author, header.aseq))
    return found


def _refuse(code: str) -> NoReturn:
    raise LogRefused(code) from None
