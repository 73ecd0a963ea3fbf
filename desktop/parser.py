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
    Verbs = Callable[[str, Verb, str], argparse.ArgumentParser]


def build() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(prog="alongside", parents=[_common()])
    known = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, does: Verb, words: str) -> argparse.ArgumentParser:
        added = known.add_parser(name, help=words, description=words, parents=[_common()])
        added.set_defaults(does=does)
        return added

    for part in (_setting_up, _recording, _asking, _letters, _keeping):
        part(verb)
    return parser


def _common() -> argparse.ArgumentParser:
    """Return the options that may stand before or after the verb."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--home", type=Path, metavar="DIR", help="the folder of the workbook")
    common.add_argument("--user", metavar="NAME", help="who is signing in")
    common.add_argument("--passphrase-file", metavar="FILE", help="- reads standard input")
    common.add_argument("--json", action="store_true", help="print facts as JSON")
    return common


def _setting_up(verb: Verbs) -> None:
    practice = verb("practice", setting_up.practice, "make a workbook of invented cases")
    practice.add_argument("--cases", type=int, default=12, metavar="N")
    practice.add_argument("--seed", type=int, default=1, metavar="S")
    init = verb("init", setting_up.init, "make an empty workbook")
    init.add_argument("--role", type=Role, default=Role.SUPERVISOR, choices=list(Role))
    init.add_argument("--office", default="", metavar="NAME", help="how letters name the office")
    init.add_argument("--phone", default="", metavar="NUMBER")
    init.add_argument("--hours", default="", metavar="WORDS")
    init.add_argument("--language", default="en", choices=list(languages()))
    people = verb("people", setting_up.people, "list the workers, or add one")
    people.add_argument("act", nargs="?", choices=["list", "add"], default="list")
    people.add_argument("name", nargs="?", default="")
    people.add_argument("--role", type=Role, default=Role.CASEWORKER, choices=list(Role))
    verb("passphrase", setting_up.passphrase, "change your own passphrase")
    recover = verb("recover", setting_up.recover, "open with the printed recovery code")
    recover.add_argument("--new-sheet", action="store_true", help="print a new code; the old ends")


def _recording(verb: Verbs) -> None:
    record = verb("record", recording.record, "fill in a form from JSON")
    record.add_argument("case", metavar="CASE|new")
    record.add_argument("form", metavar="FORM")
    what = record.add_mutually_exclusive_group(required=True)
    what.add_argument("--answers", metavar="FILE", help="- reads standard input")
    what.add_argument("--questions", action="store_true", help="print the questions as JSON")
    record.add_argument("--language", default="en", choices=list(languages()))


def _asking(verb: Verbs) -> None:
    cases = verb("cases", asking.cases, "list the cases you may see, by code")
    cases.add_argument("--find", metavar="WORDS")
    consent = verb("consent", asking.consent, "list what was agreed in a case")
    consent.add_argument("case", metavar="CASE")
    verb("services", asking.services, "list the service directory")


def _letters(verb: Verbs) -> None:
    withheld = verb("withheld", letters.withheld, "show what a letter would tell and hold")
    letter = verb("letter", letters.letter, "issue a letter")
    for parser in (withheld, letter):
        parser.add_argument("case", metavar="CASE")
        parser.add_argument("--to", required=True, metavar="SERVICE")
        parser.add_argument("--kind", default="referral")
        parser.add_argument("--language", default="en", choices=list(languages()))
    letter.add_argument("--protect", action="store_true", help="encrypt, print the passphrase once")
    letter.add_argument("--out", required=True, type=Path, metavar="FILE")
    withdraw = verb("withdraw", letters.withdraw, "record that consent was taken back")
    withdraw.add_argument("case", metavar="CASE")
    withdraw.add_argument("--purpose", required=True, type=Purpose, choices=list(Purpose))
    withdraw.add_argument("--recipient", default="", metavar="SERVICE")


def _keeping(verb: Verbs) -> None:
    verb("check", keeping.check, "verify store, log and letters")
    backup = verb("backup", keeping.backup, "write a sealed backup")
    restore = verb("restore", keeping.restore, "open a sealed backup in a new folder")
    for parser in (backup, restore):
        parser.add_argument("file", type=Path, metavar="FILE")
