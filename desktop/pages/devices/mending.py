"""What is not shown as it was written, found while nobody worked: it can be built anew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from desktop.clock import now
from desktop.exchange.doors import rebuild, rebuilt, rechecked
from desktop.exchange.words import moment_words, stray_words, strayed_words
from desktop.pages.devices.asking import AskingCard
from desktop.parts.buttons import Button
from desktop.parts.frames import column, row
from desktop.parts.sure import Once, Sure
from desktop.parts.words import Words

if TYPE_CHECKING:
    from casework.keeping.exchange import ExchangeState, Rechecked, Strayed
    from desktop.bootstrap import Workbook
    from desktop.frame.room import Room


class MendingCard(AskingCard):
    """A line for each stream; what is built anew leaves how it stood aside."""

    def __init__(self, room: Room, workbook: Workbook) -> None:
        super().__init__(room, workbook, texts.say("mend.title"))
        self._why = Words(texts.say("mend.why"), "small", wrap=True)
        self._aside = Words("", "small", wrap=True)
        self._shown: Rechecked | None = None
        self._done = 0
        self.body.addLayout(column(self._why, self._lines, self._said, self._aside, gap=12))

    def show_state(self, state: ExchangeState) -> None:
        """Ask what differs, where there is an exchange."""
        if not state.is_alone:
            self._room.jobs.ask(self, partial(rechecked, self._workbook), self._show)

    def _show(self, found: Rechecked) -> None:
        self.setVisible(bool(found.strayed or found.aside))
        if found == self._shown:
            # A question that stands is not taken away under somebody's hands.
            return
        self._shown = found
        self._why.setVisible(bool(found.strayed))
        self._put(map(self._line, found.strayed))
        self._aside.setVisible(bool(found.aside))
        if found.since is not None:
            since = moment_words(found.since, now().date())
            self._aside.setText(texts.plural("mend.aside", found.aside, since=since))

    def _line(self, one: Strayed) -> QWidget:
        named, line = stray_words(one), QWidget()
        told = [Words(said, "small", wrap=True) for said in strayed_words(one)]
        whole = column(Words(named, "strong", wrap=True), *told, gap=2)
        if one.number > one.lost:
            button, sure = Button(texts.say("mend.do")), Sure()
            button.setAccessibleName(texts.say("mend.do_name", what=named))
            once = Once(
                texts.say("mend.means"),
                texts.say("mend.yes"),
                texts.say("mend.yes_name", what=named),
                texts.say("sure.leave_it"),
            )
            button.does(partial(sure.ask, once, partial(self._rebuild, one.stream), button))
            self.buttons.append(button)
            whole = column(whole, row(button, None), sure, gap=6)
        line.setLayout(whole)
        return line

    def _rebuild(self, stream: str) -> None:
        self._done = 0
        self._work()
        self._go_on(stream)

    def _go_on(self, stream: str) -> None:
        act = partial(rebuild, self._workbook, stream)
        self._room.jobs.try_to(self, act, partial(self._went, stream), self._refused)

    def _went(self, stream: str, how: tuple[int, int]) -> None:
        """Go on with the next, as long as any were built anew and others are left."""
        done, left = how
        self._done += done
        if done and left:
            self._go_on(stream)
            return
        said = [texts.plural("mend.done", self._done)] if self._done else []
        said += [texts.plural("mend.left", left)] if left else []
        self._tell(" ".join(said), "care" if left else "info")
        self._shown = None
        self._room.jobs.changed.emit(rebuilt())
