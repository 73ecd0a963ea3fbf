"""Periods of figures: months, quarters and years, by the code that each is published under."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MONTHS: Final = 12
QUARTER: Final = 3
_SPANS: Final = (1, QUARTER, MONTHS)
_PERIOD: Final = re.compile(r"[12][0-9]{3}(-[0-9]{2}|-Q[1-4])?")


def month_of(day: date) -> str:
    """Return the code of the month of a day."""
    return _code(day.year, day.month, 1)


def periods_of(day: date) -> tuple[str, str, str]:
    """Return the month, the quarter and the year of a day, by their codes."""
    quarter = (day.month - 1) // QUARTER * QUARTER + 1
    return month_of(day), _code(day.year, quarter, QUARTER), _code(day.year, 1, MONTHS)


def months_of(year: int) -> tuple[str, ...]:
    """Return the codes of the months of a year, the first first."""
    return tuple(_code(year, month, 1) for month in range(1, MONTHS + 1))


def periods_in(year: int) -> Mapping[str, frozenset[str]]:
    """Return every period of a year with its months."""
    months = months_of(year)
    return {
        _code(year, start, span): frozenset(months[start - 1 : start - 1 + span])
        for span in _SPANS
        for start in range(1, MONTHS + 1, span)
    }


def parts_of(period: str) -> tuple[str, ...]:
    """Return the next smaller periods within one: the months of a quarter, the quarters of a year.

    A month has none.
    """
    known = periods_in(int(period[:4]))
    held = known[period]
    span = _SPANS[_SPANS.index(len(held)) - 1]
    return tuple(code for code, months in known.items() if len(months) == span and months < held)


def last_day(period: str, months: int) -> date | None:
    """Return the last day of a period of so many months; nothing for what is none."""
    year = int(period[:4]) if _PERIOD.fullmatch(period) else 0
    for start in range(1, MONTHS + 1, months) if year else ():
        if _code(year, start, months) == period:
            last = start + months - 1
            return date(year, last, monthrange(year, last)[1])
    return None


def _code(year: int, start: int, months: int) -> str:
    if months == 1:
        return f"{year:04d}-{start:02d}"
    return f"{year:04d}-Q{(start + 2) // QUARTER}" if months < MONTHS else f"{year:04d}"
