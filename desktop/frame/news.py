"""What came while somebody works is shown once her hands rest, and the keyboard stays where it was.

Pages read anew build much of what they show again. Whoever presses a button for it expects that;
whoever did not would find that her next key goes to another field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from casework.changes import Change
from casework.keeping.exchange import EXCHANGED

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.frame.places import Place
    from desktop.frame.room import Room

# So many seconds nobody may have pressed anything.
RESTED: Final = 2
_LOOK_MS: Final = 250
# How long the store may take until what it answered is shown.
_SOON_MS, _LOOKS = 50, 200


class _Standing(NamedTuple):
    """Where the keyboard was: in what, the how manieth of its kind and name, and its cursor."""

    place: Place
    widget: QWidget
    kind: type[QWidget]
    name: str
    number: int
    words: str
    anchor: int
    cursor: int


class News(QObject):
    """Tells all pages that something came, when nobody is in the middle of anything."""

    def __init__(self, seen: QWidget, room: Room, here: Callable[[], Place]) -> None:
        super().__init__(seen)
        self._seen, self._room, self._here = seen, room, here
        self._standing: _Standing | None = None
        self._looks = 0
        self._wait = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._wait.timeout.connect(self.came)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._return)

    def came(self) -> None:
        """Tell it now, or as soon as that takes nothing from under somebody's hands."""
        over = [QApplication.activePopupWidget(), QApplication.activeModalWidget()]
        if any(map(bool, over)) or self._room.quiet() < RESTED:
            self._wait.start()
            return
        self._standing, self._looks = self._stands(), 0
        self._room.jobs.changed.emit(Change(EXCHANGED))
        self._soon.start()

    def _focus(self) -> QWidget | None:
        return self._seen.window().focusWidget()

    def _stands(self) -> _Standing | None:
        widget = self._focus()
        if widget is None or not self._seen.isAncestorOf(widget):
            return None
        kind, name = type(widget), widget.accessibleName()
        number = self._alike(kind, name).index(widget) if widget.isVisible() else 0
        return _Standing(self._here(), widget, kind, name, number, *_cursor(widget))

    def _alike(self, kind: type[QWidget], name: str) -> list[QWidget]:
        found = self._seen.findChildren(kind)
        return [one for one in found if one.isVisible() and one.accessibleName() == name]

    def _return(self) -> None:
        """Put the keyboard back where it was, once the page shows what came."""
        self._looks += 1
        if not self._room.jobs.idle and self._looks < _LOOKS:
            self._soon.start()
            return
        was, self._standing = self._standing, None
        if was is None or was.place[:2] != self._here()[:2] or self._room.quiet() < RESTED:
            # She went on by herself.
            return
        if shiboken6.isValid(was.widget) and self._focus() is was.widget:
            return
        alike = self._alike(was.kind, was.name)
        if alike:
            now = alike[min(was.number, len(alike) - 1)]
            now.setFocus()
            _put_cursor(now, was)


def _cursor(widget: QWidget) -> tuple[str, int, int]:
    """Return the words of a field, and where a selection begins and ends in it."""
    if isinstance(widget, QLineEdit):
        at = widget.cursorPosition()
        start = widget.selectionStart()
        if start < 0:
            return widget.text(), at, at
        end = widget.selectionEnd()
        return widget.text(), (start if at == end else end), at
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        cursor = widget.textCursor()
        return widget.toPlainText(), cursor.anchor(), cursor.position()
    return "", 0, 0


def _put_cursor(widget: QWidget, was: _Standing) -> None:
    if _cursor(widget)[0] != was.words:
        return
    if isinstance(widget, QLineEdit):
        if was.cursor == was.anchor:
            widget.setCursorPosition(was.cursor)
        else:
            widget.setSelection(was.anchor, was.cursor - was.anchor)
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        cursor = widget.textCursor()
        cursor.setPosition(was.anchor)
        cursor.setPosition(was.cursor, cursor.MoveMode.KeepAnchor)
        widget.setTextCursor(cursor)
