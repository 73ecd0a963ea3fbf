"""Help that only works for a while: asked around each boundary of the clock, never as pressure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from make import START

from casework.tasks.task import TaskKind
from casework.tasks.time_windows import is_open, prompts, windows

DAY = date(2026, 3, 10)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def at(day, hour=0, minute=0):
    return datetime.combine(date(2026, 3, day), time(hour, minute))


def found(window, **answers):
    said = {f"assessment.{name}": value for name, value in answers.items()}
    return next((one for one in prompts(said, DAY) if one.window == window), None)


@pytest.mark.parametrize(
    ("window", "hours"), [("hiv_medicine", 72), ("emergency_contraception", 120), ("traces", 168)]
)
def test_a_window_closes_so_many_hours_after_what_happened(window, hours) -> None:
    prompt = found(window, recent="yes", happened_on="2026-03-09", happened_at="21:30")
    closes = at(9, 21, 30) + timedelta(hours=hours)
    assert prompt.until == closes
    assert is_open(prompt, closes - MINUTE)
    assert not is_open(prompt, closes)
    assert not is_open(prompt, closes + HOUR)


def test_without_an_hour_the_whole_day_is_still_possible() -> None:
    prompt = found("hiv_medicine", recent="yes", happened_on="2026-03-09")
    assert prompt.until == at(13)


@pytest.mark.parametrize("recent", ["", "yes", "not_known", "not_asked", "does_not_want_to_say"])
def test_a_time_that_is_not_known_is_possibly_still_open(recent) -> None:
    prompt = found("hiv_medicine", recent=recent, assessed_on="2026-03-10")
    assert prompt.until == at(11) + timedelta(hours=72)
    assert is_open(prompt, at(13, 23, 59))


def test_when_nothing_happened_lately_nothing_is_said() -> None:
    assert [one.window for one in prompts({"assessment.recent": "no"}, DAY)] == []


@pytest.mark.parametrize(
    ("window", "question", "ahead"),
    [("court", "court_on", 7), ("permit", "permit_until", 30), ("recovery", "recovery_until", 14)],
)
def test_a_day_that_does_not_wait_is_said_some_days_before_until_it_is_over(
    window, question, ahead
) -> None:
    day = date(2026, 5, 4)
    prompt = found(window, recent="no", **{question: day.isoformat()})
    first = datetime.combine(day, time()) - timedelta(days=ahead)
    assert not is_open(prompt, first - MINUTE)
    assert is_open(prompt, first)
    assert is_open(prompt, datetime.combine(day, time(23, 59)))
    assert not is_open(prompt, datetime.combine(day, time()) + timedelta(days=1))


def test_every_window_counts_from_one_thing_only() -> None:
    assert all(bool(one.hours) != bool(one.day_of) for one in windows())
    assert len({one.id for one in windows()}) == len(windows())


def test_it_is_a_task_for_today_until_it_helps_no_more_or_was_said(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    office = desks.office()
    said = {"recent": "yes", "happened_on": "2026-03-09", "happened_at": "10:00"}
    office.answers.record(case, "assessment", said, "en")
    (line,) = office.tasks.today().today
    assert (line.kind, line.due, line.carried) == (TaskKind.TIME_WINDOW, START.date(), False)
    assert [one.window for one in office.overview.of(case).prompts] == [
        "hiv_medicine",
        "emergency_contraception",
        "traces",
    ]
    first = office.overview.of(case).prompts[0]
    office.tasks.done(first.id)
    assert first not in office.overview.of(case).prompts
    office.tasks.reopen(first.id)
    assert first in office.overview.of(case).prompts
    # Three days after what happened, less the hours of the first morning.
    desks.clock.pass_days(2)
    assert len(office.overview.of(case).prompts) == 3
    desks.clock.pass_days(1)
    assert [one.window for one in office.overview.of(case).prompts] == [
        "emergency_contraception",
        "traces",
    ]
    (line,) = office.tasks.today().today
    office.tasks.done(line.id)
    assert office.tasks.today().today == ()
    assert office.overview.of(case).prompts == ()
    office.tasks.reopen(line.id)
    assert len(office.overview.of(case).prompts) == 2


def test_a_new_assessment_stands_in_place_of_the_one_before(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    office = desks.office()
    office.answers.record(case, "assessment", {"recent": "yes"}, "en")
    assert office.overview.of(case).prompts
    office.answers.record(case, "assessment", {"recent": "no"}, "en")
    assert office.overview.of(case).prompts == ()
