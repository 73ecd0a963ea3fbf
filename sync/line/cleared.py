"""Letting go at a server of what was erased or is summed up, by an order of whoever looks after it.

What was erased opens to nobody once the keys are turned; here the sealed bytes go as well.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from sync.line.awaited import Awaited
from sync.line.talk import Told
from sync.line.unbrought import Unbrought
from sync.members.tending import CLEARING
from sync.wire.documents import Purge, Said, Why, sign

if TYPE_CHECKING:
    from sync.line.ground import AtStore, Ground
    from sync.line.summed import LineSummed
    from sync.line.talk import Talk

_DONE: Final = 200
_OTHER_NUMBER: Final = "purge.number"
# What this workbook knows: how many orders a server had, what of a stream is cleared there, and on
# which day it was last tried in vain.
_ORDERS, _CLEARED, _TRIED = "orders.", "cleared.", "tried."
_NUMBER: Final = 8


class LineCleared:
    """What one exchange lets go of, once everything else is exchanged; it mostly asks nothing."""

    def __init__(self, talk: Talk, ground: Ground, summed: LineSummed, at: AtStore) -> None:
        self._talk, self._ground, self._summed, self._at = talk, ground, summed, at
        self._member, self._exchange = ground.member, ground.post.exchange

    def exchange(self) -> None:
        """Let go of what was erased, and of what somebody else found summed up rightly."""
        if not self._at(self._administers):
            return
        for stream, count in self._at(self._erased).items():
            # New workbooks would miss what goes: it is summed up as it is without the case.
            covers = 0 if self._waits(stream) else self._summed_up(stream)
            if covers and self._order(Why.ERASE, stream, covers):
                self._at(partial(self._keep, f"{_CLEARED}{self._of(stream)}", count))
            else:
                day = self._at(self._ground.post.now).date().toordinal()
                self._at(partial(self._keep, f"{_TRIED}{self._of(stream)}", day))
        for stream, covers in self._summed.compared.items():
            if not self._waits(stream):
                self._order(Why.COMPACT, stream, covers)

    def _waits(self, stream: bytes) -> bool:
        """Return whether somebody who is away would lose what no summary holds."""
        return self._at(partial(Awaited(self._ground).is_waited_for, stream))

    def _summed_up(self, stream: bytes) -> int:
        try:
            return self._summed.sum_up(stream)
        except Told:
            # As its house is full: everything else was exchanged, so this waits for another day.
            return 0

    def _administers(self) -> bool:
        member = self._member
        return member.heard.chain.fork is None and member.roster.administers(member.me.author)

    def _erased(self) -> dict[bytes, int]:
        """Return the streams for which this workbook turned keys after erasures, and how many."""
        known = self._exchange.secrets()
        today = self._ground.post.now().date().toordinal()
        found = {}
        for stream in sorted(self._member.roster.reading(self._member.me.workbook)):
            count = _number(known.get(f"{CLEARING}{stream.hex()}"))
            cleared = _number(known.get(f"{_CLEARED}{self._of(stream)}"))
            tried = _number(known.get(f"{_TRIED}{self._of(stream)}"))
            if count > cleared and tried != today:
                found[stream] = count
        return found

    def _order(self, why: Why, stream: bytes, covers: int) -> bool:
        """Give an order under the number that is next; return whether it was carried out."""
        name = f"{_ORDERS}{self._ground.known.n}"
        last = self._at(lambda: _number(self._exchange.secrets().get(name)))
        for _ in range(2):
            order = Purge(self._member.roster.org, last + 1, why, [(stream, covers)], [], [])
            try:
                signed = sign(Said.PURGE, order.pack(), self._member.me.seed)
                self._talk.told("POST", "purge", {_DONE}, signed)
            except Told as refused:
                # Somebody else gave an order; or it is too early, or one that knows no orders.
                if str(refused) != _OTHER_NUMBER or refused.orders is None:
                    return False
                last = refused.orders
                continue
            self._at(partial(self._keep, name, last + 1))
            self._at(partial(Unbrought(self._ground).note_let_go, {stream: covers}))
            return True
        return False

    def _of(self, stream: bytes) -> str:
        return f"{self._ground.known.n}.{stream.hex()}"

    def _keep(self, name: str, number: int) -> None:
        self._exchange.keep_secrets({name: number.to_bytes(_NUMBER, "big")})


def _number(kept: bytes | None) -> int:
    return int.from_bytes(kept, "big") if kept else 0
