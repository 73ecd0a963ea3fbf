"""In the smallest window the answers of consent stand in sight, whatever is read above them."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from drive import open_window
from make import agreed
from PySide6.QtCore import QPoint, QRect
from walking import complaints

import texts
from desktop.frame.settings import Settings
from desktop.pages.consent.asking import Asking

NAMES = ("agrees", "says_no", "not_now")

pytestmark = pytest.mark.begins(after=agreed)


@pytest.fixture
def at(template, tmp_path, kept):
    """Give what opens consent of a case in the smallest window."""
    with ExitStack() as windows:

        def enter(**settings):
            window = open_window(template, tmp_path / "home", settings=Settings(**settings))
            drive = windows.enter_context(window)
            drive.window.resize(1024, 640)
            drive.go("consent", kept)
            drive.until(lambda: drive.page.talk is not None)
            drive.rest(6)
            return drive

        yield enter


def are_in_sight(drive):
    """Return whether all three answers are seen whole, and in one line."""
    buttons = list(drive.page.findChild(Asking).answers.buttons.values())
    assert [one.text() for one in buttons] == [texts.say(f"consent.{one}") for one in NAMES]
    tops = {one.mapTo(drive.window, QPoint(0, 0)).y() for one in buttons}
    return len(tops) == 1 and all(
        one.visibleRegion().boundingRect() == QRect(QPoint(0, 0), one.size()) for one in buttons
    )


@pytest.mark.parametrize("scale", [1.0, 1.3])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_three_answers_are_in_sight_from_the_list_to_the_end_of_the_question(
    at, language, scale
) -> None:
    drive = at(language=language, scale=scale)
    bar = drive.page.sides._scroll.verticalScrollBar()
    assert bar.maximum() > 0
    for place in (0, bar.maximum() // 2, bar.maximum()):
        bar.setValue(place)
        drive.rest()
        assert are_in_sight(drive), place
    assert [one for one in complaints(drive.window) if "Consent" in one] == []


def test_they_come_after_the_question_by_tab_and_by_the_key_for_panes(at) -> None:
    drive = at()
    sides = drive.page.sides
    drive.page.talk.agreed.rows()[0].setFocus()
    passed = []
    for _pane in range(2):
        drive.press("F6")
        passed.append(next(one for one in drive.page.panes() if one.isAncestorOf(drive.focus())))
    assert passed == [sides.other, sides.foot]
    assert drive.focus().text() == texts.say("consent.agrees")
    drive.press("Shift+Tab")
    assert sides.other.isAncestorOf(drive.focus())
    drive.press("Tab", "Tab")
    assert drive.focus().text() == texts.say("consent.says_no")


def test_where_the_words_are_large_they_end_the_page(at) -> None:
    drive = at(scale=2.0)
    assert drive.page.sides.other.isAncestorOf(drive.page.sides.foot)
    assert [one for one in complaints(drive.window) if "Consent" in one] == []
