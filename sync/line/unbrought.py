"""What a server has not and nobody can bring there as it was sealed: it goes there summed up.

Of somebody who was let out it came by a stick, or from a laptop nearby, and a server takes nothing
more of her. Or it was given on a stick alone and is emptied since, as a case was erased. Or it
waited for a decision while a server let go of its bytes: no summary of then holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.ops import lane_id
from sync.line.let_go import LetGo
from sync.wire.lanes import LATE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync.line.ground import Ground

# What this workbook knows: of a lane, up to which number it is at a server, one way or the other,
# and from which number on a server let go of what waited for a decision.
_THERE: Final = "there."
_UNDECIDED: Final = "undecided."
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

    def note_let_go(self, upto: Mapping[bytes, int]) -> None:
        """Keep what waits for a decision of what a server let go of, each stream to a number.

        Once it counts it goes there summed up.
        """
        roster, known = self._post.membership.roster, self._post.exchange.secrets()
        found: dict[str, int] = {}
        for one in self._post.exchange.laid_aside(LATE):
            number = self._ground.lines.log.number(self._n, one.stream, one.batch_id)
            if number is None or number > upto.get(one.stream, 0):
                continue
            name = self._undecided(lane_id(roster.author_key(one.lane) or b"", one.stream))
            before = found.get(name) or int.from_bytes(known.get(name, b""), "big")
            found[name] = min(one.aseq, before or one.aseq)
        if found:
            kept = {name: aseq.to_bytes(_NUMBER, "big") for name, aseq in found.items()}
            self._post.exchange.keep_secrets(kept)

    def _ended(self, known: Mapping[str, bytes]) -> set[bytes]:
        """Return the streams with more of whoever was let out than a server has."""
        found = set()
        for stream, ends in self._post.summaries.gone().items():
            new = {
                lane: aseq
                for lane, aseq in self.here(stream).items()
                if lane in ends and ends[lane] <= aseq > self._upto(known, stream, lane)
            }
            lacks = any(
                self._is_in_no_batch(lane) or self._went_undecided(known, lane, aseq)
                for lane, aseq in new.items()
            )
            if lacks and self._is_log_whole(stream):
                found.add(stream)
        return found

    def _emptied(self, known: Mapping[str, bytes]) -> set[bytes]:
        """Return the streams in which something was emptied before a server had it."""
        log = self._ground.lines.log
        found = set()
        for stream, lane, last in self._post.exchange.emptied():
            upto = self._upto(known, stream, lane)
            if last <= upto:
                continue
            if self._went_undecided(known, lane, last) or log.misses(self._n, lane, upto):
                found.add(stream)
            else:
                self._keep(stream, {lane: last})
        return found

    def _went_undecided(self, known: Mapping[str, bytes], lane: bytes, last: int) -> bool:
        """Return whether a server let go of some of a lane up to a number before that counted."""
        return 0 < int.from_bytes(known.get(self._undecided(lane), b""), "big") <= last

    @property
    def _n(self) -> int:
        return self._ground.known.n

    def _is_in_no_batch(self, lane: bytes) -> bool:
        last = self._post.membership.lane(lane).digest
        return not self._ground.lines.log.knows(self._n, last)

    def _is_log_whole(self, stream: bytes) -> bool:
        """Return whether all is known that ever was there: what was let go of was summed up."""
        log, n = self._ground.lines.log, self._n
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
        gone = LetGo(self._ground).known(known, stream).hex()
        return f"{_THERE}{self._n}.{gone}.{lane.hex()}"

    def _undecided(self, lane: bytes) -> str:
        return f"{_UNDECIDED}{self._n}.{lane.hex()}"
