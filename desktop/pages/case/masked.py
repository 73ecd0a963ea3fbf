"""Above a colleague's case: that it is masked, and opening it with a reason and for a time."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from casework.records.unfinished import Spot
from casework.team.glass import HOURS
from casework.team.supervision import Why
from desktop.doors import why as why_not
from desktop.frame.places import TO_OPEN, wanted_at
from desktop.imports import Later
from desktop.look import look
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.frames import Box, clear, column, row
from desktop.parts.messages import MessageBar
from texts.dates import clock_time, isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.cases.overview import Overview
    from casework.changes import Change
    from desktop.frame import unfinished
    from desktop.frame.places import Place
    from desktop.frame.room import Room
else:
    # Imported by whoever asks for a case that is masked.
    unfinished = Later("desktop.frame.unfinished")


class Asking(Box):
    """Asks why a case is opened, and for how long."""

    opening = Signal()

    def __init__(self) -> None:
        super().__init__("card")
        self.why = Drop([(one.value, texts.say(f"glass.why.{one.value}")) for one in Why])
        self.hours = Drop([(str(n), texts.plural("glass.hours", n)) for n in HOURS])
        self.words = Line()
        self.reason = Field(texts.say("glass.words"), self.words)
        opens = Button(texts.say("glass.open"), "primary", icon_name="eye")
        side = column if look().reflows else row
        choices = side(
            Field(texts.say("glass.why"), self.why),
            Field(texts.say("glass.how_long"), self.hours),
            gap=12,
        )
        acts = row(opens.does(self.opening.emit), None)
        self.setLayout(column(choices, self.reason, acts, gap=12, margin=16))


class MaskBar(QWidget):
    """Says that a case is masked, or until when it is open; nothing where neither is so."""

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__()
        self._room, self._code = room, place.case
        # Whoever comes here to open the case is asked at once, and goes on to what she wanted.
        self._asks, self._wanted = place.field == TO_OPEN, wanted_at(place)
        self._bar, self._place = column(), column()
        self._says_so: MessageBar | None = None
        whole = column(self._bar, self._place, gap=8)
        whole.setContentsMargins(0, 0, 0, look().px(8))
        self.setLayout(whole)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    @cached_property
    def _asking(self) -> Asking:
        """What is asked, made when somebody first wants to open the case."""
        made = Asking()
        made.hide()
        self._place.addWidget(made)
        fields = {"why": made.why, "hours": made.hours, "words": made.words}
        self._typed = unfinished.UnfinishedFields(self._room, _spot(self._code), made, fields)
        made.opening.connect(self._open)
        return made

    def show_case(self, overview: Overview) -> None:
        """Say how this case is seen."""
        clear(self._bar)
        self._says_so = None
        if self._place.count() and not overview.masked:
            # What somebody is answering stays while the case does.
            self._asking.hide()
        until = overview.opened_until
        self.setVisible(overview.masked or until is not None)
        if overview.masked:
            bar = MessageBar(texts.say("error.case_masked"), icon_name="eye-slash")
            self._bar.addWidget(bar.offer(texts.say("glass.begin"), self._begin))
            self._says_so = bar
            if self._asks:
                self._asks = False
                self._begin()
            elif not self.is_asking():
                ask = partial(self._room.unfinished.open_in, self._code)
                self._room.jobs.ask(self, ask, self._go_on)
        elif until is not None:
            time = isolate(clock_time(until.astimezone()))
            bar = MessageBar(texts.say("glass.opened", time=time), "care")
            self._bar.addWidget(bar.offer(texts.say("glass.end"), self._end))

    def has_keyboard(self) -> bool:
        """Return whether somebody is in it by keyboard."""
        return self.isAncestorOf(self.window().focusWidget())

    def is_asking(self) -> bool:
        """Return whether it asks why the case is to be opened."""
        return bool(self._place.count()) and self._asking.isVisible()

    def points(self) -> bool:
        """Put the keyboard where it says that the case is masked; return whether it does."""
        bar = self._says_so
        if bar is None or bar.button is None:
            return False
        bar.button.setFocus()
        announce(bar, bar.words(), at_once=True)
        return True

    def _go_on(self, spots: Sequence[Spot]) -> None:
        """Ask again what somebody was answering when she left."""
        if self._says_so is not None and _spot(self._code) in spots:
            self._begin()

    def _begin(self) -> None:
        """Ask why and for how long."""
        self._asking.show()
        self._asking.why.setFocus()

    def _open(self) -> None:
        desk, asked, jobs = self._room.office.glass, self._asking, self._room.jobs
        why, hours, words = Why(asked.why.code()), int(asked.hours.code()), asked.words.text()
        act = self._typed.once(partial(desk.open, self._code, why, hours, words))
        asked.reason.wrong("")
        jobs.try_to(self, act, self._opened, lambda error: asked.reason.wrong(why_not(error)))

    def _opened(self, change: Change) -> None:
        self._room.jobs.changed.emit(change)
        if self._wanted is not None:
            self._room.going.emit(self._wanted)

    def _end(self) -> None:
        self._room.jobs.do(self, partial(self._room.office.glass.end, self._code))


def _spot(code: str) -> Spot:
    """Return where the reason waits for which a case is opened."""
    return Spot("glass", code)
