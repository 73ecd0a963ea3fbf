"""A form is found again where one was in it: over a lock, in any language, from any place."""

from __future__ import annotations

import pytest
from asking import assessment, with_form
from drive import open_window
from PySide6.QtCore import QPoint

from desktop.frame.settings import Settings
from desktop.pages.form.place import Spot, Wanted, spot_of, wanted_of


@pytest.fixture(scope="module")
def with_assessment(template, tmp_path_factory):
    return with_form(template, tmp_path_factory.mktemp("forms") / "home", assessment())


def opened(drive):
    drive.go("form", "", "own_assessment")
    drive.until(lambda: drive.page.view is not None)
    return drive.page.view


def test_hidden_and_unlocked_one_is_at_the_same_field_and_cursor(with_assessment, tmp_path):
    home = tmp_path / "again"
    with open_window(with_assessment, home) as drive:
        view = opened(drive)
        drive.press("Tab", "Tab")
        drive.type("they came back")
        drive.press("Left", "Left", "F9")
        drive.until(lambda: drive.left)
    with open_window(with_assessment, home) as drive:
        drive.until(lambda: drive.page.view is not None)
        view = drive.page.view
        area = next(
            one for one in view.pages[0].builder.asked.values() if one.question.name == "account"
        ).editor.area
        assert area.toPlainText() == "they came back"
        assert drive.focus() is area
        assert area.textCursor().position() == len("they came ba")


@pytest.mark.parametrize(("language", "onward"), [("en", "Alt+Right"), ("ar", "Alt+Left")])
def test_arrows_between_groups_follow_the_eye(with_assessment, tmp_path, language, onward):
    settings = Settings(language=language)
    with open_window(with_assessment, tmp_path / "home", settings=settings) as drive:
        view = opened(drive)
        drive.press(onward)
        assert view.at == 1


@pytest.mark.parametrize(
    "wanted", [Wanted("intake"), Wanted("intake", "d1"), Wanted("intake", entry_id="e1")]
)
def test_a_place_says_which_form_is_meant(wanted):
    assert wanted_of(wanted.subject()) == wanted


@pytest.mark.parametrize("spot", [Spot("q.name", 3), Spot("/data/r[2]/q", 0), Spot()])
def test_a_place_says_which_field_and_where_in_it(spot):
    assert spot_of(spot.field()) == spot


def test_a_question_alone_is_place_enough():
    assert spot_of("episode.continuum") == Spot("episode.continuum")


def test_the_line_of_the_open_group_is_in_sight(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        drive.window.resize(1366, 768)
        drive.go("form", "", "intake")
        side = drive.page.view.side
        for _group in range(len(side.lines) - 1):
            drive.press("Alt+Right")
        drive.rest()
        here = side._group.checkedButton()
        room = side._scroll.viewport()
        top = here.mapTo(room, QPoint(0, 0)).y()
        assert top >= 0
        assert top + here.height() <= room.height()
