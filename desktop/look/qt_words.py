"""Qt's own words in the language of the window: dialogs of files and printers, menus of fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLibraryInfo, QTranslator

import texts
from texts.language import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_NAMED: Final = "qt_words"


def speak(application: QApplication) -> None:
    """Let Qt say its own words in the language that is spoken now, where it knows it.

    What it has no words for it says in English, as it does without.
    """
    spoken = texts.current().code
    known = application.findChild(QTranslator, _NAMED)
    if known is not None:
        if known.property(_NAMED) == spoken:
            return
        application.removeTranslator(known)
        known.setParent(None)
    if spoken == SOURCE_LANGUAGE:
        return
    words = QTranslator(application)
    words.setObjectName(_NAMED)
    words.setProperty(_NAMED, spoken)
    if words.load(f"qtbase_{spoken}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(words)
