"""Beside the figures: why a cell is no plain number, a coarser plan, and asking a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

import texts
from casework.figures.advising import ENOUGH
from desktop.look import look
from desktop.pages.figures.out import More
from desktop.pages.figures.words import (
    cell_said,
    period_words,
    place_words,
    plan_words,
    why_words,
)
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.frames import Card, clear, column, row
from desktop.parts.messages import Picture
from desktop.parts.ticks import Tick
from desktop.parts.words import Words
from texts.dates import isolate, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.figures.advising import Advice
    from desktop.pages.figures.grid import Grid
    from desktop.pages.figures.out import Gone


class WhyCard(Card):
    """A sentence for the cell where one is: what it says, and why it says no more."""

    def __init__(self) -> None:
        super().__init__(texts.say("figures_page.why"), grows=True)
        self._place = Words("", "strong_small", wrap=True)
        self._why = Words(texts.say("figures_page.why.none"), "small", wrap=True)
        self._note = Words(texts.say("figures_page.add_up"), "small", wrap=True)
        self.body.addLayout(column(self._place, self._why, self._note, gap=8))
        self._place.hide()

    def show_cell(self, grid: Grid, row_: int, column_: int, least: int) -> None:
        """Explain one cell."""
        if column_ < 0 or not grid.has(row_, column_):
            return
        printed = grid.at(row_, column_)
        about = "" if look().discreet else place_words(grid, row_, column_)
        said = cell_said(printed)
        words = texts.say("figures_page.cell", about=about, told=said) if about else said
        self._place.setText(words)
        self._place.show()
        self._why.setText(why_words(printed, least))


class AdviceCard(Card):
    """A coarser plan that would tell more, in a sentence, with a button that takes it."""

    taken = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(texts.say("figures_page.advice"), grows=True)
        self._advice: Advice | None = None
        self._words = Words("", "small", wrap=True)
        self.take = Button(texts.say("figures_page.take")).does(self._take)
        self.body.addLayout(column(self._words, self.take, gap=10))
        self.hide()

    def show_advice(self, advice: Advice | None) -> None:
        """Say which plan would show enough, or that none would."""
        self._advice = advice
        words = texts.say("figures_page.no_advice", enough=number(ENOUGH))
        if advice is not None:
            values = {"plan": plan_words(advice.plan), "period": period_words(advice.period)}
            words = texts.say("figures_page.advises", percent=number(advice.percent), **values)
        self._words.setText(words)
        self.take.setVisible(advice is not None)
        self.show()
        announce(self._words, words)

    def _take(self) -> None:
        if self._advice is not None:
            self.taken.emit(self._advice.plan, self._advice.period)


class ReleaseCard(Card):
    """What was checked, and asking a second person; alone nobody publishes anything."""

    asked = Signal()
    agreed = Signal()
    # DHIS2 gets a file too, by the mapping of an office.
    mapping = Signal()
    # Files that could not be written are written again.
    again = Signal(object)

    def __init__(self) -> None:
        super().__init__(texts.say("figures_page.before"), grows=True)
        self._checks = column(gap=6)
        self._said = column(gap=6)
        self._left: Gone | None = None
        self._checked = 0, 0
        self.ask = Button(texts.say("figures_page.ask"), "primary").does(self.asked.emit)
        self.agree = Button(texts.say("figures_page.agree"), "primary").does(self.agreed.emit)
        self.rewrite = Button(texts.say("figures_page.other_folder")).does(self._again)
        self.dhis2 = Button(texts.say("figures_page.dhis2"), "quiet").does(self.mapping.emit)
        self.gbvims = Tick(texts.say("figures_page.gbvims"))
        self.invented = Tick(texts.say("figures_page.invented"))
        self._drawn = Words(texts.say("figures.invented_drawn"), "small", wrap=True)
        self._drawn.hide()
        self.invented.toggled.connect(self._say_drawn)
        also = (self.gbvims, self.invented, self._drawn, self.dhis2)
        parts = (self._checks, self._said, *also, self.ask, self.agree, self.rewrite)
        self.body.addLayout(column(*parts, gap=10))
        self.show_nothing()

    @property
    def wished(self) -> More:
        """Return which files are ticked beside those that everybody gets."""
        return More(gbvims=self.gbvims.isChecked(), invented=self.invented.isChecked())

    def show_nothing(self) -> None:
        """Say what has to be done first."""
        self._offer("")
        clear(self._checks)
        self.tell(texts.say("figures_page.count_first"))

    def show_checks(self, least: int, releases: int, *, agreeing: bool) -> None:
        """Show what holds of the figures that are shown, and what is still to be done."""
        self._tell_checks(least, releases)
        self._offer("agree" if agreeing else "ask")
        self.tell(texts.say("figures_page.for_good") if agreeing else "")

    def _tell_checks(self, least: int, releases: int, *, agreed: bool = False) -> None:
        self._checked = least, releases
        clear(self._checks)
        self._check(texts.say("figures_page.check.least", least=number(least)))
        self._check(texts.say("figures_page.check.worked_out"))
        self._check(texts.plural("figures_page.check.earlier", releases))
        self._check(texts.say("figures_page.check.second"), holds=agreed)

    def show_asked(self) -> None:
        """Say that a second person is asked; nobody is asked twice for the same."""
        self._offer("")
        self.tell(texts.say("figures_page.asked"), at_once=True)

    def lead(self, *, on: bool) -> None:
        """Be what is done next, or leave that to what is chosen: one is filled, not two."""
        for one in (self.ask, self.agree):
            one.lead(on=on)

    def show_receipt(self, gone: Gone, names: Sequence[str]) -> None:
        """Say what was published, under which receipt, and what was written."""
        self._tell_checks(*self._checked, agreed=True)
        self._offer("")
        release = gone.receipt.release
        values = {"number": release.wanted.id[:8], "digest": release.digest[:16]}
        said = texts.say("figures.published", **{k: isolate(v) for k, v in values.items()})
        code = texts.say("receipt.code", code=isolate(gone.receipt.code))
        self.tell(f"{said} {code} {texts.say('receipt.keep')}", at_once=True)
        saved = texts.say("list.join").join(map(isolate, names))
        self._said.addWidget(
            Words(texts.say("figures_page.saved", names=saved), "small", wrap=True)
        )

    def show_mapping(self, name: str) -> None:
        """Say that a file for DHIS2 is written too, and what its sums are."""
        fits = texts.say("figures_page.dhis2_fits", name=isolate(name))
        self.tell(f"{fits} {texts.say('figures.dhis2_sums')}", at_once=True)

    def stuck(self, words: str, gone: Gone | None = None) -> None:
        """Say what went wrong; files of what is published already can be written elsewhere."""
        self.tell(words, at_once=True)
        if gone is not None:
            self._left = gone
            self._offer("rewrite")

    def do_main(self) -> None:
        """Press the button that is offered."""
        for one in (self.ask, self.agree, self.rewrite):
            if not one.isHidden() and one.isEnabled():
                one.click()

    def tell(self, words: str, *, at_once: bool = False) -> None:
        """Say how it stands."""
        clear(self._said)
        if words:
            self._said.addWidget(Words(words, "small", wrap=True))
        if words and at_once:
            announce(self, words)

    def _check(self, words: str, *, holds: bool = True) -> None:
        has = look().colours
        drawn = Picture("check" if holds else "circle", has.accent if holds else has.muted, 16)
        line = row(drawn, Words(words, "small", wrap=True), gap=8)
        line.setStretch(1, 1)
        self._checks.addLayout(line)

    def _offer(self, name: str) -> None:
        for one, button in (("ask", self.ask), ("agree", self.agree), ("rewrite", self.rewrite)):
            button.setVisible(one == name)
        for also in (self.gbvims, self.invented, self.dhis2):
            also.setVisible(name == "agree")
        self._drawn.setVisible(name == "agree" and self.invented.isChecked())

    def _say_drawn(self, wished: bool) -> None:
        """Say of invented records that nobody of them exists, where they are wished."""
        self._drawn.setVisible(wished)
        if wished:
            announce(self._drawn, self._drawn.text())

    def _again(self) -> None:
        if self._left is not None:
            self.again.emit(self._left)
