"""Asking one question and recording its answer through the consent form, the one way in."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

import texts
from casework.answers.recording import AnswersRefused
from casework.consent.grant import Purpose
from casework.team.worker import Act, may
from desktop.pages.consent.asking import Asking
from desktop.pages.consent.choices import GIVEN, REFUSED, answers_of
from desktop.pages.consent.ending import Outcome
from desktop.pages.consent.kept import KeptTalk
from desktop.pages.consent.put import Put
from desktop.pages.consent.services import NextService
from desktop.pages.consent.topic import Topic, title_of
from forms.checks import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casework.changes import Change
    from casework.services.service import Service
    from desktop.pages.consent.stage import Stage

# What this page calls the questions of the form.
_NAMES: Final[Mapping[str, str]] = {
    "limits_explained": "limits",
    "means": "means",
    "given_by": "who_gives",
    "child_assent": "assent",
    "giver_unsafe": "unsafe",
    "exception_reason": "exception",
    "second_person": "second",
    "capacity": "capacity",
    "recipient": "who_told",
    "recipient_kind": "who_told",
    "recipient_new_name": "who_told",
    "valid_until": "lasts",
}


class Recording(QObject):
    """Shows the question of a topic, and takes its answer to the office."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self.pane: Asking | None = None
        # Whether another service is being chosen in place of a question.
        self.is_choosing = False
        self.kept = KeptTalk(stage, self._note, self._at)

    def _note(self) -> None:
        """Take down what stands in the question; nothing of it goes into the record unanswered."""
        if self.pane is not None:
            self._stage.begun.note(self.pane.topic, self.pane.take)

    def _at(self) -> str:
        return self.pane.at() if self.pane is not None else ""

    def leave(self) -> None:
        """Keep what was chosen, and let go of the question: something else is shown."""
        self.kept.keep()
        if self.pane is not None:
            self._stage.begun.settle(self.pane.topic)
        self.pane, self.is_choosing = None, False

    def ask(self, topic: Topic) -> None:
        """Show the question of a topic."""
        stage = self._stage
        self.leave()
        one = stage.begun.of(topic, stage.sheet)
        put = Put(stage.sheet, topic, stage.begun.sitting, one.chosen, one.left)
        pane = Asking(put, partial(stage.room.go, "form", stage.case, "consent"))
        pane.answers.given.connect(partial(self._record, topic))
        pane.answers.later.connect(partial(self._not_now, topic))
        pane.told.connect(lambda service: stage.wanted.emit(Topic(topic.purpose, service)))
        pane.reread.connect(partial(self._reread, topic))
        if not may(stage.room.office.worker, Act.CONSENT):
            for answer in (GIVEN, REFUSED):
                pane.answers.buttons[answer].refuse(texts.say("consent.may_not"))
        stage.begun.begin(topic, pane.take)
        stage.show(pane, pane.answers)
        self.pane = pane
        pane.touched.connect(self.kept.touch)
        # Where one stands is kept too.
        self.kept.touch()

    def go_to(self, name: str = "") -> None:
        """Put the focus on the question, or on one of its fields."""
        if self.pane is not None:
            self.pane.go_to(name)

    def _reread(self, topic: Topic) -> None:
        self.ask(topic)
        self.go_to()

    def _not_now(self, topic: Topic) -> None:
        """Record nothing: the form knows no such answer, and the question stays open."""
        self.pane = None
        self._stage.begun.forget(topic)
        self.kept.keep()
        self._stage.wanted.emit(None)

    def _record(self, topic: Topic, answer: str) -> None:
        stage, pane = self._stage, self.pane
        if pane is None:
            return
        self._note()
        pane.calm()
        sitting, chosen = pane.put.sitting, pane.put.chosen
        answers = answers_of(topic, answer, sitting, chosen, pane.wording.id)
        record = stage.room.office.answers.record
        pane.answers.wait(waiting=True)
        stage.room.jobs.try_to(
            self,
            partial(record, stage.case, "consent", answers, sitting.language),
            partial(self._recorded, topic, answer),
            partial(self._refused, pane),
        )

    def _recorded(self, topic: Topic, answer: str, change: Change) -> None:
        stage = self._stage
        self.pane = None
        stage.begun.forget(topic)
        self.kept.keep()
        said = texts.say("consent.recorded_yes" if answer == GIVEN else "consent.recorded_no")
        outcome = Outcome(said, title_of(stage.sheet, topic))
        if answer == GIVEN and topic.purpose is Purpose.REFERRAL and not topic.is_of_a_kind:
            letter = partial(stage.room.go, "letter", stage.case, topic.recipient)
            outcome.offer(texts.say("consent.to_letter"), letter)
        if answer == REFUSED and topic.purpose is Purpose.CASE_SERVICE and stage.sheet.is_draft:
            nothing = partial(stage.room.go, "unrecorded", stage.case)
            outcome.offer(texts.say("unrecorded.link"), nothing)
        stage.ended.emit(outcome, said)
        stage.room.jobs.changed.emit(change)

    def _refused(self, pane: Asking, error: Exception) -> None:
        """Say at their places what the form or the rules still need."""
        if pane is not self.pane:
            # Whoever went elsewhere meanwhile would take it for recorded.
            self._stage.room.jobs.failed.emit(error)
            return
        pane.answers.wait(waiting=False)
        refusal_of = import_module("desktop.saying.words").refusal_of
        if isinstance(error, AnswersRefused):
            # The first sentence of a refusal says that there is one; each problem has its own.
            pane.refuse(
                {
                    one.question: refusal_of(AnswersRefused([_named(one)])).sentences[1]
                    for one in error.problems
                }
            )
            return
        refusal = refusal_of(error)
        if refusal is None:
            self._stage.room.jobs.failed.emit(error)
        else:
            pane.refuse({}, refusal.sentences)

    # --- another service

    def choose_service(self) -> None:
        """Choose a service of the directory that was not asked about."""
        choice = NextService(self._stage.sheet)
        choice.chosen.connect(self._chosen)
        self.leave()
        self.is_choosing = True
        self._stage.show(choice)
        choice.search.setFocus()

    def _chosen(self, service: Service) -> None:
        self._stage.wanted.emit(Topic(Purpose.REFERRAL, service.code))


def _named(problem: Problem) -> Problem:
    """Return a problem that calls its question by the words on this page."""
    words = _NAMES.get(problem.question)
    name = texts.say(f"consent.{words}") if words else problem.question
    return Problem("", name, problem.qid, problem.code, problem.message)
