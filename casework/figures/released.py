"""What was published: kept for ever, as it was printed, and never a true count.

It is no more secret than the reports themselves and outlives the cases that were counted.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from casework.figures.never import nobody
from casework.figures.people import AREA
from casework.figures.plan import PEOPLE, dimensions, left_over, ties, year_of
from casework.figures.ties import without
from casework.figures.unsaid import unsaid
from casework.protect.printed import BASE, Mark, Number, Span
from casework.protect.shape import Name, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from casework.protect.printed import Printed
    from casework.protect.shape import Dimension, Within

# How counts are made printable; another way gets another name, so that a reader knows which.
RULE: Final = "mask-round-audit/1"
TOTAL: Final = "ALL"
# The plan of what was published elsewhere and entered here.
OUTSIDE: Final = "outside"


@dataclass(frozen=True, slots=True)
class Proposed:
    """Figures that one person means to publish, until a second one agrees."""

    id: str
    plan: str
    period: str
    recipient: str
    least: int
    by: str
    at: datetime
    # While it waits: each cell as it was seen by whoever proposed it.
    cells: tuple[Told, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Published:
    """Figures that were published: what was proposed, who agreed, and each printed cell."""

    wanted: Proposed
    second: str
    at: datetime
    rule: str
    cells: tuple[Told, ...]
    # The areas that each region held at the time, so that a list that changes is noticed.
    areas: Mapping[str, frozenset[str]]
    # Of what others published: groups that have no code here, and marks of ours that it betrays.
    codes: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    given_up: tuple[Name, ...] = ()

    @property
    def digest(self) -> str:
        """Return the fingerprint of what was printed."""
        return hashlib.sha256(self.packed.encode()).hexdigest()

    @property
    def packed(self) -> str:
        """Return what was printed as it is kept."""
        return packed(self.cells, self.areas, self.codes, self.given_up)


def planned(release: Published) -> tuple[str, str]:
    """Return which plan was published, and for which period."""
    return release.wanted.plan, release.wanted.period


def packed(
    cells: Iterable[Told],
    areas: Mapping[str, Iterable[str]],
    codes: Mapping[str, Mapping[str, Iterable[str]]] | None = None,
    given_up: Iterable[Name] = (),
) -> str:
    """Return printed cells as they are kept: the same cells give the same words."""
    told = sorted(([one.name.people, one.name.key, said(one.printed)] for one in cells), key=str)
    held = {code: sorted(atoms) for code, atoms in areas.items()}
    said_of = {
        dim: {code: sorted(atoms) for code, atoms in mine.items()}
        for dim, mine in (codes or {}).items()
    }
    lost = sorted([one.people, one.key] for one in given_up)
    more = ({"codes": said_of} if said_of else {}) | ({"given_up": lost} if lost else {})
    kept = {"areas": held, "cells": told} | more
    return json.dumps(kept, sort_keys=True, separators=(",", ":"))


def unpacked(words: str) -> tuple[tuple[Told, ...], Mapping[str, frozenset[str]]]:
    """Return the printed cells that were kept, and what each code of an area held."""
    found = _loaded(words)
    cells = tuple(
        Told(Name(people, tuple((dim, code) for dim, code in key)), _read(printed))
        for people, key, printed in found["cells"]
    )
    return cells, _sets(found["areas"])


def unpacked_more(
    words: str,
) -> tuple[Mapping[str, Mapping[str, frozenset[str]]], tuple[Name, ...]]:
    """Return the groups of others that were kept, and the marks that were given up."""
    found = _loaded(words)
    lost = tuple(
        Name(people, tuple((dim, code) for dim, code in key))
        for people, key in found.get("given_up", ())
    )
    return {dim: _sets(mine) for dim, mine in found.get("codes", {}).items()}, lost


def _loaded(words: str) -> dict[str, Any]:
    """Return what was kept as JSON; raises ValueError, also for what is nested without end."""
    try:
        found: dict[str, Any] = json.loads(words)
    except RecursionError as cause:
        raise ValueError("nested") from cause
    return found


def _sets(codes: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    return {code: frozenset(atoms) for code, atoms in codes.items()}


def said(printed: Printed) -> dict[str, int]:
    """Return a printed cell in numbers: a mark by its least, a number by its value, or a range."""
    if isinstance(printed, Mark):
        return {"below": printed.least}
    if isinstance(printed, Number):
        return {"value": printed.value, "base": BASE, "min": printed.least}
    return {"lo": printed.lo, "hi": printed.hi}


def _read(found: Mapping[str, int]) -> Printed:
    if "below" in found:
        return Mark(found["below"])
    if "value" in found:
        return Number(found["value"], found["min"])
    return Span(found["lo"], found["hi"])


def register(releases: Sequence[Published]) -> dict[str, Any]:
    """Return all that was ever published, as `published-tables/1` has it."""
    names = [one.name for release in releases for one in release.cells]
    leasts = {one.wanted.least for one in releases if one.wanted.plan != OUTSIDE}
    known = _with_groups(dimensions({year_of(name) for name in names}), releases)
    never = nobody(names, [one for release in releases for one in release.cells])
    used = {dim for name in (*names, *never) for dim, _code in name.key} | {AREA}
    over = left_over(names)
    mine = [one.key for one in (*over, *unsaid(map(planned, releases), names)) if _of_people(one)]
    left = sorted(key for key in {*mine} if used >= {*dict(key)})
    # Of what was done: who is left of some without a part of them has no people of her own there.
    undone = [one for one in over if not _of_people(one) and not without(one)]
    entries = [entry for release in releases for entry in _entries(release)]
    tied = [one for one in ties([*names, *undone]) if not one.apart]
    return {
        "format": "published-tables/1",
        "dimensions": {name: _dimension(known[name]) for name in sorted(used)},
        "marks": {f"<{n}": [0, n - 1] for n in sorted(leasts)},
        "published": [_facts(one) for one in releases],
        "releases": entries,
        "targets": [[list(pair) for pair in key] for key in left],
        "undone": [[one.people, [list(pair) for pair in one.key]] for one in undone],
        # Everybody knows that nobody is in these.
        "nobody": [[list(pair) for pair in one.key] for one in never],
        "relations": _relations(entries, tied),
        # The same where either is told of in no release.
        "within": _within(entries, tied),
        # Of these it is known besides that everybody of the whole is in one part or in several.
        "unions": [{"whole": one.whole, "parts": list(one.parts)} for one in tied if one.every],
    }


def _of_people(name: Name) -> bool:
    return name.people == PEOPLE


def _facts(release: Published) -> dict[str, Any]:
    """Return what makes a release whole again, beside its cells; whom it was for is not told."""
    wanted = release.wanted
    return {
        "id": wanted.id,
        "plan": wanted.plan,
        "period": wanted.period,
        "least": wanted.least,
        "at": release.at.isoformat(),
        "rule": release.rule,
        "digest": release.digest,
        "areas": {code: sorted(held) for code, held in release.areas.items()},
        "codes": {
            dim: {code: sorted(held) for code, held in mine.items()}
            for dim, mine in release.codes.items()
        },
        "given_up": [[one.people, one.key] for one in release.given_up],
    }


def _with_groups(
    known: Mapping[str, Dimension], releases: Sequence[Published]
) -> Mapping[str, Dimension]:
    """Return dimensions with the groups of others and the areas that are not those of today."""
    found = dict(known)
    for release in releases:
        then = {code: held for code, held in release.areas.items() if code not in known[AREA].codes}
        for dim, mine in {**release.codes, AREA: {**then, **release.codes.get(AREA, {})}}.items():
            found[dim] = replace(found[dim], codes={**found[dim].codes, **mine})
    return found


def _relations(
    entries: Sequence[Mapping[str, Any]], tied: Sequence[Within]
) -> list[dict[str, Any]]:
    """Return whose people are all among others, by a release that tells of each."""
    first: dict[str, str] = {}
    for entry in entries:
        first.setdefault(entry["population"], entry["id"])
    return [
        {"small": first[part], "big": first[one.whole], "where": {}}
        for one in tied
        for part in one.parts
        if part in first and one.whole in first
    ]


def _within(entries: Sequence[Mapping[str, Any]], tied: Sequence[Within]) -> list[list[str]]:
    told = {entry["population"] for entry in entries}
    return [
        [part, one.whole]
        for one in tied
        if not one.every
        for part in one.parts
        if not {part, one.whole} <= told
    ]


def _dimension(known: Dimension) -> dict[str, Any]:
    wide = {code: sorted(held) for code, held in known.codes.items() if held != {code}}
    return {"atoms": list(known.atoms), "codes": wide, "total": TOTAL}


def _entries(release: Published) -> Iterator[dict[str, Any]]:
    """Yield what was published, apart for all whose people are not counted together."""
    tables: dict[str, dict[tuple[str, ...], list[list[Any]]]] = {}
    for one in release.cells:
        # A total of people who are told apart by nothing but areas names all areas.
        key = one.name.key or ((AREA, TOTAL),)
        mine = tables.setdefault(one.name.people, {})
        cells = mine.setdefault(tuple(dim for dim, _code in key), [])
        cells.append([[code for _dim, code in key], _in_register(one.printed)])
    for people, mine in tables.items():
        yield {
            "id": release.wanted.id if people == PEOPLE else f"{release.wanted.id} {people}",
            "population": people,
            "tables": [
                {"id": "-".join(dims), "unit": people, "dims": list(dims), "cells": cells}
                for dims, cells in mine.items()
            ],
        }


def printed_of(said_so: str | Mapping[str, int]) -> Printed:
    """Return a printed cell from how the register has it."""
    return Mark(int(said_so.removeprefix("<"))) if isinstance(said_so, str) else _read(said_so)


def _in_register(printed: Printed) -> str | dict[str, int]:
    return f"<{printed.least}" if isinstance(printed, Mark) else said(printed)


def areas_now() -> Mapping[str, frozenset[str]]:
    """Return what each code of an area holds today."""
    return dimensions(())[AREA].codes
