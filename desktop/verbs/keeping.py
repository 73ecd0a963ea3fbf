"""Verbs that keep a workbook well: check it, copy it sealed, bring it back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import texts
from casework.team.worker import may_count
from desktop.bootstrap import Return, bring_back
from desktop.saying.words import OF_BACKUPS, Refused, at

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from pathlib import Path

    from desktop.desk import Desk

_OURS: Final = "workbook."


def check(desk: Desk, _typed: argparse.Namespace) -> None:
    """Verify store, log and letters, and say what was verified."""
    workbook = desk.workbook()
    found = asdict(workbook.check())
    faults = found.pop("faults")
    counted = found if may_count(workbook.worker) else {}
    desk.facts({**counted, "faults": faults})
    for what, n in counted.items():
        desk.say(f"check.{what}", n=n)
    if faults:
        raise Refused("check_failed", faults=", ".join(faults))
    desk.say("check.sound")


def backup(desk: Desk, typed: argparse.Namespace) -> None:
    """Write a sealed backup, or look into one that was written."""
    if typed.look:
        _look(desk, typed.file)
        return
    if typed.file.exists():
        raise Refused("file_exists", place=typed.file)
    if not typed.file.parent.is_dir():
        raise Refused("file_not_written", place=typed.file)
    workbook = desk.workbook()
    if typed.file.name.startswith(_OURS) and typed.file.parent.samefile(desk.home):
        # What keeps a workbook is written there, and taken away, under these names.
        raise Refused("name_of_ours", place=typed.file)
    with at(typed.file):
        taken = workbook.back_up(typed.file)
    counted = may_count(workbook.worker)
    held = {"holds": asdict(taken.contents)} if counted else {}
    desk.facts({"file": str(typed.file), "bytes": taken.backup.size, **held})
    desk.say("backup.written", file=typed.file)
    desk.say("backup.opened")
    if counted:
        desk.say("backups.in_it", contents=_contents(held["holds"]))
    if taken.removed:
        desk.say("backup.removed", n=taken.removed)
    desk.say("backup.honest")


def _look(desk: Desk, file: Path) -> None:
    """Open every page of a backup and say what it holds, beside what the workbook holds now."""
    if not file.is_file():
        raise Refused("file_unreadable", place=file)
    workbook = desk.workbook()
    with at(file):
        held, here = map(asdict, workbook.compare(file))
    counted = may_count(workbook.worker)
    both = {"holds": held, "here": here} if counted else {}
    desk.facts({"file": str(file), **both})
    desk.say("backup.opened")
    if counted:
        desk.say("backups.in_it", contents=_contents(held))
        desk.say("backups.in_use", contents=_contents(here))


def _contents(found: Mapping[str, int]) -> str:
    return texts.fill_in("backups.contents", found)


def restore(desk: Desk, typed: argparse.Namespace) -> None:
    """Open a sealed backup in a new folder, for somebody with the recovery code."""
    if not typed.file.is_file():
        raise Refused("file_unreadable", place=typed.file)
    desk.shows_once()
    name = desk.user or desk.secrets.ask_name()
    code = desk.secrets.recovery()
    passphrase = desk.secrets.next("new_passphrase")
    back = Return(name, code, passphrase)
    with at(desk.home), at(typed.file, OF_BACKUPS):
        new_code = bring_back(typed.file, desk.home, back, typed.beside)
    desk.facts({"home": str(desk.home), "recovery_code": new_code})
    desk.say("restore.done", home=desk.home)
    desk.say_code(new_code)
