"""Words that cannot be saved: nobody leaves the page with them unawares, or for another look."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import pytest
from drive import open_window
from make import agreed

from casework.records.unfinished import Spot
from desktop.bootstrap import office_on
from desktop.editors.typed import AnswerLines
from desktop.frame.settings import Settings
from desktop.parts.buttons import Button
from desktop.parts.fields import Lines
from desktop.parts.messages import MessageBar

pytestmark = pytest.mark.begins(after=agreed)
WORDS = "EXTYPED call about the key"
LAST = "is lost when you leave this page"


@pytest.fixture
def drive(template, home, case):
    with open_window(template, home) as drive:
        drive.code = case
        yield drive


def begin_note(drive):
    """Type the first words of a note, and wait until they are kept."""
    drive.go("form", drive.code, "note")
    drive.until(lambda: drive.page.view is not None)
    field = drive.page.findChildren(AnswerLines)[0]
    field.setFocus()
    drive.type(WORDS)
    drive.page.keep()
    drive.rest()
    return field


def give_away(drive, template):
    store = drive.window.workbook._store
    team = office_on(store, template.supervisor, drive.clock).caseload
    drive.asked(lambda: team.assign(drive.code, template.colleague.id))


@contextmanager
def nothing_written(drive):
    """Let the store take nothing, as on a disk that is full."""
    connection = drive.window.workbook._store.connection
    drive.asked(lambda: connection.execute("pragma query_only = on"))
    yield
    drive.asked(lambda: connection.execute("pragma query_only = off"))


def said(drive):
    return [one.words() for one in drive.window.workspace.bars.findChildren(MessageBar)]


def test_words_of_a_case_that_was_given_away_are_left_by_nobody_unawares(drive, template):
    field = begin_note(drive)
    give_away(drive, template)
    drive.type(" and the door")
    drive.page.keep()
    assert drive.seen("Your words are still here.")

    drive.press("Ctrl+2")
    drive.rest()
    assert drive.focus() is field
    assert field.toPlainText() == f"{WORDS} and the door"
    assert [LAST in one for one in said(drive)] == [True]

    drive.press("Ctrl+2")
    drive.until(lambda: drive.page.place.page == "cases")
    assert drive.seen("on the page before")
    assert drive.unseen("Your words are still here.")


def test_words_that_found_no_room_stay_in_another_look_and_are_kept_once_there_is_some(drive):
    field = begin_note(drive)
    with nothing_written(drive):
        drive.type(" and the door")
        drive.page.keep()
        assert drive.seen("Your words are still here.")
        drive.window.set(replace(Settings(), scale=1.25))
        drive.press("Alt+Left")
        assert drive.focus() is field
        assert [LAST in one for one in said(drive)] == [True]
    button_of(drive, "Try again").click()
    drive.until(lambda: not said(drive))
    (draft,) = drive.asked(drive.office.filling.drafts)
    doc = drive.asked(lambda: drive.office.filling.carry_on(draft.id)).doc
    assert f"{WORDS} and the door" in doc.values.values()
    drive.press("Ctrl+2")
    drive.until(lambda: drive.page.place.page == "cases")


def test_a_task_that_found_no_room_is_not_left_unsaid(drive):
    drive.go("case", drive.code)
    drive.page._begin_task()
    with nothing_written(drive):
        drive.type(WORDS)
        drive.window.workspace.keep()
        assert drive.seen("Your words are still here.")
        drive.press("Ctrl+2")
        drive.rest()
        assert drive.page.place.page == "case"
        assert [LAST in one for one in said(drive)] == [True]
    button_of(drive, "Try again").click()
    drive.until(lambda: not said(drive))
    drive.press("Ctrl+2")
    drive.until(lambda: drive.page.place.page == "cases")
    unfinished = drive.asked(
        lambda: drive.window.workbook.unfinished().of(Spot("task", drive.code))
    )
    assert unfinished.values["title"] == WORDS


def test_a_letter_that_found_no_room_is_not_left_unsaid(drive):
    drive.go("letter", drive.code)
    drive.until(lambda: drive.page.view is not None)
    asked = drive.page.view.order.findChildren(Lines)[0]
    asked.setFocus()
    with nothing_written(drive):
        drive.type(WORDS)
        drive.page.keep()
        assert drive.seen("Your words are still here.")
        drive.press("Ctrl+2")
        drive.rest()
        assert drive.page.place.page == "letter"
        assert asked.toPlainText() == WORDS
    button_of(drive, "Try again").click()
    drive.until(lambda: not said(drive))
    drive.press("Ctrl+2")
    drive.until(lambda: drive.page.place.page == "cases")
    begun = drive.asked(lambda: drive.office.letters.begun.of(drive.code))
    assert begun.asked == WORDS


def button_of(drive, words):
    bars = drive.window.workspace.bars
    return next(one for one in bars.findChildren(Button) if one.text() == words)
