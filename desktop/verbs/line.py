"""Verbs of the exchange over a server: where it is, and exchanging with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from desktop.exchange.exchanging import exchange_over, lead_to, line_of, settle_server
from desktop.saying.words import Refused
from desktop.verbs.exchanging import opened_post, told_of

if TYPE_CHECKING:
    import argparse

    from desktop.desk import Desk

_NONE: Final = "none"


def server(desk: Desk, typed: argparse.Namespace) -> None:
    """Say where the server is, or let everybody exchange over another one, or over none."""
    workbook = desk.workbook()
    if typed.settle:
        number = settle_server(workbook)
        desk.facts({"settled": number})
        desk.say("server.settled")
        return
    if typed.address:
        address = "" if typed.address == _NONE else typed.address
        where = lead_to(workbook, address, typed.invite, pinned=typed.pin)
        said = "server.led" if where else "server.ended"
    else:
        line = line_of(workbook)
        where = line.address if line else ""
        said = "server.is" if where else "server.none"
    pin = workbook.post().membership.roster.pin.hex() if where else ""
    desk.facts({"server": where, "pin": pin})
    desk.say(said, where=where)
    if pin:
        desk.say("server.pinned", pin=pin)


def sync(desk: Desk, typed: argparse.Namespace) -> None:
    """Send what is written and take in what is new, once; for a colleague too, by her stick."""
    if typed.stick and not typed.stick.is_file():
        raise Refused("file_unreadable", place=typed.stick)
    with opened_post(desk) as post:
        done = exchange_over(post, lambda _: None, lambda: False, stick=typed.stick)
    facts = {
        "sent": done.sent,
        "waiting": done.waiting,
        "files": done.came.files,
        "files_waiting": done.files_waiting,
        "operations": done.came.operations,
        "batches": done.came.batches,
        "early": done.came.early,
        "late": done.came.late,
        "unshown": done.came.unshown,
        "differs": done.came.differs,
        "forked": done.came.forked,
        "refused": dict(done.came.refused),
        "not_taken": done.refused,
        "full": done.is_full,
        "alarms": list(done.alarms),
        "again_in": done.again_in,
        "quiet": list(done.quiet),
    }
    desk.facts(facts)
    desk.say("sync.sent", n=done.sent)
    told_of(desk, done.came)
    if done.is_full:
        desk.say("sync.full")
    elif done.refused:
        desk.say("sync.not_taken")
    if done.waiting:
        desk.say("sync.waiting", n=done.waiting)
    if done.quiet:
        desk.say("sync.quiet", people=texts.say("list.join").join(done.quiet))
    for one in done.alarms:
        desk.say(f"sync.alarm.{one}")
