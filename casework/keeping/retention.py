"""How long what is kept: rules as data, the clock of a case, and what is due when."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from casework.records.birth import of_age_on

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Rule:
    """For how many months a category is kept."""

    category: str
    months: int
    forms: tuple[str, ...] = ()
    files: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """From when the time of a case runs: its closing, and the last day its person can be born.

    Who is handed over to another organisation is done with here as if the case were closed.
    """

    closed_on: date | None
    born_until: date | None = None

    @property
    def starts_on(self) -> date | None:
        """Return the day from which one counts, or None while the case is not closed."""
        if self.closed_on is None or self.born_until is None:
            return self.closed_on
        return max(self.closed_on, of_age_on(self.born_until))


@dataclass(frozen=True, slots=True)
class Kept:
    """One category of a case, until when it is kept, and whether that is over."""

    category: str
    until: date
    is_over: bool


@cache
def rules() -> Sequence[Rule]:
    """Return the rules, the shortest first."""
    text = (resources.files("casework.data") / "retention.toml").read_text("utf-8")
    found = [
        Rule(row["category"], row["months"], tuple(row.get("forms", ())), row.get("files", False))
        for row in tomllib.loads(text)["rule"]
    ]
    return sorted(found, key=lambda one: (one.months, one.category))


def kept(clock: Clock, today: date) -> tuple[Kept, ...]:
    """Return until when each category of a case is kept; nothing while it is not closed."""
    start = clock.starts_on
    if start is None:
        return ()
    ends = [(one.category, months_later(start, one.months)) for one in rules()]
    return tuple(Kept(category, until, today >= until) for category, until in ends)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
