"""A new laptop asks to join a team and takes the answer, for the pages before unlocking.

Everything here runs on the store's thread; what it needs is imported when it is needed.
"""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import Enum
from importlib import import_module
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

from desktop import doors
from desktop.clock import now

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path
    from types import ModuleType

    from casework.keeping.exchange import Brought, Stage
    from desktop.doors import Opened


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is to work at the new laptop, and where it keeps its workbook."""

    home: Path
    name: str = field(repr=False)
    passphrase: str = field(repr=False)


class Way(Enum):
    """By which way a laptop gets to know the office, if not from the file of a stick."""

    ROOM = "room"
    SERVER = "server"


class Standing(NamedTuple):
    """How far a laptop came: the words of its request, whether it was let in, by which way on."""

    words: str
    belongs: bool = False
    has_server: bool = False


@dataclass(slots=True)
class Waiting:
    """Who waits and how far it came: it outlives a change of language or look."""

    who: Newcomer
    standing: Standing
    answer: Path | None = None
    words: str = field(default="", repr=False)


def _exchange() -> ModuleType:
    return import_module("desktop.exchange.exchanging")


def ask(who: Newcomer, code: str, folder: Path) -> Standing:
    """Make an empty workbook that the printed code opens, and the file that asks for it.

    If the file can not be written nothing is made.
    """
    exchange = _exchange()
    with ExitStack() as undo:
        exchange.make_by_sheet(who.home, who.name, who.passphrase, code)
        undo.callback(exchange.destroy, who.home)
        with exchange.refusals(), exchange.newcomer(who.home, who.name, who.passphrase) as post:
            request = post.membership.ask()
        _write(folder / f"request-{now():%Y-%m-%d-%H%M%S}.join", request.data)
        undo.pop_all()
    return Standing(exchange.six_words(request.digest))


def write_again(who: Newcomer, folder: Path) -> Path:
    """Write the same request once more: a stick is lost easily."""
    exchange = _exchange()
    with exchange.refusals(), exchange.newcomer(who.home, who.name, who.passphrase) as post:
        request = post.membership.ask()
    return _write(folder / f"request-{now():%Y-%m-%d-%H%M%S}.join", request.data)


def standing(who: Newcomer) -> Standing | None:
    """Return how far a laptop came that asked, or nothing for a workbook that never did."""
    exchange = _exchange()
    with exchange.refusals(), exchange.newcomer(who.home, who.name, who.passphrase) as post:
        if not post.membership.waits:
            return None
        if post.membership.belongs:
            return Standing("", True, bool(exchange.Line(post).address))
        return Standing(exchange.six_words(post.membership.ask().digest))


def weigh(who: Newcomer, answer: Path) -> str:
    """Return the words that an answer is compared by; nothing is joined yet."""
    exchange, held = _exchange(), _read(answer)
    with exchange.refusals(), exchange.newcomer(who.home, who.name, who.passphrase) as post:
        words: str = exchange.six_words(post.membership.weigh(held))
    return words


def join(who: Newcomer, answer: Path) -> Standing | Opened:
    """Take the place that an answer gives; open what needs nothing else."""
    exchange, held = _exchange(), _read(answer)
    with exchange.refusals(), exchange.newcomer(who.home, who.name, who.passphrase) as post:
        post.join(held)
        alone = post.figures.alone
        if alone:
            post.figures.settle_in(who.name)
        has_server = bool(exchange.Line(post).address)
    if alone:
        return doors.open_workbook(who.home, who.name, who.passphrase)
    return Standing("", True, has_server)


def meet(who: Newcomer, way: Path | Way, stopped: Callable[[], bool]) -> Opened:
    """Get to know the office by one of the ways, and open the workbook."""
    exchange = _exchange()
    with exchange.refusals(), exchange.newcomer(who.home, who.name, who.passphrase) as post:
        if way is Way.SERVER:
            exchange.exchange_over(post, _nobody_watches, stopped)
        elif way is Way.ROOM:
            _met(exchange.meet_over(post, SimpleQueue(), _nobody_watches, stopped))
        else:
            _take_in(exchange.read_stick(post, way, stopped))
        unknown = post.membership.waits
    if unknown:
        raise _refused("join_nobody_yet")
    return doors.open_workbook(who.home, who.name, who.passphrase)


def begin_anew(who: Newcomer) -> None:
    """Give up a request: its keys go, and an answer to it fits nothing any more."""
    found = standing(who)
    if found is None or found.belongs:
        raise _refused("exchange_joined")
    _exchange().destroy(who.home)


def _take_in(pieces: Generator[Stage, None, Brought]) -> None:
    def brought() -> Generator[Stage, None, None]:
        if (yield from pieces).is_torn:
            raise _refused("exchange_torn")

    deque(brought(), maxlen=0)


def _met(brought: Brought) -> None:
    if brought.met is None and not brought.is_stopped:
        raise _refused("join_nobody_there")


def _nobody_watches(_far: object) -> None:
    """Tell nobody how far it came: the page says that it goes on."""


def _refused(code: str) -> Exception:
    made: Exception = import_module("desktop.saying.words").Refused(code)
    return made


def _read(file: Path) -> bytes:
    try:
        held: bytes = _exchange().answer_in(file)
    except OSError:
        raise _refused("file_unreadable") from None
    return held


def _write(file: Path, data: bytes) -> Path:
    """Write a new file whole, or leave none."""
    if file.exists():
        raise _refused("file_exists")
    try:
        _exchange().write_file(file, data)
    except OSError:
        raise _refused("file_not_written") from None
    return file
