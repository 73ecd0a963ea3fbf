"""The plan of what is published: which tables for which period, and never more than two attributes.

A table is not made on demand. What stands here is published period by period; small offices
publish less, for in small numbers a table would have nothing but marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Final

from casework.figures.axes import codes_along, dimensions, name_of, unit_of, whole_key, year_of
from casework.figures.errors import FiguresRefused
from casework.figures.happened import ANSWERED, GIVEN, KIND, LAW, OUTCOME, SENT, UNMET
from casework.figures.never import cannot_be
from casework.figures.people import (
    AGE,
    AREA,
    BANDS_CTDC,
    CONTROLS,
    CTDC,
    DELAY,
    FORMS,
    GENDER,
    INEQUALITIES,
    KINDS,
    OF_AGE_OR_NOT,
    PEOPLE,
    SEX,
    YES,
    answers,
    mapped,
)
from casework.figures.periods import MONTHS, QUARTER, last_day
from casework.figures.ties import left_over, ties
from casework.figures.unrecorded import HELPED, HELPED_AGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from casework.protect.shape import Key

# What is told of whom stands in modules of its own; here all of it is found.
__all__ = [
    "PEOPLE",
    "Plan",
    "Table",
    "cells",
    "demand_over",
    "dimensions",
    "left_over",
    "name_of",
    "plan_ids",
    "plans",
    "ties",
    "unit_of",
    "year_of",
]

# A period is told when it is over for so long that most of what is late has come in.
WAIT: Final = timedelta(days=14)
IC_TIP: Final = "IC-TIP"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it tells apart by, and whether areas as finely as they are known.

    One that is made for a `standard` may be `about` those of one code alone.
    """

    id: str
    by: tuple[str, ...]
    fine: bool = False
    about: Key = ()
    standard: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is published of one kind of period."""

    id: str
    months: int
    tables: tuple[Table, ...]


def _plans() -> Iterator[Plan]:
    kinds = tuple(f"{KINDS}.{code}" for code in answers(KINDS))
    unequal = tuple(f"{INEQUALITIES}.{code}" for code in answers(INEQUALITIES))
    one_way = _each(AREA, AGE, GENDER, *kinds, *unequal)
    by_area = tuple((AREA, by) for by in (AGE, GENDER, *kinds))
    others = ((AGE, GENDER), *product(unequal, kinds))
    work = _each(GIVEN)
    came = _each(DELAY, SENT, OUTCOME, UNMET, ANSWERED)
    law = _each(*(f"{LAW}{one}" for one in answers("law_effect")))
    alone = _each(HELPED, HELPED_AGE)
    quarter, year = (GIVEN, AREA), ((UNMET, AREA), (OUTCOME, KIND))
    small = (*came, *law, *alone)
    yield Plan("month", 1, one_way + work)
    yield Plan("quarter", QUARTER, _crossed((*by_area, *others, quarter), fine=False) + small)
    yield Plan(
        "year",
        MONTHS,
        _crossed((*by_area, *others, quarter), fine=True)
        + _crossed(year, fine=False)
        + (*_each(DELAY, SENT, ANSWERED), *law, *alone, *_trafficking(), *_global()),
    )
    yield Plan("small_quarter", QUARTER, one_way + work + came)
    yield Plan(
        "small_year",
        MONTHS,
        one_way
        + _crossed((*by_area, quarter, (UNMET, AREA)), fine=False)
        + (*_each(DELAY, SENT, OUTCOME, ANSWERED), *law, *alone, *_trafficking()),
    )
    yield Plan("least_year", MONTHS, one_way + work + came + law + alone)


def _each(*names: str) -> tuple[Table, ...]:
    return tuple(Table(by, (by,)) for by in names)


def _crossed(pairs: Iterable[tuple[str, str]], *, fine: bool) -> tuple[Table, ...]:
    return tuple(Table("-".join(pair), tuple(sorted(pair)), fine) for pair in pairs)


def _trafficking() -> Iterator[Table]:
    """Yield what is asked for the goals of sustainable development, 16.2.2, for each kind of it."""
    for code in mapped(KINDS, IC_TIP):
        about = ((f"{KINDS}.{code}", YES),)
        for by in (SEX, OF_AGE_OR_NOT, FORMS):
            yield Table(f"sdg_16_2_2-{by}", (by,), about=about, standard=IC_TIP)


def _global() -> Iterator[Table]:
    """Yield what the global data set asks of those whose experience belongs in it."""
    for code in mapped(KINDS, IC_TIP):
        for by in (BANDS_CTDC, CONTROLS):
            yield Table(by, (by,), about=((f"{KINDS}.{code}", YES),), standard=CTDC)


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
    last = last_day(period, plan.months)
    if last is None:
        raise FiguresRefused("period_unknown")
    if last + WAIT >= today:
        raise FiguresRefused("period_open")


def cells(plan: Plan, period: str) -> Mapping[str, Sequence[tuple[Key, bool]]]:
    """Return the cells of each table of a plan, and whether each sums up others."""
    return {table.id: [*_cells(table, period)] for table in plan.tables}


def _cells(table: Table, period: str) -> Iterator[tuple[Key, bool]]:
    """Yield the cells of a table with all its margins; of a yes or no only the yes is told.

    What everybody knows to be nobody is no cell.
    """
    axes = [codes_along(by, fine=table.fine) for by in table.by]
    for left_out in product((False, True), repeat=len(axes)):
        kept = [codes for codes, out in zip(axes, left_out, strict=True) if not out]
        for named in product(*kept):
            key = whole_key([*table.about, *named], table.by, period)
            if not cannot_be(key):
                yield key, any(left_out)
