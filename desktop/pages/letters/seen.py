"""The middle of the letter builder: what they will see, and what is held back and why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.disclosure import TO_BE_ERASED
from desktop.look import look
from desktop.pages.letters.words import GROUPS, Detail, counted, details_of, held_words
from desktop.parts.covered import Covered
from desktop.parts.frames import clear, column, row
from desktop.parts.messages import MessageBar, Picture
from desktop.parts.on_condition import OnCondition
from desktop.parts.ticks import Tick, name_choice
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLayout

    from casework.referrals.letters import LetterDraft

    Shape = tuple[tuple[str, bool, tuple[str, ...]], ...]


class SeenPane(QWidget):
    """Every detail on record, by group; ticked ones go, ticked ones can be taken out."""

    changed = Signal()
    asking_first = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ticks: dict[str, Tick] = {}
        self._covered: list[Covered] = []
        self._shape: Shape = ()
        self._asks: QWidget | None = None
        # What stands above the details: why nothing may go, and on which conditions it may.
        self._above: tuple[object, ...] = ()
        self._revealed = False
        self._condition: OnCondition | None = None
        self._count = Words("", "small", wrap=True)
        self._bar_place, self._body = column(), column()
        title = Words(texts.say("letter_page.seen"), "h2", wrap=True)
        self.setLayout(
            column(title, 2, self._count, self._bar_place, 6, self._body, None, margin=20)
        )

    def stops(self) -> Sequence[QWidget]:
        """Return what the focus goes through, in reading order."""
        first = [] if self._asks is None else [self._asks]
        return (*first, *self.ticks.values())

    def left_out(self) -> frozenset[str]:
        """Return what was taken out."""
        return frozenset(item for item, tick in self.ticks.items() if not tick.isChecked())

    def show_draft(self, draft: LetterDraft, service: str) -> None:
        """Show the details of a letter; what has the focus keeps it."""
        groups = details_of(draft)
        self._count.setText(counted(groups))
        self.tell_missing(draft, service)
        every = [one for name in GROUPS for one in groups[name]]
        shape = tuple(
            (one.item, one.may_tick, tuple(reason.value for reason in one.reasons)) for one in every
        )
        if shape != self._shape:
            self._shape = shape
            self._build(groups)
        for one in every:
            if one.may_tick:
                self._set(self.ticks[one.item], on=one.ticked)

    def reveal(self, *, on: bool) -> None:
        """Show what details are called while the key for it is held."""
        self._revealed = on
        if self._condition is not None:
            self._condition.reveal(on=on)
        for covered in self._covered:
            covered.reveal(on=on)
        for number, (item, tick) in enumerate(self.ticks.items(), start=1):
            name_choice(tick, self._name(item, number))
            tick.update()

    @staticmethod
    def _set(tick: Tick, *, on: bool) -> None:
        tick.blockSignals(True)
        tick.setChecked(on)
        tick.blockSignals(False)
        tick.update()

    def tell_missing(self, draft: LetterDraft, service: str) -> None:
        """Say what stands between a letter and the service, if anything does."""
        names = ", ".join(texts.say(f"item.{item}") for item in draft.missing_items)
        words = ""
        if draft.missing:
            words = texts.say(f"letter_page.{draft.missing}", service=service, items=names)
        if self._above == (words, draft.seen.conditions):
            return
        self._above = words, draft.seen.conditions
        clear(self._bar_place)
        self._asks = self._condition = None
        if draft.seen.conditions:
            self._condition = OnCondition(draft.seen.conditions)
            self._condition.reveal(on=self._revealed)
            self._bar_place.addSpacing(look().px(12))
            self._bar_place.addWidget(self._condition)
        if not draft.missing:
            return
        bar = MessageBar(words, "care")
        if draft.missing != TO_BE_ERASED:
            bar.offer(texts.say("letter_page.ask_first"), self.asking_first.emit)
            self._asks = bar.button
        self._bar_place.addSpacing(look().px(12))
        self._bar_place.addWidget(bar)

    # --- building

    def _build(self, groups: dict[str, list[Detail]]) -> None:
        focused = next((item for item, tick in self.ticks.items() if tick.hasFocus()), "")
        clear(self._body)
        self.ticks, self._covered = {}, []
        for name in GROUPS:
            if groups[name]:
                self._body.addSpacing(look().px(10))
                head = Words(texts.say(f"letter_page.group.{name}"), "strong_small", colour="muted")
                self._body.addWidget(head)
                self._body.addSpacing(look().px(2))
            for one in groups[name]:
                self._body.addWidget(self._tick(one) if one.may_tick else self._held(one))
        if focused in self.ticks:
            self.ticks[focused].setFocus()

    def _name(self, item: str, number: int) -> str:
        if look().discreet and not self._revealed:
            return texts.say("letter_page.detail", number=number)
        return texts.say(f"item.{item}")

    def _tick(self, one: Detail) -> QWidget:
        """Return a detail that goes, unless it is taken out; why a part of it stays, under it."""
        tick = self.ticks[one.item] = Tick(self._name(one.item, len(self.ticks) + 1))
        tick.toggled.connect(partial(self._toggled, tick))
        whys = [held_words(reason) for reason in one.reasons]
        notes = [texts.say("letter_page.held_part", why=why) for why in whys]
        if one.must:
            tick.setEnabled(False)
            notes.append(texts.say("letter_page.must"))
        if not notes:
            return tick
        tick.setAccessibleDescription("\n".join(notes))
        lines = [Words(words, "small", wrap=True) for words in notes]
        return _whole(column(tick, _under(lines)))

    def _held(self, one: Detail) -> QWidget:
        label: QWidget = Words(one.words, "muted", wrap=not look().discreet)
        if look().discreet and isinstance(label, Words):
            label = Covered(label)
            self._covered.append(label)
        lines = [Words(held_words(reason), "small", wrap=True) for reason in one.reasons]
        mark = Picture("lock-simple", look().colours.muted, 16)
        whole = row(mark, column(label, *lines, gap=1), gap=12)
        mark.at_first_line(whole, "muted")
        around = look().px(5)
        whole.setContentsMargins(0, around, 0, around)
        return _whole(whole)

    def _toggled(self, _tick: Tick, _on: bool) -> None:
        self.changed.emit()


def _under(lines: Sequence[QWidget]) -> QWidget:
    inside = column(*lines, gap=1)
    inside.setContentsMargins(look().px(28), 0, 0, look().px(4))
    return _whole(inside)


def _whole(layout: QLayout) -> QWidget:
    widget = QWidget()
    widget.setLayout(layout)
    return widget
