"""The rows of the history of a case, day by day, the newest first."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from desktop.look import look
from desktop.pages.history.words import act_words, became_words
from desktop.parts.clause import Clause
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, clear, column, row, rule
from desktop.parts.linking import Link
from desktop.parts.messages import Picture
from desktop.parts.words import Words, as_sentence
from texts.dates import clock_time, weekday_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from PySide6.QtWidgets import QBoxLayout

    from casework.answers.past import AnswerChange
    from desktop.pages.history.words import Asked, Event

_ICONS: Final = {
    "answers_recorded": "note-pencil",
    "answers_brought_in": "note-pencil",
    "answers_changed": "pencil-simple",
    "answers_taken_back": "arrow-u-up-left",
    "consent_recorded": "handshake",
    "consent_withdrawn": "handshake",
    "consent_suspended": "handshake",
    "consent_lifted": "handshake",
    "consent_narrowed": "handshake",
    "letter_issued": "envelope-simple",
    "letter_previewed": "envelope-simple",
    "task_added": "plus",
    "task_done": "check",
}
_LOOKED: Final = "eye"
_TIME: Final = 54


class HistoryList(Box):
    """A card for each day; answers that were changed can be brought back."""

    bringing = Signal(object, str)

    def __init__(self) -> None:
        super().__init__("canvas")
        self._days = column(gap=12)
        self._clauses: list[Clause] = []
        self.back_buttons: list[Link] = []
        self.setLayout(self._days)

    def show_events(self, events: Sequence[Event], asked: Mapping[str, Asked], today: date) -> None:
        """Show what happened; the words of forms come from `asked`."""
        self.back_buttons, self._clauses = [], []
        clear(self._days)
        for day, group in groupby(events, lambda one: one.at.astimezone().date()):
            self._days.addWidget(Words(weekday_date(day, today), "h3"))
            self._days.addWidget(self._card(list(group), asked))

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        for clause in self._clauses:
            clause.reveal(on=on)

    def _card(self, events: Sequence[Event], asked: Mapping[str, Asked]) -> Box:
        rows = column()
        for number, event in enumerate(events):
            if number:
                rows.addWidget(rule())
            rows.addLayout(self._row(event, asked.get(event.subject)))
        card = Box("card", rows)
        rows.setContentsMargins(0, look().px(4), 0, look().px(4))
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return card

    def _row(self, event: Event, asked: Asked | None) -> QBoxLayout:
        time = Words(clock_time(event.at.astimezone()), "small")
        time.setFixedWidth(look().px(_TIME))
        drawn = Picture(_ICONS.get(event.act, _LOOKED), look().colours.muted, 16)
        said = as_sentence(texts.say("history.by", act=act_words(event), worker=event.worker))
        if event.times > 1:
            said = texts.beside(said, texts.plural("history.times", event.times))
        body = column(Words(said, "small", colour="text", wrap=True), gap=6)
        if asked is not None:
            for change in event.changes:
                body.addLayout(self._change(change, asked))
        line = row(time, drawn, body, gap=10)
        line.setStretch(2, 1)
        line.setAlignment(time, Qt.AlignmentFlag.AlignTop)
        drawn.at_first_line(line, "small")
        line.setContentsMargins(*(look().px(n) for n in (16, 8, 16, 8)))
        return line

    def _change(self, change: AnswerChange, asked: Asked) -> QBoxLayout:
        question = asked.question(change.qid)
        before, after = (asked.answer(change.qid, one) for one in (change.before, change.after))
        became = Clause(became_words(before, after), role="small", masks=True)
        self._clauses.append(became)
        back = Link(texts.say("history.bring_back"), partial(self.bringing.emit, change, question))
        back.setAccessibleName(texts.say("history.bring_back_name", question=question))
        self.back_buttons.append(back)
        flow = Flow([became, back], gap=14, line_gap=2)
        inside = QWidget()
        inside.setLayout(flow)
        return column(Words(question, "strong_small", wrap=True), inside, gap=2)
