"""What came without being asked for takes neither the keyboard nor a word from whoever works."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from laptop_pair import Office, shows
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QWidget

import texts
from casework.team.supervision import Why
from casework.team.worker import Role
from desktop.exchange.exchanging import reading
from desktop.parts.own_sure import OwnSure


@pytest.fixture
def office(template, tmp_path):
    return Office.begun(template, tmp_path, Role.SUPERVISOR)


def rests(drive, seconds=99):
    """Let nobody have pressed anything for so long."""
    drive.window.workspace.room.quiet = lambda: seconds


def comes(drive):
    """Let something come, and wait until it is shown; return what was told to the pages."""
    told = []
    drive.window.jobs.changed.connect(told.append)
    news = drive.window.workspace.watch.news
    news.came()
    drive.until(lambda: told)
    drive.rest(6)
    drive.until(lambda: not news._soon.isActive())
    return told


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("case", "case.contact_record"),
        ("history", "case.contact_record"),
        ("consent", "consent.more_purposes"),
    ],
)
def test_the_keyboard_stays_where_it_was_though_all_is_built_anew(office, page, name) -> None:
    with office.here() as drive:
        drive.go(page, office.code)
        found = [one for one in drive.page.findChildren(QPushButton) if one.isVisible()]
        at = next(one for one in found if one.accessibleName() == texts.say(name))
        at.setFocus()
        rests(drive)
        comes(drive)
        assert drive.window.focusWidget().accessibleName() == texts.say(name)
        assert drive.window.focusWidget() is not at


def test_what_somebody_asked_for_comes_as_calmly_where_she_went_on_meanwhile(office) -> None:
    """The keyboard went to the top of the page, and her next key with it."""
    with office.second.office() as there:
        there.glass.open(office.code, Why.DANGER)
        there.tasks.add(office.code, "EX from there", office.clock().date())
    file = office.folder / "came.bundle"
    file.write_bytes(office.second.writes())
    with office.here() as drive:
        drive.go("case", office.code)
        found = [one for one in drive.page.findChildren(QPushButton) if one.isVisible()]
        name = texts.say("case.contact_record")
        at = next(one for one in found if one.accessibleName() == name)
        at.setFocus()
        rests(drive)
        errand = drive.window.jobs.errand
        ends, told = [], []
        errand.ended.connect(ends.append)
        drive.window.jobs.changed.connect(told.append)
        errand.begin("read", partial(reading, drive.window.workspace.room.house, file))
        drive.until(lambda: told)
        drive.rest(6)
        news = drive.window.workspace.watch.news
        drive.until(lambda: not news._soon.isActive())
        assert [one.brought.is_news for one in ends] == [True]
        assert drive.window.focusWidget().accessibleName() == name
        assert drive.window.focusWidget() is not at


def test_a_letter_that_is_put_together_keeps_words_cursor_and_passphrase(office) -> None:
    with office.here() as drive:
        drive.go("letter", office.code)
        drive.until(lambda: drive.page.view is not None)
        view = drive.page.view
        words = view.protection.passphrase()
        assert words
        line = next(one for one in view.findChildren(QPlainTextEdit) if one.isVisible())
        line.setFocus()
        drive.type("EX please")
        drive.press("Left")
        cursor = line.textCursor().position()
        rests(drive)
        comes(drive)
        assert drive.page.view is view
        assert drive.focus() is line
        assert (line.toPlainText(), line.textCursor().position()) == ("EX please", cursor)
        assert view.protection.passphrase() == words


def test_nothing_is_shown_while_her_hands_are_at_it_or_something_is_open(office) -> None:
    with office.here() as drive:
        drive.go("consent", office.code)
        told, news = [], drive.window.workspace.watch.news
        drive.window.jobs.changed.connect(told.append)
        rests(drive, 1)
        news.came()
        drive.rest()
        assert told == []
        rests(drive)
        dialog = QDialog(drive.window)
        dialog.setModal(True)
        dialog.show()
        news.came()
        drive.rest()
        assert told == []
        dialog.close()
        drive.until(lambda: told)
        assert [one.kind for one in told] == ["exchange_read"]


def test_whoever_went_on_meanwhile_is_not_called_back(office) -> None:
    with office.here() as drive:
        drive.go("consent", office.code)
        other = next(
            one
            for one in drive.page.findChildren(QWidget)
            if one.isVisible() and one.accessibleName() == texts.say("consent.more_purposes")
        )
        other.setFocus()
        rests(drive)
        drive.window.workspace.watch.news.came()
        drive.go("today")
        drive.rest(6)
        here = drive.window.focusWidget()
        assert here is None or here.accessibleName() != texts.say("consent.more_purposes")


def test_a_question_that_stands_is_not_taken_away_by_what_was_heard_meanwhile(office) -> None:
    with office.here() as drive:
        page = shows(drive)
        page.laptops.rows[0].click()
        (asks,) = [one for one in page.laptops.findChildren(OwnSure) if one.isVisible()]
        room = drive.window.workspace.room
        drive.until(lambda: room.exchange is not None)
        state = room.exchange
        laptops = tuple(replace(one, ahead=3) for one in state.laptops)
        page.laptops.show_state(replace(state, laptops=laptops))
        assert asks.isVisible()
