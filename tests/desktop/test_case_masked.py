"""A colleague's case under the mask, in the window: what would write in it says why it does not."""

from __future__ import annotations

import pytest
from drive import open_window
from make import Clock, Desks

import texts
from casework.case import CaseStatus
from casework.supervision import Why
from desktop.pages.case_status import StatusActs


@pytest.fixture
def home(template, tmp_path):
    """Return a workbook with a case of somebody else, with a task in it."""
    desks = Desks(template, tmp_path / "home", Clock())
    case = desks.visit()
    desks.agree(case)
    desks.office().tasks.add(case, "CANARY-TASK")
    desks.close()
    return tmp_path / "home", case


def named(acts, status, *, masked):
    return [words for words, _act in acts.choices(status, masked=masked)]


def test_the_overview_refuses_with_its_reason_until_the_case_is_opened(template, home) -> None:
    folder, case = home
    why = texts.say("error.case_masked")
    with open_window(template, folder, worker=template.supervisor) as drive:
        drive.go("case", case)
        page = drive.page
        held = (page.experiences.add, page.steps.add, page.head.letter, page.head.new_entry)
        assert {one.accessibleDescription() for one in held} == {why}
        assert not any(one.isEnabled() for one in held)
        (step,) = page.overview.tasks
        page.steps.list.marked.emit(step)
        drive.rest()
        assert drive.seen(why)
        drive.asked(lambda: drive.office.glass.open(case, Why.DANGER))
        drive.go("today")
        drive.go("case", case)
        page = drive.page
        held = (page.experiences.add, page.steps.add, page.head.letter, page.head.new_entry)
        assert all(one.isEnabled() for one in held)


def test_under_the_mask_a_case_is_handed_on_and_not_moved(template, home) -> None:
    folder, case = home
    hands_on = [texts.say("case.hand_on"), texts.say("status.act.erase")]
    with open_window(template, folder, worker=template.supervisor) as drive:
        acts = StatusActs(drive.window.workspace.room, case)
        for status in CaseStatus:
            assert named(acts, status, masked=True) == hands_on
        assert named(acts, CaseStatus.OPEN, masked=False)[-2:] == hands_on
        assert len(named(acts, CaseStatus.OPEN, masked=False)) > len(hands_on)
