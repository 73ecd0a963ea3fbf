"""Verbs that set up: a workbook, its people, their passphrases."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

import texts
from casework.team.office_facts import OfficeFacts
from casework.team.worker import Act, demand
from desktop.bootstrap import Return, is_there, suggest_passphrase
from desktop.bootstrap import recover as recover_with
from desktop.clock import MADE, now
from desktop.founding import Founding, make_workbook, new_recovery_code
from desktop.practice import practising
from desktop.saying.shown import is_plain
from desktop.saying.words import Refused, at
from texts.dates import isolate

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from desktop.desk import Desk
    from desktop.practice.year import Told

_LONGEST_NAME: Final = 200


def practice(desk: Desk, typed: argparse.Namespace) -> None:
    """Make a workbook of invented cases and print its users and passphrases."""
    home = typed.home if "home" in typed else Path(f"{desk.home}-practice")
    if is_there(home):
        raise Refused("exists", place=home)
    desk.shows_once()
    _require_clock()
    told: Sequence[Told] = ()
    spoken = texts.current().code
    # Whatever is invented in it is said in one language; what is told of it in that of the line.
    texts.use(typed.language)
    try:
        with at(home):
            if typed.releases:
                year = import_module("desktop.practice.year")
                with practising.drafted(home) as draft:
                    users, told = year.make_year(draft, typed.cases, typed.seed)
            else:
                users = practising.make(home, typed.cases, typed.seed)
    finally:
        texts.use(spoken)
    desk.facts(
        {
            "home": str(home),
            "users": [
                {"name": user.name, "role": user.role, "passphrase": user.passphrase}
                for user in users
            ],
        }
        | ({"releases": [_facts_of(one) for one in told]} if told else {})
    )
    desk.say("practice.made", home=home)
    for one in told:
        due = {"day": one.due.day.isoformat(), "plan": one.due.plan, "period": one.due.period}
        if one.refused:
            desk.say("practice.not_told", why=one.refused, **due)
        else:
            desk.say("practice.told", n=one.numbers, all=one.cells, **due)
    for user in users:
        role = texts.say(f"role.{user.role}")
        desk.say("practice.user", name=user.name, role=role, passphrase=user.passphrase)


def _facts_of(told: Told) -> dict[str, object]:
    due = {"day": told.due.day.isoformat(), "plan": told.due.plan, "period": told.due.period}
    cells = {"numbers": told.numbers, "cells": told.cells, "refused": told.refused}
    return due | cells | {"seconds": round(told.seconds, 2)}


def init(desk: Desk, typed: argparse.Namespace) -> None:
    """Make an empty workbook for its first person; print the recovery code once."""
    if is_there(desk.home):
        raise Refused("exists", place=desk.home)
    desk.shows_once()
    _require_clock()
    name = _proper(desk.user or desk.secrets.ask_name(), "no_user")
    if not all(map(is_plain, (typed.office, typed.phone, typed.hours))):
        raise Refused("bad_office")
    office = OfficeFacts(
        name=typed.office or texts.say("office.unnamed", language=typed.language),
        phone=typed.phone,
        hours=typed.hours,
        language=typed.language,
        practice=False,
    )
    passphrase = desk.secrets.next("new_passphrase")
    with at(desk.home):
        workbook, code = make_workbook(desk.home, passphrase, Founding(name, typed.role, office))
        workbook.close()
    desk.facts({"home": str(desk.home), "user": name, "recovery_code": code})
    desk.say("init.made", home=desk.home)
    desk.say("init.recovery", code=code)


def people(desk: Desk, typed: argparse.Namespace) -> None:
    """List the workers, or add one."""
    workbook = desk.workbook()
    if typed.act == "list":
        workers = workbook.office.people.all()
        desk.facts([{"name": worker.name, "role": worker.role} for worker in workers])
        for worker in workers:
            role = texts.say(f"role.{worker.role}")
            desk.say("people.line", name=worker.name, role=role)
        return
    name = desk.secrets.words(typed.name)
    if not name:
        raise Refused("no_name")
    desk.shows_once()
    passphrase = desk.secrets.next_or_none() or suggest_passphrase(texts.current().code)
    worker = workbook.add_person(_proper(name), typed.role, passphrase)
    desk.facts({"name": worker.name, "role": worker.role, "passphrase": passphrase})
    desk.say("people.added", name=worker.name, role=texts.say(f"role.{worker.role}"))
    desk.say("people.passphrase", passphrase=passphrase)


def passphrase(desk: Desk, _typed: argparse.Namespace) -> None:
    """Change one's own passphrase: old first, then new."""
    name = desk.user or desk.secrets.ask_name()
    desk.user = name
    old = desk.secrets.next("passphrase")
    workbook = desk.sign_in(name, old)
    workbook.change_passphrase(name, old, desk.secrets.next("new_passphrase"))
    desk.facts({"user": name})
    desk.say("passphrase.changed")


def new_key(desk: Desk, _typed: argparse.Namespace) -> None:
    """Give the workbook a new key: passphrase of now, a new one, and the code of the sheet."""
    name = desk.user or desk.secrets.ask_name()
    desk.user = name
    old = desk.secrets.next("passphrase")
    workbook = desk.sign_in(name, old)
    new, code = desk.secrets.next("new_passphrase"), desk.secrets.recovery()
    with at(desk.home):
        others = workbook.give_new_key(old, new, code)
    desk.facts({"user": name, "others": list(others)})
    desk.say("new_key.done")
    if others:
        desk.say("new_key.others", names=", ".join(map(isolate, others)))
    desk.say("new_key.backups")


def recover(desk: Desk, typed: argparse.Namespace) -> None:
    """Give a person a new passphrase by the printed recovery code."""
    home = desk.reach()
    if typed.new_sheet:
        desk.shows_once()
    name = desk.user or desk.secrets.ask_name()
    code = desk.secrets.recovery()
    back = Return(name, code, desk.secrets.next("new_passphrase"), typed.new_sheet)
    with at(home):
        new_code = recover_with(home, back)
    desk.facts({"user": name} | ({"recovery_code": new_code} if new_code else {}))
    desk.say("recover.done")
    if new_code:
        desk.say_code(new_code)


def new_sheets(desk: Desk, typed: argparse.Namespace) -> None:
    """Make new recovery sheets: one that opens the workbook by itself, or three by any two."""
    desk.shows_once()
    workbook = desk.workbook()
    demand(workbook.worker, Act.PEOPLE)
    code = new_recovery_code(split=typed.three)
    # Shown before they count: wherever this ends, somebody has a sheet that opens it.
    desk.facts({"recovery_code": code})
    desk.say_code(code)
    workbook.use_sheets(code)
    desk.say("settings.sheets_done")


def _require_clock() -> None:
    """Refuse where nothing was written yet that the day could be taken from."""
    if now() < MADE:
        raise Refused("clock_before")


def _proper(name: str, missing: str = "no_name") -> str:
    """Return a name that can be signed in with and read in a list."""
    if not name.strip():
        raise Refused(missing)
    if len(name) > _LONGEST_NAME or not is_plain(name):
        raise Refused("bad_name", n=_LONGEST_NAME)
    return name
