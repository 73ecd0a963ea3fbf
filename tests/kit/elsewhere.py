"""A second workbook with people of its own, and the post between it and the first."""

from __future__ import annotations

from dataclasses import replace

from make import Desks
from second import Second

from db.apply import Lane
from db.cells import op_of
from db.engine import BEGIN, connect
from db.ground import Ground
from db.leaving import forget_sent
from db.receiving import receiving
from db.scopes import outgoing
from db.settling import after_receiving, settle_all
from db.shelf import Shelf
from db.store import FILE
from db.streams import follow
from desktop.bootstrap import Workbook
from ledger.clock import HybridClock
from ledger.ops import decode_batch, encode_batch

STREAM = b"what is shared.."
KEY = b"somebody who writes elsewhere..."


class Elsewhere(Desks):
    """The workbook of a colleague: it knows the office, and what is exchanged with it."""

    def __init__(self, first: Desks, home) -> None:
        self.template, self.clock, self.home = first.template, first.clock, home
        user = bytes.fromhex(first.template.colleague.id)
        unlocked = replace(first.template.unlocked(), user_id=user, author_key=KEY)
        second = Second(home, unlocked, self.clock)
        rows = first.store.connection.execute
        streams = rows("select id, kind from stream where kind = 'config'").fetchall()
        second.connection.executemany("insert into stream values (?, ?)", streams)
        ((config, _kind),) = streams
        lanes = rows("select id, stream, author from lane where stream = ?", (config,)).fetchall()
        ops = rows(
            "select o.* from op as o join lane as l on l.id = o.lane where l.stream = ?", (config,)
        ).fetchall()
        second.take([Lane(*row) for row in lanes], [op_of(row) for row in ops])
        self.store = second.open()
        self.workbook = Workbook(home, unlocked, self.store, self.clock)
        follow(self.store.connection, STREAM)

    def office(self, worker=None):
        """Return the office of the colleague, or of somebody else who sits here."""
        return super().office(worker or self.template.colleague)


class Post:
    """Carries batches of the exchanged stream between two workbooks, as they are on the wire."""

    def __init__(self, *books: Desks) -> None:
        self.books = books
        self.sealed: dict[tuple[bytes, int], bytes] = {}
        self.seen: dict[int, set[tuple[bytes, int]]] = {number: set() for number in range(2)}
        self.bare = [
            connect(book.home / FILE, book.template.unlocked().store_key) for book in books
        ]
        self.taking = [
            receiving(bare, HybridClock(book.clock), bytes(16), Shelf())
            for bare, book in zip(self.bare, books, strict=True)
        ]

    def seal(self, number: int) -> None:
        """Close and seal all that one workbook has for others."""
        book = self.books[number]
        self.settled(number)
        connection = book.store.connection
        cursor = connection.cursor()
        cursor.execute(BEGIN)
        day = book.clock().date().isoformat()
        author = book.store._journal._log.author
        for lane, done in cursor.execute(
            "select id, sealed from lane where stream = ? and author = ?", (STREAM, author)
        ).fetchall():
            ((last,),) = cursor.execute(
                "select ifnull(max(aseq), 0) from op where lane = ?", (lane,)
            ).fetchall()
            for aseq in range(done + 1, last + 1):
                self.sealed[lane, aseq] = encode_batch(outgoing(cursor, lane, aseq, day))
            cursor.execute("update lane set aseq = ?, sealed = ? where id = ?", (last, last, lane))
        forget_sent(cursor)
        cursor.execute("commit")

    def carry(self, number: int) -> None:
        """Bring one workbook all that was sealed elsewhere and that it has not got yet."""
        book, seen = self.books[number], self.seen[number]
        mine = self._author(number)
        lanes = [
            Lane(*row)
            for other in self.books
            for row in other.store.connection.execute(
                "select id, stream, author from lane where stream = ?", (STREAM,)
            )
            if row[2] != mine
        ]
        known = {lane.id for lane in lanes}
        fresh = sorted(key for key in self.sealed if key not in seen and key[0] in known)
        ops = [op for key in fresh for op in decode_batch(self.sealed[key], *key)]
        seen.update(fresh)
        self.taking[number].take(lanes, ops)
        self._settle(book, lambda ground: after_receiving(ground, ops))

    def exchange(self) -> None:
        """Send and bring both ways until nothing is left to say."""
        for _turn in range(3):
            for number in (0, 1):
                self.seal(number)
                self.carry(1 - number)

    def settled(self, number: int) -> None:
        """Bring the cases of one workbook to where they belong today."""
        self._settle(self.books[number], settle_all)

    def close(self) -> None:
        """Close the connections that take in."""
        for bare in self.bare:
            bare.close()

    def _author(self, number: int) -> bytes:
        return self.books[number].store._journal._log.author

    @staticmethod
    def _settle(book: Desks, act) -> None:
        ground = Ground(book.store.connection, book.store._session, book.store._journal)
        act(ground)
        ground.commit()
        ground.close()
