"""Verbs that keep a workbook well: check it, copy it sealed, bring it back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from desktop.bootstrap import bring_back
from desktop.words import Refused

if TYPE_CHECKING:
    import argparse

    from desktop.desk import Desk


def check(desk: Desk, _typed: argparse.Namespace) -> None:
    """Verify store, log and letters, and say what was verified."""
    found = desk.workbook().check()
    desk.facts(asdict(found))
    desk.say("check.entries", n=found.entries)
    desk.say("check.operations", n=found.operations)
    desk.say("check.entities", n=found.entities)
    desk.say("check.letters", n=found.letters)
    if found.faults:
        raise Refused("check_failed", faults=", ".join(found.faults))
    desk.say("check.sound")


def backup(desk: Desk, typed: argparse.Namespace) -> None:
    """Write a sealed backup."""
    if typed.file.exists():
        raise Refused("file_exists")
    if not typed.file.parent.is_dir():
        raise Refused("file_not_written")
    size = desk.workbook().back_up(typed.file)
    desk.facts({"file": str(typed.file), "bytes": size})
    desk.say("backup.written", file=typed.file)
    desk.say("backup.honest")


def restore(desk: Desk, typed: argparse.Namespace) -> None:
    """Open a sealed backup in a new folder, for somebody with the recovery code."""
    if not typed.file.is_file():
        raise Refused("file_unreadable")
    name = desk.user or desk.secrets.ask_name()
    code = desk.secrets.next("recovery")
    passphrase = desk.secrets.next("new_passphrase")
    new_code = bring_back(typed.file, desk.home, name, code, passphrase)
    desk.facts({"home": str(desk.home), "recovery_code": new_code})
    desk.say("restore.done", home=desk.home)
    desk.say("init.recovery", code=new_code)
