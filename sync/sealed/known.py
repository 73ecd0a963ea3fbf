"""What a workbook knows of its organisation while batches come in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.backlog import FORK
from ledger.ops import lane_id
from sync.members.sayable import OFFICE, speaks_of_figures, unsayable
from sync.members.standing import led, led_beside
from sync.wire.lanes import LATE

if TYPE_CHECKING:
    from collections.abc import Collection

    from ledger.ops import Op
    from sync.members.member import Member
    from sync.wire.envelope import StreamKey
    from sync.wire.lanes import LaneState


class KnownHere:
    """What a workbook knows while batches come in, each lane read once."""

    def __init__(self, member: Member) -> None:
        self._member = member
        self._lanes: dict[bytes, LaneState] = {}
        self._backlogs = member.exchange.backlogs()
        self._keys: dict[tuple[bytes, int], StreamKey | None] = {}

    @property
    def org(self) -> bytes:
        """Return the organisation."""
        return self._member.roster.org

    def author_key(self, author: bytes) -> bytes | None:
        """Return the key that verifies an author."""
        return self._member.roster.author_key(author)

    def may_write(self, author: bytes, stream: bytes, aseq: int) -> bool:
        """Return whether an author was let write a batch of that number in a stream."""
        return self._member.roster.may_write(author, stream, aseq)

    def unsayable(self, author: bytes, stream: bytes, aseq: int, ops: Collection[Op]) -> str:
        """Return why an author may not say this in a stream that she may write, or nothing.

        What needs that she administers comes too late where she did once: a person decides.
        """
        roster = self._member.roster
        administers = led(roster, author, stream, aseq)
        lane = lane_id(roster.authors[author].public, stream)
        if self._member.exchange.contradicts(lane, ops):
            # Its end is another one now.
            self._lanes.pop(lane, None)
            return FORK
        beside = speaks_of_figures(ops) and led_beside(roster, author, stream)
        family = roster.streams[stream].family
        why = unsayable(ops, family, administers=administers, beside=beside)
        is_late = not administers and lane in roster.spoken
        return LATE if why == OFFICE and is_late else why

    def quarantined(self, author: bytes, stream: bytes, aseq: int) -> bool:
        """Return whether a batch was written after its author had been let out."""
        return self._member.roster.quarantined(author, stream, aseq)

    def lane(self, lane: bytes) -> LaneState:
        """Return how far a lane is known."""
        if lane not in self._lanes:
            known = self._member.lane(lane)
            self._lanes[lane] = replace(known, backlog=self._backlogs.get(lane))
        return self._lanes[lane]

    def kept(self, lane: bytes, aseq: int) -> bytes | None:
        """Return the id of a batch known earlier; of those of others only the last is known."""
        return self._member.exchange.batch_id(lane, aseq)

    def key(self, stream: bytes, epoch: int) -> StreamKey | None:
        """Return the key of a stream in an epoch."""
        if (stream, epoch) not in self._keys:
            self._keys[stream, epoch] = self._member.key(stream, epoch)
        return self._keys[stream, epoch]

    def went_on(self, lane: bytes, state: LaneState) -> None:
        """Take note that a lane has got further."""
        self._lanes[lane] = state

    def look_again(self, lane: bytes) -> None:
        """Take a lane to be no further than what came of it was taken in."""
        self._lanes.pop(lane, None)
