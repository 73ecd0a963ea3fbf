"""At large text a form gives its window to the questions; all else scrolls with them."""

from __future__ import annotations

import pytest
from asking import assessment, with_form
from drive import open_window
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from desktop.frame.actions import ACTIONS, key_words
from desktop.frame.settings import Settings
from desktop.parts.words import Words

FORM = "own_assessment"
SMALLEST = 1024, 640


@pytest.fixture(scope="module")
def with_assessment(template, tmp_path_factory):
    return with_form(template, tmp_path_factory.mktemp("forms") / "home", assessment())


@pytest.fixture(params=["en", "ar"])
def drive(request, with_assessment, tmp_path):
    settings = Settings(scale=2.0, language=request.param)
    with open_window(with_assessment, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(*SMALLEST)
        yield drive


@pytest.fixture
def view(drive):
    answers = {"limits_explained": "yes"}
    case = drive.asked(lambda: drive.office.answers.record(None, "intake", answers, "en").case_code)
    drive.go("form", case, FORM)
    drive.until(lambda: drive.page.view is not None)
    drive.rest()
    return drive.page.view


def in_sight(widget, view):
    """Return which part of a widget is seen among the questions."""
    port = view.pages[view.at].viewport()
    place = QRect(widget.mapTo(port, QPoint()), widget.size())
    return place.intersected(port.rect()).height()


def test_half_of_the_smallest_window_is_questions(drive, view):
    page = view.pages[view.at]
    assert page.viewport().height() >= SMALLEST[1] / 2
    # The group begins with its name, and its first question is seen whole.
    assert in_sight(page._title, view) == page._title.height()
    assert in_sight(drive.focus(), view) == drive.focus().height()


def test_what_stands_above_the_questions_is_reached_and_comes_into_sight(drive, view):
    ways = []
    for _turn in range(6):
        drive.press("F6")
        ways.append([one for one in drive.page.panes() if one.isAncestorOf(drive.focus())])
    met = [pane for way in ways for pane in way]
    assert all(len(way) < 2 for way in ways)
    assert met.index(view.drop) == met.index(view.head) + 1
    assert {view.head, view.drop, view.pages[view.at].questions, view.foot} == set(met)
    while not view.drop.isAncestorOf(drive.focus()):
        drive.press("F6")
    assert in_sight(view.drop, view) == view.drop.height()


def test_the_main_way_on_stands_at_the_far_end(drive, view):
    on = next(one for one in (view.foot.on_button, view.foot.finish_button) if one.isVisible())
    far = on.mapTo(view.foot, on.rect().topLeft()).x()
    around = view.foot.layout().contentsMargins()
    if drive.window.isRightToLeft():
        assert far == around.left()
    else:
        assert far + on.width() == view.foot.width() - around.right()


def test_who_goes_through_the_groups_by_their_list_stays_at_it(drive, view):
    while not view.drop.isAncestorOf(drive.focus()):
        drive.press("F6")
    before, listed = view.at, view.drop.drop.view()
    drive.press("Down")
    QTest.keyClick(listed, Qt.Key.Key_Down)
    assert (view.at, listed.isVisible()) == (before, True)
    QTest.keyClick(listed, Qt.Key.Key_Return)
    drive.rest()
    assert view.at != before
    assert drive.focus() is view.drop.drop
    assert in_sight(view.drop, view) == view.drop.height()


def test_each_group_begins_in_sight_and_a_look_at_the_head_forgets_no_place(drive, view):
    drive.press("Tab")
    here = drive.page.here()
    while not view.head.isAncestorOf(drive.focus()):
        drive.press("F6")
    assert drive.page.here() == here
    view.step(1)
    drive.rest()
    assert in_sight(view.pages[view.at]._title, view)
    view.step(-1)
    drive.rest()
    assert in_sight(view.pages[view.at]._title, view)
    assert in_sight(drive.focus(), view) == drive.focus().height()


@pytest.mark.parametrize("moved", [{}, {"next_group": "Alt+N", "previous_group": "Alt+V"}])
def test_the_keys_that_the_list_names_lead_where_it_says(with_assessment, tmp_path, moved):
    for language, arrow in (("en", "→"), ("ar", "←")):
        settings = Settings(language=language, keys=moved)
        home = tmp_path / language
        with open_window(with_assessment, home, settings=settings) as drive:
            on, back = (key_words(one, moved) for one in ("next_group", "previous_group"))
            assert moved or arrow in on
            drive.go("help", "", "all-keys")
            assert drive.stands(ACTIONS["next_group"].words)
            assert drive.stands(on)
            drive.go("form", "", FORM)
            drive.until(lambda drive=drive: drive.page.view is not None)
            first = drive.page.view.at
            drive.press(as_pressed(on))
            assert drive.page.view.at != first
            drive.press(as_pressed(back))
            assert drive.page.view.at == first


def as_pressed(words):
    return words.strip("\u2066\u2069").replace("→", "Right").replace("←", "Left")


def test_what_a_side_note_is_called_is_seen_when_it_opens(drive, view):
    drive.press("F4")
    drive.rest()
    field = drive.page.notes.note.field
    named = next(one for one in field.findChildren(Words) if one.buddy() is field.editor)
    assert in_sight(named, view) == named.height()
    assert in_sight(field.editor, view) == field.editor.height()
