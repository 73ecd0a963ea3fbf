"""Editors of a choice of several: check boxes, tiles of experiences, a list to search."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.editors.base import Editor
from desktop.editors.numbered import Numbers
from desktop.editors.searching import SearchDrop
from desktop.look.marks import codes
from desktop.look.pictograms import pictogram_of
from desktop.parts.buttons import Button
from desktop.parts.columns import Columns, Dashes
from desktop.parts.flow import Flow
from desktop.parts.frames import clear, column
from desktop.parts.ticks import Tick, name_choice
from desktop.parts.tiles import Tiles
from forms.reading_order import in_reading_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from forms.choices import Offer
    from forms.model import Question


class SeveralEditor(Editor):
    """Check boxes in columns, all alike; the non-answers below a dashed line."""

    grouped = True

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.ticks: dict[str, Tick] = {}
        self._chosen: tuple[str, ...] = ()
        self._numbers = Numbers(question)
        self._body = column()
        self.setLayout(self._body)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show the choices; the same ones in other words keep their boxes."""
        ordered = in_reading_order(offers, self.question.list_name)
        shown = ordered.all()
        if [one.code for one in shown] == list(self.ticks):
            for one in shown:
                name_choice(self.ticks[one.code], one.label)
                self.ticks[one.code].updateGeometry()
            return
        clear(self._body)
        self.ticks = {one.code: self._tick(one) for one in ordered.answers}
        self._add(Columns(), list(self.ticks.values()))
        quiet = {one.code: self._tick(one, quiet=True) for one in ordered.non_answers}
        if quiet:
            self._body.addWidget(Dashes())
            self._add(Columns(in_line=True), list(quiet.values()))
        self.ticks |= quiet
        self._check()
        for tick in self.ticks.values():
            tick.clicked.connect(self._choose)

    def _tick(self, offer: Offer, *, quiet: bool = False) -> Tick:
        pictogram = pictogram_of(self.question.list_name, offer.code)
        return Tick(offer.label, quiet=quiet, pictogram=pictogram)

    def _add(self, layout: Columns, parts: Sequence[QWidget]) -> None:
        for part in parts:
            layout.addWidget(part)
        self._body.addLayout(layout)

    def _choose(self) -> None:
        """Take what is ticked; what is no longer offered stays with it."""
        kept = [code for code in self._chosen if code not in self.ticks]
        now = [code for code, tick in self.ticks.items() if tick.isChecked()]
        self._chosen = (*kept, *now)
        self.answered.emit()

    def _check(self) -> None:
        for code, tick in self.ticks.items():
            if tick.isChecked() != (code in self._chosen):
                tick.setChecked(code in self._chosen)

    def show_answer(self, text: str) -> None:
        """Tick what was chosen."""
        self._chosen = tuple(text.split())
        self._check()

    def answer(self) -> str:
        """Return the codes, in the order in which they are read."""
        return " ".join(self._chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick by the number that stands on paper."""
        number = self._numbers.takes(event, len(self.ticks))
        if number is None:
            super().keyPressEvent(event)
        elif number:
            tick = list(self.ticks.values())[number - 1]
            tick.setFocus()
            tick.click()

    def target(self) -> QWidget:
        """Return the first box that is ticked, or the first."""
        ticked = (tick for tick in self.ticks.values() if tick.isChecked())
        return next(ticked, next(iter(self.ticks.values()), self))


class TilesEditor(SeveralEditor):
    """The six experiences as tiles with their marks; whatever else is offered as check boxes."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.tiles = Tiles()
        self.tiles.changed.connect(self._tile)
        self._more = SeveralEditor(question)
        self._more.answered.connect(self._take_more)
        self._body.addWidget(self.tiles)
        self._body.addWidget(self._more)

    def say_again(self) -> None:
        """Say the six in the language of the questions, and whatever else is offered."""
        self.tiles.speak(self.language)
        self._more.speak(self.language)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show what is offered besides the six."""
        self._more.show_offers([one for one in offers if one.code not in codes()])

    def _tile(self, recorded: frozenset[str]) -> None:
        # Kept A to Z by code: in what order they were pressed means nothing.
        others = [code for code in self._chosen if code not in codes()]
        self._chosen = (*sorted(recorded), *others)
        self.answered.emit()

    def _take_more(self) -> None:
        own = [code for code in self._chosen if code in codes()]
        self._chosen = (*own, *self._more.answer().split())
        self.answered.emit()

    def show_answer(self, text: str) -> None:
        """Tint the tiles of what is recorded."""
        self._chosen = tuple(text.split())
        self.tiles.show_recorded(self._chosen)
        self._more.show_answer(" ".join(one for one in self._chosen if one not in codes()))

    def target(self) -> QWidget:
        """Return the first tile."""
        return self.tiles.first()


class ManyEditor(Editor):
    """Out of a long list: what is chosen stands as buttons that take it away again."""

    grouped = True

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._chosen: list[str] = []
        self._labels: dict[str, str] = {}
        self.drop = SearchDrop()
        self.drop.picked.connect(self._add)
        self._kept = QWidget()
        self._flow = Flow(gap=6, line_gap=6)
        self._kept.setLayout(self._flow)
        self.setLayout(column(self.drop.at_its_width(), self._kept, gap=6))

    def say_again(self) -> None:
        """Say how one searches and takes away in the language of the questions."""
        self.drop.call(self.said("editor.search"))
        self._show_chosen()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Offer the choices."""
        ordered = in_reading_order(offers, self.question.list_name).all()
        self._labels = {one.code: one.label for one in ordered}
        self.drop.offer([("", ""), *((one.code, one.label) for one in ordered)])
        self._show_chosen()

    def _add(self, code: str) -> None:
        self.drop.choose("")
        if code and code not in self._chosen:
            self._chosen.append(code)
            self._show_chosen()
            self.answered.emit()

    def _remove(self, code: str) -> None:
        self._chosen.remove(code)
        self.drop.setFocus()
        self._show_chosen()
        self.answered.emit()

    def _show_chosen(self) -> None:
        clear(self._flow)
        for code in self._chosen:
            words = self._labels.get(code, code)
            button = Button(words, "small", icon_name="x", icon_last=True)
            away = self.said("editor.take_away", name=words)
            button.setAccessibleName(away)
            button.setToolTip(away)
            self._flow.addWidget(button.does(partial(self._remove, code)))
        self._kept.setVisible(bool(self._chosen))
        self._kept.updateGeometry()

    def show_answer(self, text: str) -> None:
        """Show what is chosen."""
        if text.split() != self._chosen:
            self._chosen = text.split()
            self._show_chosen()

    def answer(self) -> str:
        """Return the codes that are chosen."""
        return " ".join(self._chosen)

    def fields(self) -> Sequence[QWidget]:
        """Return the list to search."""
        return (self.drop,)

    def name(self, words: str, more: str) -> None:
        """Name the list by the question."""
        self.drop.setAccessibleName(words)
        self.drop.setAccessibleDescription(more)

    def target(self) -> QWidget:
        """Return the list to search."""
        return self.drop
