"""A supervisor's review, by keyboard in the real window: asked, sent back, approved, closed."""

from __future__ import annotations

import pytest
from drive import open_window
from make import Clock, Desks

from casework.case import CaseStatus
from desktop.frame.settings import Settings

NOTE = "EX-NOTE: ask about the way back once more"
CLOSURE = {"plan_reviewed": "yes", "told_may_return": "yes"}


@pytest.fixture
def office(template, tmp_path):
    """Return a workbook in which closing needs a look, with a case that is about to close."""
    clock = Clock()
    desks = Desks(template, tmp_path / "home", clock)
    desks.office(template.supervisor).reviews.set_closing(needs_one=True)
    case = desks.visit()
    desks.agree(case)
    desks.office().answers.record(case, "closure", CLOSURE, "en")
    desks.office().course.begin_closing(case)
    desks.close()
    return tmp_path / "home", case, clock


class Day:
    """Who sits at the computer, one after the other."""

    def __init__(self, template, office):
        self.template = template
        self.home, self.case, self.clock = office

    def at(self, worker):
        return open_window(
            self.template, self.home, settings=Settings(), worker=worker, clock=self.clock
        )


def ask(drive, case):
    """Ask by the menu of the status, as a worker does."""
    drive.go("case", case)
    drive.rest(6)
    drive.asked(lambda: drive.office.reviews.ask_newest(case, "closure"))


def send_back(drive):
    """Go from Today to what waits, and send it back with a note."""
    drive.rest(6)
    drive.page.list.setFocus()
    drive.press("Return")
    drive.rest(6)
    assert type(drive.page).__name__ == "TeamPage"
    drive.tab_to("Note to the worker")
    drive.type(NOTE)
    drive.tab_to("Send back")
    drive.press("Return")
    drive.rest(6)
    assert drive.seen("Nothing waits for you.")


def look_and_approve(drive):
    """Look at the case first: masked, with the work in sight."""
    drive.press("Ctrl+5")
    drive.rest(6)
    drive.tab_to("See the case")
    drive.press("Return")
    drive.rest(6)
    assert drive.seen("Names, places, contact and what was told are masked.")
    assert not drive.seen("CANARY")
    drive.press("Ctrl+5")
    drive.rest(6)
    drive.tab_to("Approve")
    drive.press("Return")
    drive.rest(6)


def test_a_supervisors_review(template, office) -> None:
    day = Day(template, office)
    with day.at(template.caseworker) as drive:
        ask(drive, day.case)
        assert drive.asked(lambda: drive.office.course.of(day.case)).missing
    with day.at(template.supervisor) as drive:
        send_back(drive)
    with day.at(template.caseworker) as drive:
        (line,) = drive.asked(lambda: drive.office.reviews.of(day.case))
        assert (line.note, line.by) == (NOTE, "Supervisor 1")
        ask(drive, day.case)
    with day.at(template.supervisor) as drive:
        look_and_approve(drive)
    with day.at(template.caseworker) as drive:
        drive.asked(lambda: drive.office.course.close(day.case))
        assert drive.asked(lambda: drive.office.course.of(day.case)).status is CaseStatus.CLOSED
        acts = {one.act for one in drive.asked(lambda: drive.office.history.of(day.case))}
        assert {"review_asked", "review_sent_back", "review_approved", "case_read_masked"} <= acts
        assert "glass_opened" not in acts


def test_a_case_is_offered_and_taken_on(template, office) -> None:
    day = Day(template, office)
    with day.at(template.caseworker) as drive:
        drive.go("handing", day.case)
        drive.rest(6)
        drive.tab_to("Note for the colleague")
        drive.type("EX-NOTE: she asked for somebody of her language")
        drive.tab_to("Offer the case")
        drive.press("Return")
        drive.rest(6)
        assert drive.seen("is offered to")
    with day.at(template.colleague) as drive:
        drive.rest(6)
        drive.page.list.setFocus()
        drive.press("Return")
        drive.rest(6)
        assert type(drive.page).__name__ == "HandingPage"
        assert drive.seen("EX-NOTE")
        drive.tab_to("Take it on")
        drive.press("Return")
        drive.rest(6)
        found = drive.asked(drive.office.cases.all)
        assert [one.code for one in found] == [day.case]
