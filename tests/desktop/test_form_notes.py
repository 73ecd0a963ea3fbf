"""A note beside a form is written in place, and nothing of it is lost on the way."""

from __future__ import annotations

import pytest
from drive import open_window
from edging import edges
from make import Clock
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from walking import complaints

import texts
from casework.records.record import DRAFT
from desktop.clock import now
from desktop.frame.settings import Settings


@pytest.fixture
def drive(template, tmp_path):
    # A note says of which day it is: the window and the store have to agree about today.
    with open_window(template, tmp_path / "home", clock=Clock(now())) as drive:
        yield drive


@pytest.fixture
def case(drive):
    answers = {"limits_explained": "yes"}
    record = drive.office.answers.record
    code = drive.asked(lambda: record(None, "intake", answers, "en").case_code)
    opens(drive, code)
    return code


def opens(drive, code, form="family"):
    drive.go("form", code, form)
    drive.until(lambda: drive.page.view is not None)


def entries(drive, code):
    return drive.asked(lambda: drive.office.sections.of(code, "note")).entries


def notes(drive, code):
    """Return the notes of a case that stand on record."""
    return [one for one in entries(drive, code) if one.state != DRAFT]


def begun(drive, code):
    """Return what was begun beside a form, as a sudden end would leave it in the store."""
    drafts = [one for one in entries(drive, code) if one.state == DRAFT]
    return [one.doc.values["note.text"] for one in drafts]


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
    assert drive.page.notes.note.said() == ("EX a quiet word", False)


def test_the_card_stands_in_line_with_the_page_and_leaves_no_hole(drive, case):
    assert not notes(drive, case)
    view = drive.page.view
    top, head = view.middle.geometry().top(), view.head.layout().contentsMargins()
    drive.press("F4")
    drive.rest()
    assert edges(drive.page.notes.note, drive.window)[1] == drive.window.width() - head.right()
    assert view.middle.geometry().top() > top
    drive.press("F4")
    drive.rest()
    assert view.middle.geometry().top() == top


def test_a_note_is_kept_with_the_notes_of_the_case_and_the_form_stays(drive, case):
    drive.press("F4")
    drive.type("EX a quiet word")
    drive.tab_to(texts.say("entries.note_restricted"))
    drive.press("Space")
    drive.tab_to(texts.say("entries.note_add"))
    drive.press("Return")
    drive.until(lambda: not drive.page.notes.note.isVisible())
    assert drive.page.notes.note.said() == ("", False)
    (note,) = notes(drive, case)
    assert "yes" in note.doc.values.values()
    assert drive.page.place.page == "form"


def test_what_is_written_is_kept_when_typing_stops_without_anybody_asking(drive, case):
    drive.press("F4")
    drive.type("EX half a word")
    drive.until(lambda: begun(drive, case) == ["EX half a word"])
    drive.type(", and more")
    drive.tab_to(texts.say("entries.note_restricted"))
    drive.press("Space")
    drive.until(lambda: begun(drive, case) == ["EX half a word, and more"])
    assert not notes(drive, case)

    drive.tab_to(texts.say("entries.note_add"))
    drive.press("Return")
    drive.until(lambda: notes(drive, case))
    assert not begun(drive, case)


def test_a_second_note_is_another_one(drive, case):
    for words in ("EX one", "EX two"):
        drive.press("F4")
        drive.type(words)
        drive.until(lambda words=words: begun(drive, case) == [words])
        drive.tab_to(texts.say("entries.note_add"))
        drive.press("Return")
        drive.until(lambda: not drive.page.notes.note.isVisible())
    assert {one.doc.values["note.text"] for one in notes(drive, case)} == {"EX one", "EX two"}


def test_looking_at_the_card_begins_no_note_and_leaves_no_line(drive, case):
    drive.press("F4", "F4", "Ctrl+1")
    drive.until(lambda: drive.page.place.page == "today")
    assert not entries(drive, case)


@pytest.mark.parametrize("form", ["family", "assessment"])
def test_what_was_begun_stands_there_again_beside_any_form(drive, case, form):
    drive.press("F4")
    drive.type("EX half a word")
    drive.press("Ctrl+1")
    drive.until(lambda: drive.page.place.page == "today")
    assert begun(drive, case) == ["EX half a word"]

    opens(drive, case, form)
    assert drive.page.notes.note.isVisible()
    assert drive.page.notes.note.said() == ("EX half a word", False)
    assert drive.focus() is not drive.page.notes.note.text


def test_whoever_hides_while_writing_comes_back_to_the_same_letter(template, drive, case, tmp_path):
    drive.press("F4")
    drive.type("EX half a word")
    drive.press("Left", "Left")
    QTest.keyClick(drive.focus(), Qt.Key.Key_F9)
    drive.until(lambda: drive.left)
    with open_window(template, tmp_path / "home", clock=drive.clock) as again:
        again.until(lambda: again.page.place.page == "form" and again.page.notes)
        note = again.page.notes.note
        assert note.said() == ("EX half a word", False)
        assert again.focus() is note.text
        assert note.text.textCursor().position() == len("EX half a wo")
        assert not notes(again, case)


def test_whoever_takes_all_her_words_away_has_begun_nothing(drive, case):
    drive.press("F4")
    drive.type("EX half a word")
    drive.until(lambda: begun(drive, case))
    drive.press("Ctrl+A", "Backspace", "Ctrl+1")
    drive.until(lambda: drive.page.place.page == "today")
    assert not entries(drive, case)


def test_a_note_has_no_note_beside_it(drive, case):
    opens(drive, case, "note")
    assert drive.page.notes is None


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
    drive.until(lambda: drive.page.view is not None)
    assert drive.page.notes is None
    assert not drive.page.view.side.notes.isVisible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_groups_are_whole_without_a_bar_where_there_is_room(template, tmp_path, language):
    with open_window(template, tmp_path / "home", settings=Settings(language=language)) as drive:
        answers = {"limits_explained": "yes"}
        record = drive.office.answers.record
        code = drive.asked(lambda: record(None, "intake", answers, "en").case_code)
        opens(drive, code)
        groups = drive.page.view.side._scroll
        drive.rest()
        assert groups.verticalScrollBar().maximum() == 0
