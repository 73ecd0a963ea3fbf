"""People who do not exist, drawn from figures as they were printed, and from nothing else.

What goes in is what every reader of a report has: its tables. What was left out of them is not
known here either, so whoever has these people knows no more than whoever has the figures. Chance
comes from the figures themselves: the same figures give the same people, and to draw them again
tells nothing. Only those who are counted as people are drawn: whose help is told of by the month of
that help are others, and nobody told who of them is who.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Final

from casework.figures.axes import dimensions, name_of, recorded
from casework.figures.errors import FiguresRefused
from casework.figures.fitted import Bound, Limits, fit, whole
from casework.figures.never import cannot_be
from casework.figures.people import AGE, AREA, FLAGS, GENDER, MONTH, NO, PEOPLE, YES
from casework.figures.plan import plans
from casework.figures.settled import Settling
from casework.protect.printed import Mark, Number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casework.figures.settled import Group, Person
    from casework.figures.shown import Shown
    from casework.protect.printed import Printed
    from casework.protect.shape import Key

# More than that nobody needs to try an import with.
MOST: Final = 100_000
_ANY: Final = float("inf")
_FEW: Final = 9 / 8
# Where nothing is left for a code of which nothing is told, it may be all the same.
_LEAST_SHARE: Final = 0.01


@dataclass(frozen=True, slots=True)
class Invented:
    """People who do not exist: what they are told apart by, and the code of each in each of it."""

    dims: tuple[str, ...]
    people: tuple[tuple[str, ...], ...]


def invent(shown: Shown) -> Invented:
    """Return people who do not exist, such that figures of them would be told much as these are.

    Raises FiguresRefused where too little is told to draw anybody from.
    """
    return _Drawing(shown, demand_enough(shown)).drawn()


def demand_enough(shown: Shown) -> Mapping[Key, Printed]:
    """Return what is told of people, cell by cell; the key of all of them is empty.

    Raises FiguresRefused where there is no total, or no number beside it.
    """
    found = {key: one for key, one in _cells(shown).items() if one is not None}
    total = found.get(())
    beside = [one for key, one in found.items() if len(key) == 1 and not isinstance(one, Mark)]
    if total is None or total.lo < 1 or not beside:
        raise FiguresRefused("invented_too_little")
    return found


def _cells(shown: Shown) -> Mapping[Key, Printed | None]:
    """Return the cells of those tables that tell of everybody, by their codes without the period.

    Tables for a standard tell of some of them alone, by lists of their own.
    """
    return {
        tuple(pair for pair in key if pair[0] != MONTH): printed
        for table in plans()[shown.plan].tables
        for key, printed in (() if table.standard else shown.tables.get(table.id, ()))
        if name_of(key).people == PEOPLE
    }


class _Drawing:
    """The tables that are drawn from, and the people that there are so far."""

    def __init__(self, shown: Shown, told: Mapping[Key, Printed]) -> None:
        said = sorted([list(key), str(one)] for key, one in told.items())
        self._chance = _Chance(json.dumps([shown.plan, shown.period, said]).encode())
        known = dimensions(())
        known = {**known, AREA: recorded(known[AREA])}
        self._held = {name: one.codes for name, one in known.items()}
        self.dims = _dims(told)
        self._codes = {dim: self._drawn_codes(dim, [*_cells(shown)]) for dim in self.dims}
        share = min(1.0, MOST / told[()].hi)
        self._limits = {key: _limits(one, share) for key, one in told.items()}
        self._limits |= {key: Limits(0, 0) for key in self._never()}
        self._total = self._how_many()

    def drawn(self) -> Invented:
        """Return the people, in an order that says nothing."""
        people: list[Person] = [[] for _one in range(self._total)]
        for place in range(len(self.dims)):
            people = self._with_next(people, place)
        codes = [self._codes[dim] for dim in self.dims]
        Settling(people, codes, dict(self._groups())).settle()
        self._chance.shuffle(people)
        return Invented(self.dims, tuple(tuple(one) for one in people))

    def _drawn_codes(self, dim: str, keys: Sequence[Key]) -> tuple[str, ...]:
        """Return the codes that people can have, told or not: the finest, which share nobody.

        Of a wide area that is told by its parts it may not be known which part somebody is of.
        """
        if _is_flag(dim):
            return (YES, NO)
        held = self._held[dim]
        used = dict.fromkeys(code for key in keys for name, code in key if name == dim)
        return tuple(
            one
            for one in used
            if one in held[one] or not any(held[other] < held[one] for other in used)
        )

    def _within(self, dim: str, code: str) -> frozenset[str]:
        """Return the codes that people can have which a told code holds."""
        if _is_flag(dim):
            return frozenset([code])
        held = self._held[dim]
        return frozenset(one for one in self._codes[dim] if held[one] <= held[code])

    def _never(self) -> Iterator[Key]:
        """Yield each pair of codes of which everybody knows that nobody has both."""
        if {AGE, GENDER} <= {*self.dims}:
            for age in self._codes[AGE]:
                pairs = (((AGE, age), (GENDER, one)) for one in self._codes[GENDER])
                yield from (key for key in pairs if cannot_be(key))

    def _how_many(self) -> int:
        """Return how many there are: near the total that is told, as its parts allow.

        Of a total that is a range it is little more than the fewest: who is beyond may be nobody.
        """
        self._tighten()
        total = self._limits[()]
        few = min(total.lo * _FEW, (total.lo + total.hi) / 2)
        return min(MOST, round(total.brought(few if total.aim is None else total.aim)))

    def _tighten(self) -> None:
        """Let a sum be no less than its parts are told to be together, and no more."""
        for length in (2, 1):
            parts: defaultdict[tuple[Key, str], dict[str, Limits]] = defaultdict(dict)
            for key, one in self._limits.items():
                for dim, code in key if len(key) == length else ():
                    rest = tuple(pair for pair in key if pair[0] != dim)
                    parts[rest, dim][code] = one
            for (rest, dim), mine in parts.items():
                self._limits[rest] = self._between(rest, dim, mine)

    def _between(self, rest: Key, dim: str, parts: Mapping[str, Limits]) -> Limits:
        now = self._limits.get(rest, Limits(0, _ANY))
        told = {code: parts.get(code, Limits(0, _ANY)) for code in self._codes[dim]}
        # What is told of a code with parts among the others is told of them as well.
        fewest = sum(one.lo for code, one in told.items() if len(self._within(dim, code)) == 1)
        lo = max(now.lo, fewest)
        return Limits(lo, max(lo, min(now.hi, sum(one.hi for one in told.values()))), now.aim)

    # --- one thing after another

    def _with_next(self, people: list[Person], place: int) -> list[Person]:
        """Return people who have a code of one thing more; whoever can have none is left out."""
        dim = self.dims[place]
        beside = [at for at in range(place) if self._are_told_together(self.dims[at], dim)]
        alike: defaultdict[tuple[str, ...], list[Person]] = defaultdict(list)
        for one in people:
            alike[tuple(one[at] for at in beside)].append(one)
        rows = sorted(alike)
        sizes = [len(alike[row]) for row in rows]
        bounds = [*self._bounds(dim, [self.dims[at] for at in beside], rows)]
        given = whole(sizes, fit(sizes, self._start(dim), bounds))
        for row, mine in zip(rows, given, strict=True):
            self._chance.shuffle(alike[row])
            codes = [code for code, n in zip(self._codes[dim], mine, strict=True) for _ in range(n)]
            for one, code in zip(alike[row], codes, strict=False):
                one.append(code)
        return [one for one in people if len(one) > place]

    def _are_told_together(self, one: str, other: str) -> bool:
        pair = {one, other}
        return any({dim for dim, _code in key} == pair for key in self._limits)

    def _start(self, dim: str) -> Sequence[float]:
        """Return how many are thought to have each code, before all is met that is told of them.

        Whoever has an age has to find a gender that there is at it, so both are looked at.
        """
        if dim != AGE or GENDER not in self.dims:
            return self._shares(dim)
        genders = self._codes[GENDER]
        both = [
            (((AGE, age), (GENDER, gender)), one * other)
            for age, one in zip(self._codes[AGE], self._shares(AGE), strict=True)
            for gender, other in zip(genders, self._shares(GENDER), strict=True)
        ]
        bounds = [
            Bound(limits, tuple(n for n, (pair, _one) in enumerate(both) if {*key} <= {*pair}))
            for key, limits in self._limits.items()
            if key and {name for name, _code in key} <= {AGE, GENDER}
        ]
        (fitted,) = fit([self._total], [one for _pair, one in both], bounds)
        width = len(genders)
        return [sum(fitted[at : at + width]) for at in range(0, len(fitted), width)]

    def _shares(self, dim: str) -> Sequence[float]:
        """Return of how many it is told that they have each code; the rest is shared evenly."""
        told = [self._limits.get(((dim, code),)) for code in self._codes[dim]]
        known = [None if one is None or one.hi == _ANY else _middle(one) for one in told]
        rest = self._total - sum(one for one in known if one is not None)
        even = rest / max(1, known.count(None))
        return [max(even if one is None else one, _LEAST_SHARE) for one in known]

    def _bounds(
        self, dim: str, beside: Sequence[str], rows: Sequence[tuple[str, ...]]
    ) -> Iterator[Bound]:
        """Yield what is told of one thing by itself, and together with what people have already."""
        codes = self._codes[dim]
        for key, limits in self._limits.items():
            told = dict(key)
            others = [(name, code) for name, code in key if name != dim]
            if dim not in told or any(name not in beside for name, _code in others):
                continue
            columns = [codes.index(one) for one in self._within(dim, told[dim])]
            held = [(beside.index(name), self._within(name, code)) for name, code in others]
            mine = [n for n, row in enumerate(rows) if all(row[at] in some for at, some in held)]
            places = sorted(n * len(codes) + column for n in mine for column in columns)
            yield Bound(limits, tuple(places))

    def _groups(self) -> Iterator[tuple[Group, Limits]]:
        for key, limits in self._limits.items():
            if key and all(dim in self.dims for dim, _code in key):
                at = ((self.dims.index(dim), self._within(dim, code)) for dim, code in key)
                yield tuple(at), limits


def _dims(told: Mapping[Key, Printed]) -> tuple[str, ...]:
    """Return what people are told apart by, as the plan has it: each of which something is told."""
    return tuple(dict.fromkeys(dim for key in told for dim, _code in key))


def _is_flag(dim: str) -> bool:
    return dim.partition(".")[0] in FLAGS


def _limits(printed: Printed, share: float) -> Limits:
    aim = printed.value * share if isinstance(printed, Number) else None
    return Limits(floor(printed.lo * share), ceil(printed.hi * share), aim)


def _middle(limits: Limits) -> float:
    return (limits.lo + limits.hi) / 2 if limits.aim is None else limits.aim


class _Chance:
    """Chance that comes from what is told and nothing else, the same on every machine."""

    def __init__(self, seed: bytes) -> None:
        self._seed, self._step = hashlib.sha256(seed).digest(), 0

    def shuffle(self, held: list[Person]) -> None:
        """Bring people into an order by chance."""
        for last in range(len(held) - 1, 0, -1):
            other = self._below(last + 1)
            held[last], held[other] = held[other], held[last]

    def _below(self, end: int) -> int:
        self._step += 1
        drawn = hashlib.sha256(self._seed + self._step.to_bytes(8, "big")).digest()
        return int.from_bytes(drawn[:8], "big") % end
