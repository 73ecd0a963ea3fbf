"""The verb for what holds for the whole office: closing, letters, what a person is called."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from texts.sentences import known_terms

if TYPE_CHECKING:
    import argparse

    from casework.office import Office
    from desktop.desk import Desk

RULES: Final = ("closing_needs", "second_days", "own_digits")
ANSWERS: Final = {"yes": True, "no": False}


def office(desk: Desk, typed: argparse.Namespace) -> None:
    """Set what was named, then say all that holds."""
    asked = {one: ANSWERS[vars(typed)[one]] for one in RULES if vars(typed)[one]}
    at_work = desk.workbook().office
    if asked:
        _set(at_work, asked)
    if typed.called:
        at_work.people.set_called(typed.called)
    how, term = at_work.people.on_paper(), at_work.people.called()
    holds = {
        "closing_needs": at_work.reviews.closing_needs_one(),
        "second_days": how.second_days,
        "own_digits": how.own_digits,
    }
    desk.facts(holds | {"called": term})
    for name, on in holds.items():
        desk.say(f"settings.{name}.{'on' if on else 'off'}")
    desk.say("settings.called.is", word=known_terms().get(term, term))


def _set(at_work: Office, asked: dict[str, bool]) -> None:
    on_paper = {name: on for name, on in asked.items() if name != "closing_needs"}
    if "closing_needs" in asked:
        at_work.reviews.set_closing(needs_one=asked["closing_needs"])
    if on_paper:
        at_work.people.set_on_paper(replace(at_work.people.on_paper(), **on_paper))
