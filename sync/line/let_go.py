"""What a server let go of before it came here: it is to come summed up.

Every server counts its logs for itself. So of a summary counts what its list says of the very log
that was seen here, by the hash that stands there, whoever signed it and whatever number it names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.exchange.snapshots import State
from ledger.ops import lane_id
from sync.wire import frames
from sync.wire.documents import Snapshot, taken_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.summary import LaneEnd
    from sync.line.ground import Ground
    from sync.line.talk import Head

# What this workbook knows: of a server and a stream, up to which number that was.
_LET_GO: Final = "emptied."
_NUMBER: Final = 8
# All that such a summary says is here.
_HERE: Final = (State.TAKEN, State.DIFFERS)


class LetGo:
    """What the server of a workbook let go of, and what of it came summed up."""

    def __init__(self, ground: Ground) -> None:
        self._ground, self._exchange = ground, ground.post.exchange

    def note(self, stream: bytes, upto: int) -> None:
        """Keep up to which number of a stream it let go of what had not come here."""
        self._exchange.keep_secrets({self._name(stream): upto.to_bytes(_NUMBER, "big")})

    def taken_back(self, heads: Mapping[bytes, Head]) -> set[bytes]:
        """Return the streams of which it says to have let go of less than it said before.

        What it let go of does not come back: what was passed over by that is still to be seen.
        """
        lower = {
            stream: heads[stream].purged
            for stream, upto in self.upto().items()
            if stream in heads and heads[stream].purged < upto
        }
        if lower:
            n, cursor, _ = self._ground.known[:3]
            self._ground.lines.shorten(n, ((stream, 0) for stream in lower), cursor)
        for stream, upto in lower.items():
            self.note(stream, upto)
        return set(lower)

    def upto(self) -> dict[bytes, int]:
        """Return up to which number of each stream it did."""
        known, before = self._exchange.secrets(), self._name(b"")
        return {
            bytes.fromhex(name.removeprefix(before)): int.from_bytes(said, "big")
            for name, said in known.items()
            if name.startswith(before)
        }

    def known(self, secrets: Mapping[str, bytes], stream: bytes) -> bytes:
        """Return what is kept of that of one stream, nothing where nothing is."""
        return secrets.get(self._name(stream), b"")

    def lacking(self) -> set[bytes]:
        """Return the streams of which that did not come here summed up either."""
        upto = self.upto()
        covered = self.covered(*_HERE) if upto else {}
        return {stream for stream, number in upto.items() if number > covered.get(stream, 0)}

    def covered(self, *states: State) -> dict[bytes, int]:
        """Return up to which number of each log there are summaries that are so far."""
        covered: dict[bytes, int] = {}
        for one in self._exchange.coming(*states):
            covers = self.covers(Snapshot.unpack(taken_apart(one.manifest).body))
            covered[one.stream] = max(covers, covered.get(one.stream, 0))
        return covered

    def covers(self, promised: Snapshot) -> int:
        """Return up to which number of the log here a summary goes; 0 where it is of another."""
        log, n = self._ground.lines.log, self._ground.known.n
        at = promised.stream, promised.covers, promised.log_hash
        return promised.covers if log.leads_here(n, at, frames.logged) else 0

    def lacks_ours(self, promised: Snapshot, ends: Iterable[LaneEnd]) -> bool:
        """Return whether what sums up the log here lacks what of ours stood in it before.

        Whoever made it was shown another log up to there, and this workbook was led over to that.
        """
        roster, log = self._ground.member.roster, self._ground.lines.log
        stream, here = promised.stream, self._ground.member.me.workbook
        own = {
            lane_id(one.public, stream)
            for name, one in roster.authors.items()
            if one.workbook == here and roster.is_active(name)
        }
        told = {end.lane: end.aseq for end in ends}
        stood = log.ours(self._ground.known.n, stream, self.covers(promised))
        return any(aseq > told.get(lane, 0) for lane, aseq in stood.items() if lane in own)

    def _name(self, stream: bytes) -> str:
        return f"{_LET_GO}{self._ground.known.n}.{stream.hex()}"
