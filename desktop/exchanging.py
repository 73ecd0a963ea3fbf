"""What joins a workbook and its exchange with others: asking to be let in, joining, the post."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Final

from casework.worker import Act, Role, demand
from db import keys
from db.membership import ExchangeRefused
from db.moving_in import moving_in, require_workbook
from db.store import make_store, open_store
from desktop.clock import now
from desktop.words import Refused
from sync.bundle import BundleRefused
from sync.carrying import read_stick, write_stick
from sync.enrol import EnrolRefused, read_request, require_new
from sync.entries import RosterRefused
from sync.frames import FrameRefused
from sync.keys import KeysRefused
from sync.member import MemberRefused, Person
from sync.post import Came, Post
from sync.rosterlog import LogRefused
from sync.survey import survey

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from datetime import datetime
    from pathlib import Path
    from types import ModuleType

    from casework.exchange import Brought, ExchangeState, Stage
    from db.cost import Cost
    from db.store import Store
    from db.unlocked import Unlocked
    from desktop.bootstrap import Workbook

__all__ = [
    "Came",
    "Device",
    "Post",
    "devices",
    "let_in",
    "make_newcomer",
    "newcomer",
    "post_of",
    "reading",
    "refusals",
    "remove",
    "server",
    "six_words",
    "state_of",
    "writing",
]

_REFUSALS: Final = (
    *(BundleRefused, EnrolRefused, ExchangeRefused, FrameRefused),
    *(KeysRefused, LogRefused, MemberRefused, RosterRefused),
)
# What can be said of it; of all else only that the file is not as it must be.
_SAID: Final = {
    "bundle.reader": "exchange_not_for_us",
    "bundle.torn": "exchange_torn",
    "bundle.readers": "exchange_nobody",
    "enrol.used": "exchange_used",
    "enrol.taken": "exchange_used",
    "enrol.sealed": "exchange_not_for_us",
    "enrol.other": "exchange_not_for_us",
    "exchange.alone": "exchange_alone",
    "exchange.joined": "exchange_joined",
    "exchange.has_its_own": "exchange_has_its_own",
    "exchange.fork": "exchange_fork",
    "roster.by": "exchange_not_administering",
    "roster.last_administrator": "exchange_last_administrator",
}


@dataclass(frozen=True, slots=True)
class Device:
    """One workbook of the organisation, as people speak of it: who works at it, and its words."""

    id: str
    people: tuple[str, ...]
    here: bool
    removed: bool


@contextmanager
def refusals() -> Iterator[None]:
    """Say in words what an exchange refuses."""
    try:
        yield
    except _REFUSALS as refused:
        raise Refused(_SAID.get(str(refused), "exchange_wrong")) from None


def post_of(store: Store, unlocked: Unlocked, clock: Callable[[], datetime]) -> Post:
    """Return the exchange of an open workbook, for whoever opened it."""
    person = Person(unlocked.store_id, unlocked.user_id, bytes(unlocked.author_seed))
    return Post(store, person, clock)


def make_newcomer(
    home: Path,
    name: str,
    passphrase: str,
    clock: Callable[[], datetime] = now,
    *,
    cost: Cost | None = None,
) -> str:
    """Make a workbook that is to join an organisation; return the recovery code to print once.

    It is empty: who works there, its forms and its cases come from the others.
    """
    with moving_in(home) as draft:
        first = keys.Newcomer(name, passphrase)
        if cost is not None:
            first = replace(first, cost=cost)
        unlocked, code = keys.found_vault(draft, first)
        make_store(draft, unlocked, clock).close()
        unlocked.wipe()
    return code


@contextmanager
def newcomer(
    home: Path, name: str, passphrase: str, clock: Callable[[], datetime] = now
) -> Iterator[Post]:
    """Open a workbook in which nobody is known yet, to ask and to take in what comes."""
    require_workbook(home)
    unlocked = keys.unlock(home, name, passphrase)
    try:
        with closing(open_store(home, unlocked, clock)) as store:
            yield post_of(store, unlocked, clock)
    finally:
        unlocked.wipe()


def let_in(
    workbook: Workbook, asked: bytes, name: str, role: Role, words: str
) -> tuple[bytes, str]:
    """Let a workbook in that asked, for somebody new; return the answer and its six words.

    `words` are those that were read aloud where it asked: no other request has the same.
    """
    demand(workbook.worker, Act.PEOPLE)
    if workbook.practice:
        # What is invented never comes to those whom it could be taken for.
        raise Refused("exchange_practice")
    with refusals():
        request = read_request(asked)
        if words.split() != six_words(request.digest).split():
            raise Refused("exchange_words")
        post = workbook.post()
        if not post.membership.belongs:
            post.found()
        require_new(request, post.membership.roster)
        people, user = workbook.office.people, request.user.hex()
        # She may be known already: the program ended right here when it was done before.
        if user not in {one.id for one in people.members()}:
            people.add(user, name, role, request.author)
        answer, digest = post.admit(asked, administers=role is Role.SUPERVISOR)
    return answer, six_words(digest)


def remove(workbook: Workbook, device: str) -> None:
    """Let a workbook belong no longer: lost, stolen, or given up."""
    demand(workbook.worker, Act.PEOPLE)
    if device not in {one.id for one in devices(workbook) if not (one.here or one.removed)}:
        raise Refused("no_such_device")
    with refusals():
        workbook.post().membership.revoke(bytes.fromhex(device))


def devices(workbook: Workbook) -> list[Device]:
    """Return the workbooks of the organisation, this one first."""
    demand(workbook.worker, Act.PEOPLE)
    member = workbook.post().membership
    if not member.belongs:
        return []
    names = {one.id: one.name for one in workbook.office.people.members()}
    roster = member.roster
    found = [
        Device(
            book.hex(),
            tuple(
                sorted(
                    names.get(one.user.hex(), "")
                    for one in roster.authors.values()
                    if one.workbook == book
                )
            ),
            book == member.me.workbook,
            known.revoked,
        )
        for book, known in roster.workbooks.items()
    ]
    return sorted(found, key=lambda one: (not one.here, one.removed, one.people))


def state_of(workbook: Workbook) -> ExchangeState:
    """Return what stands of the exchange of a workbook that belongs to an organisation."""
    return survey(workbook.post(), workbook.worker)


def writing(
    workbook: Workbook, file: Path, stopped: Callable[[], bool]
) -> Generator[Stage, None, Brought]:
    """Write a stick piece by piece; between two pieces others may work on the store."""
    with refusals():
        if file.exists():
            raise Refused("file_exists")
        return (yield from write_stick(workbook.post(), file, stopped))


def reading(
    workbook: Workbook, file: Path, stopped: Callable[[], bool]
) -> Generator[Stage, None, Brought]:
    """Take in a stick piece by piece; between two pieces others may work on the store."""
    with refusals():
        return (yield from read_stick(workbook.post(), file, stopped))


def server() -> ModuleType:
    """Return what serves an exchange between workbooks; nothing else brings it along."""
    try:
        return import_module("sync.server.serving")
    except ModuleNotFoundError:
        # Left out of the program that is handed to people.
        raise Refused("serve_not_here") from None


def six_words(digest: bytes) -> str:
    """Return the words that two people read to each other for a digest."""
    enrol, lists = import_module("sync.enrol"), import_module("db.wordlists")
    return " ".join(enrol.six_words(digest, lists.words()))
