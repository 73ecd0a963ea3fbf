"""A short note kept as a draft while it is written, until it is put on record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

import texts
from desktop.bootstrap import now
from desktop.pages.form.keeping import Keeping
from desktop.pages.form.taking_back import undo_of
from forms.session import open_session

if TYPE_CHECKING:
    from casework.answers.filling import Sheet
    from casework.changes import Change
    from desktop.frame.room import Room
    from desktop.pages.entries.note import QuickNote

_DAY: Final = "note.noted_on"
_TEXT: Final = "note.text"
_FEW: Final = "note.restricted"


def is_short(sheet: Sheet) -> bool:
    """Return whether a note says no more than a quick note shows."""
    return sheet.doc is None or set(sheet.doc.values) <= {_DAY, _TEXT, _FEW}


class NoteKeeping(QObject):
    """Keeps what stands in a quick note as the answers of its form are kept."""

    saved = Signal(object)
    added = Signal()

    def __init__(self, room: Room, note: QuickNote, sheet: Sheet) -> None:
        super().__init__(note)
        self._room, self._note = room, note
        self._said: tuple[str, bool] | None = None
        # The draft that stands in the field; what is written there first begins one.
        self.draft_id = ""
        self._blank = replace(sheet, draft_id="", doc=None, saved_at="", started_at="")
        self._keeping = self._begin(sheet)
        note.adding.connect(self._add)
        note.text.textChanged.connect(self._typed)
        note.only.toggled.connect(self._ticked)

    def keep(self) -> None:
        """Hand what was written to the store's queue: on leaving, hide and lock."""
        keeping = self._keeping
        keeping.keep()
        if self.is_short and not self._note.said()[0] and (keeping.began or keeping.waits):
            # Whoever took all her words away again has begun nothing.
            self._room.jobs.ask(self._room, keeping.ledger.let_go, lambda _none: None)

    def take_up(self, sheet: Sheet) -> None:
        """Show a note that was taken back, where nothing else stands in the field."""
        keeping, (words, _few) = self._keeping, self._note.said()
        is_empty = not (words or keeping.began or keeping.waits)
        if is_empty and sheet.draft_id and is_short(sheet):
            self._keeping = self._begin(sheet)

    def _kept(self, sheet: Sheet) -> None:
        self.draft_id = sheet.draft_id
        self.saved.emit(sheet)

    def _begin(self, sheet: Sheet) -> Keeping:
        """Begin a note, or go on with one that was begun."""
        note = self._note
        language = sheet.language or texts.current().code
        session = open_session(sheet.model, sheet.doc, now, language, sheet.externals)
        refs = {one.qid: one.ref for one in sheet.model.questions()}
        values = session.draft().values
        # What is only shown is nothing that somebody typed.
        self._said = None
        note.tell(str(values.get(_TEXT) or ""), restricted=bool(values.get(_FEW)))
        self._said, self.is_short, self.draft_id = note.said(), is_short(sheet), sheet.draft_id
        keeping = Keeping(self._room, sheet, session.draft)
        keeping.setParent(self)
        keeping.saved.connect(self._kept)

        def settle() -> None:
            words, restricted = note.said()
            session.set(refs[_TEXT], words)
            session.set(refs[_FEW], "yes" if restricted else "")

        keeping.settle = settle
        return keeping

    def _typed(self) -> None:
        self._touch(whole=False)

    def _ticked(self, _on: bool) -> None:
        self._touch(whole=True)

    def _touch(self, *, whole: bool) -> None:
        """Take note of a change: a field also stirs when its words are only laid out anew."""
        said = self._note.said()
        if self._said is not None and said != self._said:
            self._said = said
            self._keeping.touch(whole=whole)

    def _add(self) -> None:
        """Put the note on record."""
        self._keeping.finish(self._on_record, self._refused)

    def _on_record(self, change: Change) -> None:
        self._keeping = self._begin(self._blank)
        self.added.emit()
        self._room.done(texts.say("entries.note_kept"), undo_of(self._room, change))

    def _refused(self, error: Exception) -> None:
        self._keeping.go_on()
        self._room.jobs.failed.emit(error)
