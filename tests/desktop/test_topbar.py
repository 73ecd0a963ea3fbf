"""The bar above every page: its box for finding says as much as there is room for, and no less."""

from __future__ import annotations

import pytest
from drive import open_window

import texts
from desktop.frame.places import Place
from desktop.frame.settings import Settings


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_box_for_finding_says_all_again_once_there_is_room(
    template, tmp_path, language
) -> None:
    settings = Settings(language=language)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        finder = drive.window.workspace.top.finder
        drive.window.resize(1366, 768)
        drive.until(lambda: finder.text() == texts.say("action.find"))
        drive.window.setMinimumWidth(0)
        drive.window.resize(560, 640)
        drive.until(lambda: finder.text() != texts.say("action.find"))
        drive.window.resize(1366, 768)
        drive.until(lambda: finder.text() == texts.say("action.find"))


def test_the_way_here_gives_up_its_beginning_before_the_box_for_finding_is_empty(
    template, tmp_path
) -> None:
    with open_window(template, tmp_path / "home", settings=Settings(scale=2.0)) as drive:
        drive.window.resize(1366, 768)
        top = drive.window.workspace.top
        way = [("Cases", Place("cases")), ("K7M2-4QX9", Place("help")), ("Who works with it", None)]
        top.show_way(way)
        drive.rest()
        shown = [top._way.itemAt(at).widget() for at in range(top._way.count())]
        assert [one.text() for one in shown if one.isVisible() and one.text()] == [
            "K7M2-4QX9",
            "Who works with it",
        ]
        assert top.finder.width() >= top.finder.least
