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
}
KNOWN = [
    (Calendar.ETHIOPIAN, (2000, 1, 1), date(2007, 9, 12)),
    (Calendar.ETHIOPIAN, (2015, 13, 6), date(2023, 9, 11)),
    (Calendar.ETHIOPIAN, (2019, 3, 16), date(2026, 11, 25)),
    (Calendar.PERSIAN, (1357, 11, 22), date(1979, 2, 11)),
    (Calendar.PERSIAN, (1403, 12, 30), date(2025, 3, 20)),
    (Calendar.PERSIAN, (1405, 1, 1), date(2026, 3, 21)),
    (Calendar.UMM_AL_QURA, (1445, 9, 1), date(2024, 3, 11)),
    (Calendar.UMM_AL_QURA, (1446, 1, 1), date(2024, 7, 7)),
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


@given(st.sampled_from(sorted(OTHERS)), st.data())
def test_the_calendar_data_of_the_world_count_alike(calendar, data):
    name, first, last = OTHERS[calendar]
    day = data.draw(st.dates(first, last))
    # ICU is what computes them for most of the world; here it checks, the program needs none.
    written = MessageFormat("{d,date,y-M-d}", f"en-u-ca-{name}-nu-latn")
    said = written.format({"d": datetime(day.year, day.month, day.day, 12, tzinfo=UTC)})
    assert to_calendar(calendar, day) == CalendarDay(*map(int, said.split("-")))


@pytest.mark.parametrize("calendar", OTHERS)
def test_beyond_what_is_known_nothing_is_guessed(calendar):
    if calendar is not Calendar.ETHIOPIAN:
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
    assert fuzzy_date(*span).startswith(f"{year} (")
    assert str(span[0].year) in fuzzy_date(*span)
    assert str(year) in fuzzy_date(*month)
    # A month or a year of the Gregorian calendar is never made a day or a month of another.
    assert fuzzy_date(date(2020, 3, 1), date(2020, 3, 31)) == "March 2020"
    assert fuzzy_date(date(2020, 1, 1), date(2020, 12, 31)) == "2020"
