"""What goes to a server: sealed batches lane by lane, each until it is known to be there."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from db.rows.moments import read, stored
from ledger.ops import lane_id
from sync.line.ground import OTHER_LOG, ROLLED_BACK
from sync.wire import frames
from sync.wire.frames import START, FrameRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sync.line.ground import Ground

_GAP: Final = "lane.gap"
# After so long without a word others are told that somebody is there, and what she sees.
_SILENCE: Final = timedelta(days=7)


class Outgoing(NamedTuple):
    """A sealed batch that is to be sent: its name, stream and author, lane and number there."""

    name: bytes
    stream: bytes
    author: bytes
    lane: bytes
    aseq: int
    batch: bytes


class Outbound:
    """Gives a server what it has not got."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._is_held = False
        # The number that is left out before what goes next, where one is.
        self.gap = 0
        # What a colleague without a network wrote, by name.
        self._carried: dict[bytes, Outgoing] = {}

    def carry(self, batches: Iterable[bytes]) -> None:
        """Take along what others wrote; whose it is their signatures say."""
        ground = self._ground
        roster = ground.member.roster
        found = []
        for batch in batches:
            with suppress(FrameRefused):
                header, name = frames.parse(batch), frames.batch_id(batch)
                author = roster.authors.get(header.author)
                if author and author.workbook != ground.member.me.workbook:
                    lane = lane_id(author.public, header.stream)
                    place = (header.stream, header.author, lane, header.aseq)
                    if not ground.lines.log.knows(ground.known.n, name):
                        found.append(Outgoing(name, *place, batch))
        self._carried = {one.name: one for one in sorted(found, key=lambda one: one[1:5])}

    def seal(self) -> None:
        """Seal what was written, or a sign of life where nothing was for a week."""
        ground = self._ground
        post, lines = ground.post, ground.lines
        post.seal_all()
        now = post.now()
        last = lines.last_word()
        member = ground.member
        me, roster = member.me, member.roster
        may = member.heard.chain.fork is None and roster.may_write(me.author, roster.stream)
        if may and last and now - read(last) >= _SILENCE:
            member.say(lambda scribe: scribe.live(post.seen(roster.stream)))
            lines.spoke(stored(now))

    @property
    def to_send(self) -> int:
        """Return how many batches wait to be sent."""
        ground = self._ground
        own = ground.lines.how_many(ground.known.n) + sum(1 for _ in _of_roster(self._ground))
        return own + len(self._carried)

    @property
    def has_more(self) -> bool:
        """Return whether there is something that can be sent now."""
        return bool(self.next_batches(1))

    def next_batches(self, size: int, behind: Sequence[Outgoing] = ()) -> list[Outgoing]:
        """Return what goes next, up to so many bytes, lane by lane; the roster first.

        What is under way already is told as `behind`. What follows on something that was erased
        here before it was sent goes alone.
        """
        found: list[Outgoing] = []
        following = {one.lane: one.aseq + 1 for one in behind}
        under_way = {one.name for one in behind}
        self.gap = 0
        for one in self._waiting():
            if one.name in under_way:
                continue
            gap = 0 if one.name in self._carried else _gap_before(self._ground, one, following)
            if (found and (size < len(one.batch) or gap)) or (behind and gap):
                break
            size -= len(one.batch)
            found.append(one)
            following[one.lane] = one.aseq + 1
            if size <= 0 or gap:
                self.gap = gap
                break
        return found

    def _waiting(self) -> Iterator[Outgoing]:
        if self._is_held:
            return
        ground = self._ground
        for one in _of_roster(self._ground):
            if (one.stream, one.author) not in ground.aside:
                yield one
        for one in self._carried.values():
            if (one.stream, one.author) not in ground.aside:
                yield one
        for name, lane, aseq, batch in ground.lines.waiting(ground.known.n):
            header = frames.parse(batch)
            if (header.stream, header.author) not in ground.aside:
                yield Outgoing(name, header.stream, header.author, lane, aseq, batch)

    def mark_under_way(self, batches: Iterable[Outgoing]) -> None:
        """Keep that batches may be seen from now on: none of them is sealed anew."""
        names = [one.name for one in batches]
        if names:
            self._ground.lines.under_way(names)

    def sent(self, batches: Sequence[Outgoing], numbers: Sequence[int]) -> None:
        """Keep that the server keeps batches, and where they stand in its logs."""
        if not batches:
            return
        ground = self._ground
        if not numbers:
            # One that does not say where cannot be compared with; it is not asked again today.
            ground.aside |= {(one.stream, one.author) for one in batches}
            ground.look_again()
        to = blake2b(ground.where.name.encode(), digest_size=frames.ID_SIZE).digest()
        noted = partial(_note, ground, batches, numbers)
        ground.post.exchange.mark_sent([one.name for one in batches], to, noted)
        for one in batches:
            self._carried.pop(one.name, None)

    def refuse(self, one: Outgoing, code: str) -> None:
        """Leave a lane aside that the server does not go on with."""
        ground = self._ground
        if code == _GAP and ground.lines.kept(ground.known.n, one.lane):
            # It kept what came before once.
            ground.is_wrong(ROLLED_BACK)
        ground.aside.add((one.stream, one.author))

    def hold_back(self) -> None:
        """Send nothing more in this exchange: there is no room."""
        self._is_held = True

    def forked(self, one: Outgoing) -> None:
        """Leave a lane aside in which the server says that something else stands.

        Of what is ours it has to show that: all that it keeps of this stream it gives.
        """
        self._ground.aside.add((one.stream, one.author))
        if one.name not in self._carried:
            self._ground.disputed.add((one.stream, one.author))


def _gap_before(ground: Ground, one: Outgoing, following: Mapping[bytes, int]) -> int:
    """Return the first number that is left out before a batch, or 0."""
    if one.stream == ground.member.roster.stream:
        return 0
    wanted = following.get(one.lane) or ground.lines.kept(ground.known.n, one.lane) + 1
    return wanted if one.aseq > wanted else 0


def _of_roster(ground: Ground) -> Iterator[Outgoing]:
    """Yield what of the roster is not there; what others wrote only when all there is was seen.

    They bring it themselves, but to a server that lost it whoever comes first does.
    """
    roster, here = ground.member.roster, ground.member.me.workbook
    there = ground.lines.log.names(ground.known.n, roster.stream)
    found = []
    for batch in ground.post.exchange.roster():
        name = frames.batch_id(batch)
        if name not in there:
            header = frames.parse(batch)
            found.append((header.author, header.aseq, name, batch))
    for author, aseq, name, batch in sorted(found):
        known = roster.authors.get(author)
        if known and (ground.is_caught_up or known.workbook == here):
            lane = lane_id(known.public, roster.stream)
            yield Outgoing(name, roster.stream, author, lane, aseq, batch)


def _note(ground: Ground, batches: Sequence[Outgoing], numbers: Sequence[int]) -> None:
    """Keep how far the server keeps lanes, and of what is read here where it stands."""
    n, lines = ground.known.n, ground.lines
    for one in batches:
        lines.keep(n, one.lane, one.aseq)
        ground.disputed.discard((one.stream, one.author))
    reading = ground.member.roster.reading(ground.member.me.workbook)
    for one, number in zip(batches, numbers, strict=bool(numbers)):
        if one.stream in reading:
            if not lines.log.keep(n, one.stream, number, one.name):
                ground.is_wrong(OTHER_LOG)
            lines.log.follow(n, one.stream, frames.logged, START)
