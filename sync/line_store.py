"""The store's side of an exchange over a server: what goes next, what came, how far it has got."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from db.lines import Lines, Server
from ledger.ops import lane_id
from sync import frames
from sync.address import Address, AddressRefused
from sync.calls import CallRefused
from sync.documents import DocumentRefused
from sync.frames import START, FrameRefused
from sync.rights import digest_of, digest_of_document, rights_of, signed
from sync.talk import Caller

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sync.post import Came, Post
    from sync.talk import Answer, Head, Placed

ROLLED_BACK: Final = "rolled_back"
OTHER_LOG: Final = "other_log"
LANE_FORK: Final = "lane_fork"
_GAP: Final = "lane.gap"
_NOBODY: Final = Server(0, 0, 0, b"", "", "")


class Outgoing(NamedTuple):
    """A sealed batch that is to be sent: its name, stream and author, lane and number there."""

    name: bytes
    stream: bytes
    author: bytes
    lane: bytes
    aseq: int
    batch: bytes


@dataclass(slots=True)
class _Heap:
    """What came at once: which of it is kept already, and up to where all is."""

    some: Sequence[Placed]
    kept: set[int] = field(default_factory=set)
    passed: int = 0

    def upto(self) -> int:
        """Return the number up to which everything of the heap is kept, 0 before the first."""
        while self.passed < len(self.some) and self.some[self.passed].seq in self.kept:
            self.passed += 1
        return self.some[self.passed - 1].seq if self.passed else 0


class LineStore:
    """What one workbook keeps of its server, and gives it."""

    def __init__(self, post: Post) -> None:
        self._post, self._member = post, post.membership
        self._known = _NOBODY
        # What the server does not take is left aside until the next exchange.
        self._aside: set[tuple[bytes, bytes]] = set()
        self._is_held = self._is_caught_up = False
        self._wrong = ""
        self._told_acl = 0
        self._wanted = b""

    # ------------------------------------------------------------------ where it is

    @property
    def address(self) -> str:
        """Return where the server is, as the roster says; nothing where there is none."""
        return self._member.roster.address if self._member.belongs else ""

    @property
    def where(self) -> Address:
        """Return that taken apart."""
        return Address.of(self.address)

    @property
    def pin(self) -> bytes:
        """Return the hash of the key that the server has to show; nothing where any is right."""
        return self._member.roster.pin

    @property
    def cursor(self) -> int:
        """Return up to where everything was taken in."""
        return self._known.cursor

    @property
    def acl(self) -> int:
        """Return the number of the rights that are known to hold."""
        return self._known.acl

    @property
    def token(self) -> str:
        """Return what let this workbook in last."""
        return self._known.token

    @cached_property
    def _lines(self) -> Lines:
        return self._lines_of(self.where.name)

    def _lines_of(self, name: str) -> Lines:
        return Lines(self._post.connection, name, self._post.now)

    def caller(self) -> Caller:
        """Return who asks."""
        me, name = self._member.me, self.where.name if self.address else ""
        return Caller(name, self._member.roster.org, me.workbook, me.transport_seed)

    def prepare(self) -> Caller:
        """Seal what was written; return who asks for an exchange."""
        if not self._member.belongs:
            raise CallRefused("line.alone")
        if not self.address:
            raise CallRefused("line.none")
        self._post.seal_all()
        self._known = self._lines.begin()
        roster = self._member.roster
        self._lines.settle(
            self._known.n, [(name, one.generation) for name, one in roster.streams.items()]
        )
        if any(one.what == LANE_FORK for one in self._lines.alarms(self._known.n)):
            raise CallRefused("line.fork")
        self._told_acl = self._known.acl
        return self.caller()

    # ------------------------------------------------------------------ out

    @property
    def to_send(self) -> int:
        """Return how many batches wait to be sent."""
        return self._lines.how_many(self._known.n) + sum(1 for _ in self._of_roster())

    @property
    def has_more(self) -> bool:
        """Return whether there is something that can be sent now."""
        return bool(self.next_batches(1))

    def next_batches(self, size: int) -> list[Outgoing]:
        """Return what goes next, up to so many bytes, lane by lane; the roster first."""
        found: list[Outgoing] = []
        for one in self._waiting():
            if found and size < len(one.batch):
                break
            size -= len(one.batch)
            found.append(one)
            if size <= 0:
                break
        return found

    def _waiting(self) -> Iterator[Outgoing]:
        if self._is_held:
            return
        for one in self._of_roster():
            if (one.stream, one.author) not in self._aside:
                yield one
        for name, lane, aseq, batch in self._lines.waiting(self._known.n):
            header = frames.parse(batch)
            if (header.stream, header.author) not in self._aside:
                yield Outgoing(name, header.stream, header.author, lane, aseq, batch)

    def _of_roster(self) -> Iterator[Outgoing]:
        """Yield what of the roster is not there; what others wrote only when all there is was seen.

        They bring it themselves, but to a server that lost it whoever comes first does.
        """
        roster = self._member.roster
        there = self._lines.names(self._known.n, roster.stream)
        found = []
        for batch in self._post.exchange.roster():
            name = frames.batch_id(batch)
            if name not in there:
                header = frames.parse(batch)
                found.append((header.author, header.aseq, name, batch))
        for author, aseq, name, batch in sorted(found):
            known = roster.authors.get(author)
            if known and (self._is_caught_up or known.workbook == self._member.me.workbook):
                lane = lane_id(known.public, roster.stream)
                yield Outgoing(name, roster.stream, author, lane, aseq, batch)

    def mark_under_way(self, batches: Iterable[Outgoing]) -> None:
        """Keep that batches may be seen from now on: none of them is sealed anew."""
        names = [one.name for one in batches]
        if names:
            self._post.exchange.mark_under_way(names)

    def sent(self, batches: Sequence[Outgoing], numbers: Sequence[int]) -> None:
        """Keep that the server keeps batches, and where they stand in its logs."""
        if not batches:
            return
        if not numbers:
            # One that does not say where cannot be compared with; it is not asked again today.
            self._aside |= {(one.stream, one.author) for one in batches}

        def also() -> None:
            for one in batches:
                self._lines.keep(self._known.n, one.lane, one.aseq)
            for one, number in zip(batches, numbers, strict=bool(numbers)):
                self._log(one.stream, number, one.name)

        to = blake2b(self.where.name.encode(), digest_size=frames.ID_SIZE).digest()
        self._post.exchange.mark_sent([one.name for one in batches], to, also)

    def refuse(self, one: Outgoing, code: str) -> None:
        """Leave a lane aside that the server does not go on with."""
        if code == _GAP and self._lines.kept(self._known.n, one.lane):
            # It kept what came before once.
            self._wrong = self._wrong or ROLLED_BACK
        self._aside.add((one.stream, one.author))

    def hold_back(self) -> None:
        """Send nothing more in this exchange: there is no room."""
        self._is_held = True

    def forked(self, one: Outgoing) -> None:
        """Keep that another copy of this workbook went on in one of its lanes."""
        self._alarm(LANE_FORK, one.stream)

    # ------------------------------------------------------------------ in

    def take(self, some: Sequence[Placed]) -> Came:
        """Take in what came, each batch in one transaction with how far that gets."""
        heap = _Heap(some)
        by_name = {frames.batch_id(one.batch): one for one in some}

        def kept(names: Iterable[bytes]) -> None:
            for name in names:
                if name in by_name:
                    self._keep_one(name, by_name[name], heap)

        with self._post.exchange.telling(kept):
            came = self._post.take([one.batch for one in some])
        with self._lines.whole():
            for name, one in by_name.items():
                if one.seq not in heap.kept:
                    self._keep_one(name, one, heap)
        self._known = self._known._replace(cursor=max(self._known.cursor, heap.upto()))
        return came

    def _keep_one(self, name: bytes, one: Placed, heap: _Heap) -> None:
        """Keep where a batch stands on the server, and how far everything has come with it."""
        heap.kept.add(one.seq)
        try:
            header = frames.parse(one.batch)
        except FrameRefused:
            self._wrong = self._wrong or OTHER_LOG
            return
        self._log(header.stream, one.number, name)
        public = self._member.roster.author_key(header.author)
        if public is not None:
            lane = lane_id(public, header.stream)
            if self._post.exchange.batch_id(lane, header.aseq) == name:
                self._lines.keep(self._known.n, lane, header.aseq)
        self._lines.reached(self._known.n, max(self._known.cursor, heap.upto()))

    def reach(self, answer: Answer) -> None:
        """Keep how far the answer brought everything, unless that is further back than it was."""
        self._told_acl = answer.acl
        if answer.cursor < self._known.cursor and not answer.is_copy:
            self._wrong = self._wrong or ROLLED_BACK
            return
        self._reached(max(answer.cursor, self._known.cursor))
        self._is_caught_up = answer.cursor >= answer.head

    def _log(self, stream: bytes, number: int, name: bytes) -> None:
        if not self._lines.logged(self._known.n, stream, number, name):
            self._wrong = self._wrong or OTHER_LOG
        self._lines.follow(self._known.n, stream, frames.logged, START)

    def _reached(self, cursor: int) -> None:
        self._lines.reached(self._known.n, cursor)
        self._known = self._known._replace(cursor=cursor)

    # ------------------------------------------------------------------ what is wrong

    @property
    def looks_wrong(self) -> bool:
        """Return whether the server showed what can not be, and has to say how far each log is."""
        return bool(self._wrong)

    def mend(self, heads: Mapping[bytes, Head], cursor: int) -> None:
        """Raise the alarm, and begin to fill the server again with what it does not have any more.

        One that was restored knows a beginning of what it knew: only the rest is forgotten. Of one
        that shows anything else all is asked again.
        """
        n, is_beginning = self._known.n, self._wrong == ROLLED_BACK
        for stream, head in heads.items():
            mine = self._lines.head(n, stream)
            if mine is None:
                continue
            if head.number < mine[0]:
                self._alarm(ROLLED_BACK, stream)
            elif head.number == mine[0] and head.log_hash != mine[1]:
                self._alarm(OTHER_LOG, stream)
            known = self._lines.hash_at(n, stream, head.number) if head.number else START
            is_beginning = is_beginning and known == head.log_hash
        if is_beginning:
            self._lines.shorten(n, ((name, one.number) for name, one in heads.items()), cursor)
        else:
            if self._wrong == OTHER_LOG:
                self._alarm(OTHER_LOG, self._member.roster.stream)
            self._lines.forget(n)
        self._known = self._lines.server
        self._wrong, self._is_caught_up = "", False
        self._aside.clear()

    def _alarm(self, what: str, stream: bytes) -> None:
        generation = self._member.roster.generation(stream)
        self._lines.raise_alarm(self._known.n, what, stream, generation)

    def end(self, token: str) -> None:
        """Keep what lets this workbook in, to the end of the day."""
        if token != self._known.token:
            self._lines.keep_token(self._known.n, token)

    def finished(self) -> None:
        """Keep that everything was exchanged just now."""
        self._lines.done(self._known.n)

    @property
    def alarms(self) -> list[str]:
        """Return what the server showed that can not be, and nobody has settled."""
        return sorted({one.what for one in self._lines.alarms(self._known.n)})

    # ------------------------------------------------------------------ rights

    def rights_due(self, *, early: bool) -> bool:
        """Return whether the server's rights are to be looked at by whoever may tell them."""
        member, known = self._member, self._known
        if not self._administers:
            return False
        self._wanted = digest_of(rights_of(member.roster, 0))
        is_other = self._wanted != known.rights
        return is_other and known.acl > 0 if early else is_other or self._told_acl != known.acl

    def rights_document(self, seen: int, held: bytes) -> bytes:
        """Return the rights that are to hold after those of a number, or nothing if they do."""
        if held and self._said_by(held) == self._wanted:
            return b""
        return signed(rights_of(self._member.roster, seen + 1), self._member.me.seed)

    def keep_rights(self, number: int) -> None:
        """Keep which rights hold there now."""
        self._lines.keep_rights(self._known.n, number, self._wanted)
        self._known = self._known._replace(acl=number, rights=self._wanted)
        self._told_acl = number

    @staticmethod
    def _said_by(document: bytes) -> bytes:
        try:
            return digest_of_document(document)
        except DocumentRefused:
            return b""

    @property
    def _administers(self) -> bool:
        heard, me = self._member.heard, self._member.me
        return heard.chain.fork is None and heard.roster.administers(me.author)

    # ------------------------------------------------------------------ another server

    def movable(self, typed: str) -> Address:
        """Return an address to which this workbook may lead everybody; begin, if it is alone."""
        try:
            where = Address.of(typed)
        except AddressRefused as refused:
            raise CallRefused(str(refused)) from None
        self.demand_administering()
        return where

    def demand_administering(self) -> None:
        """Refuse to speak for everybody where this person may not."""
        if not self._member.belongs:
            self._post.found()
        if self._member.heard.chain.fork:
            raise CallRefused("exchange.fork")
        if not self._administers:
            raise CallRefused("roster.by")

    def founding(self) -> bytes:
        """Return what makes this organisation on a server."""
        me = self._member.me
        return me.public + signed(rights_of(self._member.roster, 1), me.seed)

    def founded(self, name: str) -> None:
        """Keep that a server holds these first rights."""
        lines = self._lines_of(name)
        lines.keep_rights(lines.begin().n, 1, digest_of(rights_of(self._member.roster, 0)))

    def move(self, address: str, pin: bytes) -> None:
        """Say to everybody where the server is."""
        roster = self._member.roster
        if (roster.address, roster.pin) != (address, pin):
            self._member.move(address, pin)
        self.__dict__.pop("_lines", None)
