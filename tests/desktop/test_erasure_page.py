"""Erasing a case by keyboard: asked for, agreed to by a second person, done, certified."""

from __future__ import annotations

import os

import pytest
from drive import open_window
from make import agreed
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible
from reading import page_texts
from walking import complaints

import texts
from casework.consent.grant import Purpose
from desktop.frame.settings import Settings
from desktop.pages.consent.topic import Topic
from desktop.parts.words import Words
from desktop.saying.unreached import BREAK


def on_screen(path):
    """Return a path as a page shows it: it may break after each folder."""
    return str(path).replace(os.sep, os.sep + BREAK)


pytestmark = pytest.mark.begins(after=agreed)


@pytest.fixture
def home(start, tmp_path):
    return start.copy(tmp_path / "home"), start.kept


@pytest.fixture
def at(template, home):
    windows = []

    def enter(worker=None, **settings):
        folder, code = home
        window = open_window(template, folder, worker=worker, settings=Settings(**settings))
        drive = window.__enter__()
        windows.append(window)
        drive.code = code
        drive.go("erasure", code)
        drive.rest(6)
        return drive

    yield enter
    for window in windows:
        window.__exit__(None, None, None)


def _says_why(drive):
    """Choose the first of the reasons: her wish."""
    drive.until(lambda: drive.focus() is drive.page.why)
    drive.press("Down")


def test_no_reason_is_put_there_by_us_and_without_one_nothing_is_asked(at):
    drive = at()
    drive.tab_to("Ask for it")
    drive.press("Return")
    drive.rest()
    assert drive.focus() is drive.page.why
    assert drive.seen(texts.say("erasure.why_first"))
    assert drive.asked(lambda: drive.office.erasures.check(drive.code)).erasure is None
    drive.press("Down")
    drive.tab_to("Ask for it")
    drive.press("Return")
    drive.until(lambda: drive.page.check.erasure is not None)
    assert drive.page.check.erasure.basis.value == "her_wish"


def test_one_asks_and_waits_and_may_keep_the_case_after_all(at):
    drive = at()
    _says_why(drive)
    drive.tab_to("Ask for it")
    drive.press("Return")
    drive.until(lambda: drive.page.check.erasure is not None)
    drive.rest()
    assert not drive.page.erase.isEnabled()
    assert drive.seen("Without a second person it can be done from 24 March 2026.")
    drive.tab_to("Take the request back")
    drive.press("Return")
    drive.until(lambda: drive.page.check.erasure is None)
    drive.rest()
    assert drive.page.why.isVisible()


def test_what_keeps_a_case_stands_under_a_heading_of_its_own(at):
    drive = at()
    (heading,) = [
        one
        for one in drive.page.holds.findChildren(Words)
        if one.isVisible() and one.voice == QAccessible.Role.Heading
    ]
    assert heading.text() == texts.say("hold.title")


def test_in_danger_her_wish_is_done_at_once_and_certified(at):
    drive = at()
    _says_why(drive)
    drive.tab_to("When?")
    drive.press("End")
    drive.tab_to("Ask for it")
    drive.press("Return")
    drive.until(lambda: drive.page.erase.isEnabled() and drive.page.erase.isVisible())
    drive.tab_to("Erase for ever…")
    drive.press("Return")
    # It is asked once more, and neither Return nor Escape by themselves do it.
    assert drive.seen(texts.say("erasure.sure"))
    assert drive.focus().text() == texts.say("sure.leave_it")
    drive.press("Return")
    assert drive.focus() is drive.page.erase
    drive.press("Return", "Escape")
    assert drive.focus() is drive.page.erase
    assert drive.unseen(texts.say("erasure.sure"))
    assert drive.asked(lambda: drive.office.erasures.check(drive.code)).erasure.done_on is None
    drive.press("Return", "Backtab")
    assert drive.focus().text() == texts.say("erasure.yes")
    drive.press("Return")
    drive.until(lambda: drive.stands("The case is erased."))
    drive.rest()
    assert drive.asked(drive.office.cases.all) == []
    assert drive.focus().accessibleName() == "Print"
    assert drive.page.isVisible()
    # No way leads to a case that is gone.
    assert drive.unseen(drive.code)
    above = drive.page._paper.itemAt(0).widget().language
    foot = above.mapTo(drive.window, QPoint(0, above.height()))
    assert drive.window.ring.isVisible()
    assert drive.window.ring.geometry().top() >= foot.y()


