"""What is typed outside a form waits in the store: over hide, lock, another look, and a way off."""

from __future__ import annotations

from dataclasses import replace
from shutil import copytree

import pytest
from drive import open_window
from make import Clock, Desks
from PySide6.QtWidgets import QLabel, QWidget

from casework.keeping.erasure import Basis
from casework.records.unfinished import Spot, Unfinished
from desktop.frame.handing_over import keep_and_leave
from desktop.frame.settings import Settings
from desktop.frame.unfinished import NeverKept, UnfinishedFields
from desktop.parts.buttons import Button
from desktop.parts.fields import Line, Secret
from desktop.parts.own_secret import OwnSecret
from desktop.parts.secret_field import SeenSecret

WORDS = "EXTYPED call about the key"


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    """Return a folder with a case that has agreed."""
    home = tmp_path_factory.mktemp("typed") / "home"
    desks = Desks(template, home, Clock())
    code = desks.visit()
    desks.agree(code)
    desks.close()
    return home, code


@pytest.fixture
def made(filled, tmp_path):
    home, code = filled
    return copytree(home, tmp_path / "home"), code


@pytest.fixture
def drive(template, made):
    home, code = made
    with open_window(template, home) as drive:
        drive.code = code
        drive.rest(6)
        yield drive


def kept(drive, *spot):
    """Return what waits at a spot, once nothing is on its way to the store."""
    drive.window.workspace.keep()
    return drive.asked(lambda: drive.window.workbook.unfinished().of(Spot(*spot)))


def begin_task(drive, words=WORDS):
    drive.page._add.click()
    drive.type(drive.code)
    drive.press("Tab")
    drive.type(words)


def fields(drive):
    return [one.text() for one in drive.page.new.findChildren(Line)]


@pytest.mark.parametrize("how", ["hide", "lock"])
def test_a_task_that_was_begun_comes_back_where_it_was_left(template, made, how) -> None:
    home, code = made
    with open_window(template, home) as drive:
        drive.code = code
        begin_task(drive)
        # Nobody waits for it to be kept.
        keep_and_leave(drive.window, how)
        drive.until(lambda: drive.left == [how])
    with open_window(template, home) as drive:
        drive.until(lambda: fields(drive) == [code, WORDS, ""])
        assert drive.page.new.isVisible()
        assert drive.focus() is drive.page.new._title.editor


@pytest.mark.parametrize(
    "other",
    [{"language": "ar"}, {"scale": 2.0}, {"theme": "dark"}],
    ids=["language", "text size", "theme"],
)
def test_in_another_look_the_words_stand_where_they_stood(drive, other) -> None:
    begin_task(drive)
    drive.window.set(replace(Settings(), **other))
    drive.until(lambda: drive.page.new.isVisible() and fields(drive)[1] == WORDS)
    assert drive.focus() is drive.page.new._title.editor


def test_a_page_that_was_left_by_mistake_has_its_words_still(drive) -> None:
    begin_task(drive)
    drive.press("Ctrl+2")
    drive.rest()
    drive.press("Ctrl+1")
    drive.until(lambda: drive.page.new.isVisible() and fields(drive)[1] == WORDS)


def test_escape_closes_and_drops_nothing(drive) -> None:
    begin_task(drive)
    drive.press("Esc")
    assert not drive.page.new.isVisible()
    drive.go("cases")
    drive.go("today")
    assert not drive.page.new.isVisible()
    drive.page._add.click()
    drive.until(lambda: fields(drive)[1] == WORDS)


def test_whoever_cancels_wants_none_of_it(drive) -> None:
    begin_task(drive)
    assert kept(drive, "task").values["title"] == WORDS
    button_of(drive.page.new, "Cancel").click()
    assert kept(drive, "task") is None
    drive.page._add.click()
    drive.rest()
    assert fields(drive) == ["", "", ""]


def button_of(panel, words):
    return next(one for one in panel.findChildren(Button) if one.text() == words)


def test_what_was_added_waits_no_more(drive) -> None:
    begin_task(drive)
    assert kept(drive, "task").values["title"] == WORDS
    drive.press("Return")
    drive.until(lambda: not drive.page.new.isVisible())
    assert kept(drive, "task") is None
    drive.go("cases")
    assert kept(drive, "task") is None


def test_what_was_refused_waits_on(drive) -> None:
    drive.page._add.click()
    drive.type("BBBB-BBBB")
    drive.press("Tab")
    drive.type(WORDS)
    drive.press("Return")
    drive.until(lambda: drive.page.new._first._error is not None)
    assert drive.asked(lambda: drive.window.workbook.unfinished().of(Spot("task")))


def test_an_hour_without_a_day_is_not_dropped_unsaid(drive) -> None:
    begin_task(drive)
    drive.press("Tab", "End", "Tab")
    drive.type("14:00")
    assert drive.page.new._day.editor.code() == ""
    drive.press("Return")
    assert drive.seen("An hour needs a day.")
    assert drive.focus() is drive.page.new._hour.editor
    assert fields(drive)[2] == "14:00"


def test_an_erased_case_takes_along_what_was_typed_of_it(drive) -> None:
    begin_task(drive)
    assert kept(drive, "task").values["title"] == WORDS
    erasures = drive.office.erasures
    drive.asked(lambda: erasures.request(drive.code, Basis.HER_WISH, in_danger=True))
    drive.asked(lambda: erasures.carry_out(drive.code))
    assert drive.asked(lambda: drive.window.workbook.unfinished().of(Spot("task"))) is None


def test_no_passphrase_can_be_named_to_be_kept(drive) -> None:
    room, own = drive.page.room, OwnSecret()
    shown = Line()
    shown.setEchoMode(Line.EchoMode.Password)
    for secret in (Secret(), SeenSecret(), own.secret, own, shown, QLabel("words")):
        with pytest.raises(NeverKept):
            UnfinishedFields(room, Spot("task"), drive.page, {"secret": secret})
    own.secret.eye.click()
    # Also while it is looked at.
    with pytest.raises(NeverKept):
        UnfinishedFields(room, Spot("task"), drive.page, {"secret": own.secret})


def test_words_that_came_before_their_page_was_in_sight_give_the_keyboard_back(drive) -> None:
    """A quick store answered while the page was on its way: the keyboard stayed where it was."""
    page, spot = drive.page, Spot("review", drive.code, "EX-1")
    words = Unfinished({"note": WORDS}, at="note")
    drive.asked(lambda: drive.window.workbook.unfinished().keep(spot, words))
    panel = QWidget(page)
    note = Line()
    note.setParent(panel)
    panel.hide()
    UnfinishedFields(page.room, spot, panel, {"note": note})
    drive.until(lambda: note.text() == WORDS)
    assert not note.hasFocus()
    panel.show()
    drive.until(note.hasFocus)
