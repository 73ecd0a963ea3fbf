"""Agreeing to less: what is told now, and what of it is to stop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

import texts
from casework.consent.narrowing import Less
from desktop.look import look
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
    from casework.changes import Change
    from casework.consent.sheet import SaidLine
    from desktop.pages.consent.stage import Stage
    from desktop.pages.consent.topic import Topic


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
        pane.keep.does(partial(stage.wanted.emit, topic))
        pane.save.does(partial(self._record, topic, pane))
        stage.show(pane, pane.answers())
        next(iter(pane.ticks.values()), pane.keep).setFocus()

    def _record(self, topic: Topic, pane: LessPane) -> None:
        stage, less = self._stage, pane.less()
        if not (less.categories or less.items):
            stage.wanted.emit(topic)
            return
        pane.save.setEnabled(False)
        narrow = stage.room.office.grants.narrow
        stage.room.jobs.try_to(
            self,
            partial(narrow, stage.case, topic.purpose, topic.recipient, less),
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
