"""What the window has done about laptops, a server and what came late: in values of casework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.changes import Change
from casework.keeping.exchange import EXCHANGED, Brought, Laptop, WrittenLate
from casework.team.worker import Act, demand
from desktop.exchange.exchanging import (
    Line,
    Ways,
    decide_late,
    late_ones,
    lead_to,
    let_in,
    refusals,
    request_in,
    settle_server,
    write_file,
)
from desktop.saying.words import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from casework.keeping.exchange import Stage
    from desktop.beside.errand import AtStore
    from desktop.bootstrap import Workbook
    from desktop.exchange.given import Asking, Naming

SERVER = "exchange_server"


def let_in_by_file(workbook: Workbook, own: str, asking: Asking, answer: Path) -> str:
    """Let a laptop in that asked, and write the answer; return the words that both sides read.

    Nothing is done without the passphrase of whoever lets it in.
    """
    demand(workbook.worker, Act.PEOPLE)
    workbook.require_own(own)
    if answer.exists():
        raise Refused("file_exists", place=answer)
    try:
        asked = request_in(asking.file)
    except OSError:
        raise Refused("file_unreadable", place=asking.file) from None
    if asking.keeper:
        workbook.office.people.keep_copies_with(asking.keeper)
    answered, words = let_in(workbook, asked, asking.name, asking.role, asking.words)
    try:
        write_file(answer, answered)
    except OSError:
        raise Refused("file_not_written", place=answer) from None
    return words


def leading(
    workbook: Workbook,
    naming: Naming,
    _told: Callable[[Stage], None],
    stopped: Callable[[], bool],
    at_store: AtStore,
) -> Brought:
    """Lead all laptops to a server, off the store's thread; until it answered nothing is changed.

    Whoever stops it stays where she was.
    """
    demand(workbook.worker, Act.PEOPLE)
    at_store(lambda: workbook.require_own(naming.own))
    line = at_store(lambda: Line(workbook.post(), Ways(at_store)))
    try:
        with refusals():
            line.begin_at(naming.address, naming.invite, pinned=naming.pinned, stopped=stopped)
    except Refused:
        if not stopped():
            raise
        return Brought(is_stopped=True)
    return Brought()


def let_server_go(workbook: Workbook, own: str) -> Change:
    """Let all laptops exchange over no server any more; runs on the store's thread."""
    demand(workbook.worker, Act.PEOPLE)
    workbook.require_own(own)
    lead_to(workbook, "", "", pinned=False)
    return Change(SERVER)


def let_server_count(workbook: Workbook, own: str) -> Change:
    """Let what a server showed count from now on; runs on the store's thread."""
    demand(workbook.worker, Act.PEOPLE)
    workbook.require_own(own)
    settle_server(workbook)
    return Change(SERVER)


def written_late(workbook: Workbook) -> tuple[WrittenLate, ...]:
    """Return what removed laptops wrote after that and waits for a person."""
    return tuple(
        WrittenLate(
            Laptop(device.id, device.people, is_removed=True),
            one.changes,
            one.first,
            one.last,
            may_count=one.follow > 0,
            lacks=one.lacks,
        )
        for device, one in late_ones(workbook)
    )


def take_in(workbook: Workbook, laptop: str) -> int:
    """Let what a removed laptop wrote count for everybody; return how many changes that were."""
    return decide_late(workbook, laptop, counts=True).operations


def leave_aside(workbook: Workbook, laptop: str) -> int:
    """Let it count for nothing."""
    return decide_late(workbook, laptop, counts=False).operations


def decided(*, counts: bool) -> Change:
    """Return what every page is told: what was taken in may be anything."""
    return Change(EXCHANGED if counts else "exchange_late_left")
