"""What stands of the exchange, for whoever is signed in: laptops, what waits, what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from casework.keeping.exchange import Aside, ExchangeState, Laptop, Leaving
from casework.team.worker import Act, may
from db.checks.rechecking import Rechecking
from db.exchange import underway
from db.exchange.lines import Lines
from db.homes.brought_back import held_back
from db.homes.signers import who_sign
from db.incoming.claimed import claimed_by
from db.log.speakers import Speaker, keep_speakers
from ledger.clock import TOLERANCE_MS
from sync.members.address import Address
from sync.members.sitting import unheard
from sync.members.standing import where_they_work
from sync.wire.lanes import LATE, PIECE, SEALED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casework.team.worker import Worker
    from db.exchange.underway import Waits
    from sync.members.standing import Author
    from sync.post import Post

# After so long without news of a laptop somebody should ask.
QUIET: Final = timedelta(days=14)
# What would let in what is kept aside, by why it is.
_HELPS: Final = {
    "key": {"incoming.epoch", SEALED},
    "who": {"incoming.author", "incoming.right"},
    "before": {"lane.gap", PIECE},
}


def survey(post: Post, worker: Worker) -> ExchangeState:
    """Return what stands of the exchange of a workbook that belongs to an organisation."""
    connection, seen = post.connection, _Survey(post)
    lines, is_more = underway.waiting(connection, worker, post.now())
    chain = post.membership.heard.chain
    aside, laptops = underway.aside(connection), tuple(seen.laptops())
    late = [one for one in aside if one.why == LATE]
    state = ExchangeState(
        is_alone=False,
        may_change=may(worker, Act.PEOPLE) and seen.administers and chain.fork is None,
        laptops=tuple(sorted(laptops, key=_order)),
        leaving=tuple(map(seen.leaving, lines)),
        is_more=is_more,
        aside=tuple(seen.waiting([one for one in aside if one.why != LATE])),
        late=sum(one.number for one in late),
        late_from=seen.signers(one.author for one in late),
        is_forked=chain.fork is not None,
        is_behind=chain.behind,
        quiet=seen.quiet(laptops) if may(worker, Act.PEOPLE) else (),
        unheard=unheard(post.membership, who_sign(connection)),
        written=underway.noted(connection, underway.WRITTEN),
        read=underway.noted(connection, underway.READ),
        strayed=Rechecking(connection, post.now()).number,
        held_back=held_back(connection),
        claimed=seen.claiming(),
    )
    return _with_server(state, post)


def _with_server(state: ExchangeState, post: Post) -> ExchangeState:
    """Return what stands, with what is known of the server if there is one."""
    address = post.membership.roster.address
    if not address:
        return state
    known = Lines(post.connection, Address.of(address).name, post.now)
    server = known.server
    return replace(
        state,
        server=address,
        server_pin=post.membership.roster.pin.hex(),
        reached=datetime.fromisoformat(server.at) if server.at else None,
        server_alarms=tuple(sorted({one.what for one in known.alarms.all(server.n)})),
    )


def remember_speakers(post: Post) -> None:
    """Keep who signs by which key, so that answers of others are shown by their names."""
    authors = post.membership.roster.authors.values()
    said = {one.public: Speaker(one.user, one.workbook) for one in authors}
    keep_speakers(post.connection, said)


def laptop_of(post: Post, public: bytes) -> Laptop:
    """Return at which laptop somebody signs, by her key; nobody knows its people before it says."""
    book = where_they_work(post.membership.roster).get(public, b"")
    known = (one for one in _Survey(post).laptops() if one.id == book.hex())
    return next(known, Laptop(book.hex(), ()))


def _order(one: Laptop) -> tuple[bool, bool, tuple[str, ...], str]:
    return not one.is_here, one.is_removed, one.people, one.id


class _Survey:
    """The roster in the names of people."""

    def __init__(self, post: Post) -> None:
        self._connection = connection = post.connection
        member = post.membership
        self._roster, self._here = member.roster, member.me.workbook
        self._apart = member.heard.chain.apart
        self.administers = self._roster.administers(member.me.author)
        self._names = underway.names(connection)
        self._readers = self._roster.all_readers()
        self._by = {one.public: one for one in self._roster.authors.values()}
        self._unshown = post.exchange.unshown
        self._now = post.now()

    def laptops(self) -> Iterator[Laptop]:
        """Yield the workbooks of the organisation."""
        wrote, heard = underway.last_written(self._connection), underway.heard(self._connection)
        met = underway.met(self._connection)
        for book, known in self._roster.workbooks.items():
            authors = [one.public for one in self._roster.authors.values() if one.workbook == book]
            newest = max((wrote[public] for public in authors if public in wrote), default=None)
            yield Laptop(
                book.hex(),
                self._people(book),
                is_here=book == self._here,
                is_removed=known.revoked,
                wrote=newest,
                heard=heard.get(book),
                was_in_room=book in met,
                is_apart=book in self._apart,
                ahead=0 if known.revoked else self._ahead(newest),
            )

    def quiet(self, laptops: Iterable[Laptop]) -> tuple[str, ...]:
        """Return who works at laptops of which nothing came for two weeks, by whatever way.

        Of one that was let in just now there is no news to miss.
        """
        since, found = self._now - QUIET, set[str]()
        for one in laptops:
            news = [at for at in (one.heard, one.wrote) if at]
            if news and max(news) < since and not (one.is_here or one.is_removed):
                found.update(one.people)
        return tuple(sorted(found))

    def _ahead(self, newest: datetime | None) -> int:
        """Return by how many days a moment is ahead of the clock here, if nobody follows it.

        The moments of a workbook only grow: what it wrote last is enough, whatever came before.
        """
        ahead = newest - self._now if newest else timedelta()
        return ahead.days if ahead > timedelta(milliseconds=TOLERANCE_MS) else 0

    def leaving(self, one: Waits) -> Leaving:
        """Return a thing that waits, by the names of who changed it and to whom it goes."""
        books = self._readers.get(one.stream, set()) - {self._here}
        to = {name for book in books for name in self._people(book)}
        author = self._by.get(one.author)
        by = self._names.get(author.user, "") if author else ""
        return Leaving(
            one.what, one.case_code, by, one.at, tuple(sorted(to)), one.is_form, one.masked
        )

    def waiting(self, kept: Sequence[underway.Aside]) -> Iterator[Aside]:
        """Yield what can not be taken in yet, by what would help."""
        for why, codes in _HELPS.items():
            some = [one for one in kept if one.why in codes]
            if some:
                number, since = sum(one.number for one in some), min(one.since for one in some)
                yield Aside(why, number, since, self.signers(one.author for one in some))
        if home := underway.wanted_at_home(self._connection):
            people = self._named(self._by[public] for public, _ in home if public in self._by)
            yield Aside("home", sum(number for _, number in home), None, people)
        if unshown := self._unshown():
            yield Aside("newer", unshown)

    def claiming(self) -> tuple[str, ...]:
        """Return the names of those who belong and said something under an id of somebody else."""
        some = (self._by[one] for one in claimed_by(self._connection) if one in self._by)
        books = self._roster.workbooks
        return self._named(one for one in some if not (one.revoked or books[one.workbook].revoked))

    def signers(self, authors: Iterable[bytes]) -> tuple[str, ...]:
        """Return the names of those who sign under some ids, as far as they are known."""
        known = self._roster.authors
        return self._named(known[one] for one in authors if one in known)

    def _named(self, authors: Iterable[Author]) -> tuple[str, ...]:
        return tuple(sorted({self._names.get(one.user, "") for one in authors} - {""}))

    def _people(self, book: bytes) -> tuple[str, ...]:
        authors = self._roster.authors.values()
        return self._named(one for one in authors if one.workbook == book)
