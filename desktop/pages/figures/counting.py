"""Counting on the store's thread, proving on another, and stopping at any time in between."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar

import texts
from casework.figures.advising import is_enough
from casework.protect.watching import Watch
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.frames import Box, column, row
from desktop.parts.words import Words
from texts.dates import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.figures.advising import Advising
    from casework.figures.proving import Proven, Unproved
    from desktop.frame.room import Room

_UNSEEN_MS: Final = 400


class Counting(Box):
    """A bar that is seen while figures are counted and proved, with a button to stop that."""

    proved = Signal(object)
    advised = Signal(object)
    refused = Signal(object)
    _told = Signal(int, int)

    def __init__(self, room: Room) -> None:
        super().__init__("canvas")
        self._room, self._watch = room, Watch()
        self._words = Words("", "small", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(texts.say("figures_page.progress"))
        self.stop = Button(texts.say("figures_page.stop")).does(self._stop)
        line = row(self._words, self.stop, gap=8)
        line.setStretch(0, 1)
        self.setLayout(column(line, self._bar, gap=6))
        self._late = QTimer(self, singleShot=True, interval=_UNSEEN_MS)
        self._late.timeout.connect(self._appear)
        self._told.connect(self._show)
        self.hide()

    def count(self, counted: Callable[[], Unproved], *, steps: bool = True) -> None:
        """Count figures and prove them; what was begun before is stopped.

        How many `steps` a proof takes tells of how many few are behind it.
        """
        self.end()
        watch = self._watch = Watch(self._told.emit) if steps else Watch()
        self._words.setText(texts.say("figures_page.counting"))
        self._bar.setRange(0, 0)
        self._late.start()
        prove = partial(self._prove, watch)
        self._room.jobs.try_to(self, counted, prove, partial(self._failed, watch))

    def advise(self, asked: Callable[[], Advising]) -> None:
        """Ask which coarser plan would show enough; nobody has to wait for it."""
        watch = self._watch

        def prove(advising: Advising) -> None:
            ends = self.advised.emit, lambda _error: None
            self._room.jobs.wait_for(self, partial(advising.prove, watch), ends, watch.stop)

        self._room.jobs.try_to(self, asked, prove, lambda _error: None)

    def end(self) -> None:
        """Stop what is going on, if anything is; nobody hears of it."""
        watch, self._watch = self._watch, Watch()
        watch.stop()
        self._disappear()

    def _prove(self, watch: Watch, found: Unproved) -> None:
        ends = partial(self._done, watch), partial(self._failed, watch)
        self._room.jobs.wait_for(self, partial(found.prove, watch), ends, watch.stop)

    def _done(self, watch: Watch, proven: Proven) -> None:
        if watch is self._watch:
            self._disappear()
            self.proved.emit(proven)

    def _failed(self, watch: Watch, error: Exception) -> None:
        if watch is self._watch:
            self._disappear()
            self.refused.emit(error)

    def _show(self, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)
        said = {"done": number(done), "of": number(of)}
        self._words.setText(texts.say("figures_page.proving", **said))

    def _appear(self) -> None:
        self.show()
        announce(self._words, self._words.text())

    def _disappear(self) -> None:
        self._late.stop()
        had_focus = self.stop.hasFocus()
        self.hide()
        if had_focus:
            self.focusPreviousChild()

    def _stop(self) -> None:
        self.end()
        self._room.done(texts.say("figures_page.stopped"))


def shows_enough(proven: Proven) -> bool:
    """Return whether figures are worth publishing as they are."""
    return is_enough(proven.shown.numbers, proven.shown.cells)
