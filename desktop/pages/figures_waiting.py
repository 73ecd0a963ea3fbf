"""What waits for a second person, and everything that was ever published."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.figures.heads import heads_of, in_order
from desktop.pages.figures_words import period_words, plan_words
from desktop.pages.team_words import day_of
from desktop.parts.buttons import Button
from desktop.parts.facts_table import FactsTable
from desktop.parts.fields import Field, Line
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column
from desktop.parts.table import named_columns
from desktop.parts.words import Words
from texts.dates import isolate, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QVBoxLayout

    from casework.figures.heads import Head
    from casework.figures.released import Proposed, Published

_COLUMNS: Final = (
    *(("receipt", 110, 0), ("what", 150, 0), ("for", 100, 3), ("on", 90, 2)),
    *(("by", 110, 4), ("digest", 150, 1), ("checks", 100, 5)),
)
_FINGERPRINT: Final = 16


class WaitingCard(Card):
    """What somebody proposed: a colleague looks at it and agrees, anybody may leave it."""

    looking = Signal(object)
    dropping = Signal(str)

    def __init__(self, mine: str) -> None:
        super().__init__(texts.say("figures_page.waiting"))
        self._mine = mine
        self._lines = column(gap=10)
        self.body.addLayout(self._lines)
        self.hide()

    def show_waiting(self, waiting: Sequence[Proposed], names: Mapping[str, str]) -> None:
        """Show what waits."""
        clear(self._lines)
        for one in waiting:
            self._lines.addLayout(self._line(one, names))
        self.setVisible(bool(waiting))

    def _line(self, one: Proposed, names: Mapping[str, str]) -> QVBoxLayout:
        what = proposed_words(one)
        own = one.by == self._mine
        note = "figures_page.waits_own" if own else "figures_page.waits"
        said = texts.say(note, who=_name(one.by, names), day=day_of(one.at))
        leave = Button(texts.say("figures_page.drop"), "quiet")
        leave.does(partial(self.dropping.emit, one.id))
        leave.setAccessibleName(texts.say("figures_page.drop_name", what=what))
        buttons = [leave]
        if not own:
            look_at = Button(texts.say("figures_page.look")).does(partial(self.looking.emit, one))
            look_at.setAccessibleName(texts.say("figures_page.look_name", what=what))
            buttons.insert(0, look_at)
        words = Words(what, "strong_small", wrap=True), Words(said, "small", wrap=True)
        return column(*words, 4, Flow(buttons))


class RegisterCard(Card):
    """Everything that was ever published, the last first: what, when, for whom, by whom.

    Where something may be missing in it, the newest receipt is asked for.
    """

    confirming = Signal(str)

    def __init__(self) -> None:
        super().__init__(texts.say("figures_page.register"))
        self._why = Words("", "small", wrap=True)
        self.receipt = Line()
        hint = texts.say("figures_page.receipt_hint")
        self._field = Field(texts.say("figures_page.receipt"), self.receipt, hint=hint)
        confirm = Button(texts.say("figures_page.confirm")).does(self._confirm)
        self.receipt.returnPressed.connect(self._confirm)
        self._asking = QWidget()
        self._asking.setLayout(column(self._why, self._field, Flow([confirm]), 10, gap=8))
        self._asking.hide()
        self._none = Words(texts.say("figures_page.register_none"), "small", wrap=True)
        self.table = FactsTable(
            named_columns("figures_page.head", _COLUMNS), texts.say("figures_page.register")
        )
        self.table.hide()
        self.body.addLayout(column(self._asking, self._none, self.table))

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

    def _confirm(self) -> None:
        self.confirming.emit(self.receipt.text().strip())

    def show_releases(self, releases: Sequence[Published], names: Mapping[str, str]) -> None:
        """Show the register."""
        self._none.setVisible(not releases)
        self.table.setVisible(bool(releases))
        heads, told = heads_of(releases)[1:], in_order(releases)
        rows = [_cells(one, head, names) for one, head in zip(told, heads, strict=True)]
        self.table.show_rows(rows[::-1])


def proposed_words(one: Proposed) -> str:
    """Return which figures somebody means: plan, period, and for whom."""
    values = {"plan": plan_words(one.plan), "period": period_words(one.period)}
    return texts.say("figures_page.what", whom=_whom(one), **values)


def _whom(one: Proposed) -> str:
    return isolate(one.recipient) if one.recipient else texts.say("figures_page.for.public")


def _name(key: str, names: Mapping[str, str]) -> str:
    known = names.get(key)
    return isolate(known) if known else texts.say("figures_page.colleague")


def _cells(one: Published, head: Head, names: Mapping[str, str]) -> tuple[str, ...]:
    both = (_name(key, names) for key in (one.wanted.by, one.second) if key)
    return (
        isolate(head.code),
        texts.say(
            "figures_page.title",
            plan=plan_words(one.wanted.plan),
            period=period_words(one.wanted.period),
        ),
        _whom(one.wanted),
        day_of(one.at),
        texts.say("list.join").join(both),
        isolate(one.digest[:_FINGERPRINT]),
        texts.say("figures.below", least=number(one.wanted.least)),
    )
