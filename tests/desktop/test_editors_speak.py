"""What stands in an editor itself is in the language of the questions, not of the window."""

from __future__ import annotations

import re

import pytest
from asking import every_kind
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QToolButton,
)

import texts
from desktop.app import application
from desktop.editors.days import DateEditor
from desktop.editors.registry import EDITORS
from desktop.editors.several import ManyEditor, TilesEditor
from desktop.look import look, picture
from desktop.parts.calendar import Calendar
from desktop.parts.tiles import Tile
from forms.choices import Offer
from texts.sorting import sort_key

ARABIC, ENGLISH = re.compile("[\u0621-\u064a]"), re.compile("[a-z]")


@pytest.fixture(autouse=True)
def arabic():
    application()
    texts.use("ar")
    yield
    texts.use("en")


def questions():
    return [one for model in every_kind() for one in model.questions()]


def said(editor):
    """Return every word in an editor, for those who see it and those who listen."""
    found = [editor.target().accessibleName()]
    found += [label.text() for label in editor.findChildren(QLabel)]
    for button in editor.findChildren(QAbstractButton):
        found += [button.text(), button.accessibleName(), button.toolTip()]
    for line in editor.findChildren(QLineEdit):
        found += [line.placeholderText(), line.accessibleName()]
    for drop in editor.findChildren(QComboBox):
        found += [drop.itemText(at) for at in range(drop.count())]
    return "\n".join(found)


@pytest.mark.parametrize("kind", [*EDITORS.values(), ManyEditor])
def test_every_editor_speaks_the_language_of_the_questions(kind):
    (one, *_) = (one for one in questions() if EDITORS[one.type] is kind or kind is ManyEditor)
    editor = kind(one)
    editor.speak("en")
    editor.show_offers([Offer("a", "12"), Offer("b", "34")])
    editor.show_answer("")
    editor.name("34", "")
    assert not ARABIC.search(said(editor))
    editor.speak(None)
    editor.name("34", "")
    assert not ENGLISH.search(said(editor))


def test_what_was_chosen_stays_when_the_language_is_another_one():
    (one, *_) = (one for one in questions() if one.type == "date")
    editor = DateEditor(one)
    editor.show_answer("2028-03-12")
    editor.speak("en")
    assert (editor.answer(), editor.month.currentText()) == ("2028-03-12", "March")


def test_experiences_stand_a_to_z_in_the_language_of_the_questions():
    (one, *_) = (one for one in questions() if one.type == "select_multiple")
    editor = TilesEditor(one)
    for language, wrong in (("en", ARABIC), (None, ENGLISH)):
        editor.speak(language)
        editor.show_answer("survival_sex")
        tiles = [editor.tiles._grid.itemAt(at).widget() for at in range(6)]
        shown = [tile.text() for tile in tiles]
        assert shown == sorted(shown, key=sort_key)
        assert editor.target() is tiles[0]
        assert [tile.code for tile in tiles if tile.isChecked()] == ["survival_sex"]
        assert not wrong.search(said(editor))


def test_the_words_of_a_tile_stand_beside_its_mark_whichever_way_the_form_runs():
    """In a window of the other direction as well."""
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        tile = Tile("survival_sex")
        tile.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        tile.speak("en")
        tile.resize(400, tile.height())
        drawn = tile.grab().toImage()
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    ground = drawn.pixelColor(200, drawn.height() // 2)
    far = [(x, y) for x in range(250, 380) for y in range(4, drawn.height() - 4)]
    assert all(drawn.pixelColor(x, y) == ground for x, y in far)


@pytest.mark.parametrize(("language", "month"), [("en", "March"), (None, "مارس")])
def test_the_calendar_of_a_day_speaks_and_runs_as_its_form(language, month):
    (one, *_) = (one for one in questions() if one.type == "date")
    editor = DateEditor(one)
    ways = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
    editor.setLayoutDirection(ways[language is None])
    editor.speak(language)
    editor.show_answer("2028-03-12")
    editor._open_calendar()
    calendar = editor.findChild(Calendar)
    try:
        assert calendar.layoutDirection() == editor.layoutDirection()
        assert calendar.accessibleName() == texts.say("consent.calendar", language=language)
        assert calendar.findChild(QToolButton, "qt_calendar_monthbutton").text() == month
        back = calendar.findChild(QToolButton, "qt_calendar_prevmonth").icon()
        side = calendar.findChild(QToolButton, "qt_calendar_prevmonth").iconSize()
        ink = look().colours.text
        drawn = picture("caret-left", ink, side.width(), mirrored=language is None)
        assert back.pixmap(side).toImage() == drawn.toImage()
    finally:
        calendar.close()


def test_a_part_of_a_day_is_named_without_a_mark_of_other_letters():
    (one, *_) = (one for one in questions() if one.type == "date")
    editor = DateEditor(one)
    editor.name("السؤال", "")
    assert editor.year.accessibleName().startswith("السؤال، ")
