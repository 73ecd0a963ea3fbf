"""Two cases side by side: what is said of each person, what differs, and three equal answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

import texts
from casework.persons.pair import PairAnswer
from casework.records.record import FINAL
from desktop.look import look
from desktop.pages.history.words import Asked
from desktop.parts.buttons import Button
from desktop.parts.card_page import CardPage
from desktop.parts.differing import Differing
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, Card, clear, column, row
from desktop.parts.segments import Segments
from desktop.parts.sight import bring_into_sight
from desktop.parts.words import Words, code_words
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.office import Office
    from forms.document import FormDoc

_FORM: Final = "intake"
# What one knows somebody by; what was told of her life is not for comparing.
_CATEGORIES: Final = frozenset({"identity", "demographic", "contact"})
_UNDER_LABEL: Final = 2
_LABELS: Final = 160


class Line(NamedTuple):
    """One question, with what both cases say."""

    label: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What two cases say of their people, question by question, in words."""

    lines: tuple[Line, ...] = field(repr=False)


def compared(office: Office, codes: Sequence[str]) -> Compared:
    """Return what both cases say; on the store's thread. That both were read is on record."""
    one, other = (office.sections.of(code, _FORM) for code in codes)
    asked = Asked(one.model, office.answers.questions(None, _FORM, texts.current().code))
    first, second = (
        next((entry.doc for entry in found.entries if entry.state == FINAL), None)
        for found in (one, other)
    )
    wanted = [
        each for each in one.model.questions() if each.control and each.category in _CATEGORIES
    ]
    lines = [
        Line(
            asked.question(each.qid),
            _answer(asked, first, each.qid),
            _answer(asked, second, each.qid),
        )
        for each in wanted
    ]
    return Compared(tuple(line for line in lines if line.one or line.other))


def _answer(asked: Asked, doc: FormDoc | None, qid: str) -> str:
    value = doc.values.get(qid) if doc is not None else None
    return "" if value in (None, "", []) else asked.answer(qid, value)


class Compare(QWidget):
    """Both cases, the three answers, and what the first of them asks before it is given."""

    answered = Signal(str, object)

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__()
        self._codes = codes
        self._head = codes[0]
        self._clauses: list[Differing] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look().px(16))
        self._grid.setVerticalSpacing(look().px(_UNDER_LABEL if look().reflows else 8))
        card = Card(texts.say("pairs.title"))
        card.body.addWidget(Words(texts.say("pairs.look_at_both"), "muted", wrap=True))
        card.body.addSpacing(12)
        card.body.addLayout(self._grid)
        self.same = Button(texts.say("pairs.same")).does(self._ask_which)
        self.different = Button(texts.say("pairs.different"))
        self.different.does(partial(self.answered.emit, codes[0], PairAnswer.DIFFERENT))
        self.unsure = Button(texts.say("pairs.unsure"))
        self.unsure.does(partial(self.answered.emit, codes[0], PairAnswer.UNSURE))
        answers = (self.same, self.different, self.unsure)
        # No answer is larger than another.
        wide = max(one.sizeHint().width() for one in answers)
        for one in answers:
            one.setMinimumWidth(wide)
        self._which = self._question()
        self._which.hide()
        below = Card(texts.say("pairs.asked"))
        below.body.addLayout(column(Flow(answers, gap=8), self._which, gap=12))
        self.setLayout(column(CardPage([card, below], wide=True)))

    def _question(self) -> Box:
        """Return what is asked before two cases are put together."""
        parts = [(code, isolate(code)) for code in self._codes]
        self.which = Segments(texts.say("pairs.under"), parts, self._head)
        self.which.chosen.connect(self._choose)
        self.join = Button(texts.say("pairs.join"), "primary").does(self._join)
        leave = Button(texts.say("pairs.leave"), "quiet").does(self._leave)
        return Box(
            "panel",
            column(
                Words(texts.say("pairs.under"), "strong", wrap=True),
                row(self.which, None),
                Words(texts.say("pairs.nothing_lost"), "body", wrap=True),
                row(self.join, leave, None, gap=8),
                gap=10,
            ),
        )

    def show_both(self, found: Compared) -> None:
        """Show what both cases say."""
        clear(self._grid)
        self._clauses = []
        # Beside large words a column of labels has no room: there each stands over its answers.
        over = look().reflows
        self._grid.setColumnMinimumWidth(0, 0 if over else look().px(_LABELS))
        for at, code in enumerate(self._codes, start=1):
            self._grid.addWidget(code_words(code, "strong"), 0, at)
            self._grid.setColumnStretch(at, 1)
        for number, line in enumerate(found.lines, start=1):
            label, down = Words(line.label, "small", wrap=True), 2 * number
            if over:
                # Nearer to its answers than to those above it.
                label.setContentsMargins(0, look().px(8), 0, 0)
                self._grid.addWidget(label, down - 1, 1, 1, 2)
            else:
                self._grid.addWidget(label, down, 0, Qt.AlignmentFlag.AlignTop)
            for at, (words, other) in enumerate(
                ((line.one, line.other), (line.other, line.one)), start=1
            ):
                said = Differing(words or texts.say("history.no_answer"), other, masks=bool(words))
                self._clauses.append(said)
                self._grid.addWidget(said, down, at, Qt.AlignmentFlag.AlignTop)
        self.same.setFocus()

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        for clause in self._clauses:
            clause.reveal(on=on)

    def _choose(self, code: str) -> None:
        self._head = code

    def _ask_which(self) -> None:
        self._which.show()
        self.join.setFocus()
        bring_into_sight(self._which)

    def _leave(self) -> None:
        self._which.hide()
        self.same.setFocus()

    def _join(self) -> None:
        self.answered.emit(self._head, PairAnswer.SAME)
