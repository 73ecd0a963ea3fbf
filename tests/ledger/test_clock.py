"""The hybrid clock never runs backwards and never believes a far future."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.clock import HybridClock, milliseconds, moment

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Wall:
    """A wall clock that people set."""

    def __init__(self):
        self.at = NOON

    def __call__(self):
        return self.at


def test_a_moment_tells_the_wall_time():
    assert milliseconds(HybridClock(Wall()).tick()) == int(NOON.timestamp() * 1000)


def test_a_clock_set_back_ten_years_still_gives_later_moments():
    wall = Wall()
    clock = HybridClock(wall)
    before = clock.tick()

    wall.at -= timedelta(days=3650)

    assert clock.tick() == before + 1


def test_a_full_counter_runs_over_into_the_next_millisecond():
    clock = HybridClock(Wall(), moment(2**45, 2**16 - 1))

    assert clock.tick() == moment(2**45 + 1)


def test_a_clock_goes_on_where_it_was_left():
    clock = HybridClock(Wall(), moment(2**45))

    assert clock.tick() == moment(2**45, 1)


def test_a_received_moment_within_a_day_is_followed():
    clock = HybridClock(Wall())
    near = moment(int((NOON + timedelta(hours=24)).timestamp() * 1000))

    assert clock.observe(near)
    assert clock.tick() > near


def test_a_moment_fifty_years_ahead_is_not_followed():
    clock = HybridClock(Wall())
    far = moment(int((NOON + timedelta(days=50 * 365)).timestamp() * 1000))

    assert not clock.observe(far)
    assert clock.tick() < far


@given(st.lists(st.one_of(st.just(None), st.integers(0, 2**60), st.timedeltas())))
def test_ticks_only_grow(happenings):
    wall = Wall()
    clock = HybridClock(wall)
    last = clock.tick()
    for happening in happenings:
        if isinstance(happening, int):
            clock.observe(happening)
        elif happening is not None:
            wall.at = NOON + happening / 1_000_000
        tick = clock.tick()
        assert tick > last
        last = tick
