"""What the verb for figures does with what was published elsewhere: a register made whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from desktop.saying.words import Refused

if TYPE_CHECKING:
    import argparse

    from desktop.desk import Desk

_MOST_BYTES: Final = 64 << 20


def newest(desk: Desk, typed: str) -> None:
    """Keep that a receipt is the newest, once the register holds all that was published."""
    change = desk.workbook().office.published.newest(typed)
    desk.facts({"receipt": change.reason})
    if change.reason == "none":
        desk.say("figures.none_before")
    else:
        desk.say("figures.newest", code=change.reason)


def enter(desk: Desk, typed: argparse.Namespace) -> None:
    """Take in figures that were published elsewhere, with a second person."""
    file, second = typed.published_outside, _second(typed)
    try:
        content = file.read_bytes() if file.stat().st_size <= _MOST_BYTES else b""
    except OSError:
        raise Refused("file_unreadable", place=file) from None
    office = desk.workbook().office
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = {}
    office.published.ask_to_enter(found, typed.receipt)
    done = desk.change_to(second).office.published.enter(found, typed.receipt)
    facts = {"number": done.number, "releases": done.releases, "cells": done.cells}
    desk.facts(facts | {"betrayed": done.given_up})
    desk.say("figures.entered", n=done.releases, cells=done.cells, number=done.number[:8])
    if done.given_up:
        desk.say("figures.betrayed", n=done.given_up)


def take_back(desk: Desk, typed: argparse.Namespace) -> None:
    """Take out of the register what was entered wrongly, with a second person."""
    second = _second(typed)
    desk.workbook().office.published.ask_to_take_back(typed.take_back)
    change = desk.change_to(second).office.published.take_back(typed.take_back)
    desk.facts({"number": change.subject_id, "releases": int(change.reason)})
    desk.say("figures.taken_back", n=change.reason)


def _second(typed: argparse.Namespace) -> str:
    """Return who agrees; nobody's work is begun where nobody is named."""
    if not typed.second:
        raise Refused("outside_second")
    return str(typed.second)
