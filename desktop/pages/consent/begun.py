"""What was chosen with one person and is not answered yet, question by question.

A tick is what she said at that moment: after a while it is none, and only words are left of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple, Self

import texts
from desktop.clock import now
from desktop.pages.consent.choices import Chosen, Sitting, givers
from desktop.pages.consent.told import preset
from desktop.pages.consent.topic import line_of
from forms.codelists import code_list
from texts.dates import clock_time, long_date

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from casework.consent.sheet import ConsentSheet
    from desktop.pages.consent.topic import Topic

_A_YEAR: Final = timedelta(days=365)
# For so long a talk that was interrupted is one talk.
_ONE_TALK: Final = timedelta(hours=4)


class Left(NamedTuple):
    """From when something is that waits for an answer, and whether its ticks are there too."""

    at: datetime
    whole: bool


@dataclass(slots=True)
class Question:
    """What is chosen for one question, what stood there first, and when it was chosen."""

    chosen: Chosen
    first: Chosen
    # When the answer was given that it would replace.
    since: datetime | None = None
    at: datetime | None = None
    left: Left | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody chose something that is not answered."""
        return self.at is not None and self.chosen != self.first


@dataclass(slots=True)
class Begun:
    """One sitting, and what was chosen for each question in it."""

    sitting: Sitting
    first: Sitting
    at: datetime | None = None
    # What was asked last.
    asked: str = ""
    questions: dict[str, Question] = field(default_factory=dict)

    @classmethod
    def of_age(cls, sheet: ConsentSheet) -> Self:
        """Return a new sitting with somebody of an age."""
        first = first_sitting(sheet)
        return cls(first, replace(first))

    def of(self, topic: Topic, sheet: ConsentSheet) -> Question:
        """Return what is chosen for a question: at first what was agreed before, or the preset."""
        self.asked = topic.key
        self.let_ticks_go(sheet)
        if sheet.limits_explained:
            self.sitting.limits = True
        found = self.questions.get(topic.key)
        if found is None or found.since != answered(topic, sheet):
            # What was chosen before an answer since then may bring back what that took out.
            first = first_chosen(topic, sheet)
            found = Question(first, replace(first), answered(topic, sheet))
            self.questions[topic.key] = found
        return found

    def let_ticks_go(self, sheet: ConsentSheet) -> None:
        """Keep of another talk the words alone: who was there, and what was ticked, was then."""
        if self.at is not None and not is_one_talk(self.at):
            self.first = first_sitting(sheet)
            self.sitting = replace(self.first, reason=self.sitting.reason)
            if not self.sitting.reason:
                self.at = None
        for one in self.questions.values():
            if one.at is not None and not is_one_talk(one.at):
                one.chosen = replace(one.first, conditions=one.chosen.conditions)
                one.left = Left(one.at, whole=False)
                if not one.waits:
                    one.at = one.left = None

    def begin(self, topic: Topic, take: Callable[[], object]) -> None:
        """Take down how a question looks before anybody chose something."""
        one = self.questions[topic.key]
        take()
        if one.at is None:
            one.first = replace(one.chosen)
        if self.at is None:
            self.first = replace(self.sitting)

    def note(self, topic: Topic, take: Callable[[], object]) -> None:
        """Take down what is chosen, and when that was."""
        one = self.questions.get(topic.key)
        sitting, chosen = replace(self.sitting), one and replace(one.chosen)
        take()
        if one is not None and one.chosen != chosen:
            one.at = now()
        if self.sitting != sitting:
            self.at = now()

    @property
    def is_over(self) -> bool:
        """Whether nothing is left that waits for an answer."""
        return not any(one.waits for one in self.questions.values())

    def settle(self, topic: Topic) -> None:
        """Forget a question that was only looked at."""
        one = self.questions.get(topic.key)
        if one is not None and not one.waits:
            self.forget(topic)

    def forget(self, topic: Topic) -> None:
        """Forget what was chosen for a question."""
        self.questions.pop(topic.key, None)


def left_words(left: Left) -> str:
    """Return from when something is that waits, that it is on no record, and what to do."""
    at = left.at.astimezone()
    if left.whole:
        return texts.say("consent.left_whole", time=clock_time(at))
    return texts.say("consent.left_words", day=long_date(at.date()), time=clock_time(at))


def is_one_talk(at: datetime) -> bool:
    """Return whether what was chosen at a moment belongs to the talk that goes on now."""
    # Of a clock that was put back nobody knows how long ago it was.
    return timedelta(0) <= now() - at <= _ONE_TALK


def answered(topic: Topic, sheet: ConsentSheet) -> datetime | None:
    """Return when a question was answered last."""
    line = line_of(sheet, topic)
    return line.at if line else None


def first_sitting(sheet: ConsentSheet) -> Sitting:
    """Return what holds of a sitting before anybody says otherwise."""
    language, giver = texts.current().code, givers(sheet)[0]
    return Sitting(language=language, given_by=giver, limits=sheet.limits_explained)


def first_chosen(topic: Topic, sheet: ConsentSheet) -> Chosen:
    """Return what is chosen for a question before anybody says otherwise."""
    line = line_of(sheet, topic)
    until = sheet.today + _A_YEAR
    if line is not None and (line.categories or line.items):
        return Chosen(
            until,
            line.categories,
            line.items,
            conditions=line.conditions,
            # Single things that she took out stay out until she names them again.
            left_out=line.excluded & code_list("data_category").codes.keys(),
            episodes_left_out=frozenset(one for one, _ in line.excluded_episodes),
        )
    categories, items = preset(topic)
    return Chosen(until, categories, items)
