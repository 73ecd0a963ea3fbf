"""The day turns while the window is open: what is said of a day follows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from drive import open_window
from make import Clock, Desks
from PySide6.QtCore import Qt

from desktop import clock as shown
from desktop.frame.by_itself import _NOTHING_NEW
from desktop.frame.day_turning import DAY_TURNED
from texts.dates import this_day

# The last day of a year that is followed by one, and the day before a leap day.
EVES = [datetime(2027, 12, 31, 22, 50, tzinfo=UTC), datetime(2028, 2, 28, 22, 50, tzinfo=UTC)]
LATER = timedelta(hours=3)


@pytest.fixture(params=EVES, ids=["new year", "leap day"])
def night(request, template, tmp_path, monkeypatch):
    """Return a window that is open in the last hour of a day, with what is due on the next."""
    moment = request.param
    monkeypatch.setattr(shown, "_shown", lambda: clock.moment)
    monkeypatch.setattr(shown._Reckoning, "by", timedelta(0))
    clock = Clock(moment)
    desks = Desks(template, tmp_path / "home", clock)
    case = desks.visit(safe_way="phone_call")
    desks.office().tasks.add(case, "EX-TASK", (moment + LATER).date())
    desks.close()
    with open_window(template, tmp_path / "home", clock=clock) as drive:
        drive.case = case
        yield drive


def midnight_passes(drive):
    drive.clock.moment += LATER
    drive.window.workspace._day.look()
    drive.rest(6)


def groups(drive):
    return [row.words for row in drive.page.rows.rows if row.count]


def test_what_was_due_tomorrow_is_for_today(night):
    before = this_day(night.clock.moment.date())
    assert night.seen(before)
    assert groups(night) == ["Today", "This week"]
    midnight_passes(night)
    assert groups(night) == ["Today"]
    assert night.page.rows.rows[1].words == "EX-TASK"
    assert night.unseen(before)
    assert night.seen(this_day(night.clock.moment.date()))


def test_what_a_case_that_is_open_says_of_its_days_follows(night):
    night.go("case", night.case)
    assert night.seen("Checked today")
    midnight_passes(night)
    assert night.unseen("Checked today")


def test_when_a_service_was_checked_is_said_of_the_new_day(night):
    night.asked(lambda: night.office.services.checked(night.office.services.all()[0].code))
    night.go("services")
    assert any("Checked today" in words for words in listed(night))
    midnight_passes(night)
    assert not any("Checked today" in words for words in listed(night))


def listed(drive):
    """Return what is said of each service in the list."""
    model, heard = drive.page.list.view.model(), Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, 0).data(heard) for row in range(model.rowCount())]


def test_nothing_was_written_that_others_would_lack(night):
    assert DAY_TURNED in _NOTHING_NEW
    told = []
    night.window.jobs.changed.connect(told.append)
    midnight_passes(night)
    assert [one.kind for one in told] == [DAY_TURNED]


def test_within_a_day_nothing_is_asked_anew(night):
    told = []
    night.window.jobs.changed.connect(told.append)
    night.window.workspace._day.look()
    assert told == []
