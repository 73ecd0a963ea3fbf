"""Dates and numbers as the language data of the world has them, read when first needed.

The data are a quarter of the time in which the window opens, so nothing imports them early.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

_SMALL: Final = 1000


def format_date(day: date, pattern: str, *, locale: str) -> str:
    """Return a day by a CLDR pattern."""
    return str(import_module("babel.dates").format_date(day, pattern, locale=locale))


def format_time(moment: datetime, pattern: str, *, locale: str) -> str:
    """Return a time of day, in its own zone, by a CLDR pattern."""
    write = import_module("babel.dates").format_time
    return str(write(moment, pattern, tzinfo=moment.tzinfo, locale=locale))


def format_decimal(value: float | Decimal, *, locale: str) -> str:
    """Return a number with the separators of a language."""
    if type(value) is int and 0 <= value < _SMALL:
        # Without separators there is nothing to look up; both languages write digits so.
        return str(value)
    return str(import_module("babel.numbers").format_decimal(value, locale=locale))
