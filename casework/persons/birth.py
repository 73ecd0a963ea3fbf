"""What is known of a birth: the first and the last day it can have been, and coming of age.

An uncertain date stays uncertain. Where it matters who decides, the first day counts: from the
day on which she may be of age, nobody else's yes stands for hers.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from casework.records.days import days_meant

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_AGE: Final = 18
_ONE_DAY: Final = timedelta(days=1)
_LEAP_DAY: Final = (2, 29)


def born(said: Mapping[str, Any], on: date) -> tuple[date, date] | tuple[None, None]:
    """Return the first and the last day that a birth can have been, by what was said on a day."""
    written = str(said.get("person.birth_date") or "")
    if written:
        return days_meant(written)
    greatest, least = (_number(said.get(f"person.age_estimate_{end}")) for end in ("high", "low"))
    if greatest is None and said.get("person.age_group") == "under_18":
        greatest = OF_AGE - 1
    if greatest is None:
        return None, None
    return _years_before(on, greatest + 1) + _ONE_DAY, _years_before(on, least or 0)


def of_age_on(born_on: date) -> date:
    """Return the day on which somebody comes of age.

    Who was born on a leap day does so on 28 February: laws name that day or the next, and the
    earlier one leaves no day on which somebody else decides for an adult.
    """
    return turns_on(born_on, OF_AGE)


def turns_on(born_on: date, years: int) -> date:
    """Return the day on which somebody is so many years old; of a leap day the earlier one."""
    year = born_on.year + years
    if (born_on.month, born_on.day) == _LEAP_DAY:
        return date(year, 2, 28)
    return born_on.replace(year=year)


def _years_before(day: date, years: int) -> date:
    if (day.month, day.day) == _LEAP_DAY:
        return date(day.year - years, 2, 28)
    return day.replace(year=day.year - years)


def _number(said: object) -> int | None:
    written = str(said)
    # Nobody is older; another laptop may say what no form of ours lets be said.
    return int(written) if written.isdecimal() and len(written) <= len("120") else None
