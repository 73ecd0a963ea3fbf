"""What joins a workbook and its exchange with others: asking to be let in, joining, the post."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Final

from casework.keeping.exchange import Brought, Stage
from casework.team.worker import Act, Role, demand
from db.homes.membership import ExchangeRefused
from db.store import make_store, open_store
from db.vault import keys
from db.vault.destroying import destroy
from db.vault.moving_in import moving_in, require_workbook
from desktop.bootstrap import StoreRefused, post_of
from desktop.clock import now
from desktop.exchange.arriving import who_arrives
from desktop.exchange.codes import SAID
from desktop.saying.words import Refused
from sync.carrying import (
    answer_in,
    carried_by,
    read_stick,
    request_in,
    take_stick,
    write_file,
    write_stick,
)
from sync.line.calls import CallRefused
from sync.line.line import Line, Ways
from sync.line.talk import Told
from sync.line.under_way import Progress, Synced
from sync.members.enrol import EnrolRefused, read_request, require_new
from sync.members.entries import RosterRefused
from sync.members.member import MemberRefused
from sync.members.rosterlog import LogRefused
from sync.post import Came, Post
from sync.rechecks import Rechecks
from sync.room.finding import RoomRefused
from sync.room.room import Room
from sync.room.talk import Ways as RoomWays
from sync.sealed.lateness import Late, late, leave_late, take_late
from sync.survey import survey
from sync.wire.bundle import BundleRefused
from sync.wire.frames import FrameRefused
from sync.wire.keys import KeysRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from datetime import datetime
    from pathlib import Path
    from queue import SimpleQueue
    from types import ModuleType

    from casework.keeping.exchange import ExchangeState
    from db.vault.cost import Cost
    from desktop.bootstrap import Workbook
    from sync.line.ground import AtStore

__all__ = [
    "Came",
    "Late",
    "Line",
    "Post",
    "Rechecks",
    "Synced",
    "Ways",
    "answer_in",
    "decide_late",
    "destroy",
    "devices",
    "exchange_over",
    "late_ones",
    "lead_to",
    "let_in",
    "line_of",
    "make_by_sheet",
    "make_newcomer",
    "meet_over",
    "meeting",
    "newcomer",
    "read_stick",
    "reading",
    "refusals",
    "remove",
    "request_in",
    "server",
    "settle_server",
    "six_words",
    "state_of",
    "syncing",
    "take_stick",
    "write_file",
    "write_out",
    "writing",
]

_SHUT: Final = frozenset({"no_place", "read_only"})
_REFUSALS: Final = (
    *(BundleRefused, CallRefused, EnrolRefused, ExchangeRefused, FrameRefused),
    *(KeysRefused, LogRefused, MemberRefused, RoomRefused, RosterRefused),
)


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
        usual = "line_refused" if isinstance(refused, CallRefused) else "exchange_wrong"
        again_in = refused.seconds if isinstance(refused, Told) else 0
        raise Refused(SAID.get(str(refused), usual), again_in=again_in) from None


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
    first = keys.Newcomer(name, passphrase)
    return _made(home, first if cost is None else replace(first, cost=cost), clock)


def make_by_sheet(home: Path, name: str, passphrase: str, code: str) -> None:
    """Make one that is opened by a code which was printed before."""
    _made(home, keys.Newcomer(name, passphrase, recovery_code=code), now)


def _made(home: Path, first: keys.Newcomer, clock: Callable[[], datetime]) -> str:
    with moving_in(home) as draft:
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
            post = post_of(store, unlocked, clock)
            yield post
            user = post.membership.user
        if user != unlocked.user_id:
            # Whoever let her in knows her: she works at another laptop too.
            keys.become(home, unlocked, passphrase, user)
    finally:
        unlocked.wipe()


def let_in(
    workbook: Workbook, asked: bytes, name: str, role: Role | None, words: str
) -> tuple[bytes, str]:
    """Let a workbook in that asked; return the answer and its six words.

    It is for somebody new, or without a role for somebody who works at another one already.
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
        user, role = who_arrives(workbook.office.people, request.user.hex(), name, role)
        who = bytes.fromhex(user)
        if role is Role.VIEWER:
            # She sees what is published: nothing else ever comes to her laptop.
            answer, digest = post.admit_to_figures(asked, who)
        else:
            answer, digest = post.admit(asked, administers=role is Role.SUPERVISOR, user=who)
    return answer, six_words(digest)


def remove(workbook: Workbook, device: str) -> None:
    """Let a workbook belong no longer: lost, stolen, or given up."""
    demand(workbook.worker, Act.PEOPLE)
    if device not in {one.id for one in devices(workbook) if not (one.here or one.removed)}:
        raise Refused("no_such_device")
    with refusals():
        workbook.post().membership.revoke(bytes.fromhex(device))


def late_ones(workbook: Workbook) -> list[tuple[Device, Late]]:
    """Return what removed workbooks wrote after that and waits for a decision."""
    demand(workbook.worker, Act.PEOPLE)
    post, known = workbook.post(), {one.id: one for one in devices(workbook)}
    found = late(post.membership) if known else []
    return [(known[one.workbook.hex()], one) for one in found]


def decide_late(workbook: Workbook, device: str, *, counts: bool) -> Came:
    """Let what a removed workbook wrote count for everybody, or leave it aside."""
    found = {known.id: one for known, one in late_ones(workbook)}
    if device not in found:
        raise Refused("nothing_late")
    if counts and not found[device].follow:
        raise Refused("late_lacks", number=found[device].lacks)
    with refusals():
        if counts:
            return take_late(workbook.post(), bytes.fromhex(device))
        leave_late(workbook.post(), bytes.fromhex(device))
        return Came()


