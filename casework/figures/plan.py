"""The plan of what is published: which tables for which period, and never more than two attributes.

A table is not made on demand. What stands here is published period by period; small offices
publish less, for in small numbers a table would have nothing but marks.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Final

from casework.figures.errors import FiguresRefused
from casework.figures.people import (
    AGE,
    AREA,
    GENDER,
    INEQUALITIES,
    KINDS,
    MONTH,
    NO,
    UNKNOWN,
    YES,
    answers,
)
from casework.protect.shape import Dimension, Name
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casework.protect.shape import Key

PEOPLE: Final = "person"
# A period is told when it is over for so long that most of what is late has come in.
WAIT: Final = timedelta(days=14)
_REGION: Final = "region"
_MONTHS: Final = 12
_PERIOD: Final = re.compile(r"[12][0-9]{3}(-[0-9]{2}|-Q[1-4])?")
_BANDS: Final = "age_band_report"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it tells people apart by, and whether areas as finely as they are known."""

    id: str
    by: tuple[str, ...]
    fine: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What is published of one kind of period."""

    id: str
    months: int
    tables: tuple[Table, ...]


def _plans() -> Iterator[Plan]:
    kinds = tuple(f"{KINDS}.{code}" for code in answers(KINDS))
    unequal = tuple(f"{INEQUALITIES}.{code}" for code in answers(INEQUALITIES))
    one_way = tuple(Table(by, (by,)) for by in (AREA, AGE, GENDER, *kinds, *unequal))
    by_area = tuple((AREA, by) for by in (AGE, GENDER, *kinds))
    others = ((AGE, GENDER), *product(unequal, kinds))

    def crossed(pairs: Iterable[tuple[str, ...]], *, fine: bool) -> tuple[Table, ...]:
        return tuple(Table("-".join(pair), tuple(sorted(pair)), fine) for pair in pairs)

    yield Plan("month", 1, one_way)
    yield Plan("quarter", 3, crossed((*by_area, *others), fine=False))
    yield Plan("year", _MONTHS, crossed((*by_area, *others), fine=True))
    yield Plan("small_quarter", 3, one_way)
    yield Plan("small_year", _MONTHS, one_way + crossed(by_area, fine=False))
    yield Plan("least_year", _MONTHS, one_way)


def plans() -> Mapping[str, Plan]:
    """Return all plans by their ids."""
    return {one.id: one for one in _plans()}


def plan_ids() -> tuple[str, ...]:
    """Return the ids of all plans, those of larger offices first."""
    return ("month", "quarter", "year", "small_quarter", "small_year", "least_year")


def demand_over(plan: Plan, period: str, today: date) -> None:
    """Ask that a period such as 2026-03, 2026-Q1 or 2026 is one of a plan, and over.

    Raises FiguresRefused for what is no period of the plan, and for one not over long enough.
    """
    year = int(period[:4]) if _PERIOD.fullmatch(period) else 0
    starts = range(1, _MONTHS + 1, plan.months)
    found = [start for start in starts if year and _period(year, start, plan.months) == period]
    if not found:
        raise FiguresRefused("period_unknown")
    last = found[0] + plan.months - 1
    if date(year, last, monthrange(year, last)[1]) + WAIT >= today:
        raise FiguresRefused("period_open")


def _period(year: int, start: int, months: int) -> str:
    if months == 1:
        return f"{year:04d}-{start:02d}"
    return f"{year:04d}-Q{(start + 2) // 3}" if months < _MONTHS else f"{year:04d}"


def dimensions(years: Iterable[int]) -> Mapping[str, Dimension]:
    """Return all dimensions, with the months and periods of some years."""
    months = [f"{year:04d}-{month:02d}" for year in sorted(years) for month in range(1, 13)]
    periods = {
        _period(year, start, span): frozenset(f"{year:04d}-{start + n:02d}" for n in range(span))
        for year in years
        for span in (1, 3, _MONTHS)
        for start in range(1, _MONTHS + 1, span)
    }
    made = {MONTH: Dimension(MONTH, tuple(months), periods, named=True), AREA: _areas()}
    for name, list_id in ((AGE, _BANDS), (GENDER, GENDER)):
        atoms = (*answers(list_id), UNKNOWN)
        made[name] = Dimension(name, atoms, {one: frozenset([one]) for one in atoms})
    for list_id in (KINDS, INEQUALITIES):
        for code in answers(list_id):
            name = f"{list_id}.{code}"
            held = {one: frozenset([one]) for one in (YES, NO)}
            made[name] = Dimension(name, (YES, NO), held)
    return made


def _areas() -> Dimension:
    atoms = (*answers(AREA), UNKNOWN)
    codes = {one: frozenset([one]) for one in atoms}
    parents = {code.id: code.parent for code in code_list(AREA).codes.values()}
    for region in answers(_REGION):
        held = frozenset(one for one in atoms if parents.get(one) == region)
        codes |= {f"{_REGION}.{region}": held} if held else {}
    return Dimension(AREA, atoms, codes)


def cells(plan: Plan, period: str) -> Mapping[str, Sequence[tuple[Key, bool]]]:
    """Return the cells of each table, and of each whether it sums up others of its table."""
    return {table.id: list(_cells(table, period)) for table in plan.tables}


def _cells(table: Table, period: str) -> Iterator[tuple[Key, bool]]:
    """Yield the cells of a table with all its margins; of a yes or no only the yes is told."""
    axes = [[(by, code) for code in _told(by, fine=table.fine)] for by in table.by]
    for left_out in product((False, True), repeat=len(axes)):
        kept = [axis for axis, out in zip(axes, left_out, strict=True) if not out]
        for named in product(*kept):
            yield tuple(sorted([*named, (MONTH, period)])), any(left_out)


def _told(by: str, *, fine: bool) -> Sequence[str]:
    if by == AREA:
        codes = dimensions(())[AREA].codes
        regions = [one for one in codes if one.startswith(f"{_REGION}.")]
        return [*regions, UNKNOWN, *(answers(AREA) if fine else ())]
    if by in {AGE, GENDER}:
        return (*answers(_BANDS if by == AGE else GENDER), UNKNOWN)
    return (YES,)


def left_over(names: Iterable[Name]) -> Sequence[Name]:
    """Return what nobody prints and anybody can work out: those of whom a yes was not said."""
    found = {
        Name(name.people, tuple((dim, NO if dim in turned else code) for dim, code in name.key))
        for name in names
        for turned in _turns([dim for dim, code in name.key if code == YES])
    }
    return sorted(found, key=lambda one: (one.people, one.key))


def _turns(dims: Sequence[str]) -> Iterator[frozenset[str]]:
    for turned in product((False, True), repeat=len(dims)):
        if any(turned):
            yield frozenset(dim for dim, on in zip(dims, turned, strict=True) if on)
