"""Whose people hold whose: kinds within all, months within a quarter, and what is left over.

Whoever was given housing in February was given something in February, and housing in the first
quarter. An attacker knows that as well, so the protection is told.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Final

from casework.figures.happened import (
    ANSWERED,
    ANSWERS,
    ANY,
    FAMILIES,
    KIND,
    NOT_MET,
    OUTCOME,
    UNMET,
    Flags,
    codes_in,
    people_of,
)
from casework.figures.people import MONTH, NO, YES
from casework.figures.periods import parts_of, periods_in
from casework.protect.shape import Name, Within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casework.protect.shape import Key

# Of whom it is known what was answered: nobody counts them by themselves.
_TOLD: Final = f"{OUTCOME}.told"
# Whoever is among some people and not among a part of them: `given.any-given.housing 2026-Q1`.
_LESS: Final = "-"


def left_over(names: Iterable[Name]) -> Sequence[Name]:
    """Return what nobody prints and anybody can work out.

    Those of whom a yes was not said, and the months of which nothing was, in a period of which
    other months were told.
    """
    known = frozenset(names)
    found = {
        Name(name.people, tuple((dim, NO if dim in turned else code) for dim, code in name.key))
        for name in known
        for turned in _turns([dim for dim, code in name.key if code == YES])
    }
    found |= {*_unsaid(known), *_undone(known)}
    found |= {Name(less(whole, part), key) for (whole, part), key in _pairs(known)}
    return sorted(found, key=lambda one: (one.people, one.key))


def _unsaid(known: frozenset[Name]) -> Iterator[Name]:
    """Yield each period that is left when others are taken from one that was told."""
    told: defaultdict[Name, set[str]] = defaultdict(set)
    for name in known:
        rest = Name(name.people, tuple(pair for pair in name.key if pair[0] != MONTH))
        told[rest] |= {code for dim, code in name.key if dim == MONTH}
    for rest, codes in told.items():
        for one in _left_of(codes):
            yield Name(rest.people, tuple(sorted([*rest.key, (MONTH, one)])))


def _undone(known: frozenset[Name]) -> Iterator[Name]:
    """Yield the same of what was done: there each period has people of its own."""
    told: defaultdict[tuple[str, Key], set[str]] = defaultdict(set)
    for name in known:
        flags, _, period = name.people.rpartition(" ")
        if flags:
            told[flags, name.key].add(period)
    for (flags, key), codes in told.items():
        for one in _left_of(codes):
            yield Name(f"{flags} {one}", key)


def _left_of(codes: set[str]) -> Iterator[str]:
    """Yield the periods that lie within what is left of one that was told beside others within it.

    Of three months that are left each may be nobody, and their quarter is somebody all the same.
    """
    held = {one: months for code in codes for one, months in _within_year(code) if one in codes}
    for whole, months in held.items():
        inner = [other for code, other in held.items() if other < months and code != whole]
        left = months - frozenset().union(*inner) if inner else frozenset()
        yield from (one for one, mine in _within_year(whole) if mine <= left)


def _within_year(code: str) -> Iterable[tuple[str, frozenset[str]]]:
    return periods_in(int(code[:4])).items()


def without(name: Name) -> tuple[Name, Name] | None:
    """Return the cells that what is left over is the difference of, if it is one."""
    flags, _, period = name.people.rpartition(" ")
    whole, less, part = flags.partition(_LESS)
    if not less:
        return None
    return Name(f"{whole} {period}", name.key), Name(f"{part} {period}", name.key)


def ties(names: Iterable[Name]) -> tuple[Within, ...]:
    """Return how the people of some cells hold each other."""
    every = {name.people for name in names}
    events = {one for one in every if " " in one}
    less = {one for one in events if _LESS in one.partition(" ")[0]}
    known = _with_between(events - less)
    return (
        *_by_period(known),
        *(one for people in sorted(known) for one in _by_kind(people, known)),
        *(one for people in sorted(known) for one in _answered(people, known)),
        *map(_remainder, sorted(less)),
    )


def _with_between(told: set[str]) -> set[str]:
    """Return people with those of each quarter that lies between a month and a year of theirs."""
    known = set(told)
    for people in told:
        flags, _, period = people.rpartition(" ")
        for quarter in parts_of(period[:4]):
            if f"{flags} {period[:4]}" in told and period in parts_of(quarter):
                known.add(f"{flags} {quarter}")
    return known


def _by_period(known: set[str]) -> Iterator[Within]:
    for people in sorted(known):
        flags, _, period = people.rpartition(" ")
        parts = [f"{flags} {one}" for one in parts_of(period)]
        yield from _within(people, parts, known)


def _by_kind(people: str, known: set[str]) -> Iterator[Within]:
    flags, _, period = people.rpartition(" ")
    for parts in _divided(tuple(flags.split("+"))):
        yield from _within(people, [people_of(one, period) for one in parts], known)


def _within(whole: str, parts: Sequence[str], known: set[str]) -> Iterator[Within]:
    mine = tuple(one for one in parts if one in known)
    if mine:
        yield Within(whole, mine, every=len(mine) == len(parts))


def _answered(people: str, known: set[str]) -> Iterator[Within]:
    """Yield that whoever was answered is one of those of whom it is known what the answer was."""
    flags, _, period = people.rpartition(" ")
    some = tuple(f"{OUTCOME}.{one} {period}" for one in sorted(ANSWERS))
    if flags == f"{ANSWERED}.{ANY}" and known.issuperset(some):
        every = f"{_TOLD} {period}"
        yield Within(every, some)
        yield Within(every, (people,), every=False)
        yield from _within(f"{OUTCOME}.{ANY} {period}", (every,), {every})


def _remainder(people: str) -> Within:
    flags, _, period = people.rpartition(" ")
    whole, _, part = flags.partition(_LESS)
    return Within(f"{whole} {period}", (f"{part} {period}", people), apart=True)


def _divided(flags: Flags) -> Iterator[Sequence[Flags]]:
    """Yield each way in which those with some flags fall into others; some fall into several."""
    if len(flags) > 1:
        return
    family, _, code = flags[0].partition(".")
    if code == ANY and family != OUTCOME:
        yield [(f"{family}.{one}",) for one in codes_in(family)]
    if family == OUTCOME and code == ANY:
        yield from ([(f"{one}.{code}",) for code in codes_in(one)] for one in (OUTCOME, KIND))
        yield [(f"{UNMET}.{ANY}",), *_met()]
    elif family == OUTCOME:
        yield [(f"{KIND}.{one}", flags[0]) for one in codes_in(KIND)]
    elif family == KIND:
        yield [(flags[0], f"{OUTCOME}.{one}") for one in codes_in(OUTCOME)]
        yield [(f"{UNMET}.{code}",), *((flags[0], *one) for one in _met())]
    elif family == UNMET and code == ANY:
        yield [(f"{OUTCOME}.{one}",) for one in sorted(NOT_MET)]
    elif family == UNMET:
        yield [(f"{KIND}.{code}", f"{OUTCOME}.{one}") for one in sorted(NOT_MET)]


def _met() -> Sequence[Flags]:
    return [(f"{OUTCOME}.{one}",) for one in codes_in(OUTCOME) if one not in NOT_MET]


def _pairs(names: Iterable[Name]) -> Iterator[tuple[tuple[str, str], Key]]:
    """Yield whole and part, where one is divided into the other, with each code told of both."""
    keys: defaultdict[str, set[Key]] = defaultdict(set)
    for name in names:
        if name.people.partition(".")[0] in FAMILIES or "+" in name.people:
            keys[name.people].add(name.key)
    for people in sorted(keys):
        flags, _, period = people.rpartition(" ")
        for part in {part for parts in _divided(tuple(flags.split("+"))) for part in parts}:
            other = people_of(part, period)
            for key in keys[people] & keys.get(other, set()):
                yield (people, other), key


def less(whole: str, part: str) -> str:
    """Return the people of a whole who are not of a part of it."""
    flags, _, period = whole.rpartition(" ")
    return f"{flags}{_LESS}{part.rpartition(' ')[0]} {period}"


def _turns(dims: Sequence[str]) -> Iterator[frozenset[str]]:
    for turned in product((False, True), repeat=len(dims)):
        if any(turned):
            yield frozenset(dim for dim, on in zip(dims, turned, strict=True) if on)
