"""A letter goes to whom it was begun for, or to nobody until somebody chooses."""

from __future__ import annotations

import pytest
from letter_window import CLINIC, WARD, Prepared, say, wait_for_page
from make import Desks

from casework.changes import Change
from casework.keeping.exchange import EXCHANGED

DESK = "Example Legal Desk"
ASKED = "EXASKED a bed for tonight"


def agree_to_both(desks, case):
    """She agreed that two services hear of her: a letter could go to either."""
    Desks.agree(desks, case)
    Desks.agree(desks, case, DESK)


@pytest.fixture
def made(template, tmp_path):
    return Prepared(template, tmp_path / "home", agree_to_both)


def retired(drive, made, name=CLINIC):
    """Take a service out of use, as a colleague elsewhere did."""
    drive.asked(lambda: drive.office.services.retire(made.services[name]))
    drive.window.jobs.changed.emit(Change(EXCHANGED))
    drive.rest(6)


def goes_to_nobody(drive):
    """Return whether no letter can go, and the page says why where the service is chosen."""
    view, why = drive.page.view, say("letter_page.not_offered")
    assert view.order.to.currentText() == say("letter_page.choose")
    assert view.order.to.accessibleDescription() == why
    assert drive.stands(why)
    assert view.bar.saves.toolTip() == why
    drive.press("Ctrl+Return")
    drive.press("Ctrl+P")
    return not view.bar.saves.isEnabled() and not view.bar.prints.isEnabled()


def test_a_letter_to_a_service_that_closed_goes_to_nobody_else(made) -> None:
    """It stood there for the first of the others who had agreed, ready to be printed."""
    with made.open() as drive:
        drive.asked(lambda: drive.office.services.retire(made.services[CLINIC]))
        drive.go("letter", made.case, made.services[CLINIC])
        drive.rest(6)
        assert goes_to_nobody(drive)
        assert drive.focus() is drive.page.view.order.to


def test_words_for_one_service_are_not_turned_to_another_when_that_closes_meanwhile(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        drive.page.view.order.asked.setFocus()
        drive.type(ASKED)
        retired(drive, made)
        assert goes_to_nobody(drive)
        assert drive.page.view.order.words() == ASKED
        # Nor after going elsewhere: it is kept as for whom it was begun.
        drive.go("today")
        drive.go("letter", made.case)
        drive.rest(6)
        assert goes_to_nobody(drive)
        assert drive.page.view.order.words() == ASKED


def test_whoever_chooses_then_has_her_letter(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        drive.page.view.order.asked.setFocus()
        drive.type(ASKED)
        retired(drive, made)
        drive.page.view.order.to.setFocus()
        drive.press("Down")
        wait_for_page(drive)
        order = drive.page.view.order
        assert order.to.code() == made.services[DESK]
        assert order.to.findData("") < 0
        assert order.to.accessibleDescription() == ""
        assert drive.unseen(say("letter_page.not_offered"))
        assert (order.words(), drive.page.view.bar.saves.isEnabled()) == (ASKED, True)


def test_in_discreet_mode_nobody_has_no_number(made) -> None:
    with made.open(discreet=True) as drive:
        drive.asked(lambda: drive.office.services.retire(made.services[CLINIC]))
        drive.go("letter", made.case, made.services[CLINIC])
        drive.rest(6)
        to = drive.page.view.order.to
        shown = [to.itemText(at) for at in range(to.count())]
        numbered = [say("letter_page.service", number=number) for number in (1, 2, 3)]
        assert shown == [say("letter_page.choose"), *numbered]


def test_looking_at_a_letter_to_another_takes_no_words_of_the_one_that_was_begun(made) -> None:
    """The empty one was kept in its place as soon as she left it."""
    with made.open() as drive:
        made.begin(drive)
        drive.page.view.order.asked.setFocus()
        drive.type(ASKED)
        drive.go("today")
        drive.go("letter", made.case, made.services[DESK])
        drive.rest(6)
        assert drive.page.view.order.words() == ""
        drive.go("today")
        drive.go("letter", made.case, made.services[CLINIC])
        drive.rest(6)
        assert drive.page.view.order.words() == ASKED


def test_whoever_was_chosen_after_it_was_opened_stays_so_when_the_directory_changes(made) -> None:
    """It went back to whom it was opened for, and what was typed was gone."""
    with made.open() as drive:
        made.begin(drive)
        to = drive.page.view.order.to
        to.setCurrentIndex(to.findData(made.services[DESK]))
        drive.page.view.order.asked.setFocus()
        drive.type(ASKED)
        retired(drive, made, WARD)
        assert drive.page.view.order.to.findData(made.services[WARD]) < 0
        assert drive.page.view.order.to.code() == made.services[DESK]
        assert drive.page.view.order.words() == ASKED
