"""The command box: codes, words, forms and actions from one line, without leaving the keyboard."""

from __future__ import annotations

from shutil import copytree

import pytest
from drive import open_window
from make import Clock, Desks
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.frame.actions import ACTIONS
from desktop.frame.cover import Cover
from desktop.frame.found import action_lines, form_lines, means
from desktop.frame.places import Place


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    home = tmp_path_factory.mktemp("finding") / "home"
    desks = Desks(template, home, Clock())
    codes = [desks.visit() for _ in range(2)]
    for code in codes:
        desks.agree(code)
    desks.close()
    return home, codes


@pytest.fixture
def drive(template, filled, tmp_path):
    home, codes = filled
    with open_window(template, copytree(home, tmp_path / "home")) as drive:
        drive.codes, drive.places = codes, []
        drive.rest(6)
        drive.page.room.going.disconnect()
        drive.page.room.going.connect(drive.places.append)
        drive.press("Ctrl+K")
        drive.rest(4)
        yield drive


def box(drive):
    return drive.window.workspace.finding


def found(drive):
    return [(one.kind, one.id) for one in box(drive).lines.lines if one.kind != "heading"]


def test_it_opens_with_the_last_changed_cases_and_all_actions(drive):
    assert drive.focus() is box(drive).line
    assert found(drive)[:2] == [("case", code) for code in reversed(drive.codes)]
    assert ("action", "lock") in found(drive)
    assert ("action", "find") not in found(drive)


def test_a_code_finds_its_case_and_enter_goes_there(drive):
    drive.type(drive.codes[0])
    drive.until(lambda: found(drive) == [("case", drive.codes[0])])
    drive.press("Return")
    assert drive.places == [Place("case", drive.codes[0])]
    assert box(drive).isHidden()


def test_words_of_a_note_find_their_case_and_no_name_is_shown(drive):
    drive.type("canary-name")
    drive.until(lambda: len(found(drive)) == 2)
    assert "CANARY" not in str([one.words for one in box(drive).lines.lines])


def test_enter_pressed_before_the_answer_waits_for_it(drive):
    drive.type(drive.codes[0])
    drive.press("Return")
    drive.until(lambda: drive.places)
    assert drive.places == [Place("case", drive.codes[0])]


def test_arrows_go_through_what_was_found_and_pass_over_headings(drive):
    drive.press("Down", "Return")
    assert drive.places == [Place("case", drive.codes[0])]
    drive.press("Ctrl+K")
    drive.rest(4)
    drive.press("Up", "Return")
    assert len(drive.places) == 1
    assert box(drive).isHidden()


def test_an_action_is_done_by_its_name(drive):
    asked = []
    drive.page.room.asked_to.disconnect()
    drive.page.room.asked_to.connect(asked.append)
    drive.type(ACTIONS["new_case"].words)
    drive.until(lambda: found(drive) == [("action", "new_case")])
    drive.press("Return")
    assert asked == ["new_case"]


def test_escape_gives_the_keyboard_back(drive):
    drive.press("Escape")
    assert box(drive).isHidden()
    assert drive.focus() is drive.page.list


def test_tab_does_not_reach_what_lies_under_the_box(drive):
    drive.press("Tab", "Shift+Tab")
    assert drive.focus() is box(drive).line


def test_a_press_beside_the_box_closes_it(drive):
    QTest.mouseClick(box(drive), Qt.MouseButton.LeftButton, pos=QPoint(5, 300))
    assert box(drive).isHidden()


def test_no_match_says_what_was_typed(drive):
    drive.type("nothing-of-this-kind")
    drive.until(lambda: not found(drive))
    assert drive.seen("No match for “nothing-of-this-kind”.")


def test_the_hide_key_covers_it(drive):
    drive.press("F9")
    assert isinstance(drive.window._stack.currentWidget(), Cover)


def test_going_elsewhere_by_key_closes_it(drive):
    drive.window.workspace.show_place(Place("cases"))
    assert box(drive).isHidden()


def test_forms_are_offered_only_inside_a_case():
    assert form_lines("", "") == []
    assert [one.id for one in form_lines("", "QFY5-N7CZ")] == ["episode", "consent", "intake"]
    assert [one.id for one in form_lines("cons", "QFY5-N7CZ")] == ["consent"]


def test_words_mean_a_name_in_any_order_and_case():
    assert means("CASE new", "New case")
    assert means("", "anything")
    assert not means("case old", "New case")
    assert [one.id for one in action_lines("discreet", {})] == ["discreet"]


def test_an_action_shows_the_key_that_was_moved_to_it():
    (line,) = action_lines("new case", {"new_case": "Ctrl+Shift+N"})
    assert line.note == "Ctrl+Shift+N"
