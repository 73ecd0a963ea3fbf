"""Days, months and years as the worker's own calendar names them, beside the one that all know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.calendars import Calendar, month_of, to_calendar, year_of
from texts.language import calendar_in_use, in_digits, language_of
from texts.sentences import say

if TYPE_CHECKING:
    from datetime import date


def own_calendar() -> Calendar:
    """Return the calendar in which the worker reads and writes days."""
    return Calendar(calendar_in_use())


def name_of_month(calendar: Calendar, month: int, language: str | None = None) -> str:
    """Return the word for a month of a calendar that is not the Gregorian one."""
    return say(f"calendar.{calendar.value}.month_{month}", language=language)


def own_day(day: date) -> str:
    """Return a day in the worker's calendar; nothing where that is the one that all know."""
    calendar = own_calendar()
    found = None if calendar is Calendar.GREGORIAN else to_calendar(calendar, day)
    if found is None:
        return ""
    month = name_of_month(calendar, found.month)
    return in_digits(f"{found.day} {month} {found.year}", None)


def second_day(day: date, language: str) -> str:
    """Return a day in the calendar that readers of a language live by, beside the one all know."""
    calendar = Calendar(language_of(language).calendar)
    found = None if calendar is Calendar.GREGORIAN else to_calendar(calendar, day)
    if found is None:
        return ""
    return f"{found.day} {name_of_month(calendar, found.month, language)} {found.year}"


def own_span(first: date, last: date) -> str:
    """Return the name of days that are just one month or one year of the worker's calendar."""
    calendar = own_calendar()
    found = None if calendar is Calendar.GREGORIAN else to_calendar(calendar, first)
    if found is None:
        return ""
    if month_of(calendar, found.year, found.month) == (first, last):
        return in_digits(f"{name_of_month(calendar, found.month)} {found.year}", None)
    if year_of(calendar, found.year) == (first, last):
        return in_digits(str(found.year), None)
    return ""
