"""The bar above every page: its box for finding says as much as there is room for, and no less."""

from __future__ import annotations

from itertools import pairwise

import pytest
from drive import open_window
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication

import texts
from desktop.frame.actions import key_words, on_caps
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.look.tokens import size
from desktop.parts.avatar import Avatar
from desktop.parts.chips import Chip
from desktop.parts.frames import Box
from desktop.parts.words import Words
from texts.dates import isolate


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


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_moves_when_it_is_known_how_the_exchange_stands(
    template, tmp_path, language
) -> None:
    settings = Settings(language=language)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1366, 768)
        drive.rest()
        top = drive.window.workspace.top
        assert top.exchange.text() == ""
        before = top.finder.geometry(), top.exchange.geometry()
        drive.until(top.exchange.text)
        drive.rest()
        assert (top.finder.geometry(), top.exchange.geometry()) == before
        for words in (texts.say("exchange.done"), texts.plural("exchange.wait", 3)):
            top.exchange.say(words, "arrows-left-right")
            drive.rest()
            assert (top.finder.geometry(), top.exchange.geometry()) == before


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


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("scale", "size_of"), [(1.0, (1366, 768)), (2.0, (1366, 768))])
def test_a_very_long_name_takes_neither_the_way_back_nor_the_words_for_finding(
    template, tmp_path, scale, size_of, language
) -> None:
    settings = Settings(scale=scale, language=language)
    name = " ".join(["Example Centre for the Accompaniment of Families"] * 4)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(*size_of)
        top = drive.window.workspace.top
        for name_of, whole in ((name, False), ("W" * 200, False), ("Example Ward", True)):
            top.show_way([("Services", Place("services")), (name_of, None)])
            drive.rest()
            back, _arrow, title = steps_of(top)
            assert back.isVisible()
            assert top.finder.width() >= top.finder.least
            assert (title.text() == name_of) is whole
            # In Arabic the dots of what was cut stood before the name.
            assert whole or dots_at(title) > 0
            # Whoever listens hears all of it, and two lines have room in the bar.
            assert title.accessibleName() == name_of
            assert title.heightForWidth(title.width()) <= top.height()
        top.show_way([("Services", Place("services")), (name, None)])
        drive.window.resize(3000 if scale == 1 else 6000, 900)
        drive.until(lambda: steps_of(top)[-1].text() == name)


def test_what_a_page_is_called_is_not_cut_in_the_smallest_window(template, tmp_path) -> None:
    settings = Settings(scale=2.0, language="fr")
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1024, 640)
        drive.go("cases")
        (title,) = steps_of(drive.window.workspace.top)
        assert title.text() == texts.say("nav.cases")
        assert title.width() >= title.sizeHint().width()


def dots_at(title):
    """Return how far right of the first letter the dots stand of a name in Latin letters."""
    layout = QTextLayout(title.text(), title.font())
    option = QTextOption()
    option.setTextDirection(title.layoutDirection())
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(100_000)
    layout.endLayout()
    words = title.text().rstrip("\u2069")
    assert words.endswith("\u2026")
    dots, _ = line.cursorToX(len(words) - 1)
    first, _ = line.cursorToX(words.index(words.lstrip("\u2068")[0]) + 1)
    return dots - first


def steps_of(top):
    return [top._way.itemAt(at).widget() for at in range(top._way.count())]


def test_whoever_stands_on_a_step_of_the_way_stays_there_when_it_is_told_again(
    template, tmp_path
) -> None:
    """A page tells its way at each choice: the step was made anew, and the keyboard was nowhere."""
    with open_window(template, tmp_path / "home") as drive:
        top = drive.window.workspace.top
        way = [("A step before", Place("cases")), ("K7M2-4QX9", None)]
        top.show_way(way)
        step = drive.tab_to("A step before")
        top.show_way(list(way))
        drive.rest()
        assert drive.focus() is step
        top.show_way([*way[:1], ("R3TD-8NWC", None)])
        drive.rest()
        assert drive.focus() is not step


@pytest.mark.parametrize("language", ["en", "ar"])
def test_whose_case_it_is_stands_there_whatever_else_has_no_room(
    template, tmp_path, language
) -> None:
    settings = Settings(scale=2.0, language=language)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        top, code, section = drive.window.workspace.top, "K7M2-4QX9", "Places she was taken to"
        for size_of, shown in (
            ((1024, 640), [code]),
            ((2000, 900), ["Cases", code, section]),
            ((1024, 640), [code]),
        ):
            drive.window.resize(*size_of)
            top.show_way([("Cases", Place("cases")), (code, Place("case", code)), (section, None)])
            drive.rest()
            steps = [top._way.itemAt(at).widget() for at in range(top._way.count())]
            seen = [one for one in steps if one.isVisible() and one.text()]
            assert [one.text() for one in seen] == shown
            # Whoever listens hears where it is also where it is not written.
            link = next(one for one in steps if one.text() == code)
            assert link.accessibleDescription() == ("" if section in shown else section)
            assert link.width() >= link.sizeHint().width()
            assert top.rect().contains(top.hide_button.geometry())


