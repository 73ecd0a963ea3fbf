"""The verbs for two cases of one person: putting them together, and taking them apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.persons.pair import PairAnswer

if TYPE_CHECKING:
    import argparse

    from desktop.desk import Desk


def same(desk: Desk, typed: argparse.Namespace) -> None:
    """Put two cases together; both are found under the first."""
    _say(desk, typed, PairAnswer.SAME)
    desk.say("pairs.done.same", head=typed.case)


def apart(desk: Desk, typed: argparse.Namespace) -> None:
    """Take two cases apart; each is one of its own again."""
    _say(desk, typed, PairAnswer.APART)
    desk.say("pairs.done.apart")


def _say(desk: Desk, typed: argparse.Namespace, answer: PairAnswer) -> None:
    office = desk.workbook().office.likeness
    change = office.say(typed.case, typed.other, answer)
    known = office.together([change.case_code]).get(change.case_code)
    desk.facts({"case": change.case_code, "parts": list(known.parts) if known else []})
