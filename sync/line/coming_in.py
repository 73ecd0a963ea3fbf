"""What comes from a server: each batch kept with how far it gets, and the log compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from db.exchange import underway
from db.exchange.batches import untold
from db.rows.moments import stored
from ledger.ops import lane_id
from sync.line.awaited import Awaited
from sync.line.copied import Copied
from sync.line.ground import HELD_BACK, OTHER_LOG, ROLLED_BACK
from sync.line.let_go import LetGo
from sync.line.talk import Head
from sync.line.unbrought import Unbrought
from sync.sealed.told_ends import end_lacking
from sync.survey import QUIET, remember_speakers
from sync.wire import frames
from sync.wire.frames import START, FrameRefused, Kind
from sync.wire.placed import END

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sync.line.going_out import Outgoing
    from sync.line.ground import Ground
    from sync.line.talk import Answer, Placed
    from sync.post import Came
    from sync.wire.frames import Header


_DAY: Final = len("2026-01-01")

# Whoever is let in is told of before she writes; more than this by nobody who is known is no delay.
_UNKNOWN: Final = 256


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


class Inbound:
    """Takes in what a server gives."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        # What was given in this exchange, how many batches of it by nobody who is known, and how
        # far others say to have seen each stream.
        self._given: set[bytes] = set()
        self._unknown = 0
        self._seen: dict[bytes, int] = {}
        # How far each workbook had seen each stream there, as far as its log is the same.
        self._fetched: dict[tuple[bytes, bytes], int] = {}
        # Of what was passed over the server had let something go.
        self._emptied = False

    def take(self, some: Sequence[Placed], *, is_older: bool = False) -> Came:
        """Take in what came, each batch in one transaction with how far that gets.

        What is older than that, of a stream that may be read only since, gets it no further.
        """
        heap, ground = _Heap(some), self._ground
        by_name = {frames.batch_id(one.batch): one for one in some}
        said, new = self._said(), set[bytes]()
        if not is_older and not self._given.isdisjoint(by_name):
            # What was given is not given again: so it would go on for ever.
            ground.is_wrong(OTHER_LOG)
        self._given |= by_name.keys()

        def told(names: Iterable[bytes]) -> None:
            fresh = list(names)
            new.update(fresh)
            kept(fresh)

        def kept(names: Iterable[bytes]) -> None:
            for name in names:
                if name in by_name and by_name[name].seq not in heap.kept:
                    self._keep(name, by_name[name])
                    heap.kept.add(by_name[name].seq)
            if not is_older:
                ground.lines.reached(ground.known.n, max(ground.known.cursor, heap.upto()))

        ground.post.exchange.kept = told
        try:
            came = ground.post.take([one.batch for one in some])
        finally:
            ground.post.exchange.kept = untold
        with ground.lines.whole():
            kept(by_name)
        if not is_older:
            cursor = max(ground.known.cursor, heap.upto())
            ground.known = ground.known._replace(cursor=cursor)
        new |= self._said() - said
        self._heard(by_name[name] for name in new & by_name.keys())
        return came

    def _said(self) -> set[bytes]:
        """Return the names of what is known of the roster."""
        return {frames.batch_id(batch) for batch in self._ground.post.exchange.roster()}

    def _keep(self, name: bytes, one: Placed) -> None:
        """Keep where a batch stands on the server, and compare it with what is known of it."""
        ground = self._ground
        n, lines = ground.known.n, ground.lines
        header = self._genuine(one.batch)
        if header is None:
            ground.is_wrong(OTHER_LOG)
            return
        if not lines.log.keep(n, header.stream, one.number, name):
            ground.is_wrong(OTHER_LOG)
        lines.log.follow(n, header.stream, frames.logged, START)
        self._compare(header)
        public = ground.member.roster.author_key(header.author)
        if public is not None:
            lane = lane_id(public, header.stream)
            if ground.post.exchange.batch_id(lane, header.aseq) == name:
                lines.keep(n, lane, header.aseq)
            else:
                Copied(ground).saw(header, lane, name)

    def _genuine(self, batch: bytes) -> Header | None:
        """Return the header of what a server keeps for us, nothing where none would keep it.

        No byte of what an author signed is another on the server, or it is none of ours.
        """
        roster = self._ground.member.roster
        try:
            header = frames.parse(batch)
            public = roster.author_key(header.author)
            if public is not None:
                frames.verify(batch, public)
        except FrameRefused:
            return None
        self._unknown += public is None
        is_ours = header.org == roster.org and header.kind is not Kind.SNAPSHOT
        return header if is_ours and self._unknown <= _UNKNOWN else None

    def _compare(self, header: Header) -> None:
        """Compare what an author saw of the log with what is seen here: one server, one log."""
        ground = self._ground
        roster = ground.member.roster
        is_said = roster.author_key(header.author) is not None and header.stream in roster.streams
        if not is_said or header.generation != roster.generation(header.stream):
            return
        if header.seen_seq >= END:
            return
        seen = max(header.seen_seq, self._seen.get(header.stream, 0))
        self._seen[header.stream] = seen
        here = ground.lines.log.hash_at(ground.known.n, header.stream, header.seen_seq)
        if here is not None and here != header.seen_head:
            ground.alarm(OTHER_LOG, header.stream)
            ground.look_again()
        elif here is not None:
            place = header.stream, roster.authors[header.author].workbook
            self._fetched[place] = max(header.seen_seq, self._fetched.get(place, 0))

    def _heard(self, some: Iterable[Placed]) -> None:
        """Keep of whom something came just now; what is said again is no news of anybody."""
        ground = self._ground
        authors = ground.member.roster.authors
        by = {frames.parse(one.batch).author for one in some}
        books = {authors[name].workbook for name in by & authors.keys()}
        for book in books - {ground.member.me.workbook}:
            underway.note_heard(ground.post.connection, book, ground.post.now())

    def reach(self, answer: Answer) -> None:
        """Keep how far the answer brought everything, unless that is further back than it was."""
        ground = self._ground
        ground.told_acl = answer.acl
        Awaited(ground).note_seen(self._fetched)
        self._emptied |= answer.is_emptied
        if answer.cursor < ground.known.cursor and not answer.is_copy:
            ground.is_wrong(ROLLED_BACK)
            return
        ground.reached(max(answer.cursor, ground.known.cursor))
        ground.is_caught_up = answer.cursor >= answer.head

    def passed(self, answer: Answer, sent: Iterable[Outgoing]) -> None:
        """Pass over what was sent ahead, where that is all that is new there.

        Of streams that are read here all up to the cursor is known, so whatever was sent twice has
        a number behind it, too: as many numbers as batches are just these batches.
        """
        ground = self._ground
        ground.told_acl = answer.acl
        reading = ground.member.roster.reading(ground.member.me.workbook)
        is_known = not answer.is_copy and all(one.stream in reading for one in sent)
        if is_known and answer.cursor == ground.known.cursor + answer.accepted:
            ground.reached(answer.cursor)
        else:
            ground.is_caught_up = False

    def is_look_due(self) -> bool:
        """Return whether something older may be there that was not given yet, or is missing.

        Once a day it is looked in any case: a server that fell back and was filled by others as far
        as before shows that by its hashes alone.
        """
        ground = self._ground
        n, log = ground.known.n, ground.lines.log
        is_new = ground.told_acl != ground.known.looked or self._emptied
        if is_new or log.has_gap(n) or self._unknown:
            return True
        if any(seen > (log.head(n, stream) or (0,))[0] for stream, seen in self._seen.items()):
            # Somebody saw more of it than was given here.
            return True
        return ground.known.at[:_DAY] != stored(ground.post.now())[:_DAY]

    def fell_back(self, heads: Mapping[bytes, Head]) -> bool:
        """Return whether a log is shorter than it was, or another one."""
        n, log = self._ground.known.n, self._ground.lines.log
        for stream, head in self._all(heads).items():
            mine = log.head(n, stream)
            if mine is not None and head.number <= mine[0]:
                known = log.hash_at(n, stream, head.number) if head.number else START
                if head.number < mine[0] or known != head.log_hash:
                    return True
        return False

    def lacking(self, heads: Mapping[bytes, Head]) -> dict[bytes, int]:
        """Return of which streams something is there that is not here, and from which number on."""
        ground = self._ground
        found = {}
        for stream, head in heads.items():
            mine = ground.lines.log.head(ground.known.n, stream)
            if (mine[0] if mine else 0) < head.number:
                found[stream] = mine[0] + 1 if mine else 1
        return found

    def looked(self, heads: Mapping[bytes, Head]) -> bool:
        """Raise the alarm where something is still missing that the server has not let go.

        Return whether all that it said to keep of ours is there.
        """
        ground = self._ground
        n, log, let_go = ground.known.n, ground.lines.log, LetGo(ground)
        again = let_go.taken_back(heads)
        for stream, seen in self._seen.items():
            if stream in heads and heads[stream].number < seen:
                ground.alarm(HELD_BACK, stream)
        for stream, first in self.lacking(heads).items():
            head = heads[stream]
            if stream in again:
                continue
            if head.purged >= first:
                log.trust(n, stream, head.number, head.log_hash)
                let_go.note(stream, head.purged)
            else:
                ground.alarm(HELD_BACK, stream)
        Unbrought(ground).note_let_go({name: head.purged for name, head in heads.items()})
        self._unknown, self._emptied, ground.has_looked = 0, False, True
        ground.lines.looked(n, ground.told_acl)
        ground.known = ground.known._replace(looked=ground.told_acl)
        lost = ground.lines.lost(n)
        if lost:
            ground.alarm(ROLLED_BACK, ground.member.roster.stream)
            ground.lines.send_again(n)
        if again:
            ground.look_again()
        return not lost

    def mend(self, heads: Mapping[bytes, Head], cursor: int) -> None:
        """Raise the alarm, and begin to fill the server again with what it does not have any more.

        One that was restored knows a beginning of what it knew: only the rest is forgotten. Of one
        that shows anything else all is asked again.
        """
        ground = self._ground
        n, lines = ground.known.n, ground.lines
        is_beginning, heads = ground.wrong == ROLLED_BACK, self._all(heads)
        for stream, head in heads.items():
            is_beginning &= self._judged(stream, head)
        if is_beginning:
            lines.shorten(n, ((name, one.number) for name, one in heads.items()), cursor)
        else:
            if ground.wrong == OTHER_LOG:
                ground.alarm(OTHER_LOG, ground.member.roster.stream)
            lines.forget(n)
        # What it passed over meanwhile is looked for.
        ground.known = lines.server
        ground.look_again()
        ground.wrong, ground.is_caught_up = "", False
        ground.aside.clear()
        self._given.clear()

    def _all(self, heads: Mapping[bytes, Head]) -> dict[bytes, Head]:
        """Return how far each stream is, also of those that it does not know any more."""
        ground = self._ground
        member, log = ground.member, ground.lines.log
        gone = {
            stream: Head(stream, 0, 0, 0, START, 0, 0, 0, 0)
            for stream in member.roster.reading(member.me.workbook) - heads.keys()
            if log.head(ground.known.n, stream) is not None
        }
        return {**heads, **gone}

    def _judged(self, stream: bytes, head: Head) -> bool:
        """Compare how far a stream is with what was seen; return whether it is a beginning."""
        ground = self._ground
        n, log = ground.known.n, ground.lines.log
        mine = log.head(n, stream)
        if mine is not None and head.number < mine[0]:
            ground.alarm(ROLLED_BACK, stream)
        elif mine is not None and head.number == mine[0] and head.log_hash != mine[1]:
            ground.alarm(OTHER_LOG, stream)
        known = log.hash_at(n, stream, head.number) if head.number else START
        return known == head.log_hash

    def quiet(self) -> tuple[str, ...]:
        """Return who works at laptops of which nothing came for two weeks: somebody should ask."""
        ground = self._ground
        roster, connection = ground.member.roster, ground.post.connection
        since, heard = ground.post.now() - QUIET, underway.heard(connection)
        names = underway.names(connection)
        return tuple(
            sorted(
                {
                    names.get(one.user, "")
                    for name, one in roster.authors.items()
                    if roster.is_active(name) and heard.get(one.workbook, since) < since
                }
            )
        )

    def finished(self) -> None:
        """Keep that everything was exchanged just now, and who signs by which key."""
        self._ground.lines.done(self._ground.known.n)
        end_lacking(self._ground.member)
        remember_speakers(self._ground.post)
