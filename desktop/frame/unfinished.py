"""What is typed outside a form is kept as one goes, until it is on record or nobody wants it.

Only fields that are named are kept. A passphrase is none: who names one is refused.
"""

from __future__ import annotations

from datetime import date
from functools import partial, singledispatch
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from casework.records.unfinished import Unfinished
from desktop.editors.base import Editor
from desktop.frame.kept_words import KeptWords
from desktop.frame.page import page_around
from desktop.parts.day_field import DayField
from desktop.parts.fields import Drop, Line, Lines, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget

    from casework.records.unfinished import Spot
    from desktop.frame.room import Room

_YES: Final = "yes"


class NeverKept(TypeError):
    """Raised when a field is named whose words are kept nowhere."""


class Held(NamedTuple):
    """How a kind of field is read and filled in again, and what tells that it changed."""

    read: Callable[[], str]
    put: Callable[[str], object]
    changes: Sequence[SignalInstance]


@singledispatch
def held(field: QWidget) -> Held:
    """Return how a field is kept; raises NeverKept for a passphrase, and for what is not known."""
    raise NeverKept(type(field).__name__)


@held.register
def _(field: Secret) -> Held:
    raise NeverKept(type(field).__name__)


@held.register
def _(field: Line) -> Held:
    if field.echoMode() is not QLineEdit.EchoMode.Normal:
        raise NeverKept(type(field).__name__)
    return Held(field.text, field.setText, (field.textChanged,))


@held.register
def _(field: Lines) -> Held:
    def put(words: str) -> None:
        field.setPlainText(words)
        field.moveCursor(QTextCursor.MoveOperation.End)

    return Held(field.toPlainText, put, (field.textChanged,))


@held.register
def _(field: Drop) -> Held:
    def put(code: str) -> None:
        # What is not offered any more is not chosen.
        field.setCurrentIndex(at if (at := field.findData(code)) >= 0 else field.currentIndex())

    return Held(field.code, put, (field.currentIndexChanged,))


@held.register
def _(field: QAbstractButton) -> Held:
    if not field.isCheckable():
        raise NeverKept(type(field).__name__)

    def put(words: str) -> None:
        field.setChecked(words == _YES)

    return Held(lambda: _YES if field.isChecked() else "", put, (field.toggled,))


@held.register
def _(field: DayField) -> Held:
    def put(words: str) -> None:
        field.choose(date.fromisoformat(words))

    def read() -> str:
        return field.day.isoformat()

    return Held(read, put, (field.changed,))


@held.register
def _(field: Editor) -> Held:
    return Held(field.answer, field.show_answer, (field.typing, field.answered))


class UnfinishedFields(KeptWords):
    """Fields of a panel whose words wait in the store; what waited there already comes back."""

    came = Signal()

    def __init__(
        self,
        room: Room,
        spot: Spot,
        panel: QWidget,
        fields: Mapping[str, QWidget],
        about: Callable[[], str] = str,
    ) -> None:
        # A field that is never kept is refused before anything listens.
        by_name = {name: held(one) for name, one in fields.items()}
        super().__init__(room, spot, panel, about)
        self._panel, self._fields, self._held = panel, fields, by_name
        self._blank = self._values()
        self._sent = Unfinished(self._blank)
        for one in self._held.values():
            for change in one.changes:
                change.connect(self.touch)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._moved)
        room.jobs.ask(self, partial(room.unfinished.of, spot), self._come)

    # --- what stands in the fields

    def _values(self) -> dict[str, str]:
        return {name: one.read() for name, one in self._held.items()}

    def words(self) -> Unfinished:
        """Return what stands in the fields, and which has the keyboard."""
        values = self._values()
        if values == self._blank:
            return Unfinished(values)
        return Unfinished(values, self._at(), not self._panel.isHidden())

    def _at(self) -> str:
        """Return the field that has the keyboard, as its page remembers behind a cover."""
        page = page_around(self)
        here = page.focusWidget() if page is not None else None
        return next(
            (
                name
                for name, one in self._fields.items()
                if here is not None and (one is here or one.isAncestorOf(here))
            ),
            "",
        )

    def _come(self, words: Unfinished | None) -> None:
        """Fill in what was left, unless somebody has begun to type already."""
        if words is None or self._values() != self._blank:
            return
        for name, one in self._held.items():
            if name in words.values:
                one.put(words.values[name])
        self._sent = words
        self._soon.stop()
        self.came.emit()
        field = self._fields.get(words.at)
        if field is None:
            return
        if field.isVisible():
            _focus(field)
        else:
            # The words may be there before the page is.
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the keyboard back to a field as soon as that is in sight."""
        if event.type() == QEvent.Type.Show:
            watched.removeEventFilter(self)
            _focus(cast("QWidget", watched))
        return False

    def _moved(self, before: QWidget | None, _now: QWidget | None) -> None:
        """Keep what was typed in a field that is left."""
        if before is not None and self._soon.waits and before in self._fields.values():
            self.keep()


def _focus(field: QWidget) -> None:
    (field.target() if isinstance(field, Editor) else field).setFocus()
