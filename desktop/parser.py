"""What may be typed: the verbs, their arguments, and where each goes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from casework.grant import Purpose
from casework.people import Role
from desktop.verbs import asking, keeping, letters, recording, setting_up
from texts import languages

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.desk import Desk

    Verb = Callable[[Desk, argparse.Namespace], object]
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no public name for it


def build() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(prog="alongside", parents=[_common()])
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _setting_up(verbs)
    _recording(verbs)
    _asking(verbs)
    _letters(verbs)
    _keeping(verbs)
    return parser


def _common() -> argparse.ArgumentParser:
    """Return the options that may stand before or after the verb."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--home", type=Path, metavar="DIR", help="the folder of the workbook")
    common.add_argument("--user", metavar="NAME", help="who is signing in")
    common.add_argument("--passphrase-file", metavar="FILE", help="- reads standard input")
    common.add_argument("--json", action="store_true", help="print facts as JSON")
    return common


def _verb(verbs: Verbs, name: str, does: Verb, words: str) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=words, description=words, parents=[_common()])
    parser.set_defaults(does=does)
    return parser


def _setting_up(verbs: Verbs) -> None:
    practice = _verb(verbs, "practice", setting_up.practice, "make a workbook of invented cases")
    practice.add_argument("--cases", type=int, default=12, metavar="N")
    practice.add_argument("--seed", type=int, default=1, metavar="S")
    init = _verb(verbs, "init", setting_up.init, "make an empty workbook")
    init.add_argument("--role", type=Role, default=Role.SUPERVISOR, choices=list(Role))
    init.add_argument("--office", default="", metavar="NAME", help="how letters name the office")
    init.add_argument("--phone", default="", metavar="NUMBER")
    init.add_argument("--hours", default="", metavar="WORDS")
    init.add_argument("--language", default="en", choices=list(languages()))
    people = _verb(verbs, "people", setting_up.people, "list the workers, or add one")
    people.add_argument("act", nargs="?", choices=["list", "add"], default="list")
    people.add_argument("name", nargs="?", default="")
    people.add_argument("--role", type=Role, default=Role.CASEWORKER, choices=list(Role))
    _verb(verbs, "passphrase", setting_up.passphrase, "change your own passphrase")
    _verb(verbs, "recover", setting_up.recover, "open with the printed recovery code")


def _recording(verbs: Verbs) -> None:
    record = _verb(verbs, "record", recording.record, "fill in a form from JSON")
    record.add_argument("case", metavar="CASE|new")
    record.add_argument("form", metavar="FORM")
    what = record.add_mutually_exclusive_group(required=True)
    what.add_argument("--answers", metavar="FILE", help="- reads standard input")
    what.add_argument("--questions", action="store_true", help="print the questions as JSON")
    record.add_argument("--language", default="en", choices=list(languages()))


def _asking(verbs: Verbs) -> None:
    cases = _verb(verbs, "cases", asking.cases, "list the cases you may see, by code")
    cases.add_argument("--find", metavar="WORDS")
    consent = _verb(verbs, "consent", asking.consent, "list what was agreed in a case")
    consent.add_argument("case", metavar="CASE")
    _verb(verbs, "services", asking.services, "list the service directory")


def _letters(verbs: Verbs) -> None:
    withheld = _verb(verbs, "withheld", letters.withheld, "show what a letter would tell and hold")
    letter = _verb(verbs, "letter", letters.letter, "issue a letter")
    for parser in (withheld, letter):
        parser.add_argument("case", metavar="CASE")
        parser.add_argument("--to", required=True, metavar="SERVICE")
        parser.add_argument("--kind", default="referral")
        parser.add_argument("--language", default="en", choices=list(languages()))
    letter.add_argument("--protect", action="store_true", help="encrypt, print the passphrase once")
    letter.add_argument("--out", required=True, type=Path, metavar="FILE")
    withdraw = _verb(verbs, "withdraw", letters.withdraw, "record that consent was taken back")
    withdraw.add_argument("case", metavar="CASE")
    withdraw.add_argument("--purpose", required=True, type=Purpose, choices=list(Purpose))
    withdraw.add_argument("--recipient", default="", metavar="SERVICE")


def _keeping(verbs: Verbs) -> None:
    _verb(verbs, "check", keeping.check, "verify store, log and letters")
    backup = _verb(verbs, "backup", keeping.backup, "write a sealed backup")
    restore = _verb(verbs, "restore", keeping.restore, "open a sealed backup in a new folder")
    for parser in (backup, restore):
        parser.add_argument("file", type=Path, metavar="FILE")
