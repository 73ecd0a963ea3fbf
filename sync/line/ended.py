"""What is here of whoever was let out, and at a server in no batch: it goes over that summed up.

It came by a stick, or from a laptop nearby. As it was sealed nobody gives it, and a server takes
nothing more of whoever is out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync.line.ground import Ground

# What this workbook knows: up to which number a lane was summed up at a server.
_TOLD: Final = "ended."
_NUMBER: Final = 8


class Ended:
    """The lanes of whoever is out, as they are here and at a server."""

    def __init__(self, ground: Ground) -> None:
        self._ground, self._post = ground, ground.post

    def to_fetch(self) -> list[bytes]:
        """Return the streams of which somebody else may have brought more, summed up.

        Less is here than counts. Whoever says what counts looks once a day for what others have.
        """
        member = self._post.membership
        looks = self._ground.has_looked and member.roster.administers(member.me.author)
        return [
            stream
            for stream, ends in self._post.summaries.gone().items()
            if looks or any(self.here(stream).get(lane, 0) < last for lane, last in ends.items())
        ]

    def to_give(self) -> list[bytes]:
        """Return the streams with what others can not get there."""
        known, found = self._post.exchange.secrets(), []
        for stream, ends in self._post.summaries.gone().items():
            new = [
                lane
                for lane, aseq in self.here(stream).items()
                if lane in ends and ends[lane] <= aseq > _number(known.get(self._name(lane)))
            ]
            if any(self._is_in_no_batch(lane) for lane in new) and self._is_log_whole(stream):
                found.append(stream)
        return found

    def here(self, stream: bytes) -> Mapping[bytes, int]:
        """Return how far each lane of a stream is known here."""
        return self._post.exchange.reached(stream)

    def is_told(self, stream: bytes, before: Mapping[bytes, int]) -> None:
        """Keep that lanes of a stream are there summed up that were not as far here `before`."""
        ends = self._post.summaries.gone().get(stream, {})
        told = {
            self._name(lane): aseq.to_bytes(_NUMBER, "big")
            for lane, aseq in self.here(stream).items()
            if lane in ends and aseq > before.get(lane, 0)
        }
        if told:
            self._post.exchange.keep_secrets(told)

    def _is_in_no_batch(self, lane: bytes) -> bool:
        last = self._post.membership.lane(lane).digest
        return not self._ground.lines.log.knows(self._ground.known.n, last)

    def _is_log_whole(self, stream: bytes) -> bool:
        """Return whether all is known that ever was there: what was let go of was summed up."""
        log, n = self._ground.lines.log, self._ground.known.n
        head = log.head(n, stream)
        return head is not None and len(log.names(n, stream)) >= head[0]

    def _name(self, lane: bytes) -> str:
        return f"{_TOLD}{self._ground.known.n}.{lane.hex()}"


def _number(kept: bytes | None) -> int:
    return int.from_bytes(kept, "big") if kept else 0
