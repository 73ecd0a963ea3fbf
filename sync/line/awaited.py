"""What a server has to keep until its home has fetched it: what was written late of what left.

A summary does not hold it, as it is nobody's there any more. Whoever gives orders to let go knows
what of it there is, and by the words of each workbook how far that had seen the server's log.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from db.homes.going import not_at_home
from sync.members.standing import where_they_work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync.line.ground import Ground

# Of a stream at a server: how far its log went when it was first seen that a workbook may lack
# something, and how far each workbook said to have seen it.
_AWAITED, _SEEN = "awaited.", "fetched."
_NUMBER: Final = 8


class Awaited:
    """What is known of a server's streams about whose words were not fetched yet."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def note_seen(self, seen: Mapping[tuple[bytes, bytes], int]) -> None:
        """Keep how far workbooks had seen streams when they wrote; each by stream and workbook."""
        member, exchange = self._ground.member, self._ground.post.exchange
        if not seen or not member.roster.administers(member.me.author):
            return
        known = exchange.secrets()
        named = {self._seen(*place): number for place, number in seen.items()}
        further = {
            name: number.to_bytes(_NUMBER, "big")
            for name, number in named.items()
            if number > _number(known.get(name))
        }
        if further:
            exchange.keep_secrets(further)

    def is_waited_for(self, stream: bytes) -> bool:
        """Return whether something of a stream may be nowhere else than at the server."""
        post, name = self._ground.post, f"{_AWAITED}{self._of(stream)}"
        roster, known = post.membership.roster, post.exchange.secrets()
        # Whoever reads the stream no longer fetches nothing of it.
        readers = set(roster.readers(stream)) - {post.membership.me.workbook}
        lacking = not_at_home(post.connection.cursor(), stream, where_they_work(roster))
        before: dict[str, list[int]] = json.loads(known.get(name) or b"{}")
        last = self._ground.lines.log.head(self._ground.known.n, stream)
        now, waits = {}, False
        for (book, lane), aseq in lacking.items():
            if book not in readers:
                continue
            place = f"{book.hex()}.{lane.hex()}"
            upto, first = before.get(place, (-1, 0))
            now[place] = [aseq, first] if upto == aseq else [aseq, last[0] if last else 0]
            waits |= _number(known.get(self._seen(stream, book))) < now[place][1]
        if now != before:
            post.exchange.keep_secrets({name: json.dumps(now).encode()})
        return waits

    def _seen(self, stream: bytes, book: bytes) -> str:
        return f"{_SEEN}{self._of(stream)}.{book.hex()}"

    def _of(self, stream: bytes) -> str:
        # A server that is filled anew counts from the beginning.
        generation = self._ground.member.roster.generation(stream)
        return f"{self._ground.known.n}.{generation}.{stream.hex()}"


def _number(kept: bytes | None) -> int:
    return int.from_bytes(kept, "big") if kept else 0
