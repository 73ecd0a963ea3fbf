"""A supervisor's review, by keyboard in the real window: asked, sent back, approved, closed."""

from __future__ import annotations

import pytest
from make import Clock, Desks
from seated import Seats, chooses_status, opens_case

from casework.records.case import CaseStatus

NOTE = "EX-NOTE: ask about the way back once more"
CLOSURE = {"plan_reviewed": "yes", "told_may_return": "yes"}


@pytest.fixture
def seats(template, tmp_path):
    """Return a computer in an office where closing needs a look, with a case about to close."""
    clock = Clock()
    desks = Desks(template, tmp_path / "home", clock)
    desks.office(template.supervisor).reviews.set_closing(needs_one=True)
    case = desks.visit()
    desks.agree(case)
    desks.office().answers.record(case, "closure", CLOSURE, "en")
    desks.office().course.begin_closing(case)
    desks.close()
    seats = Seats(template, tmp_path / "home", clock)
    seats.case = case
    return seats


def test_a_supervisors_review(template, seats) -> None:
    with seats.at(template.caseworker) as she:
        she_asks_for_a_look(she, seats.case)
        assert she.asked(lambda: she.office.course.of(seats.case)).missing
    with seats.at(template.supervisor) as she:
        she_sends_it_back(she)
    with seats.at(template.caseworker) as she:
        (line,) = she.asked(lambda: she.office.reviews.of(seats.case))
        assert (line.note, line.by) == (NOTE, "Supervisor 1")
        she_asks_for_a_look(she, seats.case)
    with seats.at(template.supervisor) as she:
        she_looks_and_approves(she)
    with seats.at(template.caseworker) as she:
        she_closes(she, seats.case)
        assert she.asked(lambda: she.office.course.of(seats.case)).status is CaseStatus.CLOSED
        acts = {one.act for one in she.asked(lambda: she.office.history.of(seats.case))}
        assert {"review_asked", "review_sent_back", "review_approved", "case_read_masked"} <= acts
        assert "glass_opened" not in acts


def she_asks_for_a_look(she, case) -> None:
    """Ask by the menu of the status."""
    opens_case(she, case)
    chooses_status(she, CaseStatus.CLOSING, "status.act.ask.closure")
    she.until(lambda: she.sees("status.said.asked.closure"))


def she_sends_it_back(she) -> None:
    """Go from Today to what waits, and send it back with a note."""
    assert she.is_at("today")
    she.press("Return")
    she.arrives("team")
    she.comes_to("team.note")
    she.type(NOTE)
    she.pushes("team.send_back")
    she.until(lambda: she.sees("team.nothing_waits"))
    she.rest()


def she_looks_and_approves(she) -> None:
    """Look at the case first: masked, with the work in sight."""
    she.press("Ctrl+6")
    she.arrives("team")
    she.pushes("team.see_case")
    she.arrives("case")
    she.rest(6)
    assert she.seen("Names, places, contact and what was told are masked until")
    assert she.unseen("CANARY")
    she.press("Ctrl+6")
    she.arrives("team")
    she.pushes("team.approve")
    she.until(lambda: she.sees("team.nothing_waits"))
    she.rest()
    assert she.focus() is she.page.people.table


def she_closes(she, case) -> None:
    """Close the case, now that nothing is missing."""
    opens_case(she, case)
    chooses_status(she, CaseStatus.CLOSING, "status.act.close")
    she.until(lambda: she.sees("status.said.closed"))
    she.rest()


def test_a_case_is_offered_and_taken_on(template, seats) -> None:
    with seats.at(template.caseworker) as she:
        opens_case(she, seats.case)
        chooses_status(she, CaseStatus.CLOSING, "case.hand_on")
        she.arrives("handing")
        she.picks("handing.colleague", template.colleague.name)
        she.fills("handing.note", "EX-NOTE: she asked for somebody of her language")
        she.pushes("handing.offer")
        she.until(lambda: she.stands("is offered to"))
        she.rest()
    with seats.at(template.colleague) as she:
        she.press("Return")
        she.arrives("handing")
        assert she.seen("EX-NOTE")
        she.pushes("handing.accept")
        she.rest(6)
        found = she.asked(she.office.cases.all)
        assert [one.code for one in found] == [seats.case]
