"""What is typed about a request for help waits in the store until it is on record."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from shutil import copytree
from threading import Event

import pytest
from drive import open_window
from make import Clock, Desks
from PySide6.QtWidgets import QPushButton

from casework.records.unfinished import Spot
from casework.referrals.desk import Move
from casework.referrals.referral import Need, ReferralStatus
from desktop.frame.handing_over import keep_and_leave
from desktop.frame.settings import Settings
from desktop.pages.referrals.panels import (
    AnswerPanel,
    AppointmentPanel,
    Panel,
    ReplyPanel,
    TellPanel,
)

CLINIC = "Example Clinic A"
WORDS = "EXTYPED she would rather"
S = ReferralStatus


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    """Return a folder with a case and two requests in it, of which one was told aloud."""
    home = tmp_path_factory.mktemp("typed") / "home"
    desks = Desks(template, home, Clock())
    code = desks.visit()
    desks.agree(code)
    referrals = desks.office().referrals
    told = referrals.begin(code, Need("health_emergency"), CLINIC).subject_id
    referrals.move(code, told, Move(S.AGREED))
    idea = referrals.begin(code, Need("housing"), "").subject_id
    desks.close()
    return home, code, told, idea


@pytest.fixture
def made(filled, tmp_path):
    home, *rest = filled
    return copytree(home, tmp_path / "home"), *rest


@pytest.fixture
def drive(template, made):
    home, drive_code, told, idea = made
    with open_window(template, home) as drive:
        drive.code, drive.told, drive.idea = drive_code, told, idea
        drive.go("referrals", drive.code, told)
        yield drive


def panel_of(drive, referral):
    return next(iter(drive.page.cards[referral].findChildren(Panel)), None)


def opens(drive, referral, name):
    """Open a panel by what its button is there for."""
    getattr(drive.page.cards[referral], name).emit(referral)
    drive.until(lambda: panel_of(drive, referral))
    return panel_of(drive, referral)


def kept(drive, *spot):
    drive.window.workspace.keep()
    return drive.asked(lambda: drive.window.workbook.unfinished().of(Spot(*spot)))


def push(panel, words):
    next(one for one in panel.findChildren(QPushButton) if one.text() == words).click()


@pytest.mark.parametrize("how", ["hide", "lock"])
def test_a_panel_that_was_open_is_open_again_with_its_words(template, made, how) -> None:
    home, code, told, idea = made
    with open_window(template, home) as drive:
        drive.go("referrals", code, told)
        panel = opens(drive, told, "describing")
        panel.asked.reason.setFocus()
        drive.type(WORDS)
        other = opens(drive, idea, "arranging")
        other._place.setText("EXPLACE")
        panel.asked.reason.setFocus()
        keep_and_leave(drive.window, how)
        drive.until(lambda: drive.left == [how])
    with open_window(template, home) as drive:
        drive.until(lambda: panel_of(drive, told) and panel_of(drive, idea))
        reason = panel_of(drive, told).asked.reason
        drive.until(lambda: reason.text() == WORDS)
        drive.until(lambda: panel_of(drive, idea)._place.text() == "EXPLACE")
        assert drive.focus() is reason


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        (lambda card: card.moving.emit(card.line.id, S.COMPLETED), AnswerPanel),
        (lambda card: card.arranging.emit(card.line.id), AppointmentPanel),
        (lambda card: card.moving.emit(card.line.id, S.TOLD_VERBALLY), TellPanel),
    ],
    ids=["outcome", "appointment", "what was told"],
)
def test_every_panel_has_its_words_when_one_comes_back(drive, ask, kind) -> None:
    ask(drive.page.cards[drive.told])
    drive.until(lambda: panel_of(drive, drive.told))
    drive.rest()
    change = {
        AnswerPanel: lambda panel: panel.words.setText(WORDS),
        AppointmentPanel: lambda panel: panel._place.setText(WORDS),
        TellPanel: lambda panel: next(iter(panel.ticks.values())).setChecked(False),
    }
    change[kind](panel_of(drive, drive.told))
    drive.go("today")
    drive.go("referrals", drive.code)
    drive.until(lambda: isinstance(panel_of(drive, drive.told), kind))
    drive.rest()
    before = panel_of(drive, drive.told)
    said = {
        AnswerPanel: lambda: before.words.text() == WORDS,
        AppointmentPanel: lambda: before._place.text() == WORDS,
        TellPanel: lambda: not next(iter(before.ticks.values())).isChecked(),
    }
    assert said[kind]()


def test_what_comes_meanwhile_builds_the_card_anew_and_takes_no_word(drive) -> None:
    panel = opens(drive, drive.told, "describing")
    panel.asked.reason.setFocus()
    drive.type(WORDS)
    drive.page.start()
    drive.until(lambda: panel_of(drive, drive.told) not in {None, panel})
    drive.until(lambda: panel_of(drive, drive.told).asked.reason.text() == WORDS)
    assert drive.focus() is panel_of(drive, drive.told).asked.reason
    drive.type(" go alone")
    assert panel_of(drive, drive.told).asked.reason.text() == f"{WORDS} go alone"


def test_escape_closes_a_panel_and_its_words_wait(drive) -> None:
    panel = opens(drive, drive.told, "describing")
    panel.asked.reason.setFocus()
    drive.type(WORDS)
    drive.press("Esc")
    drive.until(lambda: panel_of(drive, drive.told) is None)
    drive.go("today")
    drive.go("referrals", drive.code)
    assert panel_of(drive, drive.told) is None
    again = opens(drive, drive.told, "describing")
    drive.until(lambda: again.asked.reason.text() == WORDS)


def test_what_is_cancelled_or_done_waits_no_more(drive) -> None:
    spot = ("referral.need", drive.code, drive.told)
    panel = opens(drive, drive.told, "describing")
    panel.asked.reason.setText("never")
    assert kept(drive, *spot).values["reason"] == "never"
    push(panel, "Cancel")
    drive.rest()
    assert (panel_of(drive, drive.told), kept(drive, *spot)) == (None, None)
    panel = opens(drive, drive.told, "describing")
    drive.rest()
    assert panel.asked.reason.text() == ""
    panel.asked.reason.setText(WORDS)
    panel.keep.click()
    drive.until(lambda: panel_of(drive, drive.told) is None)
    drive.rest()
    assert kept(drive, *spot) is None
    assert drive.page.cards[drive.told].line.need.reason == WORDS


def test_a_new_request_is_asked_for_further_after_a_break(drive) -> None:
    drive.page.add.click()
    drive.until(drive.page.new.isVisible)
    drive.rest()
    drive.page.new.fields.reason.setFocus()
    drive.type(WORDS)
    drive.go("cases")
    drive.go("referrals", drive.code)
    drive.until(drive.page.new.isVisible)
    drive.until(lambda: drive.page.new.fields.reason.text() == WORDS)
    assert drive.focus() is drive.page.new.fields.reason
    drive.press("Esc")
    drive.page.add.click()
    drive.rest()
    assert drive.page.new.fields.reason.text() == WORDS
    push(drive.page.new, "Cancel")
    drive.page.add.click()
    drive.rest()
    assert drive.page.new.fields.reason.text() == ""
    drive.page.new.fields.reason.setText(WORDS)
    drive.page.new.add.click()
    drive.until(lambda: not drive.page.new.isVisible())
    assert kept(drive, "referral.new", drive.code) is None


def slip(drive):
    return next(iter(drive.page.slips.findChildren(ReplyPanel)), None)


def types_slip(drive):
    """Type the number and half of the check code of a slip that came back."""
    drive.page.slips.button.click()
    drive.until(lambda: slip(drive))
    drive.type("EXNUM77")
    drive.press("Tab")
    drive.type("EXCHE")
    last = slip(drive).answer.count() - 1
    slip(drive).answer.setCurrentIndex(last)
    return slip(drive).answer.code()


def stands_in_slip(drive):
    panel = slip(drive)
    return panel and (panel.number.text(), panel.check.text(), panel.answer.code())


@pytest.mark.parametrize("how", ["hide", "lock"])
def test_a_slip_that_is_typed_in_comes_back_with_its_half_code(template, made, how) -> None:
    home, code, told, _idea = made
    with open_window(template, home) as drive:
        drive.go("referrals", code, told)
        answer = types_slip(drive)
        keep_and_leave(drive.window, how)
        drive.until(lambda: drive.left == [how])
    with open_window(template, home) as drive:
        drive.go("referrals", code, told)
        drive.until(lambda: stands_in_slip(drive) == ("EXNUM77", "EXCHE", answer))


def test_a_slip_is_there_in_another_look_after_a_way_off_and_after_escape(drive) -> None:
    answer = types_slip(drive)
    page = drive.page
    drive.window.set(replace(Settings(), scale=1.25))
    drive.until(lambda: drive.page is not page)
    drive.until(lambda: stands_in_slip(drive) == ("EXNUM77", "EXCHE", answer))
    drive.go("today")
    drive.go("referrals", drive.code)
    drive.until(lambda: stands_in_slip(drive) == ("EXNUM77", "EXCHE", answer))
    slip(drive).number.setFocus()
    drive.press("Escape")
    drive.until(lambda: slip(drive) is None)
    drive.page.slips.button.click()
    drive.until(lambda: stands_in_slip(drive) == ("EXNUM77", "EXCHE", answer))
    drive.page.slips.button.click()
    drive.until(lambda: stands_in_slip(drive) == ("EXNUM77", "EXCHE", answer))


def test_whoever_cancels_a_slip_is_rid_of_it(drive) -> None:
    """The button did nothing."""
    types_slip(drive)
    push(slip(drive), "Cancel")
    drive.until(lambda: slip(drive) is None)
    assert drive.focus() is drive.page.slips.button
    assert kept(drive, "referral.slip", drive.code) is None
    drive.page.slips.button.click()
    drive.until(lambda: slip(drive))
    drive.rest()
    assert stands_in_slip(drive)[:2] == ("", "")


def test_what_is_wrong_with_a_slip_is_said_where_its_fields_were_left(drive) -> None:
    """It was said to fields that were gone: the fault of the program, and nothing of the slip."""
    types_slip(drive)
    slip(drive).check.setText("EXCHECKEX")
    free = Event()
    drive.page.room.jobs.ask(drive.page.room, partial(free.wait, 20), lambda _: None)
    push(slip(drive), "Keep")
    slip(drive).number.setFocus()
    drive.press("Escape")
    free.set()
    drive.until(lambda: slip(drive) is None)
    assert drive.seen("This number and this code do not belong together.")
