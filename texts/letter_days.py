"""Days and times of letters: the one that all know, and beside it the one their readers live by.

The first is what holds. Digits are always those that all know: a day or an hour that somebody
reads wrongly is one at which nobody comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from texts.calendar_days import second_day, second_year
from texts.calendars import Calendar
from texts.dates import NO_BREAK_SPACE, clock_time, isolate, long_date, month_and_year, year
from texts.language import language_of, on_paper
from texts.sentences import say

if TYPE_CHECKING:
    from datetime import date, datetime

# Where the day begins at dawn, six in the morning is twelve and seven is one.
_DAWN, _HALF_A_DAY = 6, 12
_SECOND: Final = f"{NO_BREAK_SPACE}("


def letter_date(day: date, language: str) -> str:
    """Return a day with its month as a word, and as the readers of a language count it."""
    return _both(long_date(day, language), second_day(day, language), language)


def unbroken_date(day: date, language: str) -> str:
    """Return a day that no line end tears apart, unless it is between its two calendars."""
    return letter_date(day, language).replace(" ", NO_BREAK_SPACE).replace(_SECOND, " (")


def letter_month(day: date, language: str) -> str:
    """Return the month and the year of a day; a month of one calendar is seldom one of another."""
    return _both(month_and_year(day, language), second_year(day, language), language)


def letter_year(day: date, language: str) -> str:
    """Return the year of a day; a year of one calendar is seldom one of another."""
    return _both(year(day, language), second_year(day, language), language)


def letter_time(moment: datetime, language: str) -> str:
    """Return hours and minutes, in Amharic also as they are counted from dawn."""
    known = clock_time(moment, language)
    if language_of(language).calendar != Calendar.ETHIOPIAN or not on_paper().second_days:
        return known
    hour = (moment.hour - _DAWN) % _HALF_A_DAY or _HALF_A_DAY
    return _written_twice(known, isolate(f"{hour}:{moment:%M}", language), language)


def _both(known: str, second: str, language: str) -> str:
    if not second or not on_paper().second_days:
        return known
    return _written_twice(known, second, language)


def _written_twice(known: str, second: str, language: str) -> str:
    return say("date.second", language=language, known=known, own=second)
