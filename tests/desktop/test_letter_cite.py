"""Naming a law in a letter, by keyboard; what no lawyer has checked is marked in the builder."""

from __future__ import annotations

import pytest
from drive import open_window
from make import Clock, Desks
from walking import settle

from casework.treaty import built_in, citation
from casework.worker import Role, Worker
from desktop.pages.letter_cite import Cite

CLINIC = "Example Clinic A"
STEWARD = Worker("05" * 16, Role.DATA_STEWARD, "Steward 5")


@pytest.fixture
def drive(template, tmp_path):
    desks = Desks(template, tmp_path / "home", Clock())
    case = desks.visit()
    desks.agree(case)
    desks.office(STEWARD).treaties.verify("cedaw")
    service = desks.services()[CLINIC]
    desks.close()
    with open_window(template, tmp_path / "home", clock=desks.clock) as drive:
        drive.go("letter", case, service)
        drive.until(lambda: drive.page.view is not None and drive.page.view.draft is not None)
        yield drive


def choose(drive, key):
    """Choose a law in the list as a person does, by its place."""
    drop = drive.tab_to("Cite a law")
    drop.setCurrentIndex(drop.findData(key))
    drop.activated.emit(drop.currentIndex())
    settle(3)


def test_a_law_is_named_in_the_workers_own_words(drive):
    choose(drive, "cedaw")
    order = drive.page.view.order
    assert order.words() == citation(built_in()["cedaw"])
    assert drive.focus() is order.asked
    assert order.cite.mark.isHidden()
    assert order.cite.drop.code() == ""


def test_what_is_unchecked_says_so_as_long_as_it_is_named(drive):
    choose(drive, "palermo")
    order = drive.page.view.order
    assert order.cite.mark.text().endswith("(not checked: ask a lawyer first)")
    order.asked.clear()
    settle(3)
    assert order.cite.mark.isHidden()


def test_the_list_marks_what_is_unchecked(drive):
    cite = drive.page.view.order.cite
    assert isinstance(cite, Cite)
    marked = [cite.drop.itemText(at) for at in range(1, cite.drop.count())]
    unmarked = [one for one in marked if not one.endswith("(not checked: ask a lawyer first)")]
    assert unmarked == [built_in()["cedaw"].title]


def test_the_list_of_laws_has_a_label_that_stays_in_sight(drive):
    cite = drive.page.view.order.cite
    assert cite.drop.accessibleName() == "Cite a law"
    assert drive.seen("Cite a law")
    assert cite.drop.currentText() == "Choose…"
