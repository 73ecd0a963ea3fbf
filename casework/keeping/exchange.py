"""What stands of the exchange with other workbooks, as it is shown: values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

# The kind of change that says that something of others was taken in: anything may be other.
EXCHANGED: Final = "exchange_read"


@dataclass(frozen=True, slots=True)
class Laptop:
    """One workbook of the organisation: who works at it, and when it was last heard of.

    `wrote` is the newest that is known to have been written there, `heard` when something that it
    wrote was last taken in here. Of a laptop that is `apart` two contradicting keys were heard.
    """

    id: str
    people: tuple[str, ...] = field(repr=False)
    is_here: bool = False
    is_removed: bool = False
    wrote: datetime | None = None
    heard: datetime | None = None
    # That it was heard of in the same room, and not by a stick.
    was_in_room: bool = False
    is_apart: bool = False
    # By how many days what was written there last is ahead of the clock here; none below a day.
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class Leaving:
    """One thing that was changed here and waits to go out; of a masked case the code alone.

    `what` is a form by its id, or what else it is by its table.
    """

    what: str
    case_code: str
    by: str = field(repr=False)
    at: datetime
    to: tuple[str, ...] = field(default=(), repr=False)
    is_form: bool = False
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """What came and can not be taken in yet: how much, since when, and who wrote it.

    `why` is what would help: the `key` it is sealed with, knowing `who` wrote it, what comes
    `before` it, the words of what belongs at `home` here, or a `newer` program.
    """

    why: str
    number: int
    since: datetime | None = None
    people: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Strayed:
    """Things of one stream that are not shown as they were written, and who writes there.

    Those that are `lost` can not be built anew here: what was written is not whole either.
    """

    stream: str
    number: int
    lost: int = 0
    is_config: bool = False
    people: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What differs from what was written, and of how much it is kept how it stood before."""

    strayed: tuple[Strayed, ...] = ()
    aside: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class WrittenLate:
    """What a laptop wrote after it was removed, by its own clock, until a person decides.

    Of what it wrote before, number `lacks` may not have come here: nothing behind that counts yet.
    """

    laptop: Laptop
    changes: int
    first: datetime | None = None
    last: datetime | None = None
    may_count: bool = True
    lacks: int = 0


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """What stands of the exchange at one moment, for whoever is signed in.

    What is `aside` waits for something, what came `late` was written after its laptop had been
    removed. `is_forked`: two lists of laptops contradict each other; `is_behind`:
    what was heard here once is not among what is here now.
    """

    is_practice: bool = False
    is_alone: bool = True
    # Whether she may let laptops in and remove them here, and now.
    may_change: bool = False
    laptops: tuple[Laptop, ...] = ()
    leaving: tuple[Leaving, ...] = ()
    # Whether more waits than is listed.
    is_more: bool = False
    aside: tuple[Aside, ...] = ()
    late: int = 0
    late_from: tuple[str, ...] = field(default=(), repr=False)
    is_forked: bool = False
    is_behind: bool = False
    # Who could let her be heard whose key nobody else knows: `others` who look after the team, or,
    # where she did so `alone`, nobody; nothing where she is heard, or waits to be let in.
    unheard: str = ""
    # Who works at laptops of which nothing came for two weeks, for whoever looks after the team.
    quiet: tuple[str, ...] = field(default=(), repr=False)
    # When a stick was last written here, and when one was last read.
    written: datetime | None = None
    read: datetime | None = None
    # Where the server is, if there is one, and the hash of the key that it has to show; when it was
    # last reached, and what it showed that can not be.
    server: str = field(default="", repr=False)
    server_pin: str = ""
    reached: datetime | None = None
    server_alarms: tuple[str, ...] = ()
    # How many things are not shown as they were written.
    strayed: int = 0
    # In how many cases something that was taken back, or said for good, did not come back.
    held_back: int = 0
    # From whose laptops something came under an id of what somebody else made.
    claimed: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_alarmed(self) -> bool:
        """Return whether something is wrong that somebody has to look at."""
        apart = any(one.is_apart for one in self.laptops)
        told = self.unheard or self.server_alarms or self.strayed or self.held_back or self.claimed
        return self.is_forked or self.is_behind or apart or bool(told)

    @property
    def is_clock_slow(self) -> bool:
        """Return whether most other laptops are ahead of this one, so that its clock is behind."""
        others = [one for one in self.laptops if not (one.is_here or one.is_removed) and one.wrote]
        ahead = sum(one.ahead > 0 for one in others)
        return ahead > 1 and 2 * ahead > len(others)


@dataclass(frozen=True, slots=True)
class Stage:
    """How far something long has got: of how many pieces, as far as that is known.

    `waits` says for how many seconds a server is waited for. While other laptops are looked for,
    `where` says at which addresses this one answers; `trouble` is the code of what came of an
    address that somebody typed.
    """

    done: int
    of: int = 0
    waits: int = 0
    where: tuple[str, ...] | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of what was brought: changes taken in, and what was not, by why."""

    changes: int = 0
    # Batches that went to a server, and those that still wait because it takes them not.
    sent: int = 0
    kept_back: int = 0
    is_full: bool = False
    early: int = 0
    late: int = 0
    refused: int = 0
    is_torn: bool = False
    is_forked: bool = False
    # Another laptop holds something else of the same changes.
    is_apart: bool = False
    # Somebody stopped it: what had come until then is kept.
    is_stopped: bool = False
    # The laptop that was met in the same room.
    met: Laptop | None = None
    # Files whose last piece came, and in how many seconds a server wants to be asked again.
    files: int = 0
    again_in: int = 0

    @property
    def is_news(self) -> bool:
        """Return whether anything may be other than before on a screen that shows what is kept."""
        told = self.changes or self.early or self.late or self.refused or self.files
        return bool(told) or self.is_forked or self.is_apart
