"""The scale of a chart: round steps from nought, just above all that is shown."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.chart_scale import scale_for, scale_over

VALUES = st.one_of(
    st.integers(0, 10**9),
    st.floats(0, 1e9, allow_nan=False, allow_infinity=False).map(lambda one: round(one, 3)),
)
STEPS = st.integers(1, 10)


@given(most=VALUES, steps=STEPS, whole=st.booleans())
def test_steps_are_round_few_and_from_nought(most, steps, whole):
    scale = scale_for(most, steps, whole=whole)
    ticks = scale.ticks()
    assert ticks[0] == 0
    assert scale.step.as_tuple().digits in {(1,), (2,), (5,)}
    assert 2 <= len(ticks) <= steps + 1
    assert {later - earlier for earlier, later in pairwise(ticks)} == {scale.step}


@given(most=VALUES, steps=STEPS, whole=st.booleans())
def test_all_that_is_shown_stands_on_the_scale_and_no_step_is_wasted(most, steps, whole):
    scale = scale_for(most, steps, whole=whole)
    assert scale.top >= most
    assert scale.share(0) == 0
    assert scale.share(most) <= 1
    if scale.steps > 1:
        assert float(scale.step) * (scale.steps - 1) < most


@given(most=st.integers(0, 10**6), steps=STEPS)
def test_whole_numbers_have_whole_steps(most, steps):
    assert all(tick == int(tick) for tick in scale_for(most, steps, whole=True).ticks())


@given(most=st.integers(1, 10**6), steps=STEPS, share=st.floats(0, 1))
def test_twice_as_much_stands_twice_as_far(most, steps, share):
    scale = scale_for(most, steps, whole=True)
    assert scale.share(most * share) == pytest.approx(scale.share(most) * share)


@pytest.mark.parametrize(
    ("most", "steps", "written"),
    [
        (0, 6, [0, 1]),
        (1, 6, [0, 1]),
        (6, 6, [0, 1, 2, 3, 4, 5, 6]),
        (42, 5, [0, 10, 20, 30, 40, 50]),
        (52, 6, [0, 10, 20, 30, 40, 50, 60]),
        (1219, 6, [0, 500, 1000, 1500]),
    ],
)
def test_the_numbers_at_a_scale(most, steps, written):
    assert [int(tick) for tick in scale_for(most, steps, whole=True).ticks()] == written


def test_parts_of_one_have_parts_as_steps():
    assert [float(tick) for tick in scale_for(0.45, 5, whole=False).ticks()] == [
        *(0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
    ]


def test_one_of_something_does_not_fill_a_chart():
    assert scale_over([1, 0, 1], 6).top == 5
    assert scale_over([], 6).top == 5
    assert scale_over([6, 2], 6).top == 6
    assert scale_over([0.5, 1], 6).top == 1
