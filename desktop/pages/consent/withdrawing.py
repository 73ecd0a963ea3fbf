"""Taking back what was agreed: foreseen first, then recorded, with what it brought about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

import texts
from casework.consent.consequences import Effect
from casework.consent.grant import Purpose
from casework.keeping.erasure import Basis
from casework.team.worker import Act, may
from desktop.pages.consent.ending import Consequences, Outcome, TakingBack
from desktop.pages.consent.papers import Notices
from desktop.pages.consent.topic import title_of
from desktop.parts.buttons import offer_again
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.consent.consequences import Consequence
    from casework.consent.grants import Withdrawal
    from desktop.pages.consent.stage import Stage
    from desktop.pages.consent.topic import Topic
    from desktop.parts.buttons import Button


class Withdrawing(QObject):
    """Shows what a withdrawal would bring about, and records it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage

    def begin(self, topic: Topic) -> None:
        """Ask the office what would follow, before anything is recorded."""
        stage = self._stage
        foresee = stage.room.office.grants.foresee
        stage.room.jobs.ask(
            self,
            partial(foresee, stage.case, topic.purpose, _named(topic)),
            partial(self._foreseen, topic),
        )

    def _foreseen(self, topic: Topic, found: Sequence[Consequence]) -> None:
        pane = TakingBack(self._stage.sheet, topic, found)
        pane.kept.connect(partial(self._stage.wanted.emit, topic))
        pane.agreed.connect(partial(self._withdraw, topic, pane))
        if not may(self._stage.room.office.worker, Act.CONSENT):
            pane.withdraw.refuse(texts.say("consent.may_not"))
        self._stage.show(pane, pane.answers())
        pane.keep.setFocus()

    def _withdraw(self, topic: Topic, pane: TakingBack) -> None:
        stage = self._stage
        pane.withdraw.setEnabled(False)
        withdraw = stage.room.office.grants.withdraw
        stage.room.jobs.try_to(
            self,
            partial(withdraw, stage.case, topic.purpose, _named(topic)),
            partial(self._withdrawn, topic),
            partial(self._refused, pane.withdraw),
        )

    def _refused(self, button: Button, error: Exception) -> None:
        offer_again(button)
        self._stage.room.jobs.failed.emit(error)

    def _withdrawn(self, topic: Topic, done: Withdrawal) -> None:
        stage = self._stage
        said = texts.say("consent.withdrawn")
        outcome = Outcome(said, title_of(stage.sheet, topic))
        outcome.add(Consequences(done.consequences, stage.sheet))
        if any(one.effect is Effect.LETTER_RECALLED for one in done.consequences):
            outcome.add(Notices(stage.room, stage.case))
        if topic.purpose is Purpose.CASE_SERVICE:
            _offer_ways_on(outcome, stage)
        stage.ended.emit(outcome, said)
        stage.room.jobs.changed.emit(done.change)


def _offer_ways_on(outcome: Outcome, stage: Stage) -> None:
    """Offer what is chosen with her: close and keep little until its time, or erase now."""
    outcome.add(Words(texts.say("consent.keep_or_erase"), "body", wrap=True))
    go, why_not = stage.room.go, ""
    if not may(stage.room.office.worker, Act.RECORD):
        why_not = texts.say("error.not_permitted")
    closing = partial(go, "entries", stage.case, "closure")
    erasing = partial(go, "erasure", stage.case, Basis.CONSENT_ENDED.value)
    outcome.offer(texts.say("consent.close_and_keep"), closing, why_not=why_not)
    outcome.offer(texts.say("consent.erase_now"), erasing, why_not=why_not)


def _named(topic: Topic) -> str:
    """Return the service that a withdrawal names; nobody's name means everybody."""
    return "" if topic.is_of_a_kind else topic.recipient
