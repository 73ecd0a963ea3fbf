"""A group of very many questions is built in turns; wherever one goes in it, it is there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from asking import asked, choices, group, own_form, with_form
from drive import open_window
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.frame.cover import Cover
from desktop.frame.panes import first_in
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.pages.form.stack import Block

FORM, MANY, LAST = "own_long", 120, "/data/g/q119"


def long_form():
    rows = [asked("select_one yes_no_answer", "q0", "Was something asked?")]
    rows += [asked("text", f"q{n}", f"Question {n}") for n in range(1, MANY)]
    rows[1]["relevant"] = "${q0} = 'yes'"
    rows[-1]["required"] = "yes"
    survey = group("g", "Everything", *rows)
    return own_form(FORM, "Long", survey, choices("yes_no_answer"))


@pytest.fixture(scope="module")
def asking(template, tmp_path_factory):
    return with_form(template, tmp_path_factory.mktemp("long") / "home", long_form())


@pytest.fixture
def drive(asking, tmp_path):
    # A window of its own for each: the key that hides is heard by all that are open.
    with open_window(asking, tmp_path / "own") as drive:
        yield drive


def opened(drive, field=""):
    """Return the page of the group, as soon as anything of it is seen."""
    drive.go("today")
    drive.window.workspace.go(Place("form", "", FORM, field))
    drive.window.jobs.last(lambda: None)
    while getattr(drive.page, "view", None) is None:
        QApplication.processEvents()
    return drive.page.view.pages[0]


def test_what_is_in_sight_is_built_first_and_all_the_rest_comes_in_its_order(drive):
    page = opened(drive)
    assert len(page.builder.asked) < MANY / 2
    drive.until(lambda: page.turns.is_whole)
    drive.rest()
    high = [page._height(one) for one in page.in_order() if one.isVisible()]
    assert len(page.builder.asked) == MANY
    assert high == sorted(high)
    assert [one.ref for one in page.in_order()] == [f"/data/g/q{n}" for n in range(MANY)]


def test_one_comes_back_to_a_question_far_below_and_it_stays_in_sight(drive):
    page = opened(drive, "/data/g/q100:0")
    assert len(page.builder.asked) < MANY / 2
    assert drive.focus() is page.builder.asked["/data/g/q100"].editor.line
    drive.until(lambda: page.turns.is_whole)
    drive.rest()
    line = drive.focus()
    assert line is page.builder.asked["/data/g/q100"].editor.line
    top = line.mapTo(page.viewport(), line.rect().topLeft()).y()
    assert 0 <= top <= page.viewport().height() - line.height()


def test_the_keys_lead_to_a_question_that_is_not_built_yet(drive):
    page = opened(drive, "/data/g/q60:0")
    page.turns.pause()
    first = min(int(ref.rpartition("q")[2]) for ref in page.builder.asked)
    assert first > 0
    page.builder.asked[f"/data/g/q{first}"].enter()
    drive.press("Shift+Tab")
    assert drive.focus() is page.builder.asked[f"/data/g/q{first - 1}"].editor.line
    last = max(int(ref.rpartition("q")[2]) for ref in page.builder.asked)
    page.builder.asked[f"/data/g/q{last}"].enter()
    drive.press("Ctrl+Down")
    assert drive.focus() is page.builder.asked[f"/data/g/q{last + 1}"].editor.line


def test_what_is_missing_is_named_and_said_at_its_question_before_that_is_built(drive):
    page = opened(drive)
    page.turns.pause()
    page.builder.say_wrong({LAST: "missing"})
    assert LAST not in page.builder.asked
    drive.page.view.go_to(LAST)
    assert page.builder.asked[LAST].wrong_words == "missing"
    assert drive.focus() is page.builder.asked[LAST].editor.line


def test_the_hide_key_is_heard_while_it_is_built_and_nothing_is_built_behind_the_cover(drive):
    page = opened(drive, "/data/g/q60:0")
    QTest.keyClick(drive.focus(), Qt.Key.Key_F9)
    assert isinstance(drive.window._stack.currentWidget(), Cover)
    built = len(page.builder.asked)
    assert built < MANY / 2
    drive.rest()
    assert len(page.builder.asked) == built


@pytest.mark.parametrize("other", [{"scale": 1.15}, {"theme": "dark"}, {"language": "ar"}])
def test_in_another_look_the_keyboard_is_at_the_same_question(drive, other):
    page = opened(drive, "/data/g/q100:0")
    drive.until(lambda: page.turns.is_whole)
    drive.window.set(replace(Settings(), **other))
    drive.until(lambda: getattr(drive.page, "view", None) and drive.page.view.pages[0] is not page)
    again = drive.page.view.pages[0]
    drive.until(lambda: again.turns.is_whole)
    drive.rest()
    assert drive.focus() is again.builder.asked["/data/g/q100"].editor.line


def test_from_pane_to_pane_one_comes_to_what_is_read_first(drive):
    page = opened(drive, "/data/g/q60:0")
    drive.until(lambda: page.turns.is_whole)
    assert first_in(page.questions) is page.builder.asked["/data/g/q0"].editor.target()


def test_an_answer_lays_out_its_own_block_and_no_other(drive, monkeypatch):
    page = opened(drive)
    drive.until(lambda: page.turns.is_whole)
    drive.rest()
    laid = []
    for block in page.questions.findChildren(Block):
        monkeypatch.setattr(block._body, "_highs", Counted(block, laid))
    page.builder.asked["/data/g/q0"].editor.dots["yes"].click()
    drive.rest()
    assert page.builder.asked["/data/g/q1"].isVisible()
    assert len(set(laid)) <= 1


class Counted(dict):
    """Heights by width that note whose were worked out anew."""

    def __init__(self, block, laid):
        super().__init__(block._body._highs)
        self.block, self.laid = block, laid

    def __setitem__(self, width, high):
        self.laid.append(self.block)
        super().__setitem__(width, high)
