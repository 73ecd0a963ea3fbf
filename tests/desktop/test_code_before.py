"""A case that has another code since two had one says so, and Today tells it once."""

from __future__ import annotations

from contextlib import closing

import pytest
from drive import open_window
from make import Clock, Desks

from casework.ids import another_case_code
from db.store import open_store

WRITTEN = "update casefile set code = ?, code_before = ? where id = ?"


@pytest.fixture
def codes(template, tmp_path):
    """Return the code that a case had, and the one that it has."""
    desks = Desks(template, tmp_path / "home", Clock())
    before = desks.office().answers.record(None, "note", {"text": "CANARY-NOTE"}, "en")
    code, case = before.case_code, bytes.fromhex(before.case_id)
    desks.close()
    now = another_case_code(case, code)
    with closing(open_store(tmp_path / "home", template.unlocked(), Clock())) as store:
        store.connection.execute(WRITTEN, (now, code, case))
    return code, now


def test_the_case_says_which_code_it_had_and_today_tells_it_until_that_is_marked(
    template, tmp_path, codes
):
    before, now = codes
    with open_window(template, tmp_path / "home") as drive:
        drive.go("today")
        title = "This case has a new code: another one had the same"
        drive.until(lambda: title in [one.words for one in drive.page.rows.rows])
        drive.page.list.setFocus()
        (line,) = drive.asked(drive.office.tasks.today).today
        assert line.case_code == now
        drive.press("Space")
        drive.until(lambda: title not in [one.words for one in drive.page.rows.rows])
        drive.go("case", now)
        drive.until(drive.page.union_bar.isVisible)
        assert drive.seen("This case had the code")
        assert drive.seen(before)
