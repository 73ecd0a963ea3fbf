"""Who begins a case hears quietly that somebody may be known already, and goes on or looks."""

from __future__ import annotations

import pytest
from drive import open_window
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from walking import complaints

import texts
from desktop.frame.places import Place
from desktop.frame.settings import Settings

NAME = "EX-Fatima Example"


@pytest.fixture
def drive(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        yield drive


@pytest.fixture
def case(drive):
    answers = {"limits_explained": "yes", "name_used": NAME}
    return drive.asked(lambda: drive.office.answers.record(None, "intake", answers, "en").case_code)


def typed(drive, name):
    """Type a name into a new first visit and go on to the next question."""
    drive.go("form", "", "intake", "intake.name_used")
    drive.until(lambda: drive.page.view is not None)
    drive.page.view.go_to("intake.name_used")
    drive.type(name)
    drive.press("Tab")


def test_a_name_that_is_known_in_another_spelling_brings_a_bar_and_a_way_to_look(drive, case):
    typed(drive, "example ex-fatmah")
    drive.until(lambda: drive.page.known.codes == (case,))
    assert drive.seen("There may already be a case for this person")
    drive.page.known.look.setFocus()
    drive.press("Space")
    drive.until(lambda: drive.page.place == Place("case", case))


def test_a_name_that_nobody_has_brings_nothing_and_a_changed_one_takes_the_bar_away(drive, case):
    typed(drive, NAME)
    drive.until(lambda: drive.page.known.codes == (case,))
    drive.page.view.go_to("intake.name_used")
    drive.press("Ctrl+A")
    drive.type("Somebody Else")
    drive.press("Tab")
    drive.until(lambda: not drive.page.known.codes)
    assert drive.unseen("There may already be a case")
    assert drive.page.known.look is None


def test_a_few_cases_stand_behind_one_button(drive, case):
    answers = {"limits_explained": "yes", "name_used": NAME}
    record = drive.office.answers.record
    other = drive.asked(lambda: record(None, "intake", answers, "en").case_code)
    typed(drive, NAME)
    drive.until(lambda: set(drive.page.known.codes) == {case, other})
    drive.page.known.look.setFocus()
    drive.press("Space")
    drive.until(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    QTest.keyClick(menu, Qt.Key.Key_Return)
    drive.until(lambda: drive.page.place == Place("case", drive.page.place.case or "none"))
    assert drive.page.place.case in {case, other}


@pytest.mark.parametrize("size", [(1366, 768), (1024, 640)])
def test_in_large_text_what_is_to_be_known_scrolls_with_the_questions(template, tmp_path, size):
    settings = Settings(scale=2.0)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(*size)
        answers = {"limits_explained": "yes", "name_used": NAME}
        record = drive.office.answers.record
        known = drive.asked(lambda: record(None, "intake", answers, "en").case_code)
        typed(drive, NAME)
        drive.until(lambda: drive.page.known.codes == (known,))
        drive.rest(4)
        view = drive.page.view
        assert view.pages[view.at].isAncestorOf(view.bars)
        assert complaints(drive.window) == []


def test_the_way_without_a_record_is_there_in_large_text_too(template, tmp_path):
    with open_window(template, tmp_path / "home", settings=Settings(scale=2.0)) as drive:
        drive.window.resize(1024, 640)
        drive.go("form", "", "intake")
        drive.rest()
        drive.tab_to(texts.say("unrecorded.link"))
        drive.press("Space")
        drive.until(lambda: drive.page.place.page == "unrecorded")


@pytest.mark.parametrize("size", [(1366, 768), (1024, 640)])
def test_what_has_the_focus_stays_in_sight_when_something_comes_above_it(template, tmp_path, size):
    with open_window(template, tmp_path / "home", settings=Settings(scale=2.0)) as drive:
        drive.window.resize(*size)
        drive.go("form", "", "intake")
        drive.rest(4)
        at = drive.focus()
        assert at.visibleRegion().boundingRect() == at.rect()
