"""Dates, moments and whole local days: reading, adding and writing them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Final

from forms.errors import ValueRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from forms.expr.environment import CalendarNames

DAY_SECONDS: Final = 86_400.0
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SHORTEST_DATE: Final = 8
_ZONE: Final = r"(?P<zone>Z|[+-][0-9]{2}(?::?[0-5][0-9])?)?"
_CLOCK: Final = r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d+))?)?"
_MOMENT: Final = re.compile(
    r"\s*(?P<year>-?\d{4,9})-(?P<month>\d\d?)-(?P<day>\d\d?)(?:T" + _CLOCK + _ZONE + r")?\s*",
    re.ASCII,
)
_TIME: Final = re.compile(_CLOCK + _ZONE, re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, or a date with a time; ``at`` is in the zone of the form."""

    at: datetime
    timed: bool

    @property
    def days(self) -> float:
        """Return the days since 1970 of the instant."""
        return self.at.timestamp() / DAY_SECONDS

    @property
    def local_day(self) -> float:
        """Return the whole local days since 1970."""
        return float((self.at.replace(tzinfo=UTC) - _EPOCH).days)

    def text(self) -> str:
        """Return the moment as ISO text, the offset always in hours and minutes."""
        at = self.at
        day = f"{at.year:04d}-{at.month:02d}-{at.day:02d}"
        if not self.timed:
            return day
        minutes = int((at.utcoffset() or timedelta()).total_seconds() // 60)
        sign = "-" if minutes < 0 else "+"
        hours, minutes = divmod(abs(minutes), 60)
        thousandths = at.microsecond // 1000
        return (
            f"{day}T{at.hour:02d}:{at.minute:02d}:{at.second:02d}.{thousandths:03d}"
            f"{sign}{hours:02d}:{minutes:02d}"
        )


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days that came from a date.

    ``instant`` is the number that other programs give; ``local`` counts whole local
    days, so that adding and subtracting is right across a change of the clock.
    """

    instant: float
    local: float


def parse_moment(text: str, zone: tzinfo) -> Moment | None:
    """Return the date or moment that a text writes, None when it writes none."""
    if len(text) < _SHORTEST_DATE:
        return None
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    try:
        day = datetime(int(match["year"]), int(match["month"]), int(match["day"]), tzinfo=zone)
        if match["hour"] is None:
            return Moment(day, timed=False)
        return Moment(_with_clock(day, match).astimezone(zone), timed=True)
    except (ValueError, OverflowError):
        return None


def _with_clock(day: datetime, match: re.Match[str]) -> datetime:
    return day.replace(
        hour=int(match["hour"]),
        minute=int(match["minute"]),
        second=int(match["second"] or 0),
        microsecond=int((match["fraction"] or "0")[:6].ljust(6, "0")),
        tzinfo=_offset(match["zone"]) if match["zone"] else day.tzinfo,
    )


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-shift if text[0] == "-" else shift)


def day_of_text(text: str, zone: tzinfo) -> Days | None:
    """Return the whole day that a text writes, None for moments and anything else."""
    if len(text) < _SHORTEST_DATE or text.find("-", 1) < 0 or ":" in text:
        return None
    moment = parse_moment(text, zone)
    return None if moment is None else day_of_moment(moment)


def day_of_moment(moment: Moment) -> Days | None:
    """Return the whole day of a date, None when it has a time."""
    return None if moment.timed else Days(moment.days, moment.local_day)


def moment_of_days(days: Days, zone: tzinfo) -> Moment | None:
    """Return the date that days since 1970 make; whole local days stay whole."""
    if not days.local.is_integer():
        return moment_of_number(days.instant, zone)
    try:
        day = _EPOCH + timedelta(days=days.local)
    except OverflowError:
        return None
    return Moment(day.replace(tzinfo=zone), timed=False)


def moment_of_number(days: float, zone: tzinfo) -> Moment | None:
    """Return the moment that a number of days since 1970 makes, to the thousandth second."""
    try:
        shift = timedelta(milliseconds=round(days * DAY_SECONDS * 1000))
        at = (_EPOCH + shift).astimezone(zone)
    except (ValueError, OverflowError):
        return None
    return Moment(at, timed=bool(at.hour or at.minute or at.second or at.microsecond))


def part_of_day(text: str, zone: tzinfo) -> float:
    """Return a time of day as a part of the day, NaN when the text writes no time."""
    match = _TIME.fullmatch(text)
    if match is None:
        return float("nan")
    try:
        day = _EPOCH.replace(tzinfo=zone)
        at = _with_clock(day, match).astimezone(zone) if match["zone"] else _with_clock(day, match)
    except (ValueError, OverflowError):
        return float("nan")
    seconds = at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1_000_000
    return seconds / DAY_SECONDS


_DATE_FORMATS: Final[dict[str, Callable[[datetime, CalendarNames], str]]] = {
    "%": lambda _at, _names: "%",
    "Y": lambda at, _names: f"{at.year:04d}",
    "y": lambda at, _names: f"{at.year:04d}"[-2:],
    "m": lambda at, _names: f"{at.month:02d}",
    "n": lambda at, _names: str(at.month),
    "b": lambda at, names: names.months[at.month - 1],
    "d": lambda at, _names: f"{at.day:02d}",
    "e": lambda at, _names: str(at.day),
    "a": lambda at, names: names.days[at.weekday()],
    "W": lambda at, _names: str(at.isocalendar().week),
    "u": lambda at, _names: str(at.isoweekday()),
    "H": lambda at, _names: f"{at.hour:02d}",
    "h": lambda at, _names: str(at.hour),
    "M": lambda at, _names: f"{at.minute:02d}",
    "S": lambda at, _names: f"{at.second:02d}",
    "3": lambda at, _names: f"{at.microsecond // 1000:03d}",
}


def writes_dates(form: str) -> bool:
    """Return whether each letter after a ``%`` is one by which dates are written."""
    letters = iter(form)
    return all(next(letters, "") in _DATE_FORMATS for letter in letters if letter == "%")


def format_moment(at: datetime, form: str, names: CalendarNames) -> str:
    """Return a moment in the form ODK writes: ``%e %b %Y``."""
    parts: list[str] = []
    letters = iter(form)
    for letter in letters:
        if letter != "%":
            parts.append(letter)
            continue
        write = _DATE_FORMATS.get(next(letters, ""))
        if write is None:
            raise ValueRefused("value.date_format")
        parts.append(write(at, names))
    return "".join(parts)
