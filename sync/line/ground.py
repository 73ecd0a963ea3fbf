"""What an exchange over a server stands on: where that is, what is known of it, what is wrong."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from db.exchange.asked_again import NOT_YET
from db.exchange.lines import Lines, Server
from sync.line.calls import CallRefused
from sync.line.talk import Caller
from sync.members.address import Address
from sync.sealed.setback import copied

if TYPE_CHECKING:
    from collections.abc import Callable

    from sync.post import Post

T = TypeVar("T")

ROLLED_BACK: Final = "rolled_back"
OTHER_LOG: Final = "other_log"
LANE_FORK: Final = "lane_fork"
HELD_BACK: Final = "held_back"
_NOBODY: Final = Server(0, 0, 0, b"", 0, "", "")


class AtStore(Protocol):
    """Does something where the store is at home, and waits for it."""

    def __call__(self, act: Callable[[], T]) -> T:
        """Return what came of it."""


class Ground:
    """One workbook, its server, and how far the exchange under way has got."""

    def __init__(self, post: Post) -> None:
        self.post, self.member = post, post.membership
        self.known = _NOBODY
        # Stream and author of lanes that the server does not go on with today.
        self.aside: set[tuple[bytes, bytes]] = set()
        # Stream and author of lanes of ours in which it says that something else stands.
        self.disputed: set[tuple[bytes, bytes]] = set()
        # It showed that: another copy of this workbook signed it.
        self.is_copied = False
        # Everything that the server has was seen.
        self.is_caught_up = False
        # What the server showed that can not be.
        self.wrong = ""
        self.told_acl = 0
        # It was looked at what the server has of old.
        self.has_looked = False

    @property
    def address(self) -> str:
        """Return where the server is, as the roster says; nothing where there is none."""
        return self.member.roster.address if self.member.belongs else ""

    @property
    def where(self) -> Address:
        """Return that taken apart."""
        return Address.of(self.address)

    @property
    def pin(self) -> bytes:
        """Return the hash of the key that the server has to show; nothing where any is right."""
        return self.member.roster.pin

    @cached_property
    def lines(self) -> Lines:
        """What is kept of the server."""
        return self.lines_of(self.where.name)

    def lines_of(self, name: str) -> Lines:
        """Return what is kept of the server of a name."""
        return Lines(self.post.connection, name, self.post.now)

    @property
    def caller(self) -> Caller:
        """Return who asks."""
        me, name = self.member.me, self.where.name if self.address else ""
        return Caller(name, self.member.roster.org, me.workbook, me.transport_seed)

    def begin(self) -> Caller:
        """Return who asks for an exchange; from now on something is known of the server."""
        if not self.member.belongs:
            raise CallRefused("line.alone")
        if not self.address:
            raise CallRefused("line.none")
        self.known = self.lines.begin()
        self.told_acl, self.has_looked = self.known.acl, False
        streams = self.member.roster.streams.items()
        self.lines.alarms.settle(self.known.n, [(name, one.generation) for name, one in streams])
        for stream in copied(self.member):
            # No letting count takes that back.
            self.alarm(LANE_FORK, stream)
            self.is_copied = True
        if self.is_copied:
            raise CallRefused("line.fork")
        return self.caller

    def reached(self, cursor: int) -> None:
        """Keep up to where everything that the server gave was taken in."""
        self.lines.reached(self.known.n, cursor)
        self.known = self.known._replace(cursor=cursor)

    def look_again(self) -> None:
        """Let the logs be compared before an exchange counts as done, this one or the next."""
        self.lines.looked(self.known.n, NOT_YET)
        self.known = self.known._replace(looked=NOT_YET)

    def has_to_look(self) -> bool:
        """Return whether something that came has to be asked for again: it went unread."""
        looked = self.lines.server.looked
        self.known = self.known._replace(looked=looked)
        return looked == NOT_YET

    def is_wrong(self, what: str) -> None:
        """Take note of what can not be; the first of several things is the one to look at."""
        self.wrong = self.wrong or what

    def alarm(self, what: str, stream: bytes) -> None:
        """Keep what the server showed until a person has settled it."""
        generation = self.member.roster.generation(stream)
        self.lines.alarms.add(self.known.n, what, stream, generation)

    @property
    def alarms(self) -> list[str]:
        """Return what the server showed that can not be, and nobody has settled."""
        return sorted({one.what for one in self.lines.alarms.all(self.known.n)})

    def end(self, token: str) -> None:
        """Keep what lets this workbook in, to the end of the day."""
        if token != self.known.token:
            self.lines.keep_token(self.known.n, token)
