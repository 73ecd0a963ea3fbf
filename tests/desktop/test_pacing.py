"""When an exchange by itself is due, worked out with a clock that the test moves on."""

from __future__ import annotations

import pytest

from desktop.exchange.pacing import Pace, Plan

PACE = Pace()
# Nobody pressed anything for so long that it makes no difference.
LONG = 10_000.0


def plan(now=0.0, ago=None, chance=1.0):
    return Plan(PACE, now, ago, lambda: chance)


def exchanged(again_in=900.0):
    """Return a plan after an exchange that went well, at second 100."""
    made = plan()
    made.began(100.0)
    made.ended(100.0, again_in)
    return made


@pytest.mark.parametrize(
    ("ago", "waits"), [(None, 10.0), (5_000.0, 10.0), (300.0, 600.0), (0.0, 900.0)]
)
def test_whoever_unlocks_has_her_first_page_before_the_server_is_asked(ago, waits) -> None:
    assert plan(ago=ago).wait(0.0, 0.0) == waits


def test_what_was_written_goes_a_minute_after_the_last_of_it() -> None:
    made = exchanged()
    made.changed(200.0)
    assert made.wait(200.0, 0.0) == 60.0
    made.changed(230.0)
    assert made.wait(250.0, 20.0) == 40.0
    assert made.wait(290.0, 60.0) == 0.0


def test_whoever_types_on_is_waited_for() -> None:
    made = exchanged()
    made.changed(200.0)
    assert made.wait(260.0, 3.0) == 57.0


def test_but_not_for_longer_than_a_server_is_left_alone_otherwise() -> None:
    made = exchanged()
    for moment in range(200, 1_000):
        made.changed(float(moment))
        assert made.wait(float(moment), 0.0) > 0.0
    made.changed(1_000.0)
    assert made.wait(1_000.0, 0.0) == 0.0


def test_while_there_is_activity_only_what_others_wrote_is_asked_for_each_minute() -> None:
    """A page that is being written is not sent in sixty parcels an hour."""
    made = exchanged(again_in=60.0)
    assert made.wait(100.0, 0.0) == 60.0
    made.changed(150.0)
    assert made.wait(160.0, 0.0) == 60.0


def test_where_nothing_changed_there_is_the_one_question_at_the_time_that_was_named() -> None:
    made = exchanged(again_in=1_800.0)
    assert made.wait(100.0, LONG) == 1_800.0
    assert made.wait(1_899.0, LONG) == 1.0
    assert made.wait(1_900.0, LONG) == 0.0


@pytest.mark.parametrize(
    ("named", "waits"), [(0.0, 900.0), (1.0, 60.0), (300.0, 300.0), (90_000.0, 3_600.0)]
)
def test_a_server_names_a_time_within_reason(named, waits) -> None:
    assert exchanged(again_in=named).wait(100.0, LONG) == waits


def test_after_each_failure_it_waits_up_to_twice_as_long_and_never_over_an_hour() -> None:
    made, waits = plan(), []
    for _ in range(40):
        made.began(0.0)
        made.failed(0.0)
        waits.append(made.wait(0.0, LONG))
    assert waits[:7] == [60.0, 120.0, 240.0, 480.0, 960.0, 1_920.0, 3_600.0]
    assert set(waits[7:]) == {3_600.0}


@pytest.mark.parametrize(("chance", "waits"), [(0.0, 0.0), (0.25, 30.0), (1.0, 120.0)])
def test_how_long_is_by_chance_so_that_not_all_come_back_at_once(chance, waits) -> None:
    made = plan(chance=chance)
    made.failed(0.0)
    made.failed(0.0)
    assert made.wait(0.0, LONG) == waits


@pytest.mark.parametrize(("named", "waits"), [(50.0, 60.0), (600.0, 600.0), (90_000.0, 3_600.0)])
def test_a_server_that_has_too_much_to_do_is_not_asked_before_it_wants_to_be(named, waits) -> None:
    made = plan()
    made.failed(0.0, named)
    made.changed(0.0)
    assert made.wait(0.0, LONG) == waits


def test_what_is_written_meanwhile_brings_it_no_sooner() -> None:
    made = plan()
    for _ in range(5):
        made.failed(0.0)
    made.changed(1.0)
    assert made.wait(100.0, LONG) == 860.0


def test_once_it_went_well_it_begins_anew() -> None:
    made = plan()
    for _ in range(9):
        made.failed(0.0)
    made.began(4_000.0)
    made.ended(4_000.0, 900.0)
    assert made.wait(4_000.0, LONG) == 900.0
    made.failed(5_000.0)
    assert made.wait(5_000.0, LONG) == 60.0


def test_one_that_was_given_up_without_a_word_is_tried_again_in_a_minute() -> None:
    made = exchanged()
    made.changed(200.0)
    made.began(300.0)
    assert made.wait(300.0, LONG) == 60.0
