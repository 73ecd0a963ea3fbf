"""The panel in which an episode is added or changed, kept as one goes like any form."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal

import texts
from desktop.bootstrap import now
from desktop.pages.case.body import Beside
from desktop.pages.episodes.finishing import Finishing
from desktop.pages.episodes.questions import Questions
from desktop.pages.form.filling import Filling
from desktop.pages.form.keeping import Keeping, last_saved
from desktop.pages.form.place import JUST_KEPT, Spot, Wanted
from desktop.pages.form.topics import topics_of
from desktop.parts.buttons import Button, IconButton
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, clear, column, row
from desktop.parts.words import Words
from forms.session import open_session
from texts.dates import clock_time

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from casework.answers.filling import Sheet
    from casework.changes import Change
    from desktop.frame.room import Room

_WIDE: Final = 440


class EpisodePanel(Beside):
    """One episode being told; closing keeps what was answered as a draft."""

    closing = Signal()
    finished = Signal(object)
    whole_form = Signal()
    moved = Signal(bool)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.wide = _WIDE
        self._room = room
        self.sheet: Sheet | None = None
        self.filling: Filling | None = None
        self._keeping: Keeping | None = None
        self._questions: Questions | None = None
        self._finishing: Finishing | None = None
        self._title = Words("", "h2", wrap=True)
        self._saved = Words("", "small")
        close = IconButton("x", texts.say("episodes.close"))
        self._above, self._place = column(), column()
        finish = Button(texts.say("form.finish"), "primary").does(self.finish)
        later = Button(texts.say("episodes.close_keep")).does(self.closing.emit)
        whole = Button(texts.say("episodes.whole_form"), "quiet").does(self.whole_form.emit)
        self.finish_button, self.whole_button = finish, whole
        head = row(self._title, self._saved, close.does(self.closing.emit), gap=8)
        head.setStretch(0, 1)
        note = Words(texts.say("episodes.optional"), "small", wrap=True)
        acts = Flow([finish, later], gap=8, line_gap=8)
        body = column(head, note, self._above, self._place, acts, Flow([whole]), gap=10)
        body.setContentsMargins(*(body.contentsMargins().left() + 16 for _ in range(4)))
        card = Box("card", body)
        self.setLayout(column(card, None))
        self.hide()

    def below(self, *, below: bool) -> None:
        """Tell where the panel stands: below, it takes the place of the list."""
        self.moved.emit(below)

    # --- what is asked

    def show_sheet(self, sheet: Sheet) -> None:
        """Ask about one episode, as far as it was told."""
        self.keep()
        clear(self._above)
        clear(self._place)
        # Whoever fills this in reads the language of the window; the whole form has a switch.
        language = texts.current().code
        session = open_session(sheet.model, sheet.doc, now, language, sheet.externals)
        self.sheet = sheet
        filling = Filling(self._room, session, topics_of(sheet.model))
        keeping = Keeping(self._room, sheet, session.draft)
        filling.setParent(self)
        keeping.setParent(self)
        filling.kept_by(keeping)
        self.filling, self._keeping = filling, keeping
        self._questions = questions = Questions(filling)
        questions.run_as_spoken()
        self._place.addWidget(questions)
        filling.changed.connect(questions.apply)
        filling.taken_back.connect(partial(self._say_moved, "form.undone_plain"))
        filling.given_again.connect(partial(self._say_moved, "form.redone_plain"))
        keeping.saved.connect(self._kept)
        keeping.failed.connect(self._say_unsaved)
        self._finishing = ending = Finishing(self._above, questions, filling, keeping)
        ending.setParent(self)
        ending.done.connect(self._on_record)
        ending.elsewhere.connect(self.whole_form)
        self._title.setText(texts.say("episodes.changing" if sheet.entry_id else "episodes.new"))
        self._say_saved(sheet)
        self.show()

    def enter(self, spot: Spot) -> None:
        """Put the keyboard where one was, or at the first question."""
        questions = self._questions
        if questions is not None and not (spot.ref and questions.enter(spot.ref, spot.cursor)):
            questions.enter()

    def leave(self) -> None:
        """Keep what was answered and ask no more."""
        self.keep()
        self.sheet = self.filling = self._keeping = self._questions = self._finishing = None
        clear(self._place)
        clear(self._above)
        self.hide()

    def keep(self) -> None:
        """Hand all that was typed to the store's queue."""
        if self._keeping is not None:
            self._keeping.keep()

    def wanted(self) -> Wanted | None:
        """Return which draft or entry is being told."""
        sheet = self.sheet
        if sheet is None:
            return None
        on_its_way = self._keeping is not None and self._keeping.waits and not sheet.entry_id
        draft = sheet.draft_id or (JUST_KEPT if on_its_way else "")
        return Wanted(sheet.form_id, draft, "" if draft else sheet.entry_id)

    def spot(self) -> Spot:
        """Return the question that has the keyboard, and where its cursor stands."""
        asked = self._questions.in_focus() if self._questions is not None else None
        if asked is None:
            return Spot()
        ref = asked.ref if "[" in asked.ref else asked.question.qid
        return Spot(ref, asked.editor.cursor_place())

    def has_keyboard(self) -> bool:
        """Return whether the keyboard is at one of the questions."""
        return self._questions is not None and self._questions.has_keyboard()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Escape; nothing is lost."""
        if event.key() == Qt.Key.Key_Escape:
            self.closing.emit()
        else:
            super().keyPressEvent(event)

    # --- saying when it was kept

    def _kept(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._say_saved(sheet)

    def _say_saved(self, sheet: Sheet) -> None:
        at = last_saved(sheet)
        self._saved.setText(texts.say("form.saved", time=clock_time(at)) if at else "")

    def _say_unsaved(self, _why: str) -> None:
        self._saved.setText(texts.say("form.unsaved"))

    def _say_moved(self, text_id: str, ref: str) -> None:
        if self._questions is not None:
            self._questions.enter(ref)
        self._room.done(texts.say(text_id))

    def finish(self) -> None:
        """Put the episode on record, after a look at what may be wrong or would be dropped."""
        if self._finishing is not None:
            self._finishing.finish()

    def _on_record(self, change: Change) -> None:
        self._keeping = None
        self.finished.emit(change)
