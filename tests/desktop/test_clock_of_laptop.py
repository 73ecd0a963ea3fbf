"""A clock that can not be right: an old laptop whose battery is empty begins in another year."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from make import WORDS

from desktop import clock
from desktop.bootstrap import open_workbook
from desktop.clock import MADE, now, reckoned

OLD = datetime(2010, 1, 1, tzinfo=UTC)
OPENED = "select opened_on from casefile order by number"
LAST = datetime(2026, 12, 10, tzinfo=UTC)


@pytest.fixture
def shows(monkeypatch):
    """Return what lets the clock of the laptop show a moment."""
    monkeypatch.setattr(clock._Reckoning, "by", timedelta(0))
    return lambda moment: monkeypatch.setattr(clock, "_shown", lambda: moment)


def test_a_clock_that_cannot_be_right_goes_on_from_what_was_written_last(shows) -> None:
    shows(OLD)
    assert reckoned(LAST, now) == ["clock_wrong"]
    assert now() == LAST
    shows(OLD + timedelta(hours=3))
    assert now() == LAST + timedelta(hours=3)


def test_it_is_believed_again_as_soon_as_it_is_set(shows) -> None:
    shows(OLD)
    reckoned(LAST, now)
    shows(LAST + timedelta(days=9))
    assert now() == LAST + timedelta(days=9)
    assert reckoned(LAST, now) == []


def test_a_time_zone_that_is_none_stops_nothing(shows, monkeypatch) -> None:
    shows(LAST)
    monkeypatch.setenv("TZ", "UTC+25")
    time.tzset()
    try:
        assert now() == LAST
    finally:
        monkeypatch.undo()
        time.tzset()


def test_where_nothing_is_known_it_is_the_day_the_program_was_made(shows) -> None:
    shows(OLD)
    assert reckoned(OLD, now) == ["clock_wrong"]
    assert now() == MADE


def test_one_that_was_only_set_back_is_believed_and_named(shows) -> None:
    shows(LAST - timedelta(days=3))
    assert reckoned(LAST, now) == ["clock_behind"]
    assert now() == LAST - timedelta(days=3)
    shows(LAST - timedelta(days=1))
    assert reckoned(LAST, now) == []


def test_what_is_written_under_such_a_clock_bears_the_day_of_what_was_last(
    template, tmp_path, shows
) -> None:
    home = template.copy(tmp_path / "home")
    for shown, code in ((LAST, []), (OLD, ["clock_wrong"]), (OLD, ["clock_wrong"])):
        shows(shown)
        workbook = open_workbook(home, "Supervisor 1", WORDS)
        workbook.office.answers.record(None, "intake", {"limits_explained": "yes"}, "en")
        assert [one for one in workbook.notices if one.startswith("clock")] == code
        rows = workbook._store.connection.execute(OPENED).fetchall()
        workbook.close()
    assert [day for (day,) in rows] == [LAST.astimezone().date().isoformat()] * 3
