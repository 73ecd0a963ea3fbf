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


class _Known:
    """What this workbook knows in this moment of how far lanes are at a server."""

    def __init__(self, ground: Ground) -> None:
        self._ground, self._exchange = ground, ground.post.exchange
        self._secrets = self._exchange.secrets()

    def upto(self, stream: bytes, lane: bytes) -> int:
        """Return up to which number a lane is there."""
        return int.from_bytes(self._secrets.get(self._there(stream, lane), b""), "big")

    def undecided(self, lane: bytes) -> int:
        """Return from which number on something was let go of before it counted, or 0."""
        return int.from_bytes(self._secrets.get(self._undecided(lane), b""), "big")

    def keep(self, stream: bytes, lanes: Mapping[bytes, int]) -> None:
        """Keep up to which numbers lanes of a stream are there."""
        kept = {self._there(stream, at): n.to_bytes(_NUMBER) for at, n in lanes.items()}
        self._exchange.keep_secrets(kept)

    def keep_undecided(self, lanes: Mapping[bytes, int]) -> None:
        """Keep from which numbers on some of lanes was let go of before it counted."""
        kept = {self._undecided(at): n.to_bytes(_NUMBER) for at, n in lanes.items()}
        self._exchange.keep_secrets(kept)

    def _there(self, stream: bytes, lane: bytes) -> str:
        # Where more was let go of, what had summed it up may have gone with that.
        gone = LetGo(self._ground).known(self._secrets, stream).hex()
        return f"{_THERE}{self._ground.known.n}.{gone}.{lane.hex()}"

    def _undecided(self, lane: bytes) -> str:
        return f"{_UNDECIDED}{self._ground.known.n}.{lane.hex()}"


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
        known = _Known(self._ground)
        return sorted({*self._ended(known), *self._emptied(known)})

    def here(self, stream: bytes) -> Mapping[bytes, int]:
        """Return how far each lane of a stream is known here."""
        return self._post.exchange.reached(stream)

    def is_there(self, stream: bytes, lanes: Mapping[bytes, int]) -> None:
        """Keep that lanes of a stream are there summed up, each to a number."""
        asked = {lane for _stream, lane, _last in self._post.exchange.emptied()}
        asked |= self._post.summaries.gone().get(stream, {}).keys()
        if there := {lane: n for lane, n in lanes.items() if lane in asked}:
            _Known(self._ground).keep(stream, there)

    def came(self, stream: bytes, before: Mapping[bytes, int]) -> None:
        """Keep that lanes are there summed up that came with that further than `before`."""
        here = self.here(stream).items()
        self.is_there(stream, {lane: n for lane, n in here if n > before.get(lane, 0)})

    def note_let_go(self, upto: Mapping[bytes, int]) -> None:
        """Keep what waits for a decision of what a server let go of, each stream to a number.

        Once it counts it goes there summed up.
        """
        roster, known = self._post.membership.roster, _Known(self._ground)
        n, found = self._ground.known.n, dict[bytes, int]()
        for one in self._post.exchange.laid_aside(LATE):
            number = self._ground.lines.log.number(n, one.stream, one.batch_id)
            if number is None or number > upto.get(one.stream, 0):
                continue
            lane = lane_id(roster.author_key(one.lane) or b"", one.stream)
            before = found.get(lane) or known.undecided(lane)
            found[lane] = min(one.aseq, before or one.aseq)
        if found:
            known.keep_undecided(found)

    def _ended(self, known: _Known) -> set[bytes]:
        """Return the streams with more of whoever was let out than a server has."""
        found = set()
        for stream, ends in self._post.summaries.gone().items():
            new = {
                lane: aseq
                for lane, aseq in self.here(stream).items()
                if lane in ends and ends[lane] <= aseq > known.upto(stream, lane)
            }
            lacks = any(
                self._is_in_no_batch(lane) or 0 < known.undecided(lane) <= aseq
                for lane, aseq in new.items()
            )
            if lacks and self._is_log_whole(stream):
                found.add(stream)
        return found

    def _emptied(self, known: _Known) -> set[bytes]:
        """Return the streams in which something was emptied before a server had it."""
        log, n = self._ground.lines.log, self._ground.known.n
        found = set()
        for stream, lane, last in self._post.exchange.emptied():
            upto = known.upto(stream, lane)
            if last <= upto:
                continue
            if 0 < known.undecided(lane) <= last or log.misses(n, lane, upto):
                found.add(stream)
            else:
                known.keep(stream, {lane: last})
        return found

    def _is_in_no_batch(self, lane: bytes) -> bool:
        last = self._post.membership.lane(lane).digest
        return not self._ground.lines.log.knows(self._ground.known.n, last)

    def _is_log_whole(self, stream: bytes) -> bool:
        """Return whether all is known that ever was there: what was let go of was summed up."""
        log, n = self._ground.lines.log, self._ground.known.n
        head = log.head(n, stream)
        return head is not None and len(log.names(n, stream)) >= head[0]
