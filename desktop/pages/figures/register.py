"""Everything that was ever published: the last beside the figures, all of it in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.figures.heads import heads_of, in_order
from desktop.clock import now
from desktop.pages.figures.waiting import name_words, whom_words
from desktop.pages.figures.words import period_words, plan_words
from desktop.pages.team.words import day_of
from desktop.parts.buttons import Button
from desktop.parts.facts_table import FactsTable
from desktop.parts.fields import Field, Line
from desktop.parts.flow import Flow
from desktop.parts.frames import clear, column, row, rule
from desktop.parts.ruled_card import RuledCard, inset
from desktop.parts.table import named_columns
from desktop.parts.words import Words, as_sentence
from texts.dates import isolate, number, short_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.figures.heads import Head
    from casework.figures.released import Published

_COLUMNS: Final = (
    *(("receipt", 110, 0), ("what", 150, 0), ("for", 100, 3), ("on", 90, 2)),
    *(("by", 110, 4), ("digest", 150, 1), ("checks", 100, 5)),
)
_FINGERPRINT: Final = 16
# As many stand beside the figures.
_FEW: Final = 3


class WholeRegister(RuledCard):
    """Each release with its receipt, who agreed, its fingerprint and what was checked."""

    def __init__(self) -> None:
        words = texts.say("figures_page.register")
        super().__init__(words)
        columns = named_columns("figures_page.head", _COLUMNS)
        self.table = FactsTable(columns, words, to_edge=True)
        self.body.addWidget(self.table)
        self.hide()


class RegisterCard(RuledCard):
    """What was published last, and a way to all of it: what, when, for whom, by whom.

    Where something may be missing in it, the newest receipt is asked for.
    """

    confirming = Signal(str)

    def __init__(self) -> None:
        self.every = Button("", "link")
        super().__init__(texts.say("figures_page.register"), beside=[self.every])
        self.whole = WholeRegister()
        self.table = self.whole.table
        self.every.does(self._show_all)
        self.every.hide()
        self._why = Words("", "small", wrap=True)
        self.receipt = Line()
        hint = texts.say("figures_page.receipt_hint")
        self._field = Field(texts.say("figures_page.receipt"), self.receipt, hint=hint)
        confirm = Button(texts.say("figures_page.confirm")).does(self._confirm)
        self.receipt.returnPressed.connect(self._confirm)
        self._asking = QWidget()
        self._asking.setLayout(inset(column(self._why, self._field, Flow([confirm]), gap=8), 8, 10))
        self._asking.hide()
        self._rows = column()
        self.body.addWidget(self._asking)
        self.body.addLayout(self._rows)

    def ask_receipt(self, why: str) -> None:
        """Ask which receipt is the newest, and say why."""
        self._why.setText(why)
        self._asking.show()
        self.receipt.setFocus()

    def wrong(self, words: str) -> None:
        """Say that it is not."""
        self._field.wrong(words)
        self.receipt.setFocus()

    def thank(self) -> None:
        """Ask no more."""
        self._field.wrong("")
        self._asking.hide()

    def show_releases(self, releases: Sequence[Published], names: Mapping[str, str]) -> None:
        """Show the register, the newest first."""
        heads, told = heads_of(releases)[1:], in_order(releases)
        newest = list(zip(told, heads, strict=True))[::-1]
        self.table.show_rows([_cells(one, head, names) for one, head in newest])
        clear(self._rows)
        for at, (one, head) in enumerate(newest[:_FEW]):
            if at:
                self._rows.addWidget(rule())
            self._rows.addWidget(_line(one, head))
        if not newest:
            none = Words(texts.say("figures_page.register_none"), "small", wrap=True)
            self._rows.addLayout(inset(row(none), 8, 10))
        number_of = texts.plural("cases.number", len(newest))
        self.every.rename(texts.say("case.all_steps", n=number_of))
        self.every.setAccessibleName(
            texts.say("list.join").join((self.heading.text(), self.every.text()))
        )
        self.every.setVisible(bool(newest) and self.whole.isHidden())

    def _show_all(self) -> None:
        """Show the whole table below the figures, and go there."""
        self.whole.show()
        self.table.setFocus()
        self.every.hide()

    def _confirm(self) -> None:
        self.confirming.emit(self.receipt.text().strip())


def _line(one: Published, head: Head) -> QWidget:
    """Return one release in two lines."""
    what = Words(texts.beside(isolate(head.code), _title(one)), "small", colour="text", wrap=True)
    day = short_date(one.at.astimezone().date(), now().date())
    more = Words(texts.beside(day, as_sentence(whom_words(one.wanted))), "small", wrap=True)
    held = QWidget()
    held.setLayout(inset(column(what, more, gap=2), 7, 7))
    return held


def _title(one: Published) -> str:
    values = {"plan": plan_words(one.wanted.plan), "period": period_words(one.wanted.period)}
    return texts.say("figures_page.title", **values)


def _cells(one: Published, head: Head, names: Mapping[str, str]) -> tuple[str, ...]:
    both = (name_words(key, names) for key in (one.wanted.by, one.second) if key)
    return (
        isolate(head.code),
        _title(one),
        whom_words(one.wanted),
        day_of(one.at),
        texts.say("list.join").join(both),
        isolate(one.digest[:_FINGERPRINT]),
        texts.say("figures.below", least=number(one.wanted.least)),
    )
