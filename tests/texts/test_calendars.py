"""Other calendars: every day is one day in each, and a part of a date stays that part."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icu4py.messageformat import MessageFormat

import texts
from texts.calendars import (
    Calendar,
    CalendarDay,
    month_lengths,
    month_of,
    months_in,
    to_calendar,
    to_date,
    year_of,
)
from texts.dates import fuzzy_date, long_date

OTHERS = {
    Calendar.ETHIOPIAN: ("ethiopic", date(1850, 1, 1), date(2150, 1, 1)),
    Calendar.PERSIAN: ("persian", date(1827, 3, 22), date(2123, 3, 20)),
    Calendar.UMM_AL_QURA: ("islamic-umalqura", date(1900, 4, 30), date(2077, 11, 16)),
    # No data of the world have it.
    Calendar.BIKRAM_SAMBAT: ("", date(1918, 4, 13), date(2028, 4, 12)),
    Calendar.BUDDHIST: ("buddhist", date(1941, 1, 1), date(2150, 1, 1)),
}
COUNTED_BY_ICU = sorted(calendar for calendar, (name, *_) in OTHERS.items() if name)
WITHOUT_END = {Calendar.ETHIOPIAN, Calendar.BUDDHIST}
KNOWN = [
    (Calendar.ETHIOPIAN, (2000, 1, 1), date(2007, 9, 12)),
    (Calendar.ETHIOPIAN, (2015, 13, 6), date(2023, 9, 11)),
    (Calendar.ETHIOPIAN, (2019, 3, 16), date(2026, 11, 25)),
    (Calendar.PERSIAN, (1357, 11, 22), date(1979, 2, 11)),
    (Calendar.PERSIAN, (1403, 12, 30), date(2025, 3, 20)),
    (Calendar.PERSIAN, (1405, 1, 1), date(2026, 3, 21)),
    (Calendar.UMM_AL_QURA, (1445, 9, 1), date(2024, 3, 11)),
    (Calendar.UMM_AL_QURA, (1446, 1, 1), date(2024, 7, 7)),
    (Calendar.BUDDHIST, (2484, 1, 1), date(1941, 1, 1)),
    (Calendar.BUDDHIST, (2569, 11, 24), date(2026, 11, 24)),
    # Days that everybody in Nepal knows by one calendar and the world by the other.
    (Calendar.BIKRAM_SAMBAT, (2000, 1, 1), date(1943, 4, 14)),
    (Calendar.BIKRAM_SAMBAT, (2007, 11, 7), date(1951, 2, 18)),
    (Calendar.BIKRAM_SAMBAT, (2017, 9, 1), date(1960, 12, 15)),
    (Calendar.BIKRAM_SAMBAT, (2046, 12, 26), date(1990, 4, 8)),
    (Calendar.BIKRAM_SAMBAT, (2058, 2, 19), date(2001, 6, 1)),
    (Calendar.BIKRAM_SAMBAT, (2061, 10, 19), date(2005, 2, 1)),
    (Calendar.BIKRAM_SAMBAT, (2063, 1, 11), date(2006, 4, 24)),
    (Calendar.BIKRAM_SAMBAT, (2065, 2, 15), date(2008, 5, 28)),
    (Calendar.BIKRAM_SAMBAT, (2072, 1, 12), date(2015, 4, 25)),
    (Calendar.BIKRAM_SAMBAT, (2072, 6, 3), date(2015, 9, 20)),
    (Calendar.BIKRAM_SAMBAT, (2083, 8, 8), date(2026, 11, 24)),
]


@pytest.fixture
def speak():
    yield lambda calendar: texts.use("en", calendar=calendar.value)
    texts.use("en")


@pytest.mark.parametrize(("calendar", "there", "here"), KNOWN)
def test_known_days_are_the_same_days(calendar, there, here):
    assert to_calendar(calendar, here) == CalendarDay(*there)
    assert to_date(calendar, CalendarDay(*there)) == here


@given(st.sampled_from(sorted(OTHERS)), st.data())
def test_every_day_goes_there_and_back(calendar, data):
    _, first, last = OTHERS[calendar]
    day = data.draw(st.dates(first, last))
    there = to_calendar(calendar, day)
    assert there is not None
    assert to_date(calendar, there) == day
    span, whole = month_of(calendar, there.year, there.month), year_of(calendar, there.year)
    assert span[0] <= day <= span[1]
    assert whole[0] <= span[0] <= span[1] <= whole[1]


@pytest.mark.parametrize("calendar", OTHERS)
def test_no_day_of_two_centuries_is_lost_or_counted_twice(calendar):
    _, first, last = OTHERS[calendar]
    known = None
    for count in range(date(1900, 1, 1).toordinal(), date(2100, 1, 1).toordinal()):
        day = date.fromordinal(count)
        there = to_calendar(calendar, day)
        assert (there is not None) == (first <= day <= last)
        if there is not None:
            assert to_date(calendar, there) == day
            assert known is None or there > known
            known = there


def test_a_year_of_nepal_begins_in_the_middle_of_april_and_is_as_long_as_a_year():
    for year in range(1975, 2085):
        lengths = month_lengths(Calendar.BIKRAM_SAMBAT, year)
        assert len(lengths) == 12
        assert set(lengths) <= {29, 30, 31, 32}
        assert sum(lengths) in {365, 366}
        first, _ = year_of(Calendar.BIKRAM_SAMBAT, year)
        assert (first.month, first.day) in {(4, 13), (4, 14)}


@given(st.sampled_from(COUNTED_BY_ICU), st.data())
def test_the_calendar_data_of_the_world_count_alike(calendar, data):
    name, first, last = OTHERS[calendar]
    day = data.draw(st.dates(first, last))
    # ICU is what computes them for most of the world; here it checks, the program needs none.
    written = MessageFormat("{d,date,y-M-d}", f"en-u-ca-{name}-nu-latn")
    said = written.format({"d": datetime(day.year, day.month, day.day, 12, tzinfo=UTC)})
    assert to_calendar(calendar, day) == CalendarDay(*map(int, said.split("-")))


@pytest.mark.parametrize("calendar", OTHERS)
def test_beyond_what_is_known_nothing_is_guessed(calendar):
    if calendar not in WITHOUT_END:
        _, first, last = OTHERS[calendar]
        assert to_calendar(calendar, first - timedelta(days=1)) is None
        assert to_calendar(calendar, last + timedelta(days=370)) is None
    assert to_date(calendar, CalendarDay(0, 1, 1)) is None
    assert year_of(calendar, 0) is None
    assert month_lengths(calendar, 20_000) == ()
    year = to_calendar(calendar, date(2026, 11, 25)).year
    assert to_date(calendar, CalendarDay(year, months_in(calendar) + 1, 1)) is None
    assert to_date(calendar, CalendarDay(year, 1, 32)) is None


def test_a_day_is_shown_in_both_calendars_and_on_paper_in_one(speak):
    speak(Calendar.ETHIOPIAN)
    assert long_date(date(2026, 11, 25)) == "16 Hedar 2019 (25 November 2026)"
    assert long_date(date(2026, 11, 25), "en") == "25 November 2026"


@pytest.mark.parametrize("calendar", OTHERS)
def test_parts_of_dates_stay_parts_in_every_calendar(speak, calendar):
    speak(calendar)
    year = to_calendar(calendar, date(2020, 6, 1)).year
    span, month = year_of(calendar, year), month_of(calendar, year, 2)
    if calendar is not Calendar.BUDDHIST:
        assert fuzzy_date(*span).startswith(f"{year} (")
        assert str(year) in fuzzy_date(*month)
    assert str(span[0].year) in fuzzy_date(*span)
    # A month or a year of the Gregorian calendar is never made a day or a month of another.
    assert fuzzy_date(date(2020, 3, 1), date(2020, 3, 31)) == "March 2020"
    assert fuzzy_date(date(2020, 1, 1), date(2020, 12, 31)) == "2020"
