"""Day, month and year as they are typed in one calendar, and the answer that they are."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from texts.calendars import Calendar, CalendarDay, months_in, to_calendar, to_date
from texts.kept_together import as_typed

# A year of two figures stays one: nobody guesses of which hundred it is.
_WHOLE: Final = re.compile(r"(\d\d?)([./-])(\d\d?)\2(\d{4}|\d\d)")
_BY_YEAR: Final = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")


class DayParts(NamedTuple):
    """What stands in the three fields; what nobody typed is empty."""

    year: str = ""
    month: str = ""
    day: str = ""


def parts_of(calendar: Calendar, text: str) -> DayParts | None:
    """Return an answer as the fields show it, None for one that this calendar cannot show."""
    written, _, plain = text.rpartition(":")
    if written or calendar is Calendar.GREGORIAN:
        if (written or Calendar.GREGORIAN) != calendar:
            return None
        found = [*plain.split("-"), "", "", ""]
        return DayParts(found[0], found[1].lstrip("0"), found[2].lstrip("0"))
    if not plain:
        return DayParts()
    try:
        day = to_calendar(calendar, date.fromisoformat(plain))
    except ValueError:
        # Written only in part by the Gregorian calendar: that is no part of a day of this one.
        return None
    return DayParts(*map(str, day)) if day else None


def answer_of(calendar: Calendar, parts: DayParts) -> str:
    """Return the day that is kept; one that is not whole stays as it was typed, and no day."""
    if not any(parts):
        return ""
    year, month, day = parts
    typed = f"{year}-{_two(month)}-{_two(day)}"
    if calendar is Calendar.GREGORIAN:
        return typed
    found = None
    if all(part.isdecimal() for part in parts):
        found = to_date(calendar, CalendarDay(int(year), int(month), int(day)))
    return found.isoformat() if found else f"{calendar}:{typed}"


def whole_day(calendar: Calendar, text: str) -> DayParts | None:
    """Return the parts of a whole day that somebody wrote into the field of the day alone."""
    plain = "".join(str(int(one)) if one.isdecimal() else one for one in as_typed(text).strip())
    if (found := _WHOLE.fullmatch(plain)) is not None:
        day, _, month, year = found.groups()
    elif calendar is Calendar.GREGORIAN and (found := _BY_YEAR.fullmatch(plain)) is not None:
        year, month, day = found.groups()
    else:
        return None
    if not 1 <= int(month) <= months_in(calendar):
        return None
    return DayParts(year, str(int(month)), str(int(day)))


def _two(figures: str) -> str:
    return f"{figures:0>2}" if figures else ""
