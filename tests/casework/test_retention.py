"""How long what is kept: from closing, or from the 18th birthday of whoever was a child."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.keeping.retention import Clock, kept, months_later, rules

CLOSED = date(2026, 3, 10)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def until(clock, category):
    return next(one.until for one in kept(clock, CLOSED) if one.category == category)


def test_nothing_is_due_of_a_case_that_is_not_closed():
    assert kept(Clock(None, date(2010, 1, 1)), date(2090, 1, 1)) == ()


@pytest.mark.parametrize(
    ("category", "day"),
    [
        ("narrative", date(2027, 3, 10)),
        ("attachments", date(2027, 3, 10)),
        ("alleged_exploiter", date(2028, 3, 10)),
        ("identity", date(2028, 3, 10)),
        ("consent_records", date(2031, 3, 10)),
    ],
)
def test_of_an_adult_one_counts_from_closing(category, day):
    assert until(Clock(CLOSED, date(1990, 1, 1)), category) == day
    assert until(Clock(CLOSED), category) == day


def test_of_a_child_one_counts_from_the_birthday_if_that_is_later():
    assert until(Clock(CLOSED, date(2012, 6, 1)), "identity") == date(2032, 6, 1)


def test_an_uncertain_birth_is_the_youngest_it_allows():
    clock = Clock(CLOSED, date(2012, 12, 31))
    assert clock.starts_on == date(2030, 12, 31)


def test_proof_of_consent_outlasts_everything_else():
    longest = max(rules(), key=lambda one: one.months)
    assert longest.category == "consent_records"


@given(DAYS, st.integers(1, 120))
def test_a_month_later_is_never_in_another_month(day, months):
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(DAYS, DAYS, DAYS)
def test_what_is_over_stays_over(closed, born, today):
    clock = Clock(closed, born)
    now, later = kept(clock, today), kept(clock, today + timedelta(days=1))
    assert all(not one.is_over or two.is_over for one, two in zip(now, later, strict=True))
    assert all(one.until > closed for one in now)
