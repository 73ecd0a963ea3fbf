"""What all of the program wears: look, language, direction, by the settings and by the system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

import texts
from desktop.frame.settings import DIGITS
from desktop.look import look, use
from desktop.look.palette import palette_of
from desktop.look.qt_words import speak
from desktop.look.sheet import sheet_of

if TYPE_CHECKING:
    from desktop.frame.settings import Settings


def dress(settings: Settings) -> None:
    """Put on the look and the language that settings and system ask for."""
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    use(settings.look(dark=dark, strong=_wants_contrast()))
    native = settings.digits == DIGITS[1]
    texts.use(settings.language, native_digits=native, calendar=settings.calendar)
    application = _application()
    rtl = texts.current().direction == "rtl"
    direction = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
    application.setLayoutDirection(direction)
    speak(application)
    application.setFont(look().font())
    application.setPalette(palette_of(look()))
    # All that is shown is measured again for it, so the same one is not put on twice. To take the
    # one before off first is three times as fast, and Qt broke off in it once.
    if application.styleSheet() != (sheet := sheet_of(look())):
        application.setStyleSheet(sheet)


def _application() -> QApplication:
    made = QApplication.instance()
    if not isinstance(made, QApplication):
        raise TypeError
    return made


def _wants_contrast() -> bool:
    """Return whether the system asks for more contrast."""
    hints = QGuiApplication.styleHints()
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
