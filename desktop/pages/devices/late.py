"""What a laptop wrote after it was removed: a person decides whether it counts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from desktop.clock import now
from desktop.exchange.doors import decided, leave_aside, take_in, written_late
from desktop.exchange.words import lacks_words, laptop_words, late_words
from desktop.pages.devices.asking import AskingCard
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import clear, column
from desktop.parts.sure import Once, Sure
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.keeping.exchange import ExchangeState, WrittenLate
    from desktop.bootstrap import Workbook
    from desktop.frame.room import Room


class LateCard(AskingCard):
    """Both answers look alike, and nothing is decided until somebody does."""

    def __init__(self, room: Room, workbook: Workbook) -> None:
        super().__init__(room, workbook, texts.say("late.title"))
        self._shown: tuple[WrittenLate, ...] = ()
        self.body.addLayout(
            column(
                Words(texts.say("late.why"), "small", wrap=True), self._lines, self._said, gap=12
            )
        )

    def show_state(self, state: ExchangeState) -> None:
        """Ask what there is to decide, for whoever may."""
        if not state.may_change or not state.late:
            self._show(())
            return
        self._room.jobs.ask(self, partial(written_late, self._workbook), self._show)

    def _show(self, found: Sequence[WrittenLate]) -> None:
        self.setVisible(bool(found) or self._said.count() > 0)
        if tuple(found) == self._shown:
            # A question that stands is not taken away under somebody's hands.
            return
        self._shown = tuple(found)
        self._put(map(self._line, found))

    def _line(self, one: WrittenLate) -> QWidget:
        laptop = laptop_words(one.laptop)
        sure, pair = Sure(), []
        for answer in ("take", "leave") if one.may_count else ("leave",):
            button = Button(texts.say(f"late.{answer}"))
            button.setAccessibleName(texts.say(f"late.{answer}_name", laptop=laptop))
            once = Once(
                texts.say(f"late.{answer}_means"),
                texts.say(f"late.{answer}_yes"),
                texts.say(f"late.{answer}_yes_name", laptop=laptop),
                texts.say("late.undecided"),
            )
            act = partial(self._decide, one.laptop.id, counts=answer == "take")
            button.does(partial(sure.ask, once, act, button))
            pair.append(button)
        self.buttons += pair
        both, line = QWidget(), QWidget()
        both.setLayout(Flow(pair, gap=8, line_gap=8))
        told = filter(None, (late_words(one, now().date()), lacks_words(one)))
        said = [Words(words, "small", wrap=True) for words in told]
        line.setLayout(column(Words(laptop, "strong", wrap=True), *said, 6, both, sure, gap=2))
        return line

    def _decide(self, laptop: str, *, counts: bool) -> None:
        act = partial(take_in if counts else leave_aside, self._workbook, laptop)
        self._work()
        then = partial(self._is_decided, counts=counts)
        self._room.jobs.try_to(self, act, then, self._refused)

    def _is_decided(self, changes: int, *, counts: bool) -> None:
        said = texts.say("late.taken", n=changes) if counts else texts.say("late.left")
        self._tell(said, "info")
        clear(self._lines)
        self._shown, self.buttons = (), []
        self._room.jobs.changed.emit(decided(counts=counts))
