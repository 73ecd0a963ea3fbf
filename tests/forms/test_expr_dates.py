"""Dates and times: reading, writing, adding whole local days, changes of the clock."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from expressions import PARIS, evaluate, text_of
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import ValueRefused
from forms.expr import CalendarNames
from forms.expr.dates import Days, Moment, moment_of_days, parse_moment

ZONES = [UTC, PARIS, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("today()", "2026-03-28"),
        ("now()", "2026-03-28T23:30:00.000+01:00"),
        ("date('2018-03-24')", "2018-03-24"),
        ("date('2018-3-4')", "2018-03-04"),
        ("date(' 2018-03-24 ')", "2018-03-24"),
        ("date('2018-03-24T10:30:00.000+01:00')", "2018-03-24T10:30:00.000+01:00"),
        ("date('2018-07-24T10:30:00.000Z')", "2018-07-24T12:30:00.000+02:00"),
        ("date-time('2018-07-24T10:30:00.123456Z')", "2018-07-24T12:30:00.123+02:00"),
        ("date('2018-07-24T10:30')", "2018-07-24T10:30:00.000+02:00"),
        ("date('2018-07-24T10:30:15')", "2018-07-24T10:30:15.000+02:00"),
        ("date('2018-07-24T10:30:15-05')", "2018-07-24T17:30:15.000+02:00"),
        ("date('2018-07-24T10:30:15+0530')", "2018-07-24T07:00:15.000+02:00"),
        ("date('2016-02-29')", "2016-02-29"),
        ("date('2018-02-29')", ""),
        ("date('2018-13-01')", ""),
        ("date('2018-00-10')", ""),
        ("date('2018-01-32')", ""),
        ("date('2018-01-01T25:00:00')", ""),
        ("date('2018-01-01T10:61:00')", ""),
        ("date('2018-01-01T10:00:00+25:00')", ""),
        ("date('2018-01-01T10:00:00+05:75')", ""),
        ("date('0000-01-01')", ""),
        ("date('-2018-01-01')", ""),
        ("date('12018-01-01')", ""),
        ("date('2018-01')", ""),
        ("date('24/03/2018')", ""),
        ("date('20180324')", ""),
        ("date('soon')", ""),
        ("date('')", ""),
        ("date(../nothing)", ""),
        ("date(0 div 0)", ""),
        ("date(1 div 0)", ""),
        ("date(true())", ""),
        ("date(1e9)", ""),
        ("date(-1e9)", ""),
        ("date(../day)", "2018-03-24"),
        ("date(17614)", "2018-03-24T01:00:00.000+01:00"),
        ("date(0)", "1970-01-01T01:00:00.000+01:00"),
        ("date('17614')", "2018-03-24T01:00:00.000+01:00"),
        ("date(date('2018-03-24'))", "2018-03-24"),
        ("date('2018-03-24') + 1", "17614.958333333332"),
    ],
)
def test_dates_are_read_and_written(text, value):
    assert text_of(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # 25 March 2018 and 28 October 2018: the clock changes in Paris
        ("date('2018-03-24') + 1", "2018-03-25"),
        ("date('2018-03-24') + 2", "2018-03-26"),
        ("date('2018-03-25') + 1", "2018-03-26"),
        ("date('2018-03-26') - 1", "2018-03-25"),
        ("date('2018-03-26') - 2", "2018-03-24"),
        ("date('2018-10-10') + 30", "2018-11-09"),
        ("date('2018-10-27') + 1", "2018-10-28"),
        ("date('2018-10-28') + 1", "2018-10-29"),
        ("date('2018-10-29') - 1", "2018-10-28"),
        ("date('2018-11-09') - 30", "2018-10-10"),
        ("1 + date('2018-10-28')", "2018-10-29"),
        ("'2018-10-28' + 1", "2018-10-29"),
        ("../day + 2", "2018-03-26"),
        ("2 + ../day", "2018-03-26"),
        ("../day + '2'", "2018-03-26"),
        ("date('2018-03-24') + 1 + 1", "2018-03-26"),
        ("date('2018-03-24') + 365 - 364", "2018-03-25"),
        ("date('2018-03-24') + 280", "2018-12-29"),
        ("date('2016-02-28') + 1", "2016-02-29"),
        ("date('2018-12-31') + 1", "2019-01-01"),
        ("date('2018-01-31') + 28", "2018-02-28"),
        ("today() + 1", "2026-03-29"),
        ("today() + 2", "2026-03-30"),
        ("today() - 28", "2026-02-28"),
        ("date('2018-03-24') + 0.5", "2018-03-24T12:00:00.000+01:00"),
        ("date('2018-03-24T22:00:00.000+01:00') + 1", "2018-03-25T23:00:00.000+02:00"),
    ],
)
def test_a_date_and_days_make_the_whole_local_day(text, value):
    assert text_of(f"date({text})") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("date('2018-04-01') - date('2018-03-01')", 31.0),
        ("'2018-04-01' - '2018-03-01'", 31.0),
        ("date('2018-03-26') - date('2018-03-25')", 1.0),
        ("date('2018-10-29') - date('2018-10-28')", 1.0),
        ("date('2018-03-25') - date('2018-03-26')", -1.0),
        ("../day - date('2018-03-24')", 0.0),
        ("date('2018-03-26') - ../day", 2.0),
        ("(date('2018-03-24') + 2) - date('2018-03-24')", 2.0),
        ("int((today() - date('2008-03-27')) div 365.25)", 18.0),
        ("int((today() - date('2008-03-29')) div 365.25)", 17.0),
        ("decimal-date-time('1970-01-01T00:00:00.000Z')", 0.0),
        ("decimal-date-time('1970-01-02T12:00:00.000Z')", 1.5),
        ("decimal-date-time('2018-03-24T00:00:00.000Z')", 17614.0),
        ("decimal-date-time('2018-03-24')", 17614 - 1 / 24),
        ("decimal-date-time(today()) = decimal-date-time('2026-03-28')", True),
        ("decimal-time('00:00:00.000+01:00')", 0.0),
        ("decimal-time('12:00:00.000+01:00')", 0.5),
        ("decimal-time('06:00')", 0.25),
        ("decimal-time('18:00:00')", 0.75),
        ("decimal-time('11:00:00.000Z')", 0.5),
        ("decimal-time('23:00:00.000Z')", 0.0),
        ("decimal-time('00:00:43.200+01:00')", 0.0005),
        ("date('2018-03-25') + 1 = date('2018-03-26')", True),
        ("date('2018-03-25') + 1 = '2018-03-26'", True),
        ("'2018-03-26' = date('2018-03-25') + 1", True),
        ("date('2018-03-25') + 1 != '2018-03-26'", False),
        ("date('2018-03-25') + 1 < '2018-03-26'", False),
        ("date('2018-03-25') + 1 <= '2018-03-26'", True),
        ("date('2018-10-10') + 30 > date('2018-11-08')", True),
        ("today() + 1 > today()", True),
        ("../day + 2 = '2018-03-26'", True),
        ("../day < date('2018-03-24') + 1", True),
        ("../moment < date('2018-03-25')", False),
        ("boolean(date('2018-03-24') + 1)", True),
    ],
)
def test_numbers_and_comparisons_of_dates(text, value):
    assert evaluate(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "decimal-date-time('')",
        "decimal-date-time('soon')",
        "decimal-date-time(true())",
        "decimal-time('')",
        "decimal-time('24:00:00')",
        "decimal-time('12:60:00')",
        "decimal-time('12:00:61')",
        "decimal-time('noon')",
        "decimal-time('12:00:00+99:00')",
        "decimal-time('12:00:00-07:60')",
        "date('soon') + 1",
        "date('2018-02-30') - date('2018-02-01')",
    ],
)
def test_what_is_no_time_is_no_number(text):
    assert math.isnan(evaluate(text))


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("%Y-%m-%d", "2018-03-04"),
        ("%y", "18"),
        ("%n/%e", "3/4"),
        ("%b", "Mar"),
        ("%a", "Sun"),
        ("%e %b %Y", "4 Mar 2018"),
        ("%W", "9"),
        ("%u", "7"),
        ("%H:%M:%S.%3", "07:05:09.120"),
        ("%h", "7"),
        ("%%", "%"),
        ("", ""),
        ("day", "day"),
    ],
)
def test_dates_are_written_in_a_form(form, value):
    moment = "2018-03-04T07:05:09.120+01:00"
    assert evaluate(f"format-date-time('{moment}', '{form}')") == value
    assert evaluate(f"format-date(date('{moment}'), '{form}')") == value


def test_a_date_that_is_none_is_written_as_nothing():
    for value in ("''", "'soon'", "../nothing", "true()", "0 div 0"):
        assert evaluate(f"format-date({value}, '%Y')") == ""
    assert evaluate("format-date(today() + 3, '%a %e %b')") == "Tue 31 Mar"


def test_forms_that_nobody_can_write_are_errors():
    for form in ("%Q", "%", "%Z"):
        with pytest.raises(ValueRefused, match="date_format"):
            evaluate(f"format-date('2018-03-04', '{form}')")


def test_names_of_months_and_days_are_those_of_the_language():
    names = CalendarNames(tuple(f"m{n}" for n in range(1, 13)), tuple(f"d{n}" for n in range(1, 8)))
    assert evaluate("format-date('2018-03-04', '%a %b')", calendar=names) == "d7 m3"


def test_today_is_the_date_in_the_zone_of_the_form():
    late = {"clock": lambda: datetime(2026, 3, 28, 23, 30, tzinfo=UTC)}
    assert text_of("today()", **late) == "2026-03-29"
    assert text_of("today()", zone=UTC, **late) == "2026-03-28"
    assert text_of("now()", zone=ZoneInfo("Asia/Kathmandu"), **late) == (
        "2026-03-29T05:15:00.000+05:45"
    )
    assert text_of("now()", zone=ZoneInfo("America/New_York"), **late) == (
        "2026-03-28T19:30:00.000-04:00"
    )


days = st.dates(min_value=date(1900, 1, 1))
shifts = st.integers(-10_000, 10_000)


@given(days, st.sampled_from(ZONES))
def test_a_date_that_is_written_is_read_as_the_same(day, zone):
    moment = parse_moment(day.isoformat(), zone)
    assert moment is not None
    assert not moment.timed
    assert moment.text() == day.isoformat()


@given(st.integers(-1_000_000_000, 4_000_000_000), st.sampled_from(ZONES))
def test_a_moment_that_is_written_is_read_as_the_same(seconds, zone):
    at = datetime.fromtimestamp(seconds, zone)
    again = parse_moment(Moment(at, timed=True).text(), zone)
    assert again == Moment(at, timed=True)


@given(
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    shifts,
    st.sampled_from(ZONES),
)
def test_days_added_and_taken_away_lead_back_whatever_the_clock_did(day, shift, zone):
    start = parse_moment(day.isoformat(), zone)
    later = moment_of_days(Days(0.0, start.local_day + shift), zone)
    assert later.local_day - start.local_day == shift
    assert moment_of_days(Days(0.0, later.local_day - shift), zone) == start
