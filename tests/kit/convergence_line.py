"""Laptops that meet at a server, with sticks beside: nothing else goes from one to another."""

from __future__ import annotations

from datetime import timedelta

from convergence import Story
from convergence_acts import ACTS, comes, dies, gives, goes_wrong, stick
from convergence_end import see_all_the_same
from convergence_removed import decide_late, removes
from convergence_sticks import hands_over, puts_by, sums_up, turns_up
from lines import leads, syncs

from desktop.saying.words import Refused
from sync.line.calls import Calls
from sync.members.tending import GRACE

# So often everybody exchanges with nothing new, first days and weeks apart, then at once.
QUIET = 2
# What somebody brings late on one day others ask for on the next.
DAYS = 3
LONGEST = 24
WAITS = (timedelta(days=1), GRACE)
# Whoever was let out, and of whom a server was not told yet.
SHUT_OUT = {"line_removed", "line_unknown"}


class Dying(Calls):
    """Calls of a laptop that may have no power any more."""

    book = None

    def _put(self, *what):
        if self.book.dead:
            raise OSError("power")
        super()._put(*what)


class OnLine(Story):
    """A run in which laptops exchange over a server."""

    def __init__(self, organisation, folder, server) -> None:
        super().__init__(organisation, folder)
        first, *others = self.books
        leads(first.post, server)
        for book in others:
            book.post.take(first.post.exchange.roster())
        for book in self.books:
            self.anew(book)

    def gives(self, book) -> list[bytes]:
        """Seal what is written; nobody carries it."""
        book.post.seal_all()
        self.anew(book)
        return []

    def exchanges(self, book) -> int:
        """Let a laptop exchange over the server; return how much of it was new."""

        def calls(*how):
            made = Dying(*how)
            made.book = book
            return made

        try:
            came = syncs(book.post, stopped=lambda: book.dead, calls=calls).came
        except Refused as refused:
            if str(refused) not in SHUT_OUT:
                raise
            came = None
        self.anew(book)
        if came is None:
            return 0
        # Whoever was let out meanwhile may have summed up what is there.
        self.heard(book, came, {"snapshot.right"})
        assert book.rows("select what from line_alarm") == [], (book.number, self.turn)
        return came.batches + came.roster_changed + came.summed

    def ends(self) -> None:
        """Let everybody exchange until nobody has anything more to say; look at all."""
        quiet = days = 0
        for _turn in range(LONGEST):
            new = decide_late(self) + sum(self._all_exchange(book) for book in self.books)
            waits = any(book.waits() for book in self.belonging())
            quiet = 0 if new else quiet + 1
            if quiet == QUIET and days >= DAYS and not waits:
                break
            if not new and (waits or days < DAYS):
                # What ends as time goes by is told of before the story does.
                self.organisation.clock.moment += WAITS[days > 0]
                days, quiet = days + 1, 0
        else:
            raise AssertionError("they never come to an end")
        see_all_the_same(self)

    def _all_exchange(self, book) -> int:
        """Let all who work at a laptop exchange."""
        new = 0
        for _person in book.people:
            if len(book.people) > 1:
                book.sits_down()
            new += self.exchanges(book)
        return new


def exchanges(turn):
    """Let a laptop exchange over the server."""
    return bool(turn.story.exchanges(turn.book))


def breaks_off(turn):
    """Let a laptop lose its power while it exchanges."""
    story, chance, book = turn
    return book.dies_in(lambda: story.exchanges(book), chance.choice((1, 2, 4, 8, 15, 30, 60)))


# By hand nothing is carried here, and a server wants to be told the time roughly right.
BY_HAND = {gives, comes, dies, goes_wrong, stick}
MEETING = [
    *(act for act in ACTS if act not in BY_HAND),
    *(*(exchanges,) * 20, *(breaks_off,) * 3, removes),
    *(*(hands_over,) * 4, puts_by, *(turns_up,) * 2, sums_up),
]
