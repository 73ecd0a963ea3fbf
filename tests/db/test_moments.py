"""Moments as the store writes them: in UTC, all of one length, in the order in which they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis.strategies import builds, integers

from db.rows.moments import read, stored

ZONES = integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# A day from either end, so that none leaves the calendar in another zone.
FIRST, LAST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)
TICK = timedelta(microseconds=1)
TICKS = integers(0, (LAST - FIRST) // TICK)
MOMENTS = builds(lambda ticks, zone: (FIRST + ticks * TICK).astimezone(zone), TICKS, ZONES)


def test_a_moment_is_written_in_utc_to_the_microsecond():
    there = datetime(987, 3, 10, 1, 5, 9, 7, tzinfo=timezone(timedelta(hours=3)))
    assert stored(there) == "0987-03-09T22:05:09.000007Z"
    assert stored(datetime(2026, 3, 10, tzinfo=UTC)) == "2026-03-10T00:00:00.000000Z"


@given(MOMENTS, MOMENTS)
def test_what_is_written_sorts_like_what_it_means_and_is_read_back(one, other):
    assert read(stored(one)) == one
    assert len(stored(one)) == len(stored(other))
    assert (stored(one) < stored(other)) is (one < other)
