"""What a server has not and nobody can bring there as it was sealed: it goes there summed up.

Of somebody who was let out it came by a stick, or from a laptop nearby, and a server takes nothing
more of her. Or it was given on a stick alone and is emptied since, as a case was erased.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync.line.ground import Ground

# What this workbook knows: of a stream, up to which number a server let go of what had not come
# here; of a lane, up to which number it is at a server, one way or the other.
EMPTIED: Final = "emptied."
_THERE: Final = "there."
_NUMBER: Final = 8


class Unbrought:
    """What is here and not at a server, of lanes of which something goes there no more."""

    def __init__(self, ground: Ground) -> None:
        self._ground, self._post = ground, ground.post

    def to_fetch(self) -> list[bytes]:
        """Return the streams of which somebody else may have brought more, summed up.

        Less is here than counts. Where somebody works who says what counts, whoever of them is
        there looks once a day for what others have.
        """
        roster, own = self._post.membership.roster, self._post.membership.me.workbook
        decides = any(
            roster.administers(name) for name, one in roster.authors.items() if one.workbook == own
        )
        looks = self._ground.has_looked and decides
        return [
            stream
            for stream, ends in self._post.summaries.gone().items()
            if looks or any(self.here(stream).get(lane, 0) < last for lane, last in ends.items())
        ]

    def to_give(self) -> list[bytes]:
        """Return the streams with what others can not get there."""
        known = self._post.exchange.secrets()
        return sorted({*self._ended(known), *self._emptied(known)})

    def here(self, stream: bytes) -> Mapping[bytes, int]:
        """Return how far each lane of a stream is known here."""
        return self._post.exchange.reached(stream)

    def is_there(self, stream: bytes, lanes: Mapping[bytes, int]) -> None:
        """Keep that lanes of a stream are there summed up, each to a number."""
        asked = {lane for _stream, lane, _last in self._post.exchange.emptied()}
        asked |= self._post.summaries.gone().get(stream, {}).keys()
        self._keep(stream, {lane: n for lane, n in lanes.items() if lane in asked})

    def came(self, stream: bytes, before: Mapping[bytes, int]) -> None:
        """Keep that lanes are there summed up that came with that further than `before`."""
        here = self.here(stream).items()
        self.is_there(stream, {lane: n for lane, n in here if n > before.get(lane, 0)})

    def _ended(self, known: Mapping[str, bytes]) -> set[bytes]:
        """Return the streams with more of whoever was let out than a server has."""
        found = set()
        for stream, ends in self._post.summaries.gone().items():
            new = [
                lane
                for lane, aseq in self.here(stream).items()
                if lane in ends and ends[lane] <= aseq > self._upto(known, stream, lane)
            ]
            if any(self._is_in_no_batch(lane) for lane in new) and self._is_log_whole(stream):
                found.add(stream)
        return found

    def _emptied(self, known: Mapping[str, bytes]) -> set[bytes]:
        """Return the streams in which something was emptied before a server had it."""
        lines, n = self._ground.lines, self._ground.known.n
        found = set()
        for stream, lane, last in self._post.exchange.emptied():
            upto = self._upto(known, stream, lane)
            if last > upto and lines.log.misses(n, lane, upto):
                found.add(stream)
            elif last > upto:
                self._keep(stream, {lane: last})
        return found

    def _is_in_no_batch(self, lane: bytes) -> bool:
        last = self._post.membership.lane(lane).digest
        return not self._ground.lines.log.knows(self._ground.known.n, last)

    def _is_log_whole(self, stream: bytes) -> bool:
        """Return whether all is known that ever was there: what was let go of was summed up."""
        log, n = self._ground.lines.log, self._ground.known.n
        head = log.head(n, stream)
        return head is not None and len(log.names(n, stream)) >= head[0]

    def _upto(self, known: Mapping[str, bytes], stream: bytes, lane: bytes) -> int:
        return int.from_bytes(known.get(self._name(known, stream, lane), b""), "big")

    def _keep(self, stream: bytes, lanes: Mapping[bytes, int]) -> None:
        if lanes:
            known = self._post.exchange.secrets()
            kept = {self._name(known, stream, at): n.to_bytes(_NUMBER) for at, n in lanes.items()}
            self._post.exchange.keep_secrets(kept)

    def _name(self, known: Mapping[str, bytes], stream: bytes, lane: bytes) -> str:
        # Where more was let go of, what had summed it up may have gone with that.
        gone = known.get(f"{EMPTIED}{stream.hex()}", b"").hex()
        return f"{_THERE}{self._ground.known.n}.{gone}.{lane.hex()}"
