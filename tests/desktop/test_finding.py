"""The command box: codes, words, forms and actions from one line, without leaving the keyboard."""

from __future__ import annotations

from functools import partial
from shutil import copytree

import pytest
from drive import open_window
from make import Clock, Desks
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

import texts
from casework.team.worker import Role, Worker
from desktop.frame.actions import ACTIONS
from desktop.frame.cover import Cover
from desktop.frame.found import _ANYWHERE, action_lines, form_lines, means, page_lines, place_lines
from desktop.frame.lookup import look_up
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.look import look, picture


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    home = tmp_path_factory.mktemp("finding") / "home"
    desks = Desks(template, home, Clock())
    codes = [desks.visit() for _ in range(2)]
    for code in codes:
        desks.agree(code)
    desks.close()
    return home, codes


@pytest.fixture(autouse=True)
def _in_english():
    yield
    texts.use("en")


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
    return [(one.kind, one.id) for one in box(drive).lines.rows if one.kind != "heading"]


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
    assert "CANARY" not in str([one.words for one in box(drive).lines.rows])


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
    drive.until(lambda: found(drive)[:1] == [("action", "new_case")])
    drive.press("Return")
    assert asked == ["new_case"]


def test_escape_gives_the_keyboard_back(drive):
    drive.press("Escape")
    assert box(drive).isHidden()
    assert drive.focus() is drive.page.list


def test_what_had_the_keyboard_may_be_gone_and_one_goes_on_all_the_same(drive):
    """A form that was shown in another language meanwhile: what was chosen was not gone to."""
    drive.press("Escape")
    had = QPushButton(drive.page)
    had.show()
    had.setFocus()
    drive.press("Ctrl+K")
    had.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    drive.type(drive.codes[0])
    drive.until(lambda: found(drive) == [("case", drive.codes[0])])
    drive.press("Return")
    assert drive.places == [Place("case", drive.codes[0])]
    assert box(drive).isHidden()


def test_asked_for_twice_it_gives_the_keyboard_back_all_the_same(drive):
    drive.press("Ctrl+K")
    drive.rest(4)
    assert drive.focus() is box(drive).line
    drive.press("Escape")
    assert drive.focus() is drive.page.list


@pytest.mark.parametrize("key", ["F6", "Shift+F6", "Ctrl+Return"])
def test_no_key_leads_the_keyboard_under_the_box(drive, key):
    """It stood there still, and Escape closed it no more."""
    drive.press(key)
    assert box(drive).isHidden()
    assert drive.focus() is not drive.page.list


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


def test_forms_and_pages_are_offered_only_inside_a_case():
    forms = ("note", "intake", "consent", "episode", "service", "an_own_form")
    assert form_lines("", "", forms) == []
    assert page_lines("", "") == []
    found = [one.id for one in form_lines("", "QFY5-N7CZ", forms)]
    assert found == ["intake", "note", "an_own_form"]
    assert [one.id for one in form_lines("inta", "QFY5-N7CZ", forms)] == ["intake"]
    assert [one.id for one in page_lines("cons", "QFY5-N7CZ")] == ["consent"]


def test_in_a_case_its_pages_and_forms_are_found_by_keyboard(drive):
    drive.press("Escape")
    drive.window.workspace.show_place(Place("history", drive.codes[0]))
    drive.rest(4)
    drive.press("Ctrl+K")
    drive.rest(4)
    drive.type("intake")
    drive.until(lambda: found(drive)[:1] == [("form", "intake")])
    drive.press("Return")
    drive.until(lambda: drive.places)
    assert drive.places == [Place("form", drive.codes[0], "intake")]


def test_services_and_guides_are_found_by_their_words(drive):
    drive.type("clinic a")
    drive.until(lambda: [kind for kind, _ in found(drive)] == ["service"])
    ((_, code),) = found(drive)
    drive.press("Return")
    assert drive.places == [Place("service", "", code)]
    drive.press("Ctrl+K")
    drive.rest(4)
    drive.type("recovery sheet")
    drive.until(lambda: found(drive)[:1] == [("guide", "backup")])
    drive.press("Return")
    assert drive.places[-1] == Place("help", "", "backup")


@pytest.mark.parametrize("discreet", [False, True])
def test_in_discreet_mode_no_service_is_named(template, filled, tmp_path, discreet):
    home, _ = filled
    settings = Settings(discreet=discreet, language="ar")
    with open_window(template, copytree(home, tmp_path / "home"), settings=settings) as drive:
        drive.rest(6)
        drive.press("Ctrl+K")
        drive.rest(4)
        drive.type("Clinic A")
        drive.until(lambda: [kind for kind, _ in found(drive)] == ["service"])
        lines = box(drive).lines
        row = next(n for n, one in enumerate(lines.rows) if one.kind == "service")
        said = lines.data(lines.index(row, 0), Qt.ItemDataRole.AccessibleTextRole)
        assert said == (texts.say("mask.name") if discreet else "Example Clinic A")


def test_who_may_read_no_case_finds_services_and_actions(template, filled, tmp_path):
    home, codes = filled
    steward = Worker("09" * 16, Role.DATA_STEWARD, "Steward 9")
    home = copytree(home, tmp_path / "home")
    with open_window(template, home, worker=steward) as drive:
        looked = drive.asked(lambda: look_up(drive.office, "clinic", codes[0]))
    assert not looked.cases
    assert not looked.forms
    assert [one.name for one in looked.services]


def test_words_mean_a_name_in_any_order_and_case(template):
    assert means("CASE new", "New case")
    assert means("", "anything")
    assert not means("case old", "New case")
    assert [one.id for one in action_lines("discreet", {}, template.caseworker)] == ["discreet"]


def test_only_what_a_role_may_open_is_offered_and_what_no_key_leads_to_is_found(template):
    """Whoever typed To decide and pressed Enter read a guide; a caseworker was sent to the team."""
    page = partial(place_lines, compares=True)
    assert [one.id for one in page("to decide", template.caseworker)] == ["decide"]
    assert [one.id for one in page("sync", template.caseworker)] == ["devices"]
    assert [one.id for one in page("settings", template.caseworker)] == ["settings"]
    assert [one.id for one in action_lines("people", {}, template.supervisor)] == ["go_team"]
    assert action_lines("people", {}, template.caseworker) == []


def test_an_action_shows_the_key_that_was_moved_to_it(template):
    (line,) = action_lines("new case", {"new_case": "Ctrl+Shift+N"}, template.caseworker)
    assert line.note == "Ctrl+Shift+N"


def test_each_line_has_an_icon_of_the_set(template):
    """One page was listed by an icon that is none, and nothing of the list was painted."""
    ink = look().colours.muted
    lines = action_lines("", {}, template.supervisor) + page_lines("", "QFY5-N7CZ")
    for word in ("a", "e", "i", "o"):
        lines += place_lines(word, template.supervisor, compares=True)
    assert {one.id for one in lines} > set(_ANYWHERE)
    assert [one.id for one in lines if one.icon and picture(one.icon, ink, 16).isNull()] == []


@pytest.mark.parametrize("signs", ["%", "_*", "() ["])
def test_signs_alone_find_nothing(drive, signs):
    drive.type(signs)
    drive.until(lambda: not found(drive))
    assert drive.seen("No match for")
