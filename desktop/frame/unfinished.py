"""What is typed outside a form is kept as one goes, until it is on record or nobody wants it.

Only fields that are named are kept. A passphrase is none: who names one is refused.
"""

from __future__ import annotations

from datetime import date
from functools import partial, singledispatch
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar, cast

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from casework.records.unfinished import Unfinished
from desktop.editors.base import Editor
from desktop.frame.page import page_around
from desktop.frame.unsaved import not_saved
from desktop.look.tokens import timing
from desktop.parts.day_field import DayField
from desktop.parts.fields import Drop, Line, Lines, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget

    from casework.records.unfinished import Spot, UnfinishedWords
    from desktop.frame.room import Room

T = TypeVar("T")
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


class UnfinishedFields(QObject):
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
        super().__init__(panel)
        self._room, self._spot, self._panel = room, spot, panel
        self._fields = fields
        self._held = {name: held(one) for name, one in self._fields.items()}
        # Words of Today may be about a case whose code stands in one of the fields.
        self._about = about
        self._blank = self._values()
        self._sent = Unfinished(self._blank)
        # Being put on record, or let go of: until somebody types again there is nothing to keep.
        self._over = False
        self._idle = QTimer(self, singleShot=True, interval=timing("autosave_idle_ms"))
        self._latest = QTimer(self, singleShot=True, interval=timing("autosave_max_ms"))
        for timer in (self._idle, self._latest):
            timer.timeout.connect(self.keep)
        for one in self._held.values():
            for change in one.changes:
                change.connect(self._touch)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._moved)
        room.keeping.connect(self.keep)
        room.jobs.ask(self, partial(room.unfinished.of, spot), self._come)

    def keep(self) -> None:
        """Hand what stands in the fields to the store's queue, if that does not know it yet."""
        self._stop()
        words = self._words()
        if self._over or words == self._sent:
            return
        before, self._sent = self._sent, words
        if words.values != self._blank:
            about = self._about()
            self._send(lambda store: store.keep(self._spot, words, about))
        elif before.values != self._blank:
            self._send(lambda store: store.let_go(self._spot))

    def once(self, act: Callable[[], T]) -> Callable[[], T]:
        """Return an act that lets go of the words as soon as it has put them on record.

        Where it is refused they stay.
        """
        self.keep()
        self._over = True
        spot, store = self._spot, self._room.unfinished

        def done() -> T:
            result = act()
            store.let_go(spot)
            return result

        return done

    def settle(self) -> None:
        """Begin anew with what stands in the fields now: what was typed is wanted no more."""
        self._stop()
        self._blank = self._values()
        self._sent = Unfinished(self._blank)
        self._over = False
        self._send(lambda store: store.let_go(self._spot))

    def let_go(self) -> None:
        """Forget the words: somebody wants none of it."""
        self.settle()
        self._over = True

    # --- what stands in the fields

    def _values(self) -> dict[str, str]:
        return {name: one.read() for name, one in self._held.items()}

    def _words(self) -> Unfinished:
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
        self._stop()
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

    # --- when it is kept

    def _touch(self, *_now: object) -> None:
        self._over = False
        self._idle.start()
        if not self._latest.isActive():
            self._latest.start()

    def _moved(self, before: QWidget | None, _now: QWidget | None) -> None:
        """Keep what was typed in a field that is left."""
        if before is not None and self._idle.isActive() and before in self._fields.values():
            self.keep()

    def _stop(self) -> None:
        self._idle.stop()
        self._latest.stop()

    def _send(self, act: Callable[[UnfinishedWords], None]) -> None:
        """Ask the room, which is there when the panel is gone."""
        room = self._room

        def again() -> None:
            room.calm.emit()
            self._send(act)

        refused = partial(not_saved, room, self, again=again)
        room.jobs.put_away(room, partial(act, room.unfinished), self._is_kept, refused)

    def _is_kept(self, _done: None) -> None:
        """Say nothing: keeping is silent."""
        self._room.unsaved.pop(self, None)


def _focus(field: QWidget) -> None:
    (field.target() if isinstance(field, Editor) else field).setFocus()
