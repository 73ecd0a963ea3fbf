"""Agreeing to less: what is told now, and what of it is to stop."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

import texts
from casework.consent.narrowing import Less
from casework.records.unfinished import Spot, Unfinished
from desktop.clock import now
from desktop.frame.kept_words import KeptWords
from desktop.look import look
from desktop.pages.consent.begun import answered, is_one_talk
from desktop.pages.consent.ending import Outcome
from desktop.pages.consent.topic import line_of, title_of
from desktop.parts.buttons import Button, offer_again
from desktop.parts.frames import Box, column, row
from desktop.parts.ticks import Tick
from desktop.parts.words import Words
from desktop.saying.words import item_words
from forms.codelists import label
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.changes import Change
    from casework.consent.sheet import SaidLine
    from desktop.pages.consent.stage import Stage
    from desktop.pages.consent.topic import Topic


# The spot of an agreement that is made less.
LESS: Final = "less"
_AT, _SINCE = "at", "since"


class LessPane(QWidget):
    """Everything that is agreed to, ticked; what is no longer ticked stops at once."""

    def __init__(self, title: str, line: SaidLine) -> None:
        super().__init__()
        language = texts.current().code
        named = {
            **{
                ("categories", one): label("data_category", one, language)
                for one in line.categories
            },
            **{("items", one): item_words(one) for one in line.items},
        }
        self.ticks: dict[tuple[str, str], Tick] = {}
        for key in sorted(named, key=lambda one: sort_key(named[one])):
            tick = Tick(named[key])
            tick.setChecked(True)
            self.ticks[key] = tick
        heading = Words(texts.say("consent.less_title", topic=title), "h1", wrap=True)
        note = Words(texts.say("consent.less_note"), "body", wrap=True)
        self.setLayout(column(heading, note, *self.ticks.values(), None, gap=8))
        self.save = Button(texts.say("consent.less_save"), "large")
        self.keep = Button(texts.say("consent.keep_it"), "large")

    def answers(self) -> QWidget:
        """Return the two ways on, alike."""
        beside = column if look().reflows else row
        return Box("panel", beside(self.save, self.keep, gap=10))

    def less(self) -> Less:
        """Return what is no longer ticked."""
        off = [key for key, tick in self.ticks.items() if not tick.isChecked()]
        return Less(
            frozenset(one for kind, one in off if kind == "categories"),
            frozenset(one for kind, one in off if kind == "items"),
        )


class KeptLess(KeptWords):
    """What is taken away and not recorded: it comes back while it is one talk."""

    def __init__(self, stage: Stage, topic: Topic, pane: LessPane) -> None:
        super().__init__(stage.room, Spot(LESS, stage.case, topic.key), pane)
        self._pane, self._since = pane, str(answered(topic, stage.sheet))
        self._at = now()
        for tick in pane.ticks.values():
            tick.toggled.connect(self._turned)
        stage.room.jobs.ask(self, partial(stage.room.unfinished.of, self._spot), self._come)

    def words(self) -> Unfinished:
        """Return what is no longer ticked, and when that was said."""
        off = {f"{kind} {one}": "" for (kind, one), tick in self._ticks() if not tick.isChecked()}
        moment = {_AT: self._at.isoformat(), _SINCE: self._since}
        return Unfinished(off and off | moment, is_open=False)

    def _ticks(self) -> Iterable[tuple[tuple[str, str], Tick]]:
        return self._pane.ticks.items()

    def _turned(self) -> None:
        self._at = now()
        self.touch()

    def _come(self, words: Unfinished | None) -> None:
        if words is None or self.words().values:
            return
        at = datetime.fromisoformat(words.values[_AT])
        if words.values[_SINCE] != self._since or not is_one_talk(at):
            self.let_go()
            return
        for (kind, one), tick in self._ticks():
            tick.setChecked(f"{kind} {one}" not in words.values)
        self._at, self._sent = at, words
        self._soon.stop()


class Narrowing(QObject):
    """Shows what is told now, and records that it becomes less."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage

    def begin(self, topic: Topic) -> None:
        """Ask what is to stop."""
        stage = self._stage
        line = line_of(stage.sheet, topic)
        if line is None:
            return
        pane = LessPane(title_of(stage.sheet, topic), line)
        kept = KeptLess(stage, topic, pane)
        pane.keep.does(partial(self._leave, topic, kept))
        pane.save.does(partial(self._record, topic, pane, kept))
        stage.show(pane, pane.answers())
        next(iter(pane.ticks.values()), pane.keep).setFocus()

    def _leave(self, topic: Topic, kept: KeptLess) -> None:
        """Leave it as it is: nothing of what was taken away is wanted."""
        kept.let_go()
        self._stage.wanted.emit(topic)

    def _record(self, topic: Topic, pane: LessPane, kept: KeptLess) -> None:
        stage, less = self._stage, pane.less()
        if not (less.categories or less.items):
            self._leave(topic, kept)
            return
        pane.save.setEnabled(False)
        narrow = stage.room.office.grants.narrow
        stage.room.jobs.try_to(
            self,
            kept.once(partial(narrow, stage.case, topic.purpose, topic.recipient, less)),
            partial(self._recorded, topic),
            partial(self._refused, pane.save),
        )

    def _recorded(self, topic: Topic, change: Change) -> None:
        stage = self._stage
        said = texts.say("consent.less_done")
        stage.ended.emit(Outcome(said, title_of(stage.sheet, topic)), said)
        stage.room.jobs.changed.emit(change)

    def _refused(self, button: Button, error: Exception) -> None:
        offer_again(button)
        self._stage.room.jobs.failed.emit(error)
