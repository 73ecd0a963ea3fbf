"""Snapshots over a server: made when much was written since the last, compared, fetched for a gap.

It asks for nothing until it is worth it: an exchange with little news stays one round trip.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from db.exchange.snapshots import State
from sync.line.let_go import LetGo
from sync.line.offered import Offering
from sync.line.talk import Told
from sync.line.unbrought import Unbrought
from sync.sealed.snapshots import SnapshotRefused, can_make, read_manifest
from sync.sealed.summaries import Sort, unweighed
from sync.wire.documents import Snapshot, taken_apart
from sync.wire.lanes import LATE, SEALED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.summary import LaneEnd
    from sync.line.ground import AtStore, Ground
    from sync.line.talk import Talk
    from sync.sealed.summaries import SummedUp

# So many batches since the last snapshot are worth another one.
MANY: Final = 500
_GAP: Final = "lane.gap"
_THERE, _KEPT = 200, 204
_MISSING: Final = 404


class LineSummed:
    """What one exchange does with snapshots, once everything else is exchanged."""

    def __init__(self, talk: Talk, ground: Ground, at: AtStore) -> None:
        self._talk, self._post, self._at = talk, ground.post, at
        self._ground = ground
        self._unbrought, self._let_go = Unbrought(ground), LetGo(ground)
        # Streams of which somebody else's summary was found to be right, and how far it goes.
        self.compared: dict[bytes, int] = {}
        # Streams of which something was let go that nothing sums up.
        self.lost: set[bytes] = set()
        # What sums up the log of a server lacks what it was shown to hold of ours.
        self.is_other = False

    def exchange(self) -> SummedUp:
        """Compare what others summed up, fetch it where something is missing, or sum up oneself."""
        self._post.summaries.weigh = self._weigh
        try:
            return self._exchange()
        finally:
            self._post.summaries.weigh = unweighed

    def _weigh(self, promised: Snapshot, ends: Sequence[LaneEnd]) -> None:
        self.is_other |= self._let_go.lacks_ours(promised, ends)

    def _exchange(self) -> SummedUp:
        came = self._at(self._post.summaries.try_again)
        for stream in self._at(self._due):
            if not self._fetch(stream, came):
                self.sum_up(stream)
        for stream in self._at(self._unbrought.to_fetch):
            self._fetch(stream, came)
        for stream in self._at(self._unbrought.to_give):
            with suppress(Told):
                # As its house is full: it waits for another day.
                self.sum_up(stream)
        self.lost = self._at(self._lost)
        return came

    def _due(self) -> list[bytes]:
        """Return the streams of which much came since a snapshot, or something is missing."""
        post = self._post
        roster, me = post.membership.roster, post.membership.me
        gaps = {one.stream for one in post.exchange.parked() if one.why == _GAP}
        gaps |= self._let_go.lacking()
        covered = self._let_go.covered(State.TAKEN, State.DIFFERS, State.REFUSED)
        return sorted(
            stream
            for stream in roster.reading(me.workbook) - {roster.stream}
            if stream in gaps or post.seen(stream)[0] - covered.get(stream, 0) >= MANY
        )

    def _lost(self) -> set[bytes]:
        """Return the streams of which that is lacking, and no summary of it came either.

        One that is here as a whole may wait for a key: no server holds that back.
        """
        let_go, lacking = self._let_go.upto(), self._let_go.lacking()
        for one in self._post.exchange.coming() if lacking else ():
            promised = Snapshot.unpack(taken_apart(one.manifest).body)
            is_whole = len(self._here(promised)) == len(promised.parts)
            if is_whole and self._let_go.covers(promised) >= let_go.get(one.stream, 0):
                lacking.discard(one.stream)
        return lacking

    def _here(self, promised: Snapshot) -> set[int]:
        """Return the numbers of the parts that are here of a snapshot; some may wait for a key."""
        exchange = self._post.exchange
        sealed = {one.batch_id for one in exchange.laid_aside(SEALED)}
        parts = enumerate(promised.parts, 1)
        return exchange.pieces(promised.name) | {n for n, name in parts if name in sealed}

    def _fetch(self, stream: bytes, came: SummedUp) -> bool:
        """Take the newest snapshot there as far as is needed; return whether it is new enough."""
        post, there = self._post, self._newest(stream, came)
        if there is None:
            return False
        manifest, promised = there
        before, same = self._at(partial(self._unbrought.here, stream)), came.same
        seen = self._at(lambda: post.seen(stream)[0])
        is_new = seen - promised.covers < MANY
        if self._at(lambda: self._is_known(promised.name)):
            return is_new
        if promised.covers > seen:
            # It was made of what somebody brought just now: what it goes by is still to be seen.
            self._at(self._ground.look_again)
        self._take(_body(Sort.MANIFEST, manifest), came)
        for number in range(len(promised.parts)):
            if not self._at(partial(self._lacks, promised, number + 1)):
                continue
            what = f"snapshots/{promised.name.hex()}/parts/{number}?stream={stream.hex()}"
            self._take(_body(Sort.PART, self._talk.told("GET", what, {_THERE})), came)
        is_same = came.same > same
        self._at(partial(self._unbrought.came, stream, {} if is_same else before))
        if is_same:
            self._attest(stream, promised.name)
            self.compared[stream] = promised.covers
        return is_new

    def _newest(self, stream: bytes, came: SummedUp) -> tuple[bytes, Snapshot] | None:
        """Return the list of the newest snapshot of a stream that is there, as it is and read."""
        try:
            manifest = self._talk.told("GET", f"snapshots/latest?stream={stream.hex()}", {_THERE})
            promised = self._at(lambda: read_manifest(self._post.membership, manifest))
        except Told as refused:
            if refused.status != _MISSING:
                raise
            return None
        except SnapshotRefused as refused:
            # People are told that something was refused; whoever may sums up anew.
            came.refused[str(refused)] += 1
            return None
        return (manifest, promised) if promised.stream == stream else None

    def _take(self, body: bytes, came: SummedUp) -> None:
        came.add(self._at(lambda: self._post.summaries.take([body])))

    def _is_known(self, name: bytes) -> bool:
        known = self._post.exchange.known(name)
        if known is not None and known.state is State.OFFERED:
            # It was made here, and is whole there.
            self._post.exchange.set_state(name, State.TAKEN)
        return known is not None and known.state not in {State.COMING, State.LISTED}

    def _lacks(self, promised: Snapshot, number: int) -> bool:
        """Return whether a part is missing of a snapshot that is still of use."""
        known = self._post.exchange.known(promised.name)
        is_coming = known is not None and known.state in {State.COMING, State.LISTED}
        return is_coming and number not in self._here(promised)

    def _attest(self, stream: bytes, name: bytes) -> None:
        author = self._post.membership.me.author
        for snapshot, by, document in self._at(self._post.exchange.vouched):
            if (snapshot, by) == (name, author):
                what = f"snapshots/{name.hex()}/attest?stream={stream.hex()}"
                self._talk.told("POST", what, {_KEPT}, document)

    def sum_up(self, stream: bytes) -> int:
        """Sum a stream up and bring that, where this person may and has all of it.

        Return how far it goes; nothing where it was not to be.
        """
        if not self._at(lambda: self._may(stream)):
            return 0
        offering = Offering(self._talk, self._post, self._at)
        is_old = self._at(partial(offering.is_under_way, stream))
        here = self._at(partial(self._unbrought.here, stream))
        brought = offering.bring(stream)
        if brought is None:
            return 0
        self._at(lambda: self._post.exchange.set_state(brought.name, State.TAKEN))
        if not is_old:
            # One that was begun before knows less than is here.
            self._at(partial(self._unbrought.is_there, stream, here))
        return brought.covers

    def _may(self, stream: bytes) -> bool:
        """Return whether this person may sum a stream up, and has all of it."""
        post = self._post
        member = post.membership
        parked = any(one.stream == stream and one.why != LATE for one in post.exchange.parked())
        seen = post.seen(stream)
        is_whole = not parked and stream not in self._let_go.lacking() and seen[0] > 0
        return is_whole and can_make(member, stream)


def _body(sort: Sort, data: bytes) -> bytes:
    return bytes([sort]) + data
