"""Dates are written so that nobody can misread them, and no surer than they are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import texts
from texts import dates

LRI, PDI, NBSP = "\u2066", "\u2069", "\u00a0"


def test_the_month_of_a_long_date_is_a_word():
    assert dates.long_date(date(2026, 11, 24), "en") == "24 November 2026"
    assert dates.long_date(date(2026, 11, 24), "ar") == "24 نوفمبر 2026"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2019, 3, 5), date(2019, 3, 5), "5 March 2019"),
        (date(2019, 3, 1), date(2019, 3, 31), "March 2019"),
        (date(2020, 2, 1), date(2020, 2, 29), "February 2020"),
        (date(2019, 1, 1), date(2019, 12, 31), "2019"),
        (date(2019, 1, 1), date(2019, 1, 1), "1 January 2019"),
        (date(2019, 1, 1), date(2021, 12, 31), "between 2019 and 2021"),
        (date(2019, 3, 1), date(2019, 5, 31), "between March 2019 and May 2019"),
        (date(2019, 3, 5), date(2020, 1, 1), "between 5 March 2019 and 1 January 2020"),
        (date(2019, 3, 5), date(2019, 4, 2), "between 5 March 2019 and 2 April 2019"),
        (date(2019, 3, 5), None, "5 March 2019 or later"),
        (None, date(2019, 3, 5), "5 March 2019 or earlier"),
        (None, None, "date not known"),
    ],
)
def test_an_uncertain_date_says_only_what_is_known(first, last, said):
    assert dates.fuzzy_date(first, last, "en") == said


def test_an_estimate_is_called_one():
    whole_year = date(2019, 1, 1), date(2019, 12, 31)
    assert dates.fuzzy_date(*whole_year, "en", estimated=True) == "about 2019"
    assert dates.fuzzy_date(*whole_year, "ar", estimated=True) == "حوالي 2019"


@given(st.integers(1900, 2099), st.integers(0, 80))
def test_a_range_of_years_never_shows_a_day(start, span):
    said = dates.fuzzy_date(date(start, 1, 1), date(start + span, 12, 31), "en")
    assert "January" not in said
    assert "December" not in said
    assert str(start) in said


def test_ages_are_counted_or_lie_between_two():
    assert dates.age(1, 1, "en") == "1 year"
    assert dates.age(17, 19, "en") == "between 17 and 19 years"
    assert dates.age(17, 17, "ar") == "17 سنة"
    assert dates.age(None, 19, "en") == "age not known"


def test_numbers_have_the_separators_of_their_language():
    assert dates.number(1234567, "en") == "1,234,567"
    assert dates.number(Decimal("2.50"), "en") == "2.5"


def test_times_use_the_24_hour_clock():
    assert dates.clock_time(datetime(2026, 11, 24, 17, 5, tzinfo=UTC), "en") == "17:05"
    assert dates.clock_time(datetime(2026, 11, 24, 17, 5, tzinfo=UTC), "ar") == f"{LRI}17:05{PDI}"


def test_a_phone_number_stays_in_order_and_in_one_piece_in_arabic():
    assert dates.isolate("+000 91 234", "ar") == f"{LRI}+000{NBSP}91{NBSP}234{PDI}"
    assert dates.isolate("+000 91 234", "en") == "+000 91 234"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_around_nothing_there_is_nothing(language):
    assert dates.isolate("", language) == dates.isolate(PDI, language) == ""


def test_an_isolate_cannot_be_closed_from_inside():
    assert dates.isolate(f"A{PDI}B\u202e", "ar") == f"{LRI}AB{PDI}"


def test_dates_follow_the_language_in_use():
    texts.use("ar")
    try:
        assert dates.month_and_year(date(2026, 11, 1)) == "نوفمبر 2026"
    finally:
        texts.use("en")


def test_words_that_run_the_other_way_keep_their_punctuation() -> None:
    latin, arabic = "Ground floor, please.", "مثال عربي."
    assert dates.in_own_direction(latin, "en") == latin
    assert dates.in_own_direction(latin, "ar") == f"\u2068{latin}{PDI}"
    assert dates.in_own_direction(arabic, "ar") == arabic
    assert dates.in_own_direction(arabic, "en") == f"\u2068{arabic}{PDI}"
    assert dates.in_own_direction("123", "ar") == "123"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("10:00-12:00", "10:00\u201312:00"),
        ("8.30 - 12.00, 16:00-18:00", "8.30\u201312.00, 16:00\u201318:00"),
        ("+000-91-234", "+000-91-234"),
        ("Mon-Fri after 10:00", "Mon-Fri after 10:00"),
        ("2026-03-10", "2026-03-10"),
    ],
)
def test_hours_have_a_dash_between_them_and_nothing_else_is_changed(typed, shown):
    assert dates.as_hours(typed) == shown
