"""Side notes: a note beside a form, written in place and kept with the notes of the case."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

import texts
from desktop.frame.actions import key_words
from desktop.pages.entries_note import NOTE, QuickNote, note_of
from desktop.parts.frames import column

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from desktop.frame.room import Room
    from desktop.pages.form_view import FormView


class SideNotes(QObject):
    """A card above the questions, opened and closed by the same key; what is in it stays there."""

    def __init__(self, view: FormView, room: Room, code: str) -> None:
        super().__init__(view)
        self._view, self._room, self._code = view, room, code
        self._before: QWidget | None = None
        self.note: QuickNote | None = None
        key = key_words("notes", room.settings.keys)
        for button in (view.side.notes, view.drop.notes):
            button.setToolTip(f"{button.accessibleName()} ({key})" if key else "")
            button.setAccessibleDescription(key)
            button.does(self.turn).show()

    def turn(self) -> None:
        """Open the card, or close it and go back to where one was."""
        note = self.note
        if note is not None and note.isVisible():
            note.hide()
            before = self._before
            if before is not None and shiboken6.isValid(before):
                before.setFocus()
            return
        self._before = QApplication.focusWidget()
        if note is None:
            note = self.note = QuickNote()
            note.adding.connect(self._add)
            self._view.bars.put(self._view.bars.notes, column(note))
        note.show()
        note.text.setFocus()

    def keep(self) -> None:
        """Put on record what was written and not kept: on leaving, hide and lock."""
        words = self.note.words() if self.note is not None else ""
        if self.note is not None and words:
            self._send(words, restricted=self.note.only.isChecked())
            self.note.forget()

    def _add(self, words: str, restricted: bool) -> None:
        self._send(words, restricted=restricted)

    def _send(self, words: str, *, restricted: bool) -> None:
        desk, language = self._room.office.answers, texts.current().code
        keep = partial(
            desk.record, self._code, NOTE, note_of(words, restricted=restricted), language
        )
        # The room is there when the form is gone.
        self._room.jobs.do(self._room, keep, self._kept)

    def _kept(self, _change: Change) -> None:
        if shiboken6.isValid(self) and self.note is not None and self.note.isVisible():
            self.note.forget()
            self.turn()
        self._room.done(texts.say("entries.note_kept"))
