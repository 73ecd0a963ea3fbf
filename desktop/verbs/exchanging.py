"""Verbs of exchange: a workbook joins or leaves, and what may leave is carried on a stick."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import texts
from desktop.bootstrap import StoreRefused, is_there
from desktop.exchange.exchanging import (
    answer_in,
    decide_late,
    devices,
    late_ones,
    let_in,
    make_newcomer,
    newcomer,
    refusals,
    remove,
    request_in,
    six_words,
    take_stick,
    write_file,
    write_out,
)
from desktop.saying.words import OF_PLACES, Refused, at
from texts.dates import long_date

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from desktop.desk import Desk
    from desktop.exchange.exchanging import Came, Late, Post

ASK, ACCEPT = "ask", "accept"
LIST, ADD, REMOVE = "list", "add", "remove"
WRITE, READ = "write", "read"
TAKE, LEAVE = "take", "leave"
_OF_STICKS = OF_PLACES | {"file_exists", "file_not_written"}


def join(desk: Desk, typed: argparse.Namespace) -> None:
    """Ask an organisation to let a new workbook in, or take the place that it gave."""
    name = desk.user or desk.secrets.ask_name()
    if typed.act == ASK:
        _ask(desk, name, typed.file)
        return
    passphrase = desk.secrets.next("passphrase")
    with at(desk.home), refusals(), newcomer(desk.home, name, passphrase) as post:
        words = six_words(post.join(_held(answer_in, typed.file)))
        alone = post.figures.alone
        if alone:
            post.figures.settle_in(name)
    desk.facts({"words": words, "figures_alone": alone})
    desk.say("join.joined", words=words)
    if alone:
        desk.say("join.figures_alone")


def _ask(desk: Desk, name: str, file: Path) -> None:
    """Make a workbook that is empty but for its keys, and what asks for it."""
    code = ""
    new = not is_there(desk.home)
    passphrase = desk.secrets.next("new_passphrase" if new else "passphrase")
    with at(desk.home):
        if new:
            code = make_newcomer(desk.home, name, passphrase)
        with refusals(), newcomer(desk.home, name, passphrase) as post:
            request = post.membership.ask()
    _write(file, request.data)
    words = six_words(request.digest)
    desk.facts({"file": str(file), "words": words, "recovery_code": code})
    desk.say("join.asked", file=file, words=words)
    if code:
        desk.say("init.recovery", code=code)


def devices_of(desk: Desk, typed: argparse.Namespace) -> None:
    """List the workbooks of the organisation, let one in, or let one go."""
    if typed.act == ADD:
        _let_in(desk, typed)
    elif typed.act == REMOVE:
        remove(desk.workbook(), typed.what)
        desk.facts({"removed": typed.what})
        desk.say("devices.removed")
    else:
        found = devices(desk.workbook())
        desk.facts([asdict(one) for one in found])
        for one in found:
            said = "here" if one.here else "removed_one" if one.removed else "other"
            people = texts.say("list.join").join(filter(None, one.people))
            desk.say(f"devices.{said}", id=one.id, people=people)
        if not found:
            desk.say("devices.none")


def _let_in(desk: Desk, typed: argparse.Namespace) -> None:
    if not (typed.what and typed.person and typed.words and typed.out):
        raise Refused("devices_add_needs")
    workbook = desk.workbook()
    if typed.kept_with:
        found = [one for one in workbook.office.services.all() if _is_named(one, typed.kept_with)]
        if not found:
            raise Refused("service_not_found")
        workbook.office.people.keep_copies_with(found[0].code)
    asked = _held(request_in, Path(typed.what))
    role = None if typed.known else typed.role
    answer, words = let_in(workbook, asked, typed.person, role, typed.words)
    _write(typed.out, answer)
    desk.facts({"file": str(typed.out), "words": words})
    desk.say("devices.let_in", file=typed.out, words=words)


def _is_named(service: object, named: str) -> bool:
    return named in {getattr(service, "code", ""), getattr(service, "name", "")}


def bundle(desk: Desk, typed: argparse.Namespace) -> None:
    """Write what may leave into a file for the others, or take in what they wrote."""
    with opened_post(desk) as post, refusals():
        if typed.act == WRITE:
            if not post.membership.belongs:
                raise Refused("exchange_alone")
            with at(typed.file, _OF_STICKS):
                deque(write_out(post, typed.file, lambda: False, whole=typed.whole), maxlen=0)
            desk.facts({"file": str(typed.file)})
            desk.say("bundle.written", file=typed.file)
            return
        try:
            came = take_stick(post, typed.file)
        except OSError:
            raise Refused("file_unreadable", place=typed.file) from None
    _told(desk, came)


def _told(desk: Desk, came: Came) -> None:
    facts = {
        "operations": came.operations,
        "batches": came.batches,
        "known": came.known,
        "dropped": came.dropped,
        "early": came.early,
        "late": came.late,
        "unshown": came.unshown,
        "refused": dict(came.refused),
        "summed": came.summed,
        "files": came.files,
        "differs": came.differs,
        "forked": came.forked,
        "torn": bool(came.torn),
    }
    desk.facts(facts)
    told_of(desk, came)
    if came.torn:
        desk.say("bundle.torn")


def told_of(desk: Desk, came: Came) -> None:
    """Say what became of what others sent."""
    desk.say("bundle.taken", n=came.operations)
    numbers = {
        "early": came.early,
        "late": came.late,
        "unshown": came.unshown,
        "summed": came.summed,
        "files": came.files,
        "refused": came.refused.total(),
        "differs": came.differs,
    }
    for said, number in numbers.items():
        if number:
            desk.say(f"bundle.{said}", n=number)
    if came.forked:
        desk.say("bundle.forked")


def late(desk: Desk, typed: argparse.Namespace) -> None:
    """Show what removed laptops wrote after that, take it in, or leave it aside."""
    workbook = desk.workbook()
    if typed.act == TAKE:
        came = decide_late(workbook, typed.what, counts=True)
        desk.facts({"operations": came.operations})
        desk.say("late.taken", n=came.operations)
    elif typed.act == LEAVE:
        decide_late(workbook, typed.what, counts=False)
        desk.facts({"left": typed.what})
        desk.say("late.left")
    else:
        found = late_ones(workbook)
        desk.facts([asdict(device) | _numbers(one) for device, one in found])
        for device, one in found:
            people = texts.say("list.join").join(filter(None, device.people))
            first, last = (long_date(at.date()) if at else "" for at in (one.first, one.last))
            told = {"people": people, "n": one.changes, "first": first, "last": last}
            desk.say("late.one", id=device.id, **told)
            if one.lacks:
                said = "late.lacks_some" if one.follow else "late.lacks"
                desk.say(said, number=one.lacks)
        if not found:
            desk.say("late.none")


def _numbers(one: Late) -> dict[str, object]:
    first, last = (at.isoformat() if at else "" for at in (one.first, one.last))
    said = {"batches": one.batches, "changes": one.changes, "first": first, "last": last}
    return said | {"follow": one.follow, "lacks": one.lacks}


@contextmanager
def opened_post(desk: Desk) -> Iterator[Post]:
    """Give the exchange of a workbook, also of one in which nobody is known yet."""
    name = desk.user or desk.secrets.ask_name()
    passphrase = desk.secrets.next("passphrase")
    try:
        post = desk.sign_in(name, passphrase).post()
    except StoreRefused as refused:
        if refused.code != "nobody":
            raise
        with at(desk.home), newcomer(desk.home, name, passphrase) as post:
            yield post
        return
    yield post


def _held(read: Callable[[Path], bytes], file: Path) -> bytes:
    try:
        return read(file)
    except OSError:
        raise Refused("file_unreadable", place=file) from None


def _write(file: Path, data: bytes) -> None:
    """Write a new file whole, or leave none."""
    if file.exists():
        raise Refused("file_exists", place=file)
    try:
        write_file(file, data)
    except OSError:
        raise Refused("file_not_written", place=file) from None
