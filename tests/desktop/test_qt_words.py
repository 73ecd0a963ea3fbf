"""Qt says its own words in the language of the window: menus of fields, dialogs of files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTreeView, QWidget

from desktop.app import application
from desktop.frame.dressing import dress
from desktop.frame.settings import Settings
from desktop.parts.choosing import choose_file, choose_folder, choose_new_file


@pytest.fixture
def parent(qtbot):
    application()
    parent = QWidget()
    qtbot.addWidget(parent)
    yield parent
    dress(Settings())


def menu_of(parent):
    """Return what the menu of a field offers."""
    menu = QLineEdit("an answer", parent).createStandardContextMenu()
    return [one.text().partition("\t")[0] for one in menu.actions() if one.text()]


def is_arabic(words):
    return any("\u0600" <= sign <= "\u06ff" for sign in words)


def test_what_a_field_offers_is_said_in_the_language_that_is_chosen(parent) -> None:
    said = []
    for language in ("en", "ar", "en"):
        dress(Settings(language=language))
        said.append(menu_of(parent))
    assert said[0] == said[2] != said[1]
    assert [words for words in said[1] if not is_arabic(words)] == []
    assert [words for words in said[0] if is_arabic(words)] == []


# Qt names the kind of a file, such as a folder, in English.
KIND_OF_FILE = 2


@pytest.mark.parametrize("choose", [choose_folder, choose_file, choose_new_file])
def test_no_dialog_of_files_speaks_english_in_arabic(parent, choose, tmp_path) -> None:
    dress(Settings(language="ar"))
    dialog = choose(parent, "أين؟", Path(tmp_path) / "paper.pdf", print)
    named = [*dialog.findChildren(QLabel), *dialog.findChildren(QPushButton)]
    words = [one.text() for one in named if one.text()]
    assert words
    assert [one for one in words if not is_arabic(one)] == []
    assert dialog.findChild(QTreeView).isColumnHidden(KIND_OF_FILE)
    dialog.reject()
