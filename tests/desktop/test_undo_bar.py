"""What was done is said whole within the window, and covers nothing that has the keyboard."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import polib
import pytest
from drive import open_window
from edging import edges, top_and_bottom
from make import agreed
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton, QWidget
from walking import complaints, settle

import texts
from casework.changes import Change
from casework.keeping.exchange import EXCHANGED
from desktop.frame.settings import Settings
from desktop.pages.case.status import StatusActs
from desktop.parts.buttons import Button

LONG = "Taken back: EX " + "what somebody said about what was asked of them " * 4


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_long_words_stand_in_several_lines_within_the_window(template, tmp_path, language, scale):
    settings = Settings(language=language, scale=scale)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1024, 640)
        drive.rest()
        bar = drive.window.workspace.undo
        for words in (LONG, "EX done"):
            drive.page.room.done(words, lambda: None)
            drive.rest()
            left, right = edges(bar, drive.window)
            assert left >= 8
            assert right <= drive.window.width() - 8
            assert top_and_bottom(bar, drive.window)[1] < drive.window.height()
            assert complaints(drive.window) == []
        assert bar.height() < bar.width() / 4


@pytest.mark.begins(after=agreed)
def test_it_stands_above_what_has_the_keyboard(template, home, case):
    with open_window(template, home) as drive:
        drive.window.resize(1024, 640)
        drive.go("case", case)
        drive.rest(6)
        button = Button("EX", "quiet")
        button.setParent(drive.page)
        button.move(drive.page.width() // 2, drive.page.height() - 70)
        button.show()
        bar = drive.window.workspace.undo
        drive.page.room.done("EX done", lambda: None)
        drive.until(bar.isVisible)
        below = top_and_bottom(bar, drive.window)
        assert below[1] > top_and_bottom(button, drive.window)[0]
        button.setFocus()
        assert top_and_bottom(bar, drive.window)[1] < top_and_bottom(button, drive.window)[0]
        drive.window.workspace.navigation.first().setFocus()
        assert top_and_bottom(bar, drive.window) == below


@pytest.mark.begins(after=agreed)
def test_it_goes_along_when_what_has_the_keyboard_finds_another_place(template, home, case):
    """A card that grew or went moved a field under it, or left it over how she may be reached."""
    with open_window(template, home) as drive:
        drive.window.resize(1024, 640)
        drive.go("case", case)
        drive.rest(6)
        holder = QWidget(drive.page)
        button = QPushButton("EX", holder)
        low = drive.page.height() - 70
        holder.setGeometry(drive.page.width() // 2, 100, 100, 60)
        holder.show()
        button.setFocus()
        bar = drive.window.workspace.undo
        drive.page.room.done("EX done", lambda: None)
        drive.until(bar.isVisible)
        at_foot = top_and_bottom(bar, drive.window)
        holder.move(holder.x(), low)
        settle()
        assert top_and_bottom(bar, drive.window)[1] < top_and_bottom(button, drive.window)[0]
        holder.move(holder.x(), 100)
        settle()
        assert top_and_bottom(bar, drive.window) == at_foot


@pytest.mark.begins(after=agreed)
def test_it_stays_where_it_is_for_whoever_comes_to_its_own_button(template, home, case):
    with open_window(template, home) as drive:
        drive.go("case", case)
        drive.rest(6)
        bar = drive.window.workspace.undo
        drive.page.room.done("EX done", lambda: None)
        drive.until(bar.isVisible)
        stood = bar.geometry()
        bar.findChild(QPushButton).setFocus()
        settle()
        assert bar.geometry() == stood


@pytest.mark.begins(after=agreed)
def test_it_covers_no_answer_that_somebody_may_give(template, home, case):
    """Yes and no look alike: of three answers none may lie under it alone."""
    with open_window(template, home) as drive:
        drive.window.resize(1366, 768)
        drive.go("consent", case)
        drive.until(lambda: drive.page.talk is not None)
        drive.page.room.done("EX done", lambda: None)
        bar = drive.window.workspace.undo
        drive.until(bar.isVisible)
        foot = drive.page.sides.foot
        answers = [one for one in foot.findChildren(QPushButton) if one.isVisible()]
        assert len(answers) == 3
        for one in answers:
            place = QRect(one.mapTo(drive.window, QPoint(0, 0)), one.size())
            assert not place.intersects(bar.geometry())


@pytest.mark.begins(after=agreed)
def test_it_makes_way_for_the_answers_of_a_page_that_one_goes_to(template, home, case):
    with open_window(template, home) as drive:
        drive.window.resize(1366, 768)
        bar = drive.window.workspace.undo
        drive.page.room.done("EX done: a few more words, so that it is as wide as it can be")
        drive.until(bar.isVisible)
        drive.go("consent", case)
        drive.until(lambda: drive.page.talk is not None)
        drive.rest(6)
        assert bar.isVisible()
        for one in drive.page.sides.foot.findChildren(QPushButton):
            place = QRect(one.mapTo(drive.window, QPoint(0, 0)), one.size())
            assert not place.intersects(bar.geometry())


def test_it_stands_on_in_another_look_and_goes_with_its_language(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        before = drive.window.workspace.undo
        taken = []
        drive.page.room.done("EX done", lambda: taken.append(1))
        drive.until(before.isVisible)
        drive.window.set(replace(drive.window.settings, theme="dark"))
        drive.rest()
        bar = drive.window.workspace.undo
        assert bar is not before
        assert drive.seen("EX done")
        assert complaints(drive.window) == []
        drive.window.set(replace(drive.window.settings, language="ar"))
        drive.rest()
        assert drive.unseen("EX done")
        drive.press("Ctrl+Z")
        assert taken == [1]


def test_whoever_listens_hears_what_was_done_and_what_is_wrong(template, tmp_path, monkeypatch):
    """Both stood there, and a voice said neither."""
    heard = []
    hears = "desktop.parts.announce.QAccessible.updateAccessibility"
    monkeypatch.setattr(hears, lambda event: heard.append((event.message(), event.politeness())))
    ways = QAccessible.AnnouncementPoliteness
    with open_window(template, tmp_path / "home") as drive:
        drive.page.room.done("EX done")
        drive.page.room.trouble("EX wrong")
        assert heard[-2:] == [("EX done", ways.Polite), ("EX wrong", ways.Assertive)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_was_done_is_said_in_whole_sentences(language):
    """Some of them ended with a full stop and some did not, in one bar."""
    source = polib.pofile(Path(texts.__file__).parent / f"{language}.po", encoding="utf-8")
    said = [
        one
        for one in source
        if re.fullmatch(
            r"\w+\.said\.\w+|form\.(finished|removed)|referrals\.reply_taken", one.msgid
        )
    ]
    assert len(said) > 10
    assert [one.msgid for one in said if not one.msgstr.endswith(".")] == []


@pytest.mark.begins(after=agreed)
def test_what_was_taken_back_is_said_also_where_one_is_elsewhere(template, home, case):
    """Whoever pressed the keys on another page saw nothing, and took back what she never meant."""
    with open_window(template, home) as drive:
        drive.go("case", case)
        drive.rest(6)
        room = drive.page.room
        desk = drive.office.caseload
        colleague = template.colleague.id
        act, back = (partial(one, case, colleague) for one in (desk.share, desk.unshare))
        room.do(room, act, "EX-SHARED", back)
        drive.until(lambda: drive.stands("EX-SHARED"))
        drive.go("services")
        drive.press("Ctrl+Z")
        assert drive.seen("Taken back: EX-SHARED")
        drive.press("Ctrl+Shift+Z")
        drive.until(lambda: drive.stands("EX-SHARED") and not drive.stands("Taken back"))
        # What came in by itself later takes nothing back.
        drive.window.jobs.changed.emit(Change(EXCHANGED))
        drive.rest()
        assert not drive.stands("Taken back")


@pytest.mark.begins(after=agreed)
def test_of_the_steps_of_a_case_only_the_last_is_offered_to_be_taken_back(template, home, case):
    """The second press of the keys was refused in red: only the last step can be taken back."""
    with open_window(template, home) as drive:
        drive.go("case", case)
        drive.rest(6)
        for said in ("The case is paused.", "The case is open."):
            status = drive.page.overview.status
            acts = StatusActs(drive.page.room, case)
            acts.choices(status)[0][1]()
            drive.until(lambda said=said: drive.stands(said))
            drive.until(lambda status=status: drive.page.overview.status is not status)
        drive.press("Ctrl+Z")
        assert drive.seen("Taken back: The case is open.")
        drive.press("Ctrl+Z")
        assert drive.seen("Nothing left to take back here.")
        assert drive.unseen("There is no step to take back.")


@pytest.mark.begins(after=agreed)
def test_what_no_key_takes_back_stands_before_what_came_earlier(template, home, case):
    """Ctrl+Z after a yes took back a note of before, which said nothing of the yes."""
    with open_window(template, home) as drive:
        drive.go("case", case)
        drive.rest(6)
        room, bar = drive.page.room, drive.window.workspace.undo
        taken = []
        for words in ("EX first", "EX second"):
            room.jobs.changed.emit(Change("task_done", "", case))
            room.done(words, partial(taken.append, words))
        drive.rest()
        assert bar.isVisible()
        room.jobs.changed.emit(Change("consent_recorded", "", case))
        drive.until(lambda: not bar.isVisible())
        drive.press("Ctrl+Z")
        assert taken == []
        assert drive.seen("What was done last stays.")
        for at, words in enumerate(("EX second", "EX first"), start=1):
            drive.press("Ctrl+Z")
            assert (len(taken), taken[-1]) == (at, words)
            room.jobs.changed.emit(Change("task_opened", "", case))
            drive.rest()
