"""What a proof starts from and what it found, as words for another process; through pipes alone.

True counts stand in the question. It is for the memory of two processes of one machine, never for
a file, an argument or a log.
"""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from casework.protect.errors import NotProtected
from casework.protect.ground import Ground
from casework.protect.printed import Mark, Number, Span, ladder
from casework.protect.shape import Counted, Dimension, Name, Told, Within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casework.protect.printed import Printed
    from casework.protect.shape import Key

Question = tuple[list[Told], list[Counted], Ground]


def question(told: Iterable[Told], counted: Iterable[Counted], ground: Ground) -> str:
    """Return all that a proof starts from, in one line."""
    dimensions = [
        [one.name, one.atoms, {code: sorted(held) for code, held in one.codes.items()}, one.named]
        for one in ground.dimensions.values()
    ]
    asked = {
        "told": [[_name(one.name), _said(one.printed), one.release, one.outside] for one in told],
        "counted": [[_name(one.name), one.count, one.margin, one.watched] for one in counted],
        "dimensions": dimensions,
        "within": [astuple(one) for one in ground.within],
        "least": ground.least,
        "effort": ground.effort,
        "given_up": [_name(one) for one in sorted(ground.given_up, key=str)],
        "never": [_name(one) for one in ground.never],
        "denied": [_name(one) for one in sorted(ground.denied, key=str)],
    }
    return json.dumps(asked, separators=(",", ":"))


def understood(words: str | bytes) -> Question:
    """Return what a proof starts from, out of one line."""
    asked = json.loads(words)
    dimensions = {
        name: Dimension(
            name, tuple(atoms), {code: frozenset(held) for code, held in codes.items()}, named=named
        )
        for name, atoms, codes, named in asked["dimensions"]
    }
    within = [
        Within(whole, tuple(parts), every=every, apart=apart, among=_key(among), sure=sure)
        for whole, parts, every, apart, among, sure in asked["within"]
    ]
    given_up, denied = (frozenset(map(_named, asked[one])) for one in ("given_up", "denied"))
    never = tuple(map(_named, asked["never"]))
    least, effort = asked["least"], asked["effort"]
    ground = Ground(dimensions, within, least, effort, given_up, never, denied)
    told = [
        Told(_named(name), _read(said), of, outside=outside)
        for name, said, of, outside in asked["told"]
    ]
    counted = [
        Counted(_named(name), count, margin=margin, watched=watched)
        for name, count, margin, watched in asked["counted"]
    ]
    return told, counted, ground


def answer(printed: Mapping[Name, Printed | None], counted: Iterable[Counted]) -> str:
    """Return what may be printed, in one line: new cells in their order and without their names."""
    new = [one.name for one in counted if not one.watched]
    found = [printed[name] for name in new]
    return json.dumps([one and _said(one) for one in found], separators=(",", ":"))


def answered(
    found: Sequence[Any], counted: Iterable[Counted], least: int
) -> Mapping[Name, Printed | None]:
    """Return what may be printed for each new cell, out of an answer.

    Raises NotProtected for anything that is no step of the ladder of its cell.
    """
    new = [one for one in counted if not one.watched]
    try:
        printed = [one and _read(one) for one in found]
    except (KeyError, TypeError, ValueError):
        raise NotProtected("worker") from None
    if len(printed) != len(new):
        raise NotProtected("worker")
    for one, step in zip(new, printed, strict=True):
        if step is not None and step not in ladder(one.count, least):
            raise NotProtected("worker")
    return {one.name: step for one, step in zip(new, printed, strict=True)}


def _name(name: Name) -> list[Any]:
    return [name.people, name.key]


def _named(found: Sequence[Any]) -> Name:
    people, key = found
    return Name(people, _key(key))


def _key(found: Sequence[Sequence[str]]) -> Key:
    return tuple((dim, code) for dim, code in found)


def _said(printed: Printed) -> list[str | int]:
    return [type(printed).__name__, *astuple(printed)]


def _read(found: Sequence[Any]) -> Printed:
    kind, *numbers = found
    made: Printed = {"Mark": Mark, "Number": Number, "Span": Span}[kind](*numbers)
    return made
