"""Guides inside the program: found by words, read by keyboard, opened where they belong."""

from __future__ import annotations

import pytest
from drive import open_window
from make import Clock, Desks

import texts
from desktop.frame.help_topics import help_at
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from texts.guide import guides


@pytest.fixture
def drive(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        yield drive


def titles(drive):
    return [button.accessibleName() for button in drive.page.guides.buttons]


def test_a_guide_is_found_by_a_word_and_read_without_a_mouse(drive):
    drive.go("help")
    assert titles(drive) == [one.title for one in guides()]
    assert drive.focus() is drive.page.guides.search
    drive.type("passphrase letter")
    assert titles(drive)
    assert len(titles(drive)) < len(guides())
    drive.press("Return")
    drive.rest()
    assert drive.focus() is drive.page.reader
    assert drive.page.reader.accessibleName() in drive.page.reader.toPlainText()
    drive.tab_to(texts.say("help.all_guides"))
    drive.press("Space")
    drive.rest()
    assert drive.page.reader is None


@pytest.mark.parametrize("on", [False, True])
def test_keys_that_destroy_are_listed_once_they_are_turned_on(template, tmp_path, on):
    """Whoever presses what is listed there in need trusts that the workbook is gone."""
    with open_window(template, tmp_path / "home", settings=Settings(panic_keys=on)) as drive:
        drive.go("help")
        assert drive.stands(texts.say("action.hide"))
        assert drive.stands(texts.say("action.panic")) is on


def test_words_that_no_guide_has_say_so(drive):
    drive.go("help")
    drive.type("nothing-of-this-kind")
    assert titles(drive) == []
    drive.until(lambda: drive.stands(texts.say("help.none_found")))
    drive.press("Return")
    assert drive.page.reader is None


def test_f1_opens_the_guide_of_the_page_and_back_leads_there_again(template, tmp_path):
    desks = Desks(template, tmp_path / "home", Clock())
    case = desks.visit()
    desks.close()
    with open_window(template, tmp_path / "home", settings=Settings(language="ar")) as drive:
        drive.go("consent", case)
        drive.press("F1")
        drive.rest()
        assert drive.page.place == Place("help", "", "consent")
        assert "الموافقة" in drive.page.reader.toPlainText()
        drive.window.workspace.back()
        drive.rest()
        assert drive.page.place.page == "consent"


@pytest.mark.parametrize(
    ("place", "topic"),
    [
        (Place("form", "", "intake"), "introduction"),
        (Place("form", "QFY5-N7CZ", "closure#draft=00"), "closure"),
        (Place("entries", "QFY5-N7CZ", "follow_up"), "follow_up"),
        (Place("letters"), "letters"),
        (Place("referrals", "QFY5-N7CZ"), "implementing"),
        (Place("unrecorded"), "introduction"),
        (Place("today"), ""),
        (Place("form", "QFY5-N7CZ", "a_form_of_the_office"), ""),
    ],
)
def test_each_page_has_the_guide_it_belongs_to(place, topic):
    assert help_at(place) == Place("help", "", topic)
