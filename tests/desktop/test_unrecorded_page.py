"""Help without a record by keyboard: what erases asks once more, and every way out leads on."""

from __future__ import annotations

import pytest
from drive import open_window
from make import Clock, Desks

import texts
from desktop.clock import now
from desktop.parts.buttons import Button
from desktop.parts.linking import Link


@pytest.fixture
def drive(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        yield drive


@pytest.fixture
def begun(drive):
    """Begin a first visit, and say that no record is wanted."""
    drive.go("form", "", "intake")
    drive.page.view.go_to("intake.name_used")
    drive.type("EX-Somebody")
    drive.press("Tab")
    no_record(drive)
    return drive.page.place.case


def no_record(drive):
    drive.tab_to(texts.say("unrecorded.link"), limit=200)
    drive.press("Space")
    drive.until(lambda: drive.page.place.page == "unrecorded")


def cases(drive):
    return [one.code for one in drive.asked(drive.office.cases.all)]


def choose(drive):
    for name in ("unrecorded.service", "unrecorded.age"):
        drive.tab_to(texts.say(name))
        drive.press("Down")


def test_what_erases_asks_once_more_and_the_safe_answer_has_the_focus(drive, begun):
    choose(drive)
    drive.tab_to(texts.say("unrecorded.erase"))
    drive.press("Space")
    drive.rest()
    assert cases(drive) == [begun]
    assert drive.focus().text() == texts.say("sure.leave_it")
    assert drive.seen("nobody can bring it back")
    drive.press("Space")
    assert drive.focus().text() == texts.say("unrecorded.erase")
    drive.press("Space", "Escape")
    assert drive.focus().text() == texts.say("unrecorded.erase")
    assert cases(drive) == [begun]


def test_what_erases_does_not_stand_out(drive, begun):
    assert begun
    shown = [one for one in drive.page.findChildren(Button) if one.isVisible()]
    assert [one.text() for one in shown if one.is_main()] == []


def test_once_all_is_gone_the_keyboard_is_at_the_way_on(drive, begun):
    choose(drive)
    drive.tab_to(texts.say("unrecorded.erase"))
    drive.press("Space")
    drive.press("Backtab")
    assert drive.focus().text() == texts.say("erasure.yes")
    drive.press("Space")
    drive.until(lambda: drive.stands(texts.say("unrecorded.erased")))
    assert cases(drive) == []
    shown = [one for one in drive.page.findChildren(Button) if one.isVisible()]
    assert shown == [drive.focus()]
    assert begun not in repr(drive.window.workspace.here())
    drive.press("Escape")
    drive.until(lambda: drive.page.place.page == "today")


@pytest.mark.parametrize("by", ["Escape", "button"])
def test_leaving_leads_back_to_the_form(drive, begun, by):
    if by == "button":
        drive.tab_to(texts.say("form.back"))
    drive.press("Space" if by == "button" else by)
    drive.until(lambda: drive.page.place.page == "form")
    drive.rest()
    assert drive.page.here().case == begun
    assert cases(drive) == [begun]
    assert drive.page.view.filling.session.draft().values["intake.name_used"] == "EX-Somebody"


def test_what_is_missing_is_said_at_its_own_question(drive, begun):
    assert begun
    drive.tab_to(texts.say("unrecorded.service"))
    drive.press("Down")
    drive.tab_to(texts.say("unrecorded.erase"))
    drive.press("Space")
    assert drive.focus() is drive.page.age
    assert drive.focus().accessibleDescription() == texts.say("field.missing")
    assert drive.page.service.accessibleDescription() == ""


def test_where_a_record_is_kept_already_that_none_is_wanted_is_not_offered(template, tmp_path):
    desks = Desks(template, tmp_path / "home", Clock(now()))
    draft, case = desks.visit(), desks.visit()
    desks.agree(case)
    desks.close()
    with open_window(template, tmp_path / "home", clock=Clock(now())) as drive:
        for code, offered in ((draft, True), (case, False)):
            drive.go("form", code, "intake")
            drive.until(lambda: drive.page.view is not None)
            links = [one.text() for one in drive.window.findChildren(Link) if one.isVisible()]
            assert (texts.say("unrecorded.link") in links) is offered, code


def test_a_button_with_the_keyboard_looks_as_it_did_inside_its_ring(drive):
    """Fusion draws a grey field over the words of whatever Tab leads to."""
    drive.go("unrecorded")
    back = drive.tab_to(texts.say("form.back"))
    at = back.grab().toImage()
    drive.press("Tab")
    assert drive.focus() is not back
    assert back.grab().toImage() == at
