"""What a letter may hold, told again in plain words by what was said, and never asked of the code.

Where it cannot know better it is on the side of what is allowed: what it forbids is forbidden.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_TABLE = tomllib.loads((resources.files("casework") / "need_to_know.toml").read_text("utf-8"))
TABLE = {one["id"]: one for one in _TABLE["item"] if not one.get("fixed")}
ITEM_OF = {name: item for item, one in TABLE.items() for name in one["fields"]}
STAFF = frozenset({"staff_notes", "consent_records"})
ALLEGED = "alleged_exploiter"
# Yeses that end when the person comes of age.
IN_HER_PLACE = frozenset({"caregiver", "other_adult", "caseworker"})


@dataclass
class Planted:
    """Words that stand in one answer and nowhere else: in which field, category and episode."""

    words: list[str]
    field: str
    category: str
    form: str
    episode: str = ""
    in_use: bool = True


@dataclass
class Said:
    """One thing that was said about sharing: a yes, a no, a taking back, or a pause."""

    kind: str
    turn: int
    purpose: str = "case_service"
    # A service by its code, all of a kind, or nobody in particular.
    scope: tuple[str, str] | None = None
    giver: str = ""
    reason: str = ""
    categories: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    episodes: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None


@dataclass
class Person:
    """One case in which words were planted, and all that was said in it."""

    code: str
    of_age: date | None
    planted: list[Planted] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    episodes: list[str] = field(default_factory=list)


def is_unsafe(person):
    """Return whether the caregiver is known not to be safe, in any case of a person."""
    return any(
        one.kind == "pause" and one.reason == "caregiver_unsafe"
        for case in person
        for one in case.said
    )


def standing(case, person, service, today):
    """Return the yeses of a case by which a service may be told of it today."""
    ages = [one.of_age for one in person if one.of_age]
    grown = bool(ages) and today >= min(ages)
    heard = [one for each in person for one in each.said]
    return [
        yes
        for yes in case.said
        if yes.kind == "yes"
        and yes.purpose == "referral"
        and _reaches(yes.scope, service)
        and yes.since <= today <= yes.until
        and not (grown and yes.giver in IN_HER_PLACE)
        and not any(_ends(one, yes, service, case) for one in heard)
    ]


def _reaches(scope, service):
    return scope in {("service", service.code), ("kind", service.kind)}


def _ends(one, yes, service, case):
    """Return whether one thing that was said ends a yes: the later, the stricter in one breath."""
    later, same = one.turn > yes.turn, one.turn == yes.turn
    about = one.purpose == "case_service" or (
        one.purpose == yes.purpose and (one.scope is None or _reaches(one.scope, service))
    )
    if one.kind == "back":
        return later and about
    if one.kind == "no":
        return (later or same) and about
    if one.kind == "pause":
        of_hers = one.reason != "caregiver_unsafe" or yes.giver == "caregiver"
        return later and of_hers
    narrower = one.scope in {yes.scope, ("service", service.code)}
    return later and one.purpose == yes.purpose and narrower and one in case.said


def may_hold(planted, yeses, service, *, unsafe):
    """Return whether a referral letter to a service may hold what was planted in a case."""
    item = ITEM_OF.get(planted.field)
    if item is None or not planted.in_use or planted.category in STAFF:
        return False
    row = TABLE[item]
    need = row["needs"].get(service.kind, "never")
    if need == "never" or ALLEGED in {row["category"], planted.category}:
        return False
    if unsafe and planted.field.startswith("family.caregiver"):
        return False
    named = {item, row["category"], planted.category, planted.field}
    if any(yes.never & named or planted.episode in yes.episodes for yes in yeses):
        return False
    return any(
        item in yes.items or (need == "in" and _named_by(yes, row, planted)) for yes in yeses
    )


def _named_by(yes, row, planted):
    """Return whether the categories of a yes cover what was planted."""
    return {row["category"], planted.category} <= yes.categories
