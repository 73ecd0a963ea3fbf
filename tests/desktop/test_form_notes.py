"""A note beside a form is written in place, and nothing of it is lost on the way."""

from __future__ import annotations

import pytest
from drive import open_window
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from walking import complaints

import texts
from desktop.frame.settings import Settings


@pytest.fixture
def drive(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        yield drive


@pytest.fixture
def case(drive):
    answers = {"limits_explained": "yes"}
    record = drive.office.answers.record
    code = drive.asked(lambda: record(None, "intake", answers, "en").case_code)
    opens(drive, code)
    return code


def opens(drive, code):
    drive.go("form", code, "family")
    drive.until(lambda: drive.page._view is not None)


def notes(drive, code):
    """Return the notes of a case as they stand on record."""
    return drive.asked(lambda: drive.office.sections.of(code, "note")).entries


def test_the_key_opens_a_note_and_closes_it_where_one_was(drive, case):
    before = drive.focus()
    drive.press("F4")
    assert drive.focus() is drive.page.notes.note.text
    drive.type("EX a quiet word")
    drive.press("F4")
    assert drive.focus() is before
    assert not drive.page.notes.note.isVisible()
    assert not notes(drive, case)
    drive.press("F4")
    assert drive.page.notes.note.words() == "EX a quiet word"


def test_a_note_is_kept_with_the_notes_of_the_case_and_the_form_stays(drive, case):
    drive.press("F4")
    drive.type("EX a quiet word")
    drive.tab_to(texts.say("entries.note_restricted"))
    drive.press("Space")
    drive.tab_to(texts.say("entries.note_add"))
    drive.press("Return")
    drive.until(lambda: not drive.page.notes.note.isVisible())
    assert drive.page.notes.note.words() == ""
    (note,) = notes(drive, case)
    assert "yes" in note.doc.values.values()
    assert drive.page.place.page == "form"


def test_what_was_not_kept_yet_is_kept_when_one_leaves(drive, case):
    drive.press("F4")
    drive.type("EX half a word")
    drive.press("Ctrl+1")
    drive.until(lambda: drive.page.place.page == "today")
    assert len(notes(drive, case)) == 1


def test_what_was_not_kept_yet_is_kept_when_one_hides(template, drive, case, tmp_path):
    drive.press("F4")
    drive.type("EX half a word")
    QTest.keyClick(drive.focus(), Qt.Key.Key_F9)
    drive.until(lambda: drive.left)
    with open_window(template, tmp_path / "home") as again:
        assert len(notes(again, case)) == 1


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("language", ["en", "ar", "qps"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 640)])
def test_nothing_of_it_is_cut(template, tmp_path, language, scale, size):
    settings = Settings(language=language, scale=scale)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(*size)
        answers = {"limits_explained": "yes"}
        record = drive.office.answers.record
        code = drive.asked(lambda: record(None, "intake", answers, "en").case_code)
        opens(drive, code)
        drive.press("F4")
        drive.rest(3)
        assert complaints(drive.window) == []


def test_a_form_that_is_of_no_case_has_none(drive):
    drive.go("form", "", "service")
    drive.until(lambda: drive.page._view is not None)
    assert drive.page.notes is None
    assert not drive.page._view.side.notes.isVisible()
