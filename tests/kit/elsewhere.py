"""A second workbook with people of its own, and the post between it and the first."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from gathered import gathered
from make import Desks
from second import Second

from db.exchange.batches import Exchange
from db.homes.settling import after_receiving, settle_all
from db.incoming.apply import Lane
from db.log.cells import op_of
from db.log.streams import follow
from desktop.bootstrap import Workbook

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
        self.stores = [Exchange(book.store.connection, bytes(16), book.clock) for book in books]

    def seal(self, number: int) -> list[tuple[bytes, int, bytes]]:
        """Close and seal all that one workbook has for others; return lane, number and content."""
        self._settle(self.books[number], settle_all)
        store, author = self.stores[number], self.books[number].store._journal._log.author
        pending = store.pending(STREAM, author)
        for lane, aseq, content in pending:
            store.keep_sealed(lane, aseq, _id_of(lane, aseq, content), content)
        return [tuple(one) for one in pending]

    def carry(self, number: int) -> None:
        """Bring one workbook all that was sealed at the other and that it has not got yet."""
        self.hand_in(number)
        self._settle(self.books[number], after_receiving)

    def hand_in(self, number: int) -> None:
        """Bring it there as a program does that ends before it looks where things belong."""
        here, other = self.stores[number], self.stores[1 - number]
        have = {lane: at.aseq for lane, at in here.lanes().items()}
        rows = self.books[1 - number].store.connection.execute
        lanes = {row[0]: Lane(*row) for row in rows("select id, stream, author from lane")}
        came = gathered(lanes, other.sealed_since(have), _id_of)
        here.receive(came)
        other.mark_sent([one.digest for one in came], b"the other one...")

    def exchange(self) -> None:
        """Send and bring both ways until nothing is left to say."""
        for _turn in range(3):
            for number in (0, 1):
                self.seal(number)
                self.carry(1 - number)

    @staticmethod
    def _settle(book: Desks, act) -> None:
        with book.store.at_hand() as ground:
            act(ground)


def _id_of(*batch) -> bytes:
    return sha256(repr(batch).encode()).digest()
