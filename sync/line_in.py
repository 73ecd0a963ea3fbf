"""What comes from a server: each batch kept with how far it gets, and the log compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from db import underway
from db.moments import stored
from ledger.ops import lane_id
from sync import frames
from sync.frames import START, FrameRefused
from sync.line_ground import HELD_BACK, OTHER_LOG, ROLLED_BACK
from sync.survey import remember_speakers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sync.frames import Header
    from sync.line_ground import Ground
    from sync.post import Came
    from sync.talk import Answer, Head, Placed


_DAY: Final = len("2026-01-01")


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

    def take(self, some: Sequence[Placed], *, is_older: bool = False) -> Came:
        """Take in what came, each batch in one transaction with how far that gets.

        What is older than that, of a stream that may be read only since, gets it no further.
        """
        heap, ground = _Heap(some), self._ground
        by_name = {frames.batch_id(one.batch): one for one in some}

        def kept(names: Iterable[bytes]) -> None:
            for name in names:
                if name in by_name and by_name[name].seq not in heap.kept:
                    self._keep(name, by_name[name])
                    heap.kept.add(by_name[name].seq)
            if not is_older:
                ground.lines.reached(ground.known.n, max(ground.known.cursor, heap.upto()))

        with ground.post.exchange.telling(kept):
            came = ground.post.take([one.batch for one in some])
        with ground.lines.whole():
            kept(by_name)
        if not is_older:
            cursor = max(ground.known.cursor, heap.upto())
            ground.known = ground.known._replace(cursor=cursor)
        self._heard(by_name.values())
        return came

    def _keep(self, name: bytes, one: Placed) -> None:
        """Keep where a batch stands on the server, and compare it with what is known of it."""
        ground = self._ground
        n, lines = ground.known.n, ground.lines
        try:
            header = frames.parse(one.batch)
        except FrameRefused:
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

    def _compare(self, header: Header) -> None:
        """Compare what an author saw of the log with what is seen here: one server, one log."""
        ground = self._ground
        if header.generation != ground.member.roster.generation(header.stream):
            return
        here = ground.lines.log.hash_at(ground.known.n, header.stream, header.seen_seq)
        if here is not None and here != header.seen_head:
            ground.alarm(OTHER_LOG, header.stream)

    def _heard(self, some: Iterable[Placed]) -> None:
        """Keep of whom something came just now."""
        ground = self._ground
        authors, books = ground.member.roster.authors, set()
        for one in some:
            # What is no batch of ours begins otherwise; its author is nobody.
            known = authors.get(one.batch[40:56])
            if known is not None and known.workbook != ground.member.me.workbook:
                books.add(known.workbook)
        for book in books:
            underway.note_heard(ground.post.connection, book, ground.post.now())

    def reach(self, answer: Answer) -> None:
        """Keep how far the answer brought everything, unless that is further back than it was."""
        ground = self._ground
        ground.told_acl = answer.acl
        if answer.cursor < ground.known.cursor and not answer.is_copy:
            ground.is_wrong(ROLLED_BACK)
            return
        ground.reached(max(answer.cursor, ground.known.cursor))
        ground.is_caught_up = answer.cursor >= answer.head

    def is_look_due(self) -> bool:
        """Return whether something older may be there that was not given yet, or is missing.

        Once a day it is looked in any case: a server that fell back and was filled by others as far
        as before shows that by its hashes alone.
        """
        ground = self._ground
        if ground.told_acl != ground.known.looked or ground.lines.log.has_gap(ground.known.n):
            return True
        return ground.known.at[:_DAY] != stored(ground.post.now())[:_DAY]

    def fell_back(self, heads: Mapping[bytes, Head]) -> bool:
        """Return whether a log is shorter than it was, or another one."""
        n, log = self._ground.known.n, self._ground.lines.log
        for stream, head in heads.items():
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

    def looked(self, heads: Mapping[bytes, Head]) -> None:
        """Raise the alarm where something is still missing that the server has not let go."""
        ground = self._ground
        n, log = ground.known.n, ground.lines.log
        for stream, first in self.lacking(heads).items():
            head = heads[stream]
            if head.purged >= first:
                log.trust(n, stream, head.number, head.log_hash)
            else:
                ground.alarm(HELD_BACK, stream)
        ground.lines.looked(n, ground.told_acl)
        ground.known = ground.known._replace(looked=ground.told_acl)

    def mend(self, heads: Mapping[bytes, Head], cursor: int) -> None:
        """Raise the alarm, and begin to fill the server again with what it does not have any more.

        One that was restored knows a beginning of what it knew: only the rest is forgotten. Of one
        that shows anything else all is asked again.
        """
        ground = self._ground
        n, lines = ground.known.n, ground.lines
        is_beginning = ground.wrong == ROLLED_BACK
        for stream, head in heads.items():
            is_beginning &= self._judged(stream, head)
        if is_beginning:
            lines.shorten(n, ((name, one.number) for name, one in heads.items()), cursor)
        else:
            if ground.wrong == OTHER_LOG:
                ground.alarm(OTHER_LOG, ground.member.roster.stream)
            lines.forget(n)
        ground.known = lines.server
        ground.wrong, ground.is_caught_up = "", False
        ground.aside.clear()

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

    def finished(self) -> None:
        """Keep that everything was exchanged just now, and who signs by which key."""
        self._ground.lines.done(self._ground.known.n)
        remember_speakers(self._ground.post)
