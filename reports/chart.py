"""What a chart is asked to show: a title, what is counted, categories, and values in series."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from texts.dates import isolate, number
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_SERIES: Final = 6


class ChartFaulty(ValueError):
    """Raised for what cannot be drawn: says what and where, and never a value."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what}: {where}")
        self.what, self.where = what, where


@dataclass(frozen=True, slots=True)
class Masked:
    """A value that is not told, and the word that stands in its place."""

    word: str


@dataclass(frozen=True, slots=True)
class Range:
    """A value of which only the two ends are told between which it lies."""

    low: float
    high: float


Value: TypeAlias = "int | float | Masked | Range"


class Kind(StrEnum):
    """How a chart is drawn."""

    GROUPED = "grouped"
    STACKED = "stacked"
    DOTS = "dots"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values, one for each category."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart in the words of its reader; `unit` is a sentence that says what is counted.

    Categories are put A to Z unless their order is a fact of the world, as with months: `ordered`.
    """

    kind: Kind
    title: str
    unit: str
    heading: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    ordered: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        for name in ("title", "unit", "heading"):
            if not getattr(self, name).strip():
                raise ChartFaulty("no words", name)
        if not self.categories:
            raise ChartFaulty("nothing to show", "categories")
        _check_names("category", self.categories)
        if not 1 <= len(self.series) <= MOST_SERIES:
            raise ChartFaulty(f"1 to {MOST_SERIES} are drawn, not {len(self.series)}", "series")
        _check_names("series", tuple(one.name for one in self.series))
        if self.kind is Kind.LINE and not self.ordered:
            raise ChartFaulty("a line needs an order that is a fact of the world", "categories")
        for at, one in enumerate(self.series, start=1):
            _check_values(one, at, len(self.categories))

    def values(self) -> Iterator[Value]:
        """Yield every value, series by series."""
        for one in self.series:
            yield from one.values

    def of(self, category: int) -> tuple[Value, ...]:
        """Return the values of one category, in the order of the series."""
        return tuple(one.values[category] for one in self.series)


def arranged(chart: Chart) -> Chart:
    """Return a chart with its categories as they are read: in their own order, else A to Z."""
    if chart.ordered:
        return chart
    order = sorted(range(len(chart.categories)), key=lambda at: sort_key(chart.categories[at]))
    series = tuple(
        replace(one, values=tuple(one.values[at] for at in order)) for one in chart.series
    )
    return replace(chart, categories=tuple(chart.categories[at] for at in order), series=series)


def ends(value: Value) -> tuple[float, float] | None:
    """Return the two numbers between which a value lies, or None where it is not told."""
    if isinstance(value, Masked):
        return None
    return (value.low, value.high) if isinstance(value, Range) else (value, value)


def known(value: Value) -> float | None:
    """Return the one number that a value is, or None where it is not told as one."""
    return None if isinstance(value, Masked | Range) else value


def value_words(value: Value, language: str) -> str:
    """Return a value as it is written: a number, two of them, or the word in its place."""
    if isinstance(value, Masked):
        return value.word
    if isinstance(value, Range):
        low, high = (number(end, language) for end in (value.low, value.high))
        return isolate(f"{low}\u2013{high}", language)
    return number(value, language)


def _check_names(what: str, names: tuple[str, ...]) -> None:
    """Refuse a name that is empty or stands twice: nobody could tell which is meant."""
    seen: set[str] = set()
    for at, name in enumerate(names, start=1):
        if not name.strip():
            raise ChartFaulty("no words", f"{what} {at}")
        if name in seen:
            raise ChartFaulty("the same words twice", f"{what} {at}")
        seen.add(name)


def _check_values(series: Series, at: int, categories: int) -> None:
    if len(series.values) != categories:
        raise ChartFaulty(f"{categories} values wanted, {len(series.values)} given", f"series {at}")
    for row, value in enumerate(series.values, start=1):
        fault = _fault(value)
        if fault:
            raise ChartFaulty(fault, f"series {at}, category {row}")


def _fault(value: Value) -> str:
    """Return why a value cannot be drawn, or nothing."""
    if isinstance(value, Masked):
        return "" if value.word.strip() else "no word in place of a value that is not told"
    low, high = ends(value) or (0, 0)
    for one in (low, high):
        # A yes or no is a number to the machine and none to a reader.
        if isinstance(one, bool) or not isinstance(one, int | float):
            return "not a number"
        if not math.isfinite(one):
            return "not a number that ends"
        if one < 0:
            return "less than nothing"
    return "the ends of a range are the wrong way round" if low > high else ""
