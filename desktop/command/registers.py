"""What may be typed of the registers of the office."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

import texts
from casework.registers.breach import KINDS
from casework.registers.outside_request import ANSWERS, ASKERS
from desktop.command.helping import help_of, or_line
from desktop.verbs import breaches, requests
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Callable

    Verbs = Callable[[str, str], argparse.ArgumentParser]


def registers(verb: Verbs) -> None:
    """Add the verbs of the registers."""
    _requests(verb)
    _breaches(verb)


def _breaches(verb: Verbs) -> None:
    found = verb("breaches", "breaches:breaches")
    found.add_argument("act", nargs="?", choices=list(breaches.ACTS), default=breaches.LIST)
    found.add_argument("breach", nargs="?", default="", help=help_of("option_breach"))
    found.add_argument("--kind", default=None, choices=list(code_list(KINDS).codes))
    found.add_argument("--on", type=_day, default=None, metavar="DAY", help=help_of("option_when"))
    found.add_argument("--words", default=None, metavar="WORDS", help=or_line("option_happened"))
    found.add_argument("--recipients", default=None, metavar="WORDS", help=or_line("option_got"))
    cases = help_of("option_breach_case")
    found.add_argument("--case", action="append", default=None, metavar="CASE", help=cases)
    found.add_argument("--told", action="store_true", help=help_of("option_told"))
    found.add_argument("--why", default="", metavar="WORDS", help=or_line("option_untold"))


def _requests(verb: Verbs) -> None:
    asked = verb("requests", "requests:requests")
    asked.add_argument("act", nargs="?", choices=list(requests.ACTS), default=requests.LIST)
    asked.add_argument("request", nargs="?", default="", help=help_of("option_request"))
    asked.add_argument("--asker", default=None, choices=list(code_list(ASKERS).codes))
    asked.add_argument("--on", type=_day, default=None, metavar="DAY", help=help_of("option_on"))
    asked.add_argument("--who", default=None, metavar="WORDS", help=or_line("option_who"))
    asked.add_argument("--words", default=None, metavar="WORDS", help=or_line("option_asked"))
    written = argparse.BooleanOptionalAction
    asked.add_argument("--in-writing", action=written, help=help_of("option_in_writing"))
    asked.add_argument("--case", default="", metavar="CASE", help=help_of("option_about_case"))
    given = [one.value for one in ANSWERS]
    asked.add_argument("--with", dest="given", choices=given, help=help_of("option_given"))
    asked.add_argument("--order", default="", metavar="NUMBER", help=or_line("option_order"))
    asked.add_argument("--letter", default="", metavar="NUMBER", help=help_of("option_by_letter"))


def _day(typed: str) -> date:
    """Return a day that somebody typed."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise argparse.ArgumentTypeError(texts.say("error.conflict_day")) from None
