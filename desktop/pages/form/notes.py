"""Side notes: a note beside a form, kept as a draft while it is written, like its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop.frame.actions import key_words
from desktop.pages.entries.note import NOTE, QuickNote
from desktop.pages.entries.note_keeping import NoteKeeping
from desktop.pages.form.keeping import last_saved
from desktop.pages.form.place import Spot
from desktop.parts.frames import column
from desktop.parts.sight import bring_into_sight
from texts.dates import clock_time

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout, QWidget

    from casework.answers.filling import Sheet
    from desktop.frame.room import Room
    from desktop.pages.form.view import FormView


class SideNotes(QObject):
    """A card above the questions, opened and closed by the same key; what is in it stays there."""

    def __init__(self, view: FormView, room: Room, sheet: Sheet) -> None:
        super().__init__(view)
        self._view, self._room, self._sheet = view, room, sheet
        self._before: QWidget | None = None
        self._keeping: NoteKeeping | None = None
        self.note: QuickNote | None = None
        self._line: QBoxLayout = column()
        key = key_words("notes", room.settings.keys)
        for button in (view.side.notes, view.drop.notes):
            button.setToolTip(f"{button.accessibleName()} ({key})" if key else "")
            button.setAccessibleDescription(key)
            button.does(self.turn).show()
        if sheet.draft_id:
            self._open()

    # --- the card

    def turn(self) -> None:
        """Open the card, or close it and go back to where one was."""
        note = self.note
        if note is not None and note.isVisible():
            note.hide()
            self._view.bars.make_room(self._line, shown=False)
            before = self._before
            if before is not None and shiboken6.isValid(before):
                before.setFocus()
            return
        self._before = QApplication.focusWidget()
        note = self._open()
        note.text.setFocus()
        # With large text it scrolls with its page: what it is for is seen with it.
        bring_into_sight(note.field)

    def spot(self) -> Spot:
        """Return the place in the note where one was, or nowhere when that was elsewhere."""
        note = self.note
        # A cover takes the keyboard away, but not what the form remembers.
        if note is None or self._view.had_keyboard is not note.text:
            return Spot()
        return Spot(NOTE, note.text.textCursor().position())

    def enter(self, spot: Spot) -> None:
        """Go back to where one was in the note."""
        if spot.ref != NOTE:
            return
        note = self._open()
        note.text.setFocus()
        cursor = note.text.textCursor()
        cursor.setPosition(min(spot.cursor, len(note.text.toPlainText())))
        note.text.setTextCursor(cursor)

    def _open(self) -> QuickNote:
        """Show the card and return it; it is made when first wanted, with what was begun."""
        note = self.note
        if note is None:
            note = self.note = QuickNote()
            keeping = self._keeping = NoteKeeping(self._room, note, self._sheet)
            keeping.saved.connect(self._saved)
            keeping.added.connect(self._added)
            self._line.addWidget(note)
            self._view.bars.put(self._view.bars.notes, self._line)
        self._view.bars.make_room(self._line)
        note.show()
        return note

    # --- keeping

    def keep(self) -> None:
        """Hand what was written to the store's queue: on leaving, hide and lock."""
        if self._keeping is not None:
            self._keeping.keep()

    def _saved(self, sheet: Sheet) -> None:
        at = last_saved(sheet)
        if at is not None:
            self._view.head.say_saved(clock_time(at))

    def _added(self) -> None:
        if self.note is not None and self.note.isVisible():
            self.turn()
