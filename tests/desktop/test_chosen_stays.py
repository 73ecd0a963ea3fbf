"""What came in meanwhile takes nothing out of somebody's hand, and chooses nobody else."""

from __future__ import annotations

import pytest
from drive import open_window
from make import agreed

from casework.changes import Change
from casework.keeping.exchange import EXCHANGED
from casework.team.worker import Role

COMES_FIRST = "A Caseworker 0"


def something_came_in(drive):
    drive.window.jobs.changed.emit(Change(EXCHANGED))
    drive.rest(8)


def last_of(drop):
    drop.setCurrentIndex(drop.count() - 1)
    return drop.code()


@pytest.mark.begins(after=agreed)
def test_a_case_goes_to_the_colleague_who_was_chosen(template, home, case):
    """The first of the list was chosen in her place, and there is no way back from giving."""
    with open_window(template, home) as drive:
        drive.go("handing", case)
        drive.until(lambda: drive.page.colleague.count() > 1)
        chosen = last_of(drive.page.colleague)
        something_came_in(drive)
        assert drive.page.colleague.code() == chosen


def test_who_works_here_is_not_changed_under_the_hand(template, tmp_path):
    """Whoever came in above moved another person to where the buttons are."""
    worker = template.supervisor
    with open_window(template, tmp_path / "home", worker=worker) as drive:
        drive.go("team")
        people = drive.page.people
        drive.until(lambda: people.table.facts.rowCount() > 2)
        people.table.go_to(1)
        drive.rest()
        who, role, colleague = people.member(), last_of(people.role), last_of(people.colleague)
        people.own.secret.setText("EX-TYPED")
        drive.asked(
            lambda: drive.office.people.add("07" * 16, COMES_FIRST, Role.CASEWORKER, bytes(32))
        )
        something_came_in(drive)
        drive.until(lambda: people.table.facts.rowCount() > 3)
        assert people.member().id == who.id
        assert (people.role.code(), people.colleague.code()) == (role, colleague)
        assert people.own.secret.text() == "EX-TYPED"


def test_whoever_is_chosen_next_is_shown_as_she_is(template, tmp_path):
    with open_window(template, tmp_path / "home", worker=template.supervisor) as drive:
        drive.go("team")
        people = drive.page.people
        drive.until(lambda: people.table.facts.rowCount() > 2)
        people.table.go_to(0)
        last_of(people.role)
        people.table.go_to(2)
        drive.rest()
        assert people.role.code() == people.member().role.value
        assert people.colleague.code() != people.member().id


@pytest.mark.begins(after=agreed)
def test_why_a_case_is_opened_goes_on_being_asked(template, home, case):
    with open_window(template, home, worker=template.supervisor) as drive:
        drive.go("case", case)
        drive.rest(6)
        bar = drive.page.mask_bar
        bar.points()
        drive.press("Space")
        drive.until(bar._asking.isVisible)
        bar._asking.words.setFocus()
        drive.type("EX-WHY")
        something_came_in(drive)
        assert bar._asking.isVisible()
        assert bar._asking.words.text() == "EX-WHY"
        assert drive.focus() is bar._asking.words
