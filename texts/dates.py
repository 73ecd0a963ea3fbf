"""Dates, ages and numbers as a language writes them; uncertain ones stay uncertain."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from texts.calendar_days import own_day, own_span
from texts.cldr import format_date, format_decimal
from texts.kept_together import as_typed
from texts.language import counted, in_digits, language_of
from texts.sentences import plural, say

if TYPE_CHECKING:
    from datetime import datetime, time
    from decimal import Decimal

DECEMBER = 12
_LONGEST_MONTH = 31
ISOLATE, FIRST_STRONG, POP = "\u2066", "\u2068", "\u2069"
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
NO_BREAK_SPACE = "\u00a0"
_FROM_TO = re.compile(r"(?<=\d[:.]\d\d)\s*-\s*(?=\d\d?[:.]\d\d)")
_STRAY_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def long_date(day: date, language: str | None = None) -> str:
    """Return a day with its month as a word, which no reader can take for another day.

    On a screen the worker's own calendar comes first, if that is another one.
    """
    known = _written(day, "d MMMM y", language)
    own = own_day(day) if language is None else ""
    return say("date.both", own=own, known=known) if own else known


def short_date(day: date, today: date, language: str | None = None) -> str:
    """Return a day with its month as a short word; the year only where it is not this one."""
    pattern = "d MMM" if day.year == today.year else "d MMM y"
    return _written(day, pattern, language)


def day_in_words(day: date, today: date, language: str | None = None) -> str:
    """Return a day with its month as a whole word; the year only where it is not this one."""
    pattern = "d MMMM" if day.year == today.year else "d MMMM y"
    return _written(day, pattern, language)


def weekday_date(day: date, today: date, language: str | None = None) -> str:
    """Return a day of the week with its date in short words."""
    pattern = "EEE d MMM" if day.year == today.year else "EEE d MMM y"
    return _written(day, pattern, language)


def this_day(day: date, language: str | None = None) -> str:
    """Return a day near now in full words, without its year."""
    return _written(day, "EEEE d MMMM", language)


def weekday(day: date, language: str | None = None, *, short: bool = False) -> str:
    """Return the name of a day of the week."""
    return _written(day, "EEE" if short else "EEEE", language)


def month_and_year(day: date, language: str | None = None) -> str:
    """Return the month, as a word, and the year of a day."""
    return _written(day, "MMMM y", language)


def month_name(number: int, language: str | None = None) -> str:
    """Return the word for a month, as it stands alone."""
    return _written(date(2000, number, 1), "LLLL", language)


def year(day: date, language: str | None = None) -> str:
    """Return the year of a day."""
    return _written(day, "y", language)


def clock_time(moment: datetime | time, language: str | None = None) -> str:
    """Return hours and minutes on the 24-hour clock, kept together in any direction."""
    return isolate(in_digits(f"{moment:%H:%M}", language), language)


def number(value: float | Decimal, language: str | None = None) -> str:
    """Return a number with the separators of a language."""
    return counted(format_decimal(value, locale=_locale(language)), language)


def fuzzy_date(
    first: date | None,
    last: date | None,
    language: str | None = None,
    *,
    estimated: bool = False,
) -> str:
    """Return what is known of a date that lies between two days, and never more.

    A whole year is written as that year, a whole month as that month; None leaves an end open.
    """
    if first is None:
        return _open_start(last, language)
    if last is None:
        return say("date.since", language=language, first=long_date(first, language))
    written = _one_name(first, last, language) or _own_name(first, last, language)
    if written is None:
        start, end = _two_names(first, last, language)
        return say("date.between", language=language, first=start, last=end)
    return say("date.about", language=language, date=written) if estimated else written


def age(low: int | None, high: int | None, language: str | None = None) -> str:
    """Return an age in years, or the two ages it lies between."""
    if low is None or high is None:
        return say("age.unknown", language=language)
    if low == high:
        return plural("age.years", low, language=language)
    ends = {"low": number(low, language), "high": number(high, language)}
    return say("age.between", language=language, **ends)


def isolate(text: str, language: str | None = None) -> str:
    """Return a code, phone or numeric date so that right-to-left text cannot reorder it."""
    clean = _STRAY_CONTROLS.sub("", text)
    # Nothing stays nothing: whoever asks whether there is a phone would else be told of one.
    if not clean or language_of(language).direction == "ltr":
        return clean
    return ISOLATE + clean.replace(" ", NO_BREAK_SPACE) + POP


def as_hours(text: str) -> str:
    """Return hours as they were typed, with a dash from one to the other as print has it."""
    return _FROM_TO.sub("\u2013", text)


def hours_shown(text: str) -> str:
    """Return hours as they were typed, in the digits of the window and kept together."""
    return isolate(in_digits(as_hours(text), None))


def in_own_direction(text: str, language: str | None = None) -> str:
    """Return words that run the other way than a language, kept whole with their punctuation.

    Each line by itself: on paper it stands in a paragraph of its own.
    """
    own = (_line_in_own_direction(line, language) for line in as_typed(text).splitlines())
    return "\n".join(own)


def _line_in_own_direction(text: str, language: str | None) -> str:
    for sign in text:
        kind = bidirectional(sign)
        if kind in _STRONG:
            same = _STRONG[kind] == language_of(language).direction
            return text if same else f"{FIRST_STRONG}{text}{POP}"
    return text


def _written(day: date, pattern: str, language: str | None) -> str:
    return in_digits(format_date(day, pattern, locale=_locale(language)), language)


def _locale(language: str | None) -> str:
    return language_of(language).locale


def _open_start(last: date | None, language: str | None) -> str:
    if last is None:
        return say("date.unknown", language=language)
    return say("date.until", language=language, last=long_date(last, language))


def _one_name(first: date, last: date, language: str | None) -> str | None:
    if first == last:
        return long_date(first, language)
    if first.year != last.year or not _whole_months(first, last):
        return None
    if first.month == last.month:
        return month_and_year(first, language)
    return year(first, language) if (first.month, last.month) == (1, DECEMBER) else None


def _own_name(first: date, last: date, language: str | None) -> str | None:
    """Return the name of a month or a year of the worker's calendar, with the days it spans."""
    own = own_span(first, last) if language is None else ""
    if not own:
        return None
    start, end = (_written(day, "d MMMM y", None) for day in (first, last))
    between = say("date.between", first=start, last=end)
    return say("date.both", own=own, known=between)


def _two_names(first: date, last: date, language: str | None) -> tuple[str, str]:
    write = long_date
    if _whole_months(first, last):
        write = year if (first.month, last.month) == (1, DECEMBER) else month_and_year
    return write(first, language), write(last, language)


def _whole_months(first: date, last: date) -> bool:
    # Nothing of `calendar`: it comes with the names of all places, before anything is seen.
    ends = last.day == _LONGEST_MONTH or (last + timedelta(days=1)).day == 1
    return first.day == 1 and ends