def devices(workbook: Workbook) -> list[Device]:
    """Return the workbooks of the organisation, this one first."""
    demand(workbook.worker, Act.PEOPLE)
    known = state_of(workbook).laptops if workbook.post().membership.belongs else ()
    return [Device(one.id, one.people, one.is_here, one.is_removed) for one in known]


def state_of(workbook: Workbook) -> ExchangeState:
    """Return what stands of the exchange of a workbook that belongs to an organisation."""
    return survey(workbook.post(), workbook.worker)


def writing(
    workbook: Workbook, file: Path, stopped: Callable[[], bool]
) -> Generator[Stage, None, Brought]:
    """Write a stick piece by piece; between two pieces others may work on the store."""
    return (yield from write_out(workbook.post(), file, stopped))


def write_out(
    post: Post, file: Path, stopped: Callable[[], bool], *, whole: bool = False
) -> Generator[Stage, None, Brought]:
    """Do the same for a workbook in which nobody may be known yet; `whole` with all that stands."""
    with refusals():
        if file.exists():
            raise Refused("file_exists")
        try:
            return (yield from write_stick(post, file, stopped, whole=whole))
        except StoreRefused as refused:
            # It is the stick that is shut or gone, and no workbook.
            if refused.code in _SHUT:
                raise Refused("file_not_written") from None
            raise


def reading(
    workbook: Workbook, file: Path, stopped: Callable[[], bool]
) -> Generator[Stage, None, Brought]:
    """Take in a stick piece by piece; between two pieces others may work on the store."""
    if not file.is_file():
        raise Refused("file_unreadable")
    with refusals():
        return (yield from read_stick(workbook.post(), file, stopped))


def line_of(workbook: Workbook, ways: Ways | None = None) -> Line | None:
    """Return the way of a workbook to its server, or nothing where there is none."""
    line = Line(workbook.post(), ways)
    return line if line.address else None


def syncing(
    workbook: Workbook,
    told: Callable[[Stage], None],
    stopped: Callable[[], bool],
    at_store: AtStore,
) -> Brought:
    """Exchange over the server in the window's words; called off the thread of the store."""

    def said(far: Progress) -> None:
        done = far.sent + far.came + far.pieces
        of = far.to_send + max(far.to_come, far.came) + far.of_pieces
        told(Stage(min(done, of), of, far.waits))

    post = at_store(workbook.post)
    done = exchange_over(post, said, stopped, Ways(at_store))
    came = done.came
    return Brought(
        came.operations,
        sent=done.sent,
        kept_back=done.waiting + done.files_waiting,
        is_full=done.is_full,
        early=came.early,
        late=came.late,
        refused=came.refused.total(),
        is_forked=came.forked,
        is_apart=came.differs > 0,
        is_stopped=done.is_stopped,
        files=came.files,
        again_in=done.again_in,
    )


def exchange_over(
    post: Post,
    told: Callable[[Progress], None],
    stopped: Callable[[], bool],
    ways: Ways | None = None,
    stick: Path | None = None,
) -> Synced:
    """Exchange over the server for a workbook in which nobody may be known yet.

    With the stick of a colleague who has no network, what she wrote is brought along.
    """
    with refusals():
        carried = carried_by(post, stick) if stick else ()
        return Line(post, ways).sync(told, stopped, carried)


def meeting(
    workbook: Workbook,
    asked: SimpleQueue[str],
    told: Callable[[Stage], None],
    stopped: Callable[[], bool],
    at_store: AtStore,
) -> Brought:
    """Find another laptop in the same room and exchange with it, off the thread of the store.

    Addresses that somebody types meanwhile are `asked`.
    """
    return meet_over(at_store(workbook.post), asked, told, stopped, RoomWays(at_store))


def meet_over(
    post: Post,
    asked: SimpleQueue[str],
    told: Callable[[Stage], None],
    stopped: Callable[[], bool],
    ways: RoomWays | None = None,
) -> Brought:
    """Do the same for a workbook in which nobody may be known yet."""
    with refusals():
        return Room(post, told, stopped, ways or RoomWays()).meet(asked)


def lead_to(
    workbook: Workbook, address: str, invite: str, *, pinned: bool, ways: Ways | None = None
) -> str:
    """Let all workbooks exchange over a server from now on, or over none; return its address.

    With the code of an invitation the organisation is made there first.
    """
    demand(workbook.worker, Act.PEOPLE)
    if workbook.practice:
        raise Refused("exchange_practice")
    with refusals():
        line = Line(workbook.post(), ways)
        if address:
            line.begin_at(address, invite, pinned=pinned)
        else:
            line.end_there()
        return line.address


def settle_server(workbook: Workbook) -> int:
    """Let what the server showed hold from now on, after an alarm; return of how many logs."""
    demand(workbook.worker, Act.PEOPLE)
    with refusals():
        return Line(workbook.post()).settle()


def server() -> ModuleType:
    """Return what serves an exchange between workbooks; nothing else brings it along."""
    try:
        return import_module("sync.server.serving")
    except ModuleNotFoundError:
        # Left out of the program that is handed to people.
        raise Refused("serve_not_here") from None


def six_words(digest: bytes) -> str:
    """Return the words that two people read to each other for a digest."""
    enrol, lists = import_module("sync.members.enrol"), import_module("db.vault.wordlists")
    return " ".join(enrol.six_words(digest, lists.words()))
