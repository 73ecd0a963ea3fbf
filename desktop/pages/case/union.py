"""Above a case of a person who has another one: where that is, to read both, and to part them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from casework.persons.pair import PairAnswer
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.frames import clear, column
from desktop.parts.messages import MessageBar
from texts.dates import isolate

if TYPE_CHECKING:
    from casework.cases.overview import Overview
    from desktop.frame.room import Room


class UnionBar(QWidget):
    """A bar for each other case, a code of before, and what rests on no agreement; or none."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self.buttons: list[Button] = []
        self._bars = column(gap=8)
        self._bars.setContentsMargins(0, 0, 0, look().px(8))
        self.setLayout(self._bars)
        self.setAccessibleName(texts.say("pairs.also_name"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def show_case(self, overview: Overview) -> None:
        """Say of each other case where one is and that how to reach her may stand there too."""
        clear(self._bars)
        self.buttons = []
        shown = (overview.under,) if overview.under else overview.also
        for code in shown:
            self._show_bar(overview, code)
        before = overview.codes_before
        if before:
            codes = texts.say("list.join").join(map(isolate, before))
            words = texts.say("case.recoded", codes=codes)
            self._bars.addWidget(MessageBar(words, icon_name="clock-counter-clockwise"))
        if overview.unfounded:
            what = texts.say("list.join").join(
                texts.say(f"unfounded.{one}") for one in overview.unfounded
            )
            self._bars.addWidget(MessageBar(texts.say("unfounded.case", what=what), "care"))
        paused = overview.on_what_is_paused
        if paused:
            numbers = texts.say("list.join").join(map(isolate, paused))
            words = texts.say("letters.on_what_is_paused", numbers=numbers)
            self._bars.addWidget(MessageBar(words, "care"))
        self.setVisible(bool(shown or before or overview.unfounded or paused))

    def _show_bar(self, overview: Overview, code: str) -> None:
        words = texts.say("pairs.read_too", codes=isolate(code))
        bar = MessageBar(words, "care", icon_name="users-three")
        acts = [Button(texts.say("likeness.look", code=isolate(code)), "quiet")]
        acts[0].does(partial(self._room.go, "case", code))
        if not overview.masked:
            part = Button(texts.say("pairs.apart"), "quiet")
            part.setAccessibleName(texts.say("pairs.apart_named", code=isolate(code)))
            acts.append(part.does(partial(self._part, overview, code)))
        self.buttons += acts
        for act in acts:
            bar.add(act)
        self._bars.addWidget(bar)

    def _part(self, overview: Overview, code: str) -> None:
        """Take two cases apart; Ctrl+Z puts them together again."""
        room, desk = self._room, self._room.office.likeness
        two = (code, overview.code) if overview.under else (overview.code, code)
        act = partial(desk.say, *two, PairAnswer.APART)
        back = partial(desk.say, *two, PairAnswer.SAME)
        room.do(room, act, texts.say("pairs.done.apart"), back)
