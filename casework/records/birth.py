"""What is known of a birth: the first and the last day it can have been, and every age by it.

An uncertain date stays uncertain, and an age that was estimated grows from the day on which it was
said. Where it matters who decides, the first day counts: from the day on which she may be of age,
nobody else's yes stands for hers.
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from casework.records.days import days_meant

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_AGE: Final = 18
ADULT_GROUP: Final = "adult"
_CHILD_GROUP: Final = "under_18"
_ONE_DAY: Final = timedelta(days=1)


class Born(NamedTuple):
    """The first and the last day on which a person may be born; None where that is open."""

    first: date | None = None
    last: date | None = None

    def ages(self, on: date) -> tuple[int | None, int | None]:
        """Return the least and the greatest age on a day, as far as they are known."""
        least = None if self.last is None else years_old(self.last, on)
        return least, None if self.first is None else years_old(self.first, on)


def born(said: Mapping[str, Any], on: date) -> Born:
    """Return when somebody may be born, by what was said on a day."""
    known = Born(*days_meant(str(said.get("person.birth_date") or "")))
    if known.first is not None:
        return known
    least, greatest = _estimated(said)
    return Born(
        None if greatest is None else _years_before(on, greatest + 1) + _ONE_DAY,
        None if least is None else _years_before(on, least),
    )


def estimate(said: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return the ages that were estimated where no birth is known: they are of their day."""
    known, _ = days_meant(str(said.get("person.birth_date") or ""))
    return (None, None) if known else _estimated(said)


def of_age_on(born_on: date) -> date:
    """Return the day on which somebody comes of age."""
    return turns_on(born_on, OF_AGE)


def turns_on(born_on: date, years: int) -> date:
    """Return the day on which somebody is so many years old.

    Who was born on a leap day is so on 1 March where a year has none: by most laws a year of life
    is over at the end of 28 February, and until then she has what protects a child.
    """
    year = min(born_on.year + years, MAXYEAR)
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def years_old(born_on: date, on: date) -> int:
    """Return how old somebody is on a day."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _estimated(said: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return the least and the greatest age that was said.

    Who is surely under 18 may be of any age below; of others nobody guesses the least.
    """
    least, greatest = (_number(said.get(f"person.age_estimate_{end}")) for end in ("low", "high"))
    group = said.get("person.age_group")
    if greatest is None and group == _CHILD_GROUP:
        greatest = OF_AGE - 1
    if least is None and greatest is not None and greatest < OF_AGE:
        least = 0
    if least is None and group == ADULT_GROUP:
        least = OF_AGE
    return least, greatest


def _years_before(day: date, years: int) -> date:
    """Return the last day on which somebody was born who is so old on a day."""
    year = max(day.year - years, MINYEAR)
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _number(said: object) -> int | None:
    written = str(said)
    # Nobody is older; another laptop may say what no form of ours lets be said.
    return int(written) if written.isdecimal() and len(written) <= len("120") else None
