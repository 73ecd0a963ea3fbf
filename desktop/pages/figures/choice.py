"""Which figures: the plan, the period, and for whom; not a table that anybody could make up."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.figures.desk import LEAST, LEAST_NAMED
from desktop.clock import now
from desktop.pages.figures.words import period_choices, plan_choices
from desktop.parts.buttons import Button
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.frames import column
from desktop.parts.words import Words, as_sentence
from texts.dates import number

_NAMED: Final = "named"
_PUBLIC: Final = "public"
_MOST: Final = 80


class ChoiceCard(QWidget):
    """What is asked before anything is counted; Enter counts.

    Whoever does not prepare figures is told who does, and asked nothing.
    """

    wished = Signal(str, str, str)
    turned = Signal()

    def __init__(self, *, prepares: bool = True) -> None:
        super().__init__()
        self.prepares = prepares
        self.plan, self.period = Drop(plan_choices()), Drop()
        whom = ((one, texts.say(f"figures_page.for.{one}")) for one in (_PUBLIC, _NAMED))
        self.whom = Drop((one, as_sentence(words)) for one, words in whom)
        self.name = Line()
        self.name.setMaxLength(_MOST)
        self.count = Button(texts.say("figures_page.count"), "primary").does(self.count_now)
        self._least = Words("", "small", wrap=True)
        hint = texts.say("figures_page.period_hint")
        self._name = Field(texts.say("figures_page.name"), self.name)
        self._wrong = Field(texts.say("figures_page.period"), self.period, hint=hint)
        asked = QWidget()
        asked.setLayout(
            column(
                Field(texts.say("figures_page.plan"), self.plan),
                self._wrong,
                Field(texts.say("figures_page.for"), self.whom),
                self._name,
                self._least,
                self.count,
                gap=12,
            )
        )
        if not prepares:
            asked.hide()
        note = "left_out" if prepares else "prepared_by"
        self.setLayout(
            column(
                Words(texts.say("figures_page.choose"), "h2", wrap=True),
                asked,
                Words(texts.say(f"figures_page.{note}"), "small", wrap=True),
                gap=12,
            )
        )
        self.plan.activated.connect(lambda _at: self._offer())
        self.whom.activated.connect(lambda _at: self._ask_name())
        self.name.returnPressed.connect(self.count_now)
        self.name.textChanged.connect(lambda _name: self.turned.emit())
        for one in (self.plan, self.period, self.whom):
            one.currentIndexChanged.connect(lambda _at: self.turned.emit())
        self._offer()
        self._ask_name()

    def lead(self, *, on: bool) -> None:
        """Be what is done next, or leave that to another button: one is filled, not two."""
        self.count.lead(on=on)

    def choose(self, plan: str, period: str, recipient: str | None = None) -> None:
        """Choose something else, as it was proposed or advised; without a name as it is."""
        self.plan.setCurrentIndex(self.plan.findData(plan))
        self._offer(period)
        if recipient is not None:
            self.whom.setCurrentIndex(self.whom.findData(_NAMED if recipient else _PUBLIC))
            self.name.setText(recipient)
        self._ask_name()

    def chosen(self) -> tuple[str, str, str]:
        """Return the plan, the period, and who is named; nobody is the public."""
        named = self.whom.code() == _NAMED
        return self.plan.code(), self.period.code(), self.name.text().strip() if named else ""

    def count_now(self) -> None:
        """Ask for the figures; without a period or a name that is missing, say so."""
        plan, period, recipient = self.chosen()
        if not self.prepares:
            return
        nobody = self.whom.code() == _NAMED and not recipient
        self._name.wrong(texts.say("figures_page.name_missing") if nobody else "")
        self._wrong.wrong("" if period else texts.say("figures_page.no_period"))
        if nobody:
            self.name.setFocus()
        elif not period:
            self.period.setFocus()
        else:
            self.wished.emit(plan, period, recipient)

    def _offer(self, period: str = "") -> None:
        wanted = period or self.period.code()
        self.period.offer(period_choices(self.plan.code(), now().date()), wanted)

    def _ask_name(self) -> None:
        named = self.whom.code() == _NAMED
        self._name.setVisible(named)
        least = number(LEAST_NAMED if named else LEAST)
        first = texts.say("figures.everyone_first") if named else ""
        self._least.setText(f"{texts.say('figures_page.least', least=least)} {first}".strip())
