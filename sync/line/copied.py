"""Something else stands under a number of ours: another copy of this workbook wrote it, or nobody.

A server's word alone is worth nothing. A batch that bears the own signature is proof for ever,
wherever it was seen: no server can make one, and letting its logs count takes nothing back.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from db.homes.membership import ExchangeRefused
from ledger.ops import OpRefused, lane_id
from sync.line.ground import HELD_BACK, LANE_FORK
from sync.sealed.setback import note_copied
from sync.sealed.snapshots import is_otherwise
from sync.wire import frames
from sync.wire.documents import taken_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.summary import Contents
    from sync.line.ground import Ground
    from sync.wire.frames import Header


class Copied:
    """What is known at a workbook of another copy of it."""

    def __init__(self, ground: Ground) -> None:
        self._ground, self._member = ground, ground.member
        self._exchange = ground.post.exchange

    def saw(self, header: Header, lane: bytes, name: bytes) -> None:
        """Look at a batch that is none of those sealed here, and whose signature is good."""
        if self._is_ours_otherwise(header, lane, name):
            note_copied(self._member, lane, name)
            self._ground.alarm(LANE_FORK, header.stream)
            self._ground.is_copied = True

    def judge(self) -> None:
        """Tell people what it is that a server says of lanes of ours and did not show.

        All that it keeps of them it gives, or it is summed up by somebody who belongs. Her word
        stops nothing: what is here of those lanes goes nowhere in any case.
        """
        for stream, author in self._ground.disputed:
            lane = lane_id(self._member.roster.author_key(author) or b"", stream)
            is_told = any(
                end.lane == lane and is_otherwise(self._member, end)
                for contents in self._summed_up(stream)
                for end in contents.lanes
            )
            self._ground.alarm(LANE_FORK if is_told else HELD_BACK, stream)

    def _summed_up(self, stream: bytes) -> Iterator[Contents]:
        """Yield what those who belong say of a stream; what was refused for that is still here."""
        is_active = self._member.roster.is_active
        for one in self._exchange.coming():
            if one.stream == stream and is_active(taken_apart(one.manifest).signer):
                with suppress(ExchangeRefused, OpRefused):
                    if contents := self._exchange.contents(one.id):
                        yield contents

    def _is_ours_otherwise(self, header: Header, lane: bytes, name: bytes) -> bool:
        """Return whether this workbook signed something else under the number of a batch."""
        roster = self._member.roster
        if roster.authors[header.author].workbook != self._member.me.workbook:
            return False
        place = header.author, header.aseq
        if header.stream != roster.stream:
            ours = {self._exchange.batch_id(lane, header.aseq)} - {None}
        else:
            said = ((frames.parse(one), one) for one in self._exchange.roster())
            ours = {frames.batch_id(one) for at, one in said if (at.author, at.aseq) == place}
        return bool(ours) and name not in ours