@pytest.mark.parametrize(("language", "on"), [("en", "→"), ("ar", "←")])
def test_a_key_is_shown_as_it_stands_on_the_keyboard_and_does_not_turn_round(
    template, tmp_path, language, on
) -> None:
    settings = Settings(language=language)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.go("form", "", "intake")
        shown = [one.text() for one in drive.page.findChildren(Words) if "Alt+" in one.text()]
        # Arrows follow the eye; among words that run to the left each key is kept together.
        assert [words.index("←") < words.index("→") for words in shown] == [language == "en"]
        assert [f"Alt+{on}" in words for words in shown] == [True]
        assert all(("\u2066Alt+" in words) == (language == "ar") for words in shown)
        key = key_words("main", {})
        assert isolate("Ctrl+Enter") == key
        assert on_caps("Ctrl+K") == "Ctrl K"
        assert on_caps("Ctrl++") == "Ctrl +"


def test_the_day_stands_beside_today_where_there_is_room_for_it(template, tmp_path) -> None:
    with open_window(template, tmp_path / "home") as drive:
        top, day = drive.window.workspace.top, drive.page.beside()
        drive.window.resize(1366, 768)
        drive.until(lambda: drive.stands(day))
        assert top.finder.text() == texts.say("action.find")
        drive.window.resize(1024, 640)
        drive.until(lambda: top.finder.text() == texts.say("action.find"))
        drive.go("cases")
        assert drive.unseen(day)


def test_what_a_page_shows_of_itself_is_a_chip_where_the_page_has_an_icon_for_it(
    template, tmp_path
) -> None:
    with open_window(template, tmp_path / "home", worker=template.supervisor) as drive:
        drive.window.resize(1366, 768)
        drive.go("figures")
        said = texts.say("figures_page.counts_only")
        drive.until(lambda: drive.stands(said))
        top = drive.window.workspace.top
        assert [one.text() for one in top.findChildren(Chip) if one.isVisible()] == [said]
        drive.go("today")
        drive.until(lambda: drive.stands(drive.page.beside()))
        assert not [one for one in top.findChildren(Chip) if one.isVisible()]


def test_who_works_here_has_a_sign_beside_the_name_and_a_long_name_is_whole(
    template, tmp_path
) -> None:
    with open_window(template, tmp_path / "home") as drive:
        navigation = drive.window.workspace.navigation
        (sign,) = navigation.findChildren(Avatar)
        worker = drive.window.workbook.worker.name
        (name,) = [one for one in navigation.findChildren(Words) if one.text() == worker]
        name.setText(" ".join([worker] * 4))
        drive.rest()
        assert sign.isVisible()
        assert name.wordWrap()
        assert name.height() >= name.heightForWidth(name.width())
        navigation.collapse(collapsed=True)
        assert not sign.isVisible()


@pytest.mark.parametrize("worker", ["caseworker", "supervisor"])
def test_with_large_text_every_goal_is_listed_while_there_is_height_for_it(
    template, tmp_path, worker
) -> None:
    settings = Settings(scale=2.0)
    who = getattr(template, worker)
    with open_window(template, tmp_path / "home", settings=settings, worker=who) as drive:
        navigation = drive.window.workspace.navigation
        navigation.offer("decide", offered=True)
        heights = []
        for high in (1100, 768, 640):
            drive.window.resize(1366, high)
            drive.rest()
            listed = navigation._listed()
            heights.append({one.height() for one in listed})
            tops = [one.geometry() for one in listed]
            assert all(a.bottom() < b.top() for a, b in pairwise(tops))
            assert navigation.rect().contains(tops[-1])
            left_out = set(navigation._items) - {one.goal.page for one in listed}
            # Where the chip above leads as well is left out last, and only in a small window.
            assert left_out <= ({"devices"} if high == 640 else set())
        assert heights[0] == {look().px(size("nav_item"))}
        assert min(map(min, heights)) >= look().px(size("target_min"))


@pytest.mark.parametrize("role", ["caseworker", "supervisor"])
def test_what_is_of_the_team_has_a_heading_where_there_is_a_team_to_look_after(
    template, tmp_path, role
) -> None:
    worker = getattr(template, role)
    with open_window(template, tmp_path / "home", worker=worker) as drive:
        navigation = drive.window.workspace.navigation
        headings = [
            one for one in navigation.findChildren(Words) if one.text() == texts.say("nav.of_team")
        ]
        assert [one.isVisible() for one in headings] == [True] * (role == "supervisor")
        navigation.collapse(collapsed=True)
        assert not any(one.isVisible() for one in headings)
        # Nothing of it stands in a window of its own.
        alone = [one for one in QApplication.topLevelWidgets() if isinstance(one, Box)]
        assert [one for one in alone if one.isVisible()] == []
