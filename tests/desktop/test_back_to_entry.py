"""Whoever reads one of many entries comes back to that one, however far down it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drive import open_window

from casework.changes import Change
from casework.keeping.exchange import EXCHANGED
from desktop.frame.settings import Settings
from desktop.pages.form.place import wanted_of
from desktop.parts.so_many import AT_ONCE


def noted(desks):
    """Return a case with more notes than are shown at once."""
    case = desks.visit()
    for number in range(AT_ONCE + 5):
        desks.office().answers.record(case, "note", {"text": f"EX-NOTE {number}"}, "en")
    return case


@pytest.mark.begins(after=noted)
def test_whoever_comes_back_from_an_older_entry_stands_at_it(template, home, case):
    with open_window(template, home) as drive:
        drive.go("entries", case, "note")
        drive.until(lambda: len(drive.page.list.open_buttons) == AT_ONCE)
        drive.page.list._many.more.click()
        drive.page.list.open_buttons[AT_ONCE + 2].setFocus()
        drive.press("Space")
        drive.until(lambda: drive.page.place.page == "form")
        opened = wanted_of(drive.page.place.subject).entry_id
        drive.window.workspace.back()
        drive.until(lambda: drive.page.place.page == "entries")
        drive.until(lambda: drive.page.list.at() == opened)
        assert drive.focus() is drive.page.list.open_buttons[AT_ONCE + 2]
        page = drive.page
        drive.window.set(replace(Settings(), scale=1.25))
        drive.until(lambda: drive.page is not page and drive.page.list.at() == opened)
        # What comes in afterwards leads nobody back there.
        drive.page.add.setFocus()
        drive.window.jobs.changed.emit(Change(EXCHANGED))
        drive.rest(6)
        assert drive.page.add.hasFocus()
