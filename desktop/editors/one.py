"""Editors of a choice of one: radio buttons for a few, a list to search for many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.editors.base import Editor
from desktop.editors.numbered import Numbers
from desktop.editors.searching import SearchDrop
from desktop.look.pictograms import pictogram_of
from desktop.parts.columns import Columns, Dashes
from desktop.parts.frames import clear, column
from desktop.parts.ticks import Dot, name_choice
from forms.reading_order import in_reading_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from forms.choices import Offer
    from forms.model import Question

# As many stand in one line, non-answers with the others, if the line holds them.
_IN_LINE: Final = 5


class OneEditor(Editor):
    """Radio buttons; Delete takes the choice back, the number on paper makes it."""

    grouped = True

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.dots: dict[str, Dot] = {}
        self._group = QButtonGroup(self)
        self._chosen = ""
        self._numbers = Numbers(question)
        self._body = column(gap=2)
        self.setLayout(self._body)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show the choices; the same ones in other words keep their buttons."""
        ordered = in_reading_order(offers, self.question.list_name)
        shown = ordered.all()
        if [one.code for one in shown] == list(self.dots):
            for one in shown:
                name_choice(self.dots[one.code], one.label)
                self.dots[one.code].updateGeometry()
            return
        had_focus = any(dot.hasFocus() for dot in self.dots.values())
        clear(self._body)
        self.dots = {one.code: self._dot(one) for one in ordered.answers}
        self.dots |= {one.code: self._dot(one, quiet=True) for one in ordered.non_answers}
        for dot in self.dots.values():
            self._group.addButton(dot)
            dot.clicked.connect(self._choose)
        parts = list(self.dots.values())
        if len(parts) <= _IN_LINE:
            self._add(Columns(in_line=True), parts)
        else:
            self._add(Columns(in_line=True), parts[: len(ordered.answers)])
            self._add_quiet(parts[len(ordered.answers) :])
        self._check()
        if had_focus:
            self.target().setFocus()

    def _dot(self, offer: Offer, *, quiet: bool = False) -> Dot:
        pictogram = pictogram_of(self.question.list_name, offer.code)
        return Dot(offer.label, quiet=quiet, pictogram=pictogram)

    def _add(self, layout: Columns, parts: Sequence[QWidget]) -> None:
        for part in parts:
            layout.addWidget(part)
        self._body.addLayout(layout)

    def _add_quiet(self, parts: Sequence[QWidget]) -> None:
        if parts:
            self._body.addWidget(Dashes())
            self._add(Columns(in_line=True), parts)

    def _choose(self) -> None:
        self._chosen = next((code for code, dot in self.dots.items() if dot.isChecked()), "")
        self.answered.emit()

    def _check(self) -> None:
        """Check the button of the answer, or none."""
        self._group.setExclusive(False)
        for code, dot in self.dots.items():
            if dot.isChecked() != (code == self._chosen):
                dot.setChecked(code == self._chosen)
        self._group.setExclusive(True)

    def show_answer(self, text: str) -> None:
        """Check the button of an answer."""
        self._chosen = text
        self._check()

    def answer(self) -> str:
        """Return the code that is chosen; one that is no longer offered stays."""
        return self._chosen

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the choice back on Delete; choose by the number that stands on paper."""
        number = self._numbers.takes(event, len(self.dots))
        if number is not None:
            if number:
                dot = list(self.dots.values())[number - 1]
                dot.setFocus()
                dot.click()
            return
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._chosen:
            self.show_answer("")
            self.answered.emit()
            return
        super().keyPressEvent(event)

    def target(self) -> QWidget:
        """Return the button that is chosen, or the first."""
        return self.dots.get(self._chosen) or next(iter(self.dots.values()), self)


class PickEditor(Editor):
    """A list to search by typing."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.drop = SearchDrop()
        self.drop.picked.connect(self._pick)
        self._chosen = ""
        self.setLayout(self.drop.at_its_width())

    def say_again(self) -> None:
        """Say in the language of the questions that one searches by typing."""
        self.drop.call(self.said("editor.search"))

    def _pick(self, code: str) -> None:
        self._chosen = code
        self.answered.emit()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Offer the choices."""
        ordered = in_reading_order(offers, self.question.list_name).all()
        self.drop.offer([("", ""), *((one.code, one.label) for one in ordered)], self._chosen)

    def show_answer(self, text: str) -> None:
        """Show which one is chosen."""
        self._chosen = text
        self.drop.choose(text)

    def answer(self) -> str:
        """Return the code that is chosen."""
        return self._chosen

    def fields(self) -> Sequence[QWidget]:
        """Return the list."""
        return (self.drop,)

    def target(self) -> QWidget:
        """Return the list."""
        return self.drop
