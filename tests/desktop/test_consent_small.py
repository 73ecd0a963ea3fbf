"""In the smallest window the answers of consent stand in sight as soon as their question does."""

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
from desktop.parts.words import Words

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


def answers_of(drive):
    """Return the three answers."""
    buttons = list(drive.page.findChild(Asking).answers.buttons.values())
    assert [one.text() for one in buttons] == [texts.say(f"consent.{one}") for one in NAMES]
    return buttons


def are_in_sight(drive):
    """Return whether all three answers are seen whole and in one line; or else none of them."""
    buttons = answers_of(drive)
    tops = {one.mapTo(drive.window, QPoint(0, 0)).y() for one in buttons}
    seen = [one.visibleRegion().boundingRect() for one in buttons]
    whole = [QRect(QPoint(0, 0), one.size()) for one in buttons]
    assert seen in (whole, [QRect()] * 3)
    return len(tops) == 1 and seen == whole


def is_come_to(drive):
    """Return whether what the question is called is seen, or was scrolled past."""
    port = drive.page.sides._scroll.viewport()
    title = next(one for one in drive.page.findChild(Asking).findChildren(Words))
    assert title.role == "h1"
    return title.mapTo(port, QPoint(0, title.height())).y() <= port.height()


@pytest.mark.parametrize("scale", [1.0, 1.3])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_three_answers_are_in_sight_from_where_their_question_is(at, language, scale) -> None:
    drive = at(language=language, scale=scale)
    bar = drive.page.sides._scroll.verticalScrollBar()
    assert bar.maximum() > 0
    found, heights = [], set()
    for place in range(0, bar.maximum() + 1, bar.maximum() // 8):
        bar.setValue(place)
        drive.rest()
        assert are_in_sight(drive) is is_come_to(drive), place
        assert drive.page.sides.foot.go.isVisible() is not are_in_sight(drive)
        assert [one for one in complaints(drive.window) if "Consent" in one] == []
        found.append(are_in_sight(drive))
        heights.add(drive.page.sides._scroll.viewport().height())
    assert found == sorted(found)
    assert set(found) == {False, True}
    # Nothing jumps where the one stands in for the other.
    assert len(heights) == 1


def test_from_the_list_a_button_says_what_is_asked_and_leads_there(at) -> None:
    drive = at()
    foot = drive.page.sides.foot
    asked = drive.page.findChild(Asking).findChildren(Words)[0].text()
    assert drive.stands(texts.say("consent.further_down", what=asked))
    drive.tab_to(texts.say("consent.go_there"), limit=300)
    assert not are_in_sight(drive)
    drive.press("Space")
    drive.rest()
    assert are_in_sight(drive)
    assert drive.page.sides.other.isAncestorOf(drive.focus())
    assert not foot.go.isVisible()


def test_no_answer_waits_under_the_keyboard_for_whoever_scrolls_away_and_back(at) -> None:
    drive = at()
    sides, bar = drive.page.sides, drive.page.sides._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    drive.rest()
    answers_of(drive)[0].setFocus()
    bar.setValue(0)
    drive.rest()
    assert drive.focus() is sides.foot.go
    bar.setValue(bar.maximum())
    drive.rest()
    assert sides.other.isAncestorOf(drive.focus())
    assert are_in_sight(drive)


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
