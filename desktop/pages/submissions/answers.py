"""Answers that were given elsewhere: chosen, looked at, brought in, and what stays out named."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from casework.files.submissions import Asking
from casework.team.worker import Act, may
from desktop import doors
from desktop.pages.bringing.past import take_away
from desktop.pages.cases.words import form_name
from desktop.parts.announce import announce
from desktop.parts.buttons import Button, hand_lead
from desktop.parts.choosing import choose_file
from desktop.parts.facts_table import FactsTable
from desktop.parts.fields import Drop, Field
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.path_field import PathField
from desktop.parts.table import named_columns
from desktop.parts.ticks import Tick
from desktop.parts.words import Words
from desktop.saying.submissions import beside_words, left_place, left_reasons, read_words
from forms.limits import LIMITS
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.files.submissions import BroughtAnswers, FoundAnswers
    from desktop.frame.room import Room

_LEFT: Final = (("place", 150, 0), ("reason", 320, 1))
_EACH_NEW: Final = ""


class AnswersCard(Card):
    """File, form, and where the case is named; then what is in it, and bringing it in."""

    def __init__(self, room: Room) -> None:
        super().__init__(texts.say("answers_in.title"))
        self._room = room
        self._asking = Asking((), "")
        self.file = PathField(texts.say("answers_in.file"), choose_file, Path.home())
        self.form, self.same = Drop(), Tick(texts.say("answers_in.same"))
        self.case = Drop()
        self.look_at = Button(texts.say("answers_in.look"), "primary").does(self._read)
        self.left = FactsTable(named_columns("bringing.head", _LEFT), texts.say("answers_in.left"))
        self.bring = Button(texts.say("answers_in.bring")).does(self._bring_in)
        self._said, self._beside = column(), column(gap=8)
        self._count = Words("", "strong", wrap=True)
        self.case.currentIndexChanged.connect(self._take_case)
        for chosen in (self.file.taken, self.form.currentIndexChanged, self.same.toggled):
            # Something else was chosen than was looked at.
            chosen.connect(lambda *_chosen: hand_lead(self.bring, self.look_at))
        self._found = QWidget()
        self._found.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        case = Field(texts.say("answers_in.case"), self.case, hint=texts.say("answers_in.case_why"))
        self._found.setLayout(
            column(
                *(self._count, case, self._beside),
                *(Words(texts.say("answers_in.left"), "h3", wrap=True), self.left),
                *(MessageBar(texts.say("submissions.no_consent")), Flow((self.bring,))),
                gap=12,
            )
        )
        self.body.addLayout(
            column(
                Words(texts.say("answers_in.note"), "small", wrap=True),
                self.file,
                Field(texts.say("answers_in.form"), self.form),
                self.same,
                Flow((self.look_at,)),
                self._said,
                self._found,
                gap=16,
            )
        )

    def start(self) -> None:
        """Ask to which forms answers may come in."""
        self._room.jobs.ask(self, self._room.office.submissions.forms, self._show_forms)

    def _show_forms(self, found: Sequence[str]) -> None:
        self.form.offer([(one, form_name(one)) for one in found], self.form.code())

    # --- looking

    def _read(self) -> None:
        path = self.file.path
        if path is None:
            self.file.wrong(texts.say("bringing.choose_first"))
            self.file.button.setFocus()
            return
        try:
            with path.open("rb") as file:
                source = file.read(LIMITS.answers_bytes + 1)
        except OSError:
            self.file.wrong(texts.say("error.file_unreadable"))
            return
        files = ((path.name, source),)
        self._asking = Asking(files, self.form.code(), same_form=self.same.isChecked())
        self._look()

    def _take_case(self, *_at: object) -> None:
        """Look again: what names no case of hers stays out."""
        self._asking = replace(self._asking, case_question=self.case.code())
        self._look()

    def _look(self) -> None:
        self._busy(busy=True)
        act = partial(self._room.office.submissions.look, self._asking)
        self._room.jobs.try_to(self, act, self._show, self._refused)

    def _show(self, found: FoundAnswers) -> None:
        self._busy(busy=False)
        each_new = (_EACH_NEW, texts.say("answers_in.each_new"))
        named = [(one, isolate(one)) for one in found.named]
        self.case.offer([each_new, *named], self._asking.case_question)
        self._show_left(found, brought=False)
        self.bring.setEnabled(found.well > 0)
        both = (self.look_at, self.bring) if found.well else (self.bring, self.look_at)
        hand_lead(*both)
        self._found.show()
        announce(self, self._count.text())
        (self.bring if found.well else self.left).setFocus()

    def _show_left(self, found: FoundAnswers, *, brought: bool) -> None:
        self._count.setText(read_words(found, brought=brought))
        clear(self._beside)
        for words in beside_words(found):
            self._beside.addWidget(Words(words, "body", wrap=True))
        # A line for each problem: one after the other nobody sees where the next begins.
        rows = [(isolate(left_place(one)), why) for one in found.left for why in left_reasons(one)]
        if found.more_left:
            rows.append(("", texts.plural("bring.more_problems", found.more_left)))
        self.left.show_rows(rows or [("", texts.say("answers_in.none_left"))])

    # --- bringing in

    def _bring_in(self) -> None:
        self._busy(busy=True)
        act = partial(self._room.office.submissions.bring_in, self._asking)
        self._room.jobs.try_to(self, act, self._brought, self._refused)

    def _brought(self, brought: BroughtAnswers) -> None:
        self._busy(busy=False)
        self._show_left(brought.found, brought=True)
        self.bring.setEnabled(False)
        hand_lead(self.bring, self.look_at)
        self._room.jobs.changed.emit(brought.change)
        key, words = brought.bringing, self._count.text()
        if key and may(self._room.office.worker, Act.BRING_IN):
            self._room.done(words, partial(take_away, self._room, key), about=key)
        else:
            self._room.done(words)
        self.file.button.setFocus()

    def _refused(self, error: Exception) -> None:
        self._busy(busy=False)
        self._found.hide()
        hand_lead(self.bring, self.look_at)
        bar = MessageBar(doors.why(error), "problem")
        self._said.addWidget(bar)
        announce(self, bar.words())
        self.look_at.setFocus()

    def _busy(self, *, busy: bool) -> None:
        clear(self._said)
        if busy:
            self._said.addWidget(Words(texts.say("bringing.working"), "small", wrap=True))
        for button in (self.look_at, self.bring):
            button.setEnabled(not busy)
