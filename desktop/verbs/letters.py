"""Verbs about letters: what one would tell, issuing it, and taking consent back."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Final

import texts
from casework.referrals.issuing import Companion
from casework.referrals.letters import SIGNED_BY_ROLE, Order
from desktop.safety.half_written import writing
from desktop.saying.words import Refused

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.desk import Desk

# Which file is asked for by which option.
_BESIDE: Final = {
    Companion.OWN_COPY: "own_copy",
    Companion.COVER: "cover",
    Companion.REPLY: "reply_page",
}


def withheld(desk: Desk, typed: argparse.Namespace) -> None:
    """Show both columns to read aloud: what a letter tells and what it holds back."""
    draft = desk.workbook().office.letters.draft(_order(typed))
    seen = draft.seen
    desk.facts(
        {
            "told": [{"field": one.item, "value": one.value} for one in seen.told],
            "withheld": [
                {"field": one.item, "value": one.value, "reason": one.reason}
                for one in seen.withheld
            ],
            "conditions": list(seen.conditions),
            "laws": [
                {"law": law.key, "title": law.title, "held": law.held or ""} for law in draft.laws
            ],
        }
    )
    for words in seen.conditions:
        desk.say("withheld.condition", words=words)
    desk.say("withheld.told_head", service=typed.to)
    for told in seen.told:
        desk.say("withheld.told", item=_label(told.item), value=told.value)
    if not seen.told:
        desk.say("withheld.nothing")
    desk.say("withheld.withheld_head")
    for held in seen.withheld:
        reason = texts.say(f"reason.{held.reason}")
        desk.say("withheld.withheld", item=_label(held.item), value=held.value, reason=reason)
    if not seen.withheld:
        desk.say("withheld.nothing")
    for law in draft.laws:
        if law.held is None:
            desk.say("withheld.law", law=law.key, title=law.title)


def letter(desk: Desk, typed: argparse.Namespace) -> None:
    """Issue a letter and write it where it was asked for."""
    asked = {one: getattr(typed, name) for one, name in _BESIDE.items() if getattr(typed, name)}
    if typed.protect:
        desk.shows_once()
    with ExitStack() as places:
        place = places.enter_context(place_for(typed.out))
        beside = {one: places.enter_context(place_for(path)) for one, path in asked.items()}
        order = _order(typed, protect=typed.protect)
        order = replace(order, beside=tuple(beside), laws=tuple(typed.cite), seal=typed.seal)
        issued = desk.workbook().office.letters.issue(order)
        place.write(issued.pdf)
        for one, paper in issued.beside.items():
            beside[one].write(paper)
    facts = {"number": issued.number, "file": str(typed.out)}
    facts |= {one.value: str(path) for one, path in asked.items()}
    if issued.passphrase is not None:
        facts["passphrase"] = issued.passphrase
    if issued.sealed:
        facts["sealed_to"] = typed.to
    desk.facts(facts)
    desk.say("letter_verb.issued", number=issued.number, file=typed.out)
    for one, path in asked.items():
        desk.say(f"letter_verb.beside.{one.value}", file=path)
    if issued.passphrase is not None:
        desk.say("letter_verb.passphrase", passphrase=issued.passphrase)
    if issued.sealed:
        desk.say("letter_verb.sealed", service=typed.to)


def withdraw(desk: Desk, typed: argparse.Namespace) -> None:
    """Record a withdrawal and say what it brings about."""
    done = desk.workbook().office.grants.withdraw(typed.case, typed.purpose, typed.recipient)
    desk.facts(
        {
            "purpose": typed.purpose,
            "consequences": [
                {"effect": one.effect, "subject": one.subject} for one in done.consequences
            ],
        }
    )
    desk.say("withdraw.recorded")
    for one in done.consequences:
        desk.say(f"effect.{one.effect}", subject=one.subject)


def _order(typed: argparse.Namespace, *, protect: bool = False) -> Order:
    # Signed as the window has it unless somebody chooses otherwise there.
    return Order(typed.case, typed.to, typed.kind, typed.language, protect, signed=SIGNED_BY_ROLE)


def _label(item: str) -> str:
    return texts.say(f"item.{item}")


def folder_for(path: Path) -> Path:
    """Return a folder that is there, made where it was not."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Refused("file_not_written", place=path) from None
    return path


@contextmanager
def place_for(path: Path) -> Iterator[BinaryIO]:
    """Give a new file that only its owner reads; it has its name once all of it is written.

    It is begun first, so that no letter is registered that could not be written.
    """
    if os.path.lexists(path):
        raise Refused("file_exists", place=path)
    with ExitStack() as begun:
        try:
            place = begun.enter_context(writing(path))
        except OSError:
            raise Refused("file_not_written", place=path) from None
        try:
            with begun.pop_all():
                yield place
        except OSError:
            raise Refused("file_not_finished", place=path) from None
