"""One request for help as a card: a quiet row of its way, what is known, and its next acts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from casework.referrals.view import WITHOUT_CONSENT
from desktop.look import look
from desktop.pages.referrals.words import act_words, facts_of, kind_of, name_of, state_of, way_of
from desktop.parts.buttons import Button
from desktop.parts.chip_button import ChipButton
from desktop.parts.clause import Clause
from desktop.parts.fact_grid import FactGrid
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, clear, column
from desktop.parts.sight import bring_into_sight
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from casework.referrals.view import Possible, ReferralLine

_LABELS: Final = 110


class ReferralCard(Box):
    """A request, and buttons for what may follow; only the likely one has an edge."""

    moving = Signal(str, object)
    asking = Signal(str)
    choosing = Signal(str)
    arranging = Signal(str)
    describing = Signal(str)
    taking_back = Signal(str)
    handing_over = Signal(str)

    def __init__(self, line: ReferralLine, today: date, *, may_act: bool) -> None:
        super().__init__("card")
        self.line, self._may_act = line, may_act
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._name = Clause(name_of(line), role="strong", masks=bool(line.service))
        kind = Words(kind_of(line), "small", wrap=True)
        if not kind_of(line):
            kind.hide()
        state = Words(state_of(line, today), "small", wrap=True)
        gone = Words(texts.say("services.retired_note"), "small", wrap=True)
        if not line.gone:
            gone.hide()
        self._facts = FactGrid(_LABELS)
        facts = facts_of(line, today)
        self._facts.show_facts(facts)
        if not facts:
            self._facts.hide()
        self.buttons = self._buttons()
        # Quiet ones have room of their own at each side.
        acts = Flow(self.buttons, gap=2, line_gap=8).in_company()
        self.place = column()
        parts = (self._name, gone, kind, _way(line), state, self._facts, acts, self.place)
        self.setLayout(column(*parts, gap=8, margin=16))

    def reveal(self, *, on: bool) -> None:
        """Show what discreet mode masks, or mask it again."""
        self._name.reveal(on=on)
        self._facts.reveal(on=on)

    def show_panel(self, panel: QWidget | None) -> None:
        """Ask for something more below the acts, or for nothing."""
        clear(self.place)
        if panel is not None:
            self.place.addWidget(panel)
            bring_into_sight(panel)

    def enter(self) -> bool:
        """Put the keyboard at the first act that can be done; return whether there is one."""
        free = [one for one in self.buttons if one.isEnabled()]
        if free:
            free[0].setFocus()
        return bool(free)

    def _buttons(self) -> list[QWidget]:
        line = self.line
        refused = {one.refused for one in line.usual}
        acts: list[QWidget] = []
        if line.may_choose:
            acts.append(self._button("choose", partial(self.choosing.emit, line.id)))
        if WITHOUT_CONSENT in refused:
            acts.append(self._button("ask", partial(self.asking.emit, line.id)))
        acts += [self._step(one) for one in line.usual]
        if line.may_arrange:
            acts.append(self._button("arrange", partial(self.arranging.emit, line.id)))
        if line.usual:
            acts.append(self._button("describe", partial(self.describing.emit, line.id)))
        if line.may_take_back:
            acts.append(self._button("take_back", partial(self.taking_back.emit, line.id)))
        chosen: list[tuple[str, Callable[[], object]]] = [
            (act_words(one.status), partial(self.moving.emit, line.id, one.status))
            for one in line.more
        ]
        if line.may_hand_over:
            over = partial(self.handing_over.emit, line.id)
            chosen.append((texts.say("referrals.do.hand_over"), over))
        if chosen and self._may_act:
            chip = ChipButton(texts.say("referrals.more"), chosen)
            chip.setAccessibleName(self._named(texts.say("referrals.more")))
            acts.append(chip)
        return _one_likely(acts)

    def _step(self, one: Possible) -> Button:
        button = Button(act_words(one.status))
        button.does(partial(self.moving.emit, self.line.id, one.status))
        return self._dress(button, act_words(one.status), one.refused)

    def _button(self, name: str, act: Callable[[], object]) -> Button:
        words = texts.say(f"referrals.do.{name}")
        return self._dress(Button(words).does(act), words, "")

    def _dress(self, button: Button, words: str, refused: str) -> Button:
        button.setAccessibleName(self._named(words))
        if not self._may_act:
            button.refuse(texts.say("error.not_permitted"))
        elif refused:
            button.refuse(texts.say(f"error.{refused}"))
        return button

    def _named(self, words: str) -> str:
        """Return what a button is called aloud: with whom it concerns, unless that is masked."""
        if look().discreet and self.line.service:
            return words
        return texts.say("referrals.act_at", act=words, service=name_of(self.line))


def _one_likely(acts: list[QWidget]) -> list[QWidget]:
    """Return the acts, of which only the first that can be done has an edge."""
    likely = next((one for one in acts if one.isEnabled()), None)
    for one in acts:
        if isinstance(one, Button) and one is not likely:
            one.step_back()
    return acts


def _way(line: ReferralLine) -> QWidget:
    """Return the way of a request, what lies behind with a check mark."""
    parts = []
    for words, done in way_of(line):
        icon, ink = ("check-circle", "accent") if done else ("circle", "muted")
        colours = ("text" if done else "muted", ink)
        part = Clause(words, icon, role="small", colours=colours)
        state = texts.say("referrals.way_done" if done else "referrals.way_open", step=words)
        part.setAccessibleName(state)
        parts.append(part)
    whole = QWidget()
    whole.setLayout(Flow(parts, gap=14, line_gap=4))
    whole.setAccessibleName(texts.say("referrals.way"))
    return whole
