"""Keeping and erasing by keyboard: what is due goes, what is held stays, and she is told of it."""

from __future__ import annotations

import io
import os
from datetime import timedelta

import pytest
from drive import open_window
from make import Clock, Desks
from walking import complaints

import texts
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.tasks.task import TaskKind
from desktop.clock import now
from desktop.frame.settings import Settings
from desktop.parts.sure import Sure
from desktop.saying.unreached import BREAK
from texts.dates import isolate, long_date

TOLD = {"told_may_return": "yes", "plan_reviewed": "yes"}
WAITS = (
    "Until {day} it stands without the second person. If there is no agreement by then, it ends."
)
ERASE = "Erase just that, case"


def on_screen(path):
    """Return a path as a page shows it: it may break after each folder."""
    return str(path).replace(os.sep, os.sep + BREAK)


@pytest.fixture
def home(template, tmp_path):
    desks = Desks(template, tmp_path / "home", Clock(now() - timedelta(days=400)))
    office, case = desks.office(), desks.visit()
    desks.agree(case)
    office.attachments.add(Coming(case, Sort.MESSAGE), io.BytesIO(b"EX-WORDS"))
    office.answers.record(case, "closure", TOLD, "en")
    office.course.begin_closing(case)
    office.course.close(case)
    desks.close()
    return tmp_path / "home", case


@pytest.fixture
def at(template, home):
    windows = []

    def enter(*place, worker=None, clock=None, **settings):
        window = open_window(
            template,
            home[0],
            worker=worker or template.supervisor,
            clock=clock or Clock(now()),
            settings=Settings(**settings),
        )
        drive = window.__enter__()
        windows.append(window)
        drive.go(*place)
        drive.rest(6)
        return drive

    yield enter
    for window in windows:
        window.__exit__(None, None, None)


def button(drive, start):
    names = [
        one.accessibleName() for one in drive.page.findChildren(type(drive.page.first_focus()))
    ]
    return next(name for name in names if name.startswith(start))


def test_what_is_due_is_named_by_code_and_goes_alone(at, home):
    drive = at("retention")
    assert drive.seen("Forms and files that would go: 1.")
    drive.tab_to(button(drive, ERASE))
    drive.press("Return")
    said = texts.say("retention.sure", code=isolate(home[1]), n=1)
    assert drive.seen(said)
    assert drive.focus().text() == texts.say("sure.leave_it")
    drive.press("Escape")
    assert drive.unseen(said)
    assert drive.asked(drive.office.retention.due)
    drive.press("Return", "Backtab", "Return")
    drive.until(lambda: drive.stands("Nothing is kept longer than it may be."))
    drive.rest()
    assert [one.code for one in drive.asked(drive.office.cases.all)] == [home[1]]


def set_a_hold(drive, *, unsafe=False):
    drive.tab_to("Keep this case from being erased")
    drive.press("Return")
    drive.tab_to("Reason, in a few words")
    drive.type("EX-REASON")
    if unsafe:
        drive.page.holds.unsafe.setFocus()
        drive.press("Space")
    drive.tab_to("Set the hold")
    drive.press("Return")
    drive.until(lambda: drive.page.check.holds)
    drive.rest()


def test_a_hold_stops_it_is_listed_and_ends(at, home):
    drive = at("erasure", home[1])
    set_a_hold(drive)
    assert not drive.page.why.isVisible()
    drive.go("retention")
    drive.rest()
    assert drive.seen("A court or authority needs it")
    (line,) = drive.asked(drive.office.retention.due)
    assert line.held
    drive.go("erasure", home[1])
    drive.rest()
    drive.tab_to("End this hold")
    drive.press("Return")
    drive.until(lambda: not drive.page.check.holds)


@pytest.mark.parametrize("unsafe", [False, True])
def test_a_hold_is_told_in_her_print_out_unless_that_is_unsafe(at, template, home, unsafe):
    drive = at("erasure", home[1], worker=template.caseworker)
    set_a_hold(drive, unsafe=unsafe)
    found = drive.asked(lambda: drive.office.printouts.of(home[1]))
    assert len(found.holds) == (0 if unsafe else 1)


def kinds_today(drive):
    return [one.kind for one in drive.asked(drive.office.tasks.today).today]


def test_the_second_person_agrees_and_it_is_looked_at_again_on_its_day(at, template, home):
    clock = Clock(now())
    drive = at("erasure", home[1], worker=template.caseworker, clock=clock)
    set_a_hold(drive)
    assert drive.seen(WAITS.format(day=long_date(clock().date() + timedelta(days=14))))
    assert TaskKind.HOLD_REVIEW not in kinds_today(drive)
    hers = at("today", worker=template.supervisor, clock=clock)
    hers.page.list.setFocus()
    hers.press(*["Down"] * kinds_today(hers).index(TaskKind.HOLD_AGREE))
    hers.press("Return")
    hers.rest(6)
    assert hers.seen("EX-REASON")
    assert hers.focus().text() == "I stand for it too"
    hers.press("Return")
    hers.until(lambda: not hers.page.check.to_agree)
    hers.rest()
    assert hers.unseen("I stand for it too")
    assert hers.seen("Keep it, look again in 90 days")
    clock.pass_days(91)
    assert TaskKind.HOLD_REVIEW in kinds_today(hers)
    assert TaskKind.HOLD_REVIEW in kinds_today(drive)


@pytest.mark.parametrize("settings", [{}, {"language": "ar"}, {"scale": 2.0}, {"theme": "dark"}])
def test_nothing_is_cut_or_covered(at, settings):
    drive = at("retention", **settings)
    assert complaints(drive.window) == []


@pytest.mark.parametrize("settings", [{}, {"language": "ar"}, {"scale": 2.0}])
def test_what_was_erased_and_did_not_reach_a_medium_is_said_until_it_does(at, tmp_path, settings):
    (tmp_path / "stick").mkdir()
    drive = at("retention", **settings)
    backup = tmp_path / "stick" / "one.backup"
    drive.asked(lambda: drive.page.room.house.back_up(backup))
    (tmp_path / "stick").rename(tmp_path / "away")
    assert drive.unseen(on_screen(tmp_path / "stick"))
    erase = texts.say("retention.erase_name", code="").strip()
    buttons = drive.page.findChildren(type(drive.page.first_focus()))
    next(one for one in buttons if one.accessibleName().startswith(erase)).click()
    drive.rest()
    assert complaints(drive.window) == []
    drive.page.findChild(Sure).yes.click()
    drive.until(lambda: drive.stands(on_screen(tmp_path / "stick")))
    drive.rest()
    assert complaints(drive.window) == []
    (tmp_path / "away").rename(tmp_path / "stick")
    drive.asked(lambda: drive.page.room.house.back_up(backup))
    drive.page.start()
    drive.until(lambda: not drive.stands(on_screen(tmp_path / "stick")))
