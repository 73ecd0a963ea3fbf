"""What a written date, month or year can mean: the first and the last day."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from importlib import import_module


def days_meant(written: str) -> tuple[date, date] | tuple[None, None]:
    """Return the days that a date, a month or a year can mean; nothing for other words."""
    if len(written) == len("2000-01-01") and written[4] == written[7] == "-":
        # So nearly every birth is written.
        with suppress(ValueError):
            exactly = date.fromisoformat(written)
            return exactly, exactly
    parts = written.split("-")
    if not all(part.isdecimal() for part in parts):
        return None, None
    try:
        numbers = tuple(map(int, parts))
        year, month = (*numbers, 0)[:2]
        if not month:
            return date(year, 1, 1), date(year, 12, 31)
        # Few births are a month: the names of months of all places need not come with the others.
        last: int = import_module("calendar").monthrange(year, month)[1]
        day = numbers[2] if len(numbers) > len(("year", "month")) else 0
        return date(year, month, day or 1), date(year, month, day or last)
    except (OverflowError, ValueError):
        return None, None