def test_the_certificate_is_in_the_language_that_she_reads(at):
    drive = at()
    _says_why(drive)
    drive.page.when.setCurrentIndex(1)
    drive.page.ask.click()
    drive.until(lambda: drive.page.erase.isEnabled() and drive.page.erase.isVisible())
    drive.page.erase.click()
    drive.page.sure.yes.click()
    drive.until(lambda: drive.stands("The case is erased."))
    paper = drive.page._paper.itemAt(0).widget()
    drive.press("Backtab", "Down")
    assert drive.focus() is paper.language
    ((_name, pdf),) = drive.asked(paper._make)
    assert texts.say("certificate.title", language="ar").split()[0] in page_texts(pdf)[0]


def test_what_an_erasure_did_not_reach_stands_beside_that_it_is_done(at, tmp_path):
    (tmp_path / "stick").mkdir()
    drive = at(language="ar")
    drive.asked(lambda: drive.page.room.house.back_up(tmp_path / "stick" / "one.backup"))
    (tmp_path / "stick").rename(tmp_path / "away")
    _says_why(drive)
    drive.page.when.setCurrentIndex(1)
    drive.page.ask.click()
    drive.until(lambda: drive.page.erase.isEnabled() and drive.page.erase.isVisible())
    drive.page.erase.click()
    drive.page.sure.yes.click()
    drive.until(lambda: drive.stands(texts.say("erasure.done")))
    drive.rest()
    assert drive.seen(on_screen(tmp_path / "stick"))
    assert complaints(drive.window) == []


def test_a_second_person_agrees_without_seeing_the_case(at, template):
    first = at()
    _says_why(first)
    first.tab_to("Ask for it")
    first.press("Return")
    first.until(lambda: first.page.check.erasure is not None)
    first.window.close()
    second = at(template.supervisor)
    second.tab_to("I agree as the second person")
    second.press("Return")
    second.until(lambda: second.page.check.may_be_done)
    second.rest()
    assert second.page.erase.isEnabled()
    assert second.unseen("CANARY")


@pytest.mark.parametrize("settings", [{}, {"language": "ar"}, {"scale": 2.0}])
def test_nothing_is_cut_or_covered(at, settings):
    drive = at(**settings)
    assert complaints(drive.window) == []


def test_who_ends_working_together_chooses_to_keep_little_or_to_erase(template, home):
    folder, code = home
    with open_window(template, folder) as drive:
        drive.go("consent", code, "case_service")
        drive.page.talk.agreed.withdrawing.emit(Topic(Purpose.CASE_SERVICE))
        drive.until(lambda: drive.stands("Withdraw this consent"))
        drive.tab_to("Withdraw this consent", limit=200)
        drive.press("Return")
        drive.rest()
        drive.tab_to("Erase now", limit=200)
        drive.press("Return")
        drive.rest()
        assert drive.page.place.page == "erasure"
        assert drive.page.why.code() == "consent_ended"


def test_once_it_is_done_nothing_says_any_more_what_erasing_would_be(at):
    drive = at()
    assert drive.seen(texts.say("erasure.note", **{"figure:14": 14}))
    _says_why(drive)
    drive.page.when.setCurrentIndex(1)
    drive.page.ask.click()
    drive.until(lambda: drive.page.erase.isEnabled() and drive.page.erase.isVisible())
    drive.page.erase.click()
    drive.page.sure.yes.click()
    drive.until(lambda: drive.stands(texts.say("erasure.done")))
    assert drive.unseen("Nobody does it alone")
