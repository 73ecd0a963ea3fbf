"""What the page of figures says: plans, periods, cells, and why one is no plain number."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

import texts
from casework.figures.errors import FiguresRefused
from casework.figures.plan import demand_over, plan_ids, plans
from casework.protect.printed import Mark, Number
from texts.dates import isolate, month_and_year, month_name, number, year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.protect.printed import Printed
    from desktop.pages.figures.grid import Grid, Tally

_YEARS: Final = 5
_MONTHS: Final = 12
# Longer lists of periods help nobody to find one.
_MOST: Final = 14
_PERIOD: Final = re.compile("[1-9][0-9]{3}(-Q[1-4]|-(0[1-9]|1[0-2]))?")


def plan_choices() -> list[tuple[str, str]]:
    """Return the plans to choose from, those of larger offices first."""
    return [(one, plan_words(one)) for one in plan_ids()]


def plan_words(plan: str) -> str:
    """Return what a plan is called; one that a newer program has is shown as it is."""
    text_id = f"figures_page.plan.{plan}"
    return texts.say(text_id) if texts.known(text_id) else isolate(plan)


def period_choices(plan_id: str, today: date) -> list[tuple[str, str]]:
    """Return the periods of a plan that are over for long enough, the last first."""
    found = (one for one in _periods(plan_id, today) if _is_over(plan_id, one, today))
    return [(one, period_words(one)) for one, _ in zip(found, range(_MOST), strict=False)]


def _periods(plan_id: str, today: date) -> Iterator[str]:
    span = plans()[plan_id].months
    for then in range(today.year, today.year - _YEARS, -1):
        for last in range(_MONTHS, 0, -span):
            names = {1: f"{then}-{last:02d}", _MONTHS: f"{then}"}
            yield names.get(span, f"{then}-Q{last // span}")


def _is_over(plan_id: str, period: str, today: date) -> bool:
    try:
        demand_over(plans()[plan_id], period, today)
    except FiguresRefused:
        return False
    return True


def period_words(period: str) -> str:
    """Return a period in words: a month, three of them, or a year; what is none as it is."""
    if _PERIOD.fullmatch(period) is None:
        return isolate(period)
    then, _, part = period.partition("-")
    first = date(int(then), 1, 1)
    if part.startswith("Q"):
        last = 3 * int(part[1:])
        months = {"first": month_name(last - 2), "last": month_name(last)}
        return texts.say("figures_page.quarter", year=year(first), **months)
    return month_and_year(first.replace(month=int(part))) if part else year(first)


def cell_words(printed: Printed | None) -> str:
    """Return a cell as it stands in a table."""
    if printed is None:
        return texts.say("figures.untold")
    if isinstance(printed, Mark):
        # Where one reads from the right, nobody can tell which way the sign points.
        leftward = texts.current().direction == "rtl"
        return cell_said(printed) if leftward else f"<{number(printed.least)}"
    if isinstance(printed, Number):
        return number(printed.value)
    return isolate(f"{number(printed.lo)}\u2013{number(printed.hi)}")


def cell_said(printed: Printed | None) -> str:
    """Return a cell as a voice says it: no signs that a voice leaves out."""
    if isinstance(printed, Mark):
        return texts.say("figures.below", least=number(printed.least))
    if printed is None or isinstance(printed, Number):
        return cell_words(printed)
    return texts.say("figures_page.from_to", lo=number(printed.lo), hi=number(printed.hi))


def place_words(grid: Grid, row: int, column: int) -> str:
    """Return what a cell is about: its row, and its column where there are several."""
    names = [grid.rows[row].full]
    names += [grid.columns[column].full] if len(grid.columns) > 1 else []
    return texts.say("list.join").join(names)


def why_words(printed: Printed | None, least: int) -> str:
    """Return in a sentence why a cell is what it is."""
    few = number(least)
    if printed is None:
        return texts.say("figures_page.why.untold", least=few)
    if isinstance(printed, Mark):
        return texts.say("figures_page.why.mark", least=number(printed.least))
    if isinstance(printed, Number):
        return texts.say("figures_page.why.number")
    return texts.say("figures_page.why.range", least=few, said=cell_said(printed))


def tally_words(found: Tally, releases: int) -> str:
    """Return how many numbers are shown, and against what they were checked."""
    shown = texts.say(
        "figures_page.tally",
        n=number(found.numbers),
        all=number(found.all),
        marks=number(found.marks),
        ranges=number(found.ranges),
    )
    untold = texts.plural("figures_page.tally_untold", found.untold) if found.untold else ""
    checked = texts.plural("figures_page.checked", releases)
    return " ".join(filter(None, (shown, untold, checked)))
