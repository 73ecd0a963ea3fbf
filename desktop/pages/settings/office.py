"""What holds for the whole office, set by whoever looks after the team; others have no card."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from casework.team.worker import Act, may
from desktop.look import look
from desktop.parts.fields import Drop, Field
from desktop.parts.frames import Card, column
from desktop.parts.ticks import Tick
from desktop.parts.under_tick import under_tick
from texts.language import called
from texts.sentences import known_terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.changes import Change
    from casework.team.worker import Worker
    from desktop.frame.room import Room
    from texts.language import OnPaper


# What came of setting something here, as changes are called.
SETTING: Final = frozenset({"closing_rule_set", "letters_written_so", "people_called_so"})

_APART: Final = 12


def may_set(worker: Worker) -> bool:
    """Return whether a worker's role lets her see and set what holds for the office."""
    return may(worker, Act.TEAM) and may(worker, Act.PEOPLE)


class OfficeCard(Card):
    """Closing, how letters are written, what a person is called: at once, for everybody."""

    def __init__(self, room: Room) -> None:
        super().__init__(texts.say("settings.office"))
        self._room, self._reviews, self._people = room, room.office.reviews, room.office.people
        self._paper: OnPaper | None = None
        self._term = called()
        self.closing = self._tick("closing_needs", self._set_closing)
        self.second_days = self._tick("second_days", self._set_second_days)
        self.own_digits = self._tick("own_digits", self._set_own_digits)
        self.called = Drop(known_terms().items(), called())
        self.called.setObjectName("set_called")
        self.called.activated.connect(self._call)
        self.body.addSpacing(look().px(_APART))
        why = texts.say("settings.called_why")
        self.body.addWidget(Field(texts.say("settings.called"), self.called, hint=why))
        self.ask()

    def ask(self) -> None:
        """Ask what holds now."""
        self._room.jobs.ask(self, self._reviews.closing_needs_one, partial(_show, self.closing))
        self._room.jobs.ask(self, self._people.on_paper, self._show_paper)
        self._room.jobs.ask(self, self._people.called, self._show_called)

    def _tick(self, name: str, choose: Callable[[bool], None]) -> Tick:
        tick = Tick(texts.say(f"settings.{name}"))
        tick.setObjectName(f"set_{name}")
        why = texts.say(f"settings.{name}_why")
        tick.setAccessibleDescription(why)
        # Until the store has said what holds, nothing can be set by mistake.
        tick.setEnabled(False)
        tick.clicked.connect(choose)
        if self.body.count():
            self.body.addSpacing(look().px(_APART))
        self.body.addLayout(column(tick, under_tick(why), gap=4))
        return tick

    def _show_paper(self, how: OnPaper) -> None:
        self._paper = how
        _show(self.second_days, how.second_days)
        _show(self.own_digits, how.own_digits)

    def _show_called(self, term: str) -> None:
        self._term = term
        self.called.offer(known_terms().items(), term)

    def _call(self, _now: object) -> None:
        before, term, set_it = self._term, self.called.code(), self._people.set_called
        if term != before:
            self._term = term
            said = texts.say("settings.called.is", word=self.called.currentText())
            self._room.do(self._room, partial(set_it, term), said, partial(set_it, before))

    def _set_closing(self, needs_one: bool) -> None:
        set_it = self._reviews.set_closing
        back = partial(set_it, needs_one=not needs_one)
        self._do("closing_needs", needs_one, partial(set_it, needs_one=needs_one), back)

    def _set_second_days(self, on: bool) -> None:
        self._write("second_days", on, lambda how: replace(how, second_days=on))

    def _set_own_digits(self, on: bool) -> None:
        self._write("own_digits", on, lambda how: replace(how, own_digits=on))

    def _write(self, name: str, on: bool, change: Callable[[OnPaper], OnPaper]) -> None:
        before, set_it = self._paper, self._people.set_on_paper
        if before is not None:
            self._paper = change(before)
            self._do(name, on, partial(set_it, self._paper), partial(set_it, before))

    def _do(
        self, name: str, on: bool, job: Callable[[], Change], back: Callable[[], Change]
    ) -> None:
        room = self._room
        said = texts.say(f"settings.{name}.{'on' if on else 'off'}")
        room.do(room, job, said, back)


def _show(tick: Tick, on: bool) -> None:
    tick.setChecked(on)
    tick.setEnabled(True)
