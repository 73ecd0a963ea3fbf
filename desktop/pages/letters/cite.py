"""Naming law in a letter: chosen one by one from the library; what stays out says why."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.referrals.citing import LawHeld
from casework.referrals.treaty import built_in, in_language
from desktop.look import look
from desktop.parts.announce import announce
from desktop.parts.fields import Drop, Field
from desktop.parts.frames import clear, column, row
from desktop.parts.messages import Picture
from desktop.parts.ticks import Tick
from desktop.parts.words import Words
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.referrals.citing import Law

_NARROW: Final = 8


class Cite(QWidget):
    """The laws of a letter: ticked ones stand in it, a held one shows a lock and the reason."""

    changed = Signal()

    def __init__(self, chosen: Sequence[str]) -> None:
        super().__init__()
        self.ticks: dict[str, Tick] = {}
        self._chosen = list(chosen)
        self._laws: dict[str, Law] = {}
        self.drop = Drop([("", texts.say("consent.choose"))])
        self.drop.setMinimumContentsLength(_NARROW)
        self.drop.setSizeAdjustPolicy(Drop.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.drop.activated.connect(self._choose)
        self.mark = Words("", "small", colour="care", wrap=True)
        self.mark.hide()
        self._places = column(gap=0)
        field = Field(texts.say("letter.cite"), self.drop)
        # What it leaves below belongs to it: it is often not there.
        self.setLayout(column(field, self.mark, self._places, 10, gap=4))

    def wanted(self) -> tuple[str, ...]:
        """Return the laws that were chosen, in that order."""
        return tuple(self._chosen)

    def stops(self) -> Sequence[QWidget]:
        """Return what the focus goes through, in reading order."""
        return (self.drop, *self.ticks.values())

    def show_laws(self, laws: Sequence[Law]) -> None:
        """Show what may be named in the letter as it is now; what has the focus keeps it."""
        laws = [_named(one) for one in laws]
        if laws == list(self._laws.values()):
            return
        self._laws = {one.key: one for one in laws}
        first = ("", texts.say("consent.choose"))
        self.drop.offer([first, *((one.key, _label(one)) for one in laws)])
        self._build()

    def _choose(self, _at: int) -> None:
        law = self._laws.get(self.drop.code())
        self.drop.setCurrentIndex(0)
        if law is None:
            return
        why = _why(law)
        self._say(f"{in_own_direction(law.title)}: {why}" if why else "")
        if not why and law.key not in self._chosen:
            self._chosen.append(law.key)
            self._build()
            self.changed.emit()

    def _say(self, words: str) -> None:
        self.mark.setText(words)
        self.mark.setVisible(bool(words))
        self.drop.setAccessibleDescription(words)
        if words:
            announce(self, words)

    def _take_out(self, key: str, _on: bool) -> None:
        self._chosen.remove(key)
        self.drop.setFocus()
        self._build()
        self.changed.emit()

    def _build(self) -> None:
        focused = next((key for key, tick in self.ticks.items() if tick.hasFocus()), "")
        clear(self._places)
        self.ticks = {}
        for key in self._chosen:
            law = self._laws.get(key)
            if law is not None:
                self._places.addWidget(self._held(law) if law.held else self._tick(law))
        if focused in self.ticks:
            self.ticks[focused].setFocus()

    def _tick(self, law: Law) -> QWidget:
        tick = self.ticks[law.key] = Tick(law.title)
        tick.setChecked(True)
        tick.toggled.connect(partial(self._take_out, law.key))
        return tick

    @staticmethod
    def _held(law: Law) -> QWidget:
        mark = Picture("lock-simple", look().colours.muted, 16)
        title = Words(in_own_direction(law.title), "muted", wrap=True)
        line = row(mark, column(title, Words(_why(law), "small", wrap=True), gap=1), gap=12)
        mark.at_first_line(line, "muted")
        widget = QWidget()
        widget.setLayout(line)
        return widget


def _named(law: Law) -> Law:
    """Return a law by its name in the language of the window, where it has one there."""
    came = built_in().get(law.key)
    known = came is not None and came.title == law.title
    said = in_language(came, texts.current().code) if came is not None and known else None
    return law if said is None else replace(law, title=said.title)


def _label(law: Law) -> str:
    if law.held is None:
        return law.title
    name = "letter.cite_unchecked" if law.held is LawHeld.UNCHECKED else "letter_page.law.held"
    return texts.say(name, title=law.title)


def _why(law: Law) -> str:
    """Return why a law stays out, or nothing."""
    if law.held is None:
        return ""
    between = texts.say("letter_page.law.or")
    groups = [
        between.join(texts.say(f"item.{item}") for item in sorted(group)) for group in law.untold
    ]
    items = texts.say("list.join").join(groups)
    return texts.say(f"letter_page.law.{law.held.value}", items=items)
