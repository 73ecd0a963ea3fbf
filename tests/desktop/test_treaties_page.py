"""The library of law, by keyboard: search, narrow, edit, and marking what was checked."""

from __future__ import annotations

import re

import pytest
from drive import open_window
from make import Clock
from PySide6.QtWidgets import QLabel
from walking import complaints

import texts
from desktop.frame.settings import Settings
from desktop.parts.buttons import Button


@pytest.fixture
def opened(template, tmp_path):
    windows = []

    def at(worker=None, **settings):
        home, chosen = tmp_path / "home", Settings(**settings)
        window = open_window(template, home, worker=worker, settings=chosen, clock=Clock())
        drive = window.__enter__()
        windows.append(window)
        drive.go("treaties")
        drive.rest(6)
        return drive

    yield at
    for window in windows:
        window.__exit__(None, None, None)


def keys(drive):
    return [key for key, card in drive.page.cards.items() if not card.isHidden()]


def test_typing_narrows_and_nothing_is_checked(opened):
    drive = opened()
    assert len(keys(drive)) > 30
    assert drive.seen("Not checked by a lawyer")
    drive.type("cedaw 38")
    assert keys(drive) == ["cedaw_gr_38"]
    drive.type(" nothing like it")
    assert drive.seen("Nothing here has these words.")
    drive.press("Ctrl+A", "Backspace", "Tab", "End")
    assert {drive.page._known[0].region} <= {one.region for one in drive.page._known}
    assert 0 < len(keys(drive)) < 10


def test_the_way_to_the_library_leads_back_to_the_help_it_is_found_in(opened):
    drive = opened()
    way = [one for one in drive.window.workspace.top.findChildren(Button) if one.isVisible()]
    (crumb,) = [one for one in way if one.property("role") == "crumb"]
    assert crumb.text() == texts.say("nav.help")
    crumb.click()
    drive.until(lambda: drive.page.place.page == "help")


def test_the_library_is_read_and_found_in_the_language_of_the_window(opened):
    drive = opened(language="ar")
    assert drive.seen("اتفاقية حقوق الطفل")
    assert drive.seen("المواد 34 و35 و36 و39")
    cards = drive.page.cards.values()
    shown = [label.text() for card in cards for label in card.findChildren(QLabel)]
    assert [words for words in shown if re.search(r"[a-z]{3}", words)] == []
    drive.page.search.setText("حقوق الطفل")
    assert "crc" in keys(drive)
    drive.press("Ctrl+A", "Backspace")
    drive.type("cedaw 38")
    assert keys(drive) == ["cedaw_gr_38"]


def test_a_law_is_found_by_words_without_their_accents(opened):
    drive = opened(language="es")
    drive.page.search.setText("convención derechos niño")
    told = keys(drive)
    assert "crc" in told
    drive.page.search.setText("CONVENCION derechos nino")
    assert keys(drive) == told


def test_a_lawyers_check_is_marked_by_a_supervisor_only(opened, template):
    drive = opened(template.supervisor)
    drive.type("cedaw 38")
    drive.tab_to("A lawyer has checked " + drive.page.cards["cedaw_gr_38"]._one.title)
    drive.press("Space")
    drive.until(lambda: drive.stands("Checked by a lawyer on 10 March 2026"))
    assert drive.focus() is drive.page.search


def test_a_worker_may_not_mark(opened):
    drive = opened()
    assert not drive.page.cards["cedaw"].mark.isEnabled()
    assert drive.page.cards["cedaw"].edit.isEnabled()


def test_an_own_entry_is_added_by_keyboard(opened):
    drive = opened()
    drive.press("Ctrl+Return")
    drive.type("Example Act")
    drive.press("Tab", "Tab", "Tab")
    drive.type("s 4")
    drive.press("Tab")
    drive.type("Says an invented thing.")
    drive.tab_to("Keep")
    drive.press("Space")
    drive.until(lambda: drive.stands("Example Act"))
    found = drive.asked(drive.office.treaties.all)
    assert [one.articles for one in found if one.title == "Example Act"] == ["s 4"]


@pytest.mark.parametrize("settings", [{}, {"language": "ar"}, {"scale": 2.0}])
def test_nothing_is_cut_or_covered(opened, settings):
    drive = opened(**settings)
    drive.page.add.click()
    drive.rest()
    assert list(complaints(drive.window)) == []


def test_no_card_lies_in_a_card_and_no_grey_button_stands_on_each(opened):
    drive = opened()
    for card in drive.page.cards.values():
        above = card.parentWidget()
        while above is not drive.page:
            assert above.property("role") != "card"
            above = above.parentWidget()
        assert card.mark.isHidden()
    assert drive.seen("A supervisor marks here what a lawyer has checked.")


def test_who_checks_one_after_the_other_goes_on_where_she_is(opened, template):
    """After each she stood in the line for searching, and came to the next by all keys again."""
    drive = opened(template.supervisor)
    key = keys(drive)[3]
    drive.page.cards[key].mark.setFocus()
    drive.press("Return")
    drive.until(lambda: drive.page._known[3].verified)
    assert drive.focus() is drive.page.cards[key].mark
    drive.page.cards[key].edit.setFocus()
    drive.press("Return")
    assert drive.focus().accessibleName() == "Title"
    drive.tab_to("Keep")
    drive.press("Return")
    drive.rest(6)
    assert drive.focus() is drive.page.cards[key].edit
