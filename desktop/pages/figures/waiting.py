"""What waits for a second person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

import texts
from desktop.pages.figures.words import period_words, plan_words
from desktop.pages.team.words import day_of
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column
from desktop.parts.words import Words
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QVBoxLayout

    from casework.figures.released import Proposed


class WaitingCard(Card):
    """What somebody proposed: a colleague looks at it and agrees, anybody may leave it."""

    looking = Signal(object)
    dropping = Signal(str)
    # The keyboard was at something that waits no more, and at nothing else to be looked at.
    left = Signal()

    def __init__(self, mine: str) -> None:
        super().__init__(texts.say("figures_page.waiting"))
        self._mine = mine
        self._lines = column(gap=10)
        self._acts: dict[str, list[Button]] = {}
        self.body.addLayout(self._lines)
        self.hide()

    def show_waiting(self, waiting: Sequence[Proposed], names: Mapping[str, str]) -> None:
        """Show what waits; the keyboard stays at what still does."""
        here = self._keyboard()
        clear(self._lines)
        self._acts = {}
        for one in waiting:
            self._lines.addLayout(self._line(one, names))
        self.setVisible(bool(waiting))
        if here is not None:
            self._go_on(*here)

    def _keyboard(self) -> tuple[str, int] | None:
        """Return at what, and at which of its buttons, the keyboard is."""
        for key, acts in self._acts.items():
            for number, act in enumerate(acts):
                if act.hasFocus():
                    return key, number
        return None

    def _go_on(self, key: str, number: int) -> None:
        """Lead back to the same button, or to what else is to be looked at: to leave nothing."""
        lookable = [acts[0] for acts in self._acts.values() if len(acts) > 1]
        if key in self._acts:
            self._acts[key][number].setFocus()
        elif lookable:
            lookable[0].setFocus()
        else:
            self.left.emit()

    def _line(self, one: Proposed, names: Mapping[str, str]) -> QVBoxLayout:
        what = proposed_words(one)
        own = one.by == self._mine
        note = "figures_page.waits_own" if own else "figures_page.waits"
        said = texts.say(note, who=name_words(one.by, names), day=day_of(one.at))
        leave = Button(texts.say("figures_page.drop"), "quiet")
        leave.does(partial(self.dropping.emit, one.id))
        leave.setAccessibleName(texts.say("figures_page.drop_name", what=what))
        buttons = [leave]
        if not own:
            look_at = Button(texts.say("figures_page.look")).does(partial(self.looking.emit, one))
            look_at.setAccessibleName(texts.say("figures_page.look_name", what=what))
            buttons.insert(0, look_at)
        self._acts[one.id] = buttons
        words = Words(what, "strong_small", wrap=True), Words(said, "small", wrap=True)
        return column(*words, 4, Flow(buttons))


def proposed_words(one: Proposed) -> str:
    """Return which figures somebody means: plan, period, and for whom."""
    values = {"plan": plan_words(one.plan), "period": period_words(one.period)}
    return texts.say("figures_page.what", whom=whom_words(one), **values)


def whom_words(one: Proposed) -> str:
    """Return for whom figures are."""
    return isolate(one.recipient) if one.recipient else texts.say("figures_page.for.public")


def name_words(key: str, names: Mapping[str, str]) -> str:
    """Return the name of a colleague, or that it is one."""
    known = names.get(key)
    return isolate(known) if known else texts.say("figures_page.colleague")
