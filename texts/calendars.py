"""Other calendars: a day of one is a day of every other, a month or a year is not."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from texts import bikram_sambat, umm_al_qura

if TYPE_CHECKING:
    from collections.abc import Sequence

_YEAR_12, _YEAR_13 = 12, 13
_SHORT, _LONG = 29, 30
# Eight leap years in thirty-three.
_PERSIAN_CYCLE: Final = 33
_PERSIAN_LEAPS: Final = 8
# 1 Meskerem of the year 1, in the Gregorian calendar carried backwards.
_ETHIOPIAN_EPOCH: Final = date(8, 8, 27).toordinal()
# 1 Farvardin of 1206: from here on the rule of 33 years meets the sun, but for the year named.
_PERSIAN_YEARS: Final = range(1206, 1502)
_PERSIAN_FIRST: Final = date(1827, 3, 22).toordinal()
_PERSIAN_HALF: Final = 6
# The Buddhist era has the months of the Gregorian calendar, since its year begins with January.
_BUDDHIST_AHEAD: Final = 543
_BUDDHIST_YEARS: Final = range(2484, 9999)


class Calendar(StrEnum):
    """A calendar that a worker reads and writes days in; what is kept is always the same day."""

    GREGORIAN = "gregorian"
    ETHIOPIAN = "ethiopian"
    PERSIAN = "persian"
    UMM_AL_QURA = "umm_al_qura"
    BIKRAM_SAMBAT = "bikram_sambat"
    BUDDHIST = "buddhist"


class CalendarDay(NamedTuple):
    """A day as one calendar counts it."""

    year: int
    month: int
    day: int


def to_calendar(calendar: Calendar, day: date) -> CalendarDay | None:
    """Return a day as a calendar counts it, None where its rule is not known to hold."""
    if calendar is Calendar.GREGORIAN:
        return CalendarDay(day.year, day.month, day.day)
    starts, first = _starts(calendar)
    count = day.toordinal()
    if not starts[0] <= count < starts[-1]:
        return None
    at = bisect_right(starts, count) - 1
    left, month = count - starts[at], 1
    for length in month_lengths(calendar, first + at):
        if left < length:
            break
        left, month = left - length, month + 1
    return CalendarDay(first + at, month, left + 1)


def to_date(calendar: Calendar, day: CalendarDay) -> date | None:
    """Return the day that a calendar means, None for one that there is not."""
    if calendar is Calendar.GREGORIAN:
        try:
            return date(*day)
        except ValueError:
            return None
    lengths = month_lengths(calendar, day.year)
    if not 1 <= day.month <= len(lengths) or not 1 <= day.day <= lengths[day.month - 1]:
        return None
    starts, first = _starts(calendar)
    gone = sum(lengths[: day.month - 1]) + day.day - 1
    return date.fromordinal(starts[day.year - first] + gone)


def month_of(calendar: Calendar, year: int, month: int) -> tuple[date, date] | None:
    """Return the first and the last day of a month, and nothing more exact than that."""
    first = to_date(calendar, CalendarDay(year, month, 1))
    if first is None:
        return None
    return first, first + timedelta(days=month_lengths(calendar, year)[month - 1] - 1)


def year_of(calendar: Calendar, year: int) -> tuple[date, date] | None:
    """Return the first and the last day of a year."""
    first = to_date(calendar, CalendarDay(year, 1, 1))
    if first is None:
        return None
    return first, first + timedelta(days=sum(month_lengths(calendar, year)) - 1)


def months_in(calendar: Calendar) -> int:
    """Return how many months a year has."""
    return _YEAR_13 if calendar is Calendar.ETHIOPIAN else _YEAR_12


def month_lengths(calendar: Calendar, year: int) -> Sequence[int]:
    """Return how many days each month of a year has; nothing where that is not known."""
    starts, first = _starts(calendar)
    if not first <= year < first + len(starts) - 1:
        return ()
    if calendar in _TABLES:
        return _TABLES[calendar].months(year)
    if calendar is Calendar.BUDDHIST:
        begin = [date(year - _BUDDHIST_AHEAD, month + 1, 1) for month in range(_YEAR_12)]
        ends = [*begin[1:], date(year - _BUDDHIST_AHEAD + 1, 1, 1)]
        return [(after - one).days for one, after in zip(begin, ends, strict=True)]
    whole = starts[year - first + 1] - starts[year - first]
    if calendar is Calendar.ETHIOPIAN:
        return [_LONG] * _YEAR_12 + [whole - _YEAR_12 * _LONG]
    half = [_LONG + 1] * _PERSIAN_HALF + [_LONG] * (_PERSIAN_HALF - 1)
    return [*half, whole - sum(half)]


class _Table(NamedTuple):
    """A calendar whose months follow from no rule: how many days each has, in packed signs."""

    first_year: int
    first_day: date
    lengths: str
    bits: int

    @property
    def years(self) -> range:
        """Return the years that are known."""
        return range(self.first_year, self.first_year + len(self.lengths) // self._signs)

    @property
    def _signs(self) -> int:
        return _YEAR_12 * self.bits // 4

    def months(self, year: int) -> Sequence[int]:
        """Return the days of each month of a year that is known."""
        at = self._signs * (year - self.first_year)
        packed, mask = int(self.lengths[at : at + self._signs], 16), (1 << self.bits) - 1
        return [_SHORT + (packed >> self.bits * month & mask) for month in range(_YEAR_12)]

    def starts(self) -> Sequence[int]:
        """Return the first day of each year that is known, and of the one after the last."""
        whole = (sum(self.months(year)) for year in self.years)
        return [*accumulate(whole, initial=self.first_day.toordinal())]


_TABLES: Final = {
    Calendar.UMM_AL_QURA: _Table(
        umm_al_qura.FIRST_YEAR, umm_al_qura.FIRST_DAY, umm_al_qura.LENGTHS, 1
    ),
    Calendar.BIKRAM_SAMBAT: _Table(
        bikram_sambat.FIRST_YEAR, bikram_sambat.FIRST_DAY, bikram_sambat.LENGTHS, 2
    ),
}


@cache
def _starts(calendar: Calendar) -> tuple[Sequence[int], int]:
    """Return the first day of each year and of the one after the last, and the first year."""
    if calendar in _TABLES:
        table = _TABLES[calendar]
        return table.starts(), table.first_year
    if calendar is Calendar.BUDDHIST:
        known = _BUDDHIST_YEARS
        days = [date(year - _BUDDHIST_AHEAD, 1, 1).toordinal() for year in (*known, known.stop)]
        return days, known.start
    if calendar is Calendar.ETHIOPIAN:
        years = range(1, 9990)
        return [_ethiopian(year) for year in (*years, years.stop)], years.start
    days = [_PERSIAN_FIRST]
    for year in _PERSIAN_YEARS:
        days.append(days[-1] + 365 + _persian_leap(year))
    return days, _PERSIAN_YEARS.start


def _ethiopian(year: int) -> int:
    """Return 1 Meskerem: every fourth year, the one before a multiple of four, has a day more."""
    return _ETHIOPIAN_EPOCH + 365 * (year - 1) + year // 4


def _persian_leap(year: int) -> bool:
    """Return whether a year has 366 days, by the rule of 33 years that holds in these centuries."""
    return (25 * year + 11) % _PERSIAN_CYCLE < _PERSIAN_LEAPS
