"""What stands in an editor itself is in the language of the questions, not of the window."""

from __future__ import annotations

import re

import pytest
from asking import every_kind
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit

import texts
from desktop.app import application
from desktop.editors.days import DateEditor
from desktop.editors.registry import EDITORS
from desktop.editors.several import ManyEditor
from forms.choices import Offer

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
