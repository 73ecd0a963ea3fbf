"""Good batches are taken in together: each by itself would be a transaction of its own.

One that says what rows can not hold is found by bringing all of them one by one; it stops its own
lane, and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.exchange.batches import Arrived
from db.homes.membership import ExchangeRefused
from db.incoming.vouched import WAITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.exchange.batches import Exchange
    from db.incoming.apply import Lane
    from ledger.ops import Op
    from sync.sealed.incoming import Incoming

# So much at once is a short piece of work, and costs little more than its rows: some thousand
# operations, or a few that are large. As it is open, each takes some hundred bytes beside its own.
_AT_ONCE: Final = 2 << 20
_EACH: Final = 512
# So much is kept open of what waits for something else that may come with it.
_MOST: Final = 8 << 20
GAP: Final = "lane.gap"


class Intake:
    """Batches on their way into the store, and what became of them."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._ready: list[Arrived] = []
        self._waiting = 0
        self.operations = self.dropped = 0
        # How much was taken in and not yet brought to where it belongs.
        self.unsettled = 0
        # By their ids, with the codes that say why.
        self.failed: dict[bytes, str] = {}
        # Of these, what another one may have to come before.
        self._early: list[Arrived] = []
        self._early_size = 0

    def add(self, some: Sequence[Arrived]) -> None:
        """Take batches, each the next of its lane."""
        self._ready += some
        self._waiting += sum(map(_size, some))
        if self._waiting >= _AT_ONCE:
            self._take()

    def waiting(self) -> set[bytes]:
        """Return the lanes of what waits for something else, if more is open than there is room."""
        return {one.lane.id for one in self._early} if self._early_size >= _MOST else set()

    def finish(self) -> None:
        """Take in what is ready, and what can be by then."""
        self._take()
        before = -1
        while self._early and len(self._early) != before:
            some, self._early, before = self._early, [], len(self._early)
            self._early_size = 0
            for one in some:
                self._by_itself(one, some)

    def _take(self) -> None:
        some, self._ready, self._waiting = self._ready, [], 0
        if not some:
            return
        try:
            self._receive(some)
        except ExchangeRefused:
            for one in some:
                self._by_itself(one, some)

    def _by_itself(self, one: Arrived, beside: Sequence[Arrived]) -> None:
        try:
            self._receive([one], beside)
        except ExchangeRefused as refused:
            # What follows one that was refused waits behind it.
            code = str(refused)
            self.failed[one.digest] = GAP if code == "exchange.gap" else code
            if self.failed[one.digest] in {GAP, WAITS}:
                self._early.append(one)
                self._early_size += _size(one)
        else:
            self.failed.pop(one.digest, None)

    def _receive(self, some: Sequence[Arrived], beside: Sequence[Arrived] = ()) -> None:
        self.dropped += self._exchange.receive(some, beside).dropped
        self.operations += sum(len(one.ops) for one in some)
        self.unsettled += sum(map(_size, some))


def arrived(lane: Lane, one: Incoming, ops: Sequence[Op], size: int) -> Arrived:
    """Return a batch as the store takes it, with what it says together with its other pieces.

    In all that is `size` bytes.
    """
    return Arrived(lane, one.header.aseq, one.id, ops, one.header.prev, size)


def _size(one: Arrived) -> int:
    """Return about how much memory a batch takes as long as it is open."""
    return one.size + _EACH * len(one.ops)
