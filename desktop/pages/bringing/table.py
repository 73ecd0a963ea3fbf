"""A table from elsewhere: chosen, looked at, its columns matched, brought in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from casework.files.bringing import Wish
from casework.team.worker import Act, may
from desktop import doors
from desktop.pages.bringing.greyed import grey
from desktop.pages.bringing.past import take_away
from desktop.pages.bringing.words import column_cells, columns_of, layout_words
from desktop.parts.announce import announce
from desktop.parts.buttons import Button, hand_lead
from desktop.parts.choosing import choose_file
from desktop.parts.facts_table import FactsTable
from desktop.parts.fields import Drop, Field
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.path_field import PathField
from desktop.parts.ticks import Tick
from desktop.parts.words import Words
from desktop.saying.words import row_place, row_reason
from forms.errors import SourceRefused
from forms.tables.csv_in import ENCODINGS, SEPARATORS
from forms.tables.reading import ZIPPED
from texts.language import current

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casework.changes import Change
    from casework.files.bringing import Practice, SeenColumn
    from desktop.frame.room import Room

_COLUMNS: Final = (("column", 150, 0), ("samples", 160, 2), ("answers", 200, 1))
_PROBLEMS: Final = (("place", 150, 0), ("reason", 320, 1))
_LEFT: Final = "-"


class TableCard(Card):
    """File, layout, worker; then what is in it, what is wrong, and bringing it in."""

    def __init__(self, room: Room) -> None:
        super().__init__(texts.say("bringing.title"))
        self._room = room
        self._wish = Wish(b"")
        self._seen: tuple[SeenColumn, ...] = ()
        self._questions: dict[str, str] = {}
        self.file = PathField(texts.say("bringing.file"), choose_file, Path.home())
        self.layout_drop, self.worker = Drop(), Drop()
        self.sheet = Drop()
        self.letters = Drop([("", texts.say("bringing.letters.mark")), *_LETTERS])
        self.separator = Drop(_separators())
        self.look_at = Button(texts.say("bringing.practise"), "primary").does(self._read)
        self.columns = FactsTable(
            columns_of(_COLUMNS), texts.say("bringing.columns"), frozenset({"samples"})
        )
        self.question = Drop()
        self.match = Button(texts.say("bringing.match")).does(self._match)
        self.problems = FactsTable(columns_of(_PROBLEMS), texts.say("bringing.problems"))
        self.leave_out = Tick(texts.say("bringing.leave_out"))
        self.bring = Button(texts.say("bringing.bring_in")).does(self._bring_in)
        self._said, self._count = column(), Words("", "strong", wrap=True)
        # Asked only where a file leaves it open.
        self._sheets = Field(texts.say("bringing.sheet"), self.sheet)
        self._encodings = _asked("letters", self.letters)
        self._separators = _asked("separator", self.separator)
        for one in (self._sheets, self._encodings, self._separators):
            one.hide()
        self.sheet.currentIndexChanged.connect(self._take_sheet)
        for chosen in (self.file.taken, self.layout_drop.currentIndexChanged):
            # Something else was chosen than was looked at.
            chosen.connect(lambda *_chosen: hand_lead(self.bring, self.look_at))
        self._found = QWidget()
        self._found.hide()
        self._lay_out()
        self.columns.selectionModel().currentRowChanged.connect(self._show_question)
        if not may(room.office.worker, Act.BRING_IN):
            self._refuse_all(texts.say("error.not_permitted"))

    def _refuse_all(self, why: str) -> None:
        """Grey whatever could be chosen or done, and say why."""
        for button in (self.file.button, self.look_at, self.bring, self.match):
            button.refuse(why)
        grey(why, self.layout_drop, self.worker)

    def _lay_out(self) -> None:
        asked = Field(
            texts.say("bringing.answers"), self.question, hint=texts.say("bringing.answers_why")
        )
        heads = [Words(texts.say(f"bringing.{one}"), "h3", wrap=True) for one in _HEADS]
        self._found.setLayout(
            column(
                *(self._sheets, self._count, heads[0], self.columns, asked, Flow((self.match,))),
                *(heads[1], self.problems, self.leave_out),
                *(MessageBar(texts.say("bring.no_consent")), Flow((self.bring,))),
                gap=12,
            )
        )
        self.body.addLayout(
            column(
                Words(texts.say("bringing.note"), "small", wrap=True),
                self.file,
                Field(texts.say("bringing.layout"), self.layout_drop),
                Field(texts.say("bringing.worker"), self.worker),
                self._encodings,
                self._separators,
                Flow((self.look_at,)),
                self._said,
                self._found,
                gap=16,
            )
        )

    def start(self) -> None:
        """Ask for layouts, questions and workers, where one may."""
        if not may(self._room.office.worker, Act.BRING_IN):
            return
        desk, ask = self._room.office.bringing, self._room.jobs.ask
        ask(self, desk.layouts, self._show_layouts)
        ask(self, partial(desk.questions, current().code), self._show_questions)
        ask(self, desk.workers, lambda found: self.worker.offer(found, self.worker.code()))

    def _show_layouts(self, found: Sequence[str]) -> None:
        self.layout_drop.offer([(one, layout_words(one)) for one in found], found[0])

    def _show_questions(self, found: Sequence[tuple[str, str]]) -> None:
        self._questions = dict(found)
        self.question.offer([(_LEFT, texts.say("bringing.left_out")), *found])

    # --- looking

    def _read(self) -> None:
        if self.file.path is None:
            self.file.wrong(texts.say("bringing.choose_first"))
            self.file.button.setFocus()
            return
        try:
            source = self.file.path.read_bytes()
        except OSError:
            self.file.wrong(texts.say("error.file_unreadable"))
            return
        # A guess can be wrong; of a spreadsheet nothing is guessed.
        self._separators.setVisible(not source.startswith(ZIPPED))
        self._wish = Wish(
            source,
            self.layout_drop.code(),
            self.worker.code(),
            encoding=self.letters.code(),
            separator=self.separator.code(),
        )
        self._practise()

    def _practise(self) -> None:
        self._ask(self._room.office.bringing.practise)

    def _ask(self, desk: Callable[[Wish], Practice]) -> None:
        self._busy(busy=True)
        self._room.jobs.try_to(self, partial(desk, self._wish), self._show, self._refused)

    def _show(self, found: Practice) -> None:
        self._busy(busy=False)
        if found.mapping:
            bar = MessageBar(texts.say("bringing.as_before"))
            forget = partial(self._forget, found.mapping)
            self._said.addWidget(bar.offer(texts.say("bringing.forget"), forget))
        self._seen = found.columns
        self.sheet.offer([(one, one) for one in found.sheets], found.sheet)
        self._sheets.setVisible(len(found.sheets) > 1)
        well = texts.plural("bring.well", found.well)
        self._count.setText(texts.plural("bring.rows", found.rows, well=well))
        self.columns.show_rows([column_cells(one, self._questions) for one in found.columns])
        rows = [(row_place(one), row_reason(one)) for one in found.problems]
        if found.more_problems:
            rows.append(("", texts.plural("bring.more_problems", found.more_problems)))
        self.problems.show_rows(rows or [("", texts.say("bringing.no_problems"))])
        self.leave_out.setVisible(found.well < found.rows)
        both = (self.look_at, self.bring) if found.well else (self.bring, self.look_at)
        hand_lead(*both)
        self._found.show()
        announce(self, self._count.text())
        self.columns.setFocus()
        self._show_question()

    def _take_sheet(self, *_at: object) -> None:
        """Look at another sheet of the same file, its columns matched anew."""
        self._wish = replace(self._wish, sheet=self.sheet.code(), chosen={})
        self._practise()

    def _show_question(self, *_rows: object) -> None:
        at = self.columns.current_row()
        if 0 <= at < len(self._seen):
            wanted = self._seen[at].question or _LEFT
            self.question.setCurrentIndex(self.question.findData(wanted))

    def _match(self) -> None:
        """Let the chosen column answer the chosen question, and look again."""
        at = self.columns.current_row()
        if 0 <= at < len(self._seen):
            chosen = {**self._wish.chosen, self._seen[at].head: self.question.code()}
            self._wish = replace(self._wish, chosen=chosen)
            self._ask(self._room.office.bringing.match)

    def _forget(self, mapping: str) -> None:
        """Match the columns as the layout says; the undo bar brings back how they were."""
        was = {one.head: one.question or _LEFT for one in self._seen}
        act = partial(self._room.office.bringing.forget, mapping)
        self._busy(busy=True)
        self._room.jobs.try_to(self, act, partial(self._forgotten, was), self._refused)

    def _forgotten(self, was: Mapping[str, str], _change: Change) -> None:
        self._wish = replace(self._wish, chosen={})
        self._room.done(texts.say("bringing.forgotten"), partial(self._match_again, was), here=True)
        self._practise()

    def _match_again(self, was: Mapping[str, str]) -> None:
        self._wish = replace(self._wish, chosen=was)
        self._ask(self._room.office.bringing.match)

    # --- bringing in

    def _bring_in(self) -> None:
        wish = replace(
            self._wish, worker_id=self.worker.code(), leave_out=self.leave_out.isChecked()
        )
        self._busy(busy=True)
        act = partial(self._room.office.bringing.bring_in, wish)
        self._room.jobs.try_to(self, act, lambda done: self._brought(done[0]), self._refused)

    def _brought(self, change: Change) -> None:
        self._busy(busy=False)
        self._found.hide()
        hand_lead(self.bring, self.look_at)
        self._room.jobs.changed.emit(change)
        key = change.subject_id
        self._room.done(texts.say("bringing.done"), partial(take_away, self._room, key), about=key)
        self.file.button.setFocus()

    def _refused(self, error: Exception) -> None:
        self._busy(busy=False)
        bar = MessageBar(doors.why(error), "problem")
        self._said.addWidget(bar)
        announce(self, bar.words())
        if isinstance(error, SourceRefused) and error.code == "table.encoding":
            self._encodings.show()
            self.letters.setFocus()
        else:
            self.look_at.setFocus()

    def _busy(self, *, busy: bool) -> None:
        clear(self._said)
        if busy:
            self._said.addWidget(Words(texts.say("bringing.working"), "small", wrap=True))
        for button in (self.look_at, self.bring, self.match):
            button.setEnabled(not busy)


_HEADS: Final = ("columns", "problems")
_LETTERS: Final = tuple((one, one) for one in ENCODINGS)


def _asked(name: str, drop: Drop) -> Field:
    return Field(texts.say(f"bringing.{name}"), drop, hint=texts.say(f"bringing.{name}.why"))


def _separators() -> list[tuple[str, str]]:
    named = [(one, texts.say(f"bringing.separator.{one}")) for one in SEPARATORS]
    return [("", texts.say("bringing.separator.guess")), *named]
