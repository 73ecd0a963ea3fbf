"""Suspending what was agreed to for a reason, and lifting that again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.consent.grant import OF_ITSELF, GrantState, Pause
from casework.team.worker import Act, may
from desktop.pages.consent.ending import Outcome
from desktop.parts.buttons import Button, offer_again
from desktop.parts.frames import Box, column, row
from desktop.parts.messages import MessageBar
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.changes import Change
    from casework.consent.sheet import ConsentSheet
    from desktop.pages.consent.stage import Stage


_CHOSEN: Final = tuple(why for why in Pause if why not in OF_ITSELF)


class Paused(QWidget):
    """What is suspended now and why, above everything else; each reason may be lifted."""

    lifting = Signal(object)

    def __init__(self, sheet: ConsentSheet) -> None:
        super().__init__()
        bars: list[QWidget] = []
        for why in Pause:
            if why in sheet.pauses:
                bar = MessageBar(texts.say(f"consent.paused.{why}"), "care", icon_name="pause")
                bars.append(bar.offer(texts.say("consent.lift"), partial(self.lifting.emit, why)))
        if is_of_age(sheet):
            bars.append(MessageBar(texts.say("consent.of_age"), "care", icon_name="pause"))
        self.setLayout(column(*bars, gap=8))
        if not bars:
            self.hide()


class WhyPause(QWidget):
    """The reasons for which a yes may not hold."""

    suspending = Signal(object)

    def __init__(self, sheet: ConsentSheet) -> None:
        super().__init__()
        self.buttons = {why: Button(texts.say(f"consent.pause.{why}")) for why in _CHOSEN}
        for why, button in self.buttons.items():
            button.does(partial(self.suspending.emit, why))
            if why in sheet.wholly_paused:
                button.refuse(texts.say("error.suspended_already"))
        note = Words(texts.say("consent.pause_note"), "small", wrap=True)
        self.setLayout(column(note, *self.buttons.values(), gap=6))


class Pausing(QObject):
    """Says first what a suspension brings about, then records it, and lifts it again."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage

    def suspend(self, why: Pause) -> None:
        """Ask before it is recorded."""
        self._ask(why, "suspend", f"consent.pause_says.{why}")

    def lift(self, why: Pause) -> None:
        """Ask before it is lifted."""
        self._ask(why, "lift", "consent.lift_says")

    def _ask(self, why: Pause, act: str, says: str) -> None:
        stage = self._stage
        pane = QWidget()
        title = Words(texts.say(f"consent.pause.{why}"), "h1", wrap=True)
        pane.setLayout(column(title, Words(texts.say(says), "body", wrap=True), None, gap=14))
        yes = Button(texts.say(f"consent.{act}"), "large")
        yes.does(partial(self._record, why, act, yes))
        if not may(stage.room.office.worker, Act.CONSENT):
            yes.refuse(texts.say("consent.may_not"))
        keep = Button(texts.say("consent.leave_it"), "large").does(partial(stage.wanted.emit, None))
        stage.show(pane, Box("panel", row(yes, keep, gap=10)))
        keep.setFocus()

    def _record(self, why: Pause, act: str, yes: Button) -> None:
        stage = self._stage
        yes.setEnabled(False)
        record = getattr(stage.room.office.suspensions, act)
        stage.room.jobs.try_to(
            self,
            partial(record, stage.case, why),
            partial(self._recorded, why, act),
            partial(self._refused, yes),
        )

    def _recorded(self, why: Pause, act: str, change: Change) -> None:
        said = texts.say(f"consent.{act}_done")
        self._stage.ended.emit(Outcome(said, texts.say(f"consent.pause.{why}")), said)
        self._stage.room.jobs.changed.emit(change)

    def _refused(self, yes: Button, error: Exception) -> None:
        offer_again(yes)
        self._stage.room.jobs.failed.emit(error)


def is_of_age(sheet: ConsentSheet) -> bool:
    """Return whether what an adult gave is suspended because she may be of age now."""
    given = _given_for_her(sheet)
    return bool(given and sheet.of_age_on and sheet.of_age_on <= sheet.today)


def _given_for_her(sheet: ConsentSheet) -> Sequence[object]:
    return [
        line
        for line in sheet.lines
        if line.state is GrantState.SUSPENDED and not line.given_by.startswith("survivor")
    ]
