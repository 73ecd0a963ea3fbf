"""Days, months and years as the worker's own calendar names them, beside the one that all know."""

from __future__ import annotations

from datetime import date
from typing import Final

from texts.calendars import Calendar, month_of, to_calendar, year_of
from texts.cldr import format_date
from texts.language import calendar_in_use, in_digits, language_of
from texts.sentences import say

# In letters, where it is not day, month, year: Nepal writes the year first, and of the Buddhist
# era only the year is another than the one that stands before it.
_IN_LETTERS: Final = {
    Calendar.BIKRAM_SAMBAT: "{year} {month} {day}",
    Calendar.BUDDHIST: "{year}",
}
_USUAL: Final = "{day} {month} {year}"


def own_calendar() -> Calendar:
    """Return the calendar in which the worker reads and writes days."""
    return Calendar(calendar_in_use())


def name_of_month(calendar: Calendar, month: int, language: str | None = None) -> str:
    """Return the word for a month of a calendar that is not the Gregorian one."""
    if calendar is Calendar.BUDDHIST:
        return format_date(date(2000, month, 1), "LLLL", locale=language_of(language).locale)
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
    month = name_of_month(calendar, found.month, language)
    written = _IN_LETTERS.get(calendar, _USUAL)
    return written.format(day=found.day, month=month, year=found.year)


def second_year(day: date, language: str) -> str:
    """Return the year in the calendar of a language's readers, if it is the year of all others."""
    if language_of(language).calendar != Calendar.BUDDHIST:
        return ""
    found = to_calendar(Calendar.BUDDHIST, day)
    return str(found.year) if found else ""


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
