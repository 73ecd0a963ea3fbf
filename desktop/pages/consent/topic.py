"""What is asked about: a purpose, for some also a recipient; how places and people name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import texts
from casework.consent.grant import OWN_PURPOSES, GrantState, Purpose, Reach
from desktop.look import look
from forms.codelists import code_list, label
from texts.dates import in_own_direction, long_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.consent.sheet import ConsentSheet, SaidLine
    from casework.services.service import Service

# Purposes with a card of their own; all others stand together and only open on demand.
CARDS: Final = (Purpose.CASE_SERVICE, Purpose.STATISTICS_EXTERNAL, Purpose.FOLLOW_UP_CONTACT)
_ICONS: Final = {
    Purpose.CASE_SERVICE: "note",
    Purpose.REFERRAL: "buildings",
    Purpose.STATISTICS_INTERNAL: "chart-bar",
    Purpose.STATISTICS_EXTERNAL: "chart-bar",
    Purpose.FOLLOW_UP_CONTACT: "chat-circle",
}
_SIGNS: Final = {
    GrantState.ACTIVE: "check",
    GrantState.NOT_YET: "clock",
    GrantState.REFUSED: "minus",
    GrantState.WITHDRAWN: "arrow-u-up-left",
    GrantState.SUSPENDED: "pause",
}
_OVER: Final = "clock-counter-clockwise"
# Where how it was said does not say what was said.
_HOW_ALONE: Final = frozenset({GrantState.ACTIVE, GrantState.NOT_YET})
# What is in force, or will be: this can be taken back.
LASTING: Final = frozenset({GrantState.ACTIVE, GrantState.NOT_YET, GrantState.SUSPENDED})


class Topic(NamedTuple):
    """One purpose, and whom it names: a service by its code, a kind of service, or nobody yet."""

    purpose: Purpose
    recipient: str = ""

    @property
    def key(self) -> str:
        """The name of this topic in a place."""
        return f"{self.purpose}:{self.recipient}" if self.recipient else self.purpose.value

    @property
    def needs_recipient(self) -> bool:
        """Whether somebody outside the office would be told."""
        return self.purpose not in OWN_PURPOSES

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return _ICONS.get(self.purpose, "handshake")

    @property
    def is_of_a_kind(self) -> bool:
        """Whether every service of a kind is named."""
        return self.recipient in code_list("recipient_kind").codes


def topic_of(subject: str, sheet: ConsentSheet) -> Topic | None:
    """Return the topic that a place names: its own name, or a service that may be told."""
    purpose, _, recipient = subject.partition(":")
    if purpose in set(Purpose):
        return Topic(Purpose(purpose), recipient)
    for service in sheet.services:
        if subject in {service.code, service.name}:
            return Topic(Purpose.REFERRAL, service.code)
    return None


def topic_of_line(line: SaidLine) -> Topic:
    """Return what a line was said about."""
    return Topic(line.purpose, "" if line.scope.reach is Reach.OWN else line.scope.id)


def may_be_less(line: SaidLine | None) -> bool:
    """Return whether less than was said can be agreed to."""
    if line is None or line.state is not GrantState.ACTIVE:
        return False
    return bool(line.categories or line.items)


def line_of(sheet: ConsentSheet, topic: Topic) -> SaidLine | None:
    """Return what was said about a topic."""
    return sheet.line(topic.purpose, topic.recipient)


def service_of(sheet: ConsentSheet, topic: Topic) -> Service | None:
    """Return the service that a topic names."""
    return next((one for one in sheet.services if one.code == topic.recipient), None)


def recipient_words(sheet: ConsentSheet, topic: Topic) -> str:
    """Return the name of whom a topic names."""
    language = texts.current().code
    if topic.is_of_a_kind:
        kind = label("recipient_kind", topic.recipient, language)
        return texts.say("consent.any_of_kind", kind=kind)
    service, line = service_of(sheet, topic), line_of(sheet, topic)
    # Of one that left the directory the name stands where something was said of it.
    name = service.name if service else (line.name if line else "")
    return in_own_direction(name or texts.say("consent.left_directory"))


def title_of(sheet: ConsentSheet, topic: Topic) -> str:
    """Return a topic as a heading; in discreet mode nobody is named."""
    if not topic.recipient or look().discreet:
        return texts.say(f"consent.purpose.{topic.purpose}")
    named = recipient_words(sheet, topic)
    return texts.say(f"consent.with.{topic.purpose}", recipient=named)


def state_words(line: SaidLine | None) -> tuple[str, str]:
    """Return the words and the icon of where something stands."""
    if line is None:
        return texts.say("consent.state.not_asked"), "circle"
    return texts.say(f"consent.state.{line.state}"), _SIGNS.get(line.state, _OVER)


def since_words(line: SaidLine) -> str:
    """Return how and when something was said, or since when it is over."""
    day = line.valid_until if line.state is GrantState.EXPIRED else line.at.date()
    if line.state is GrantState.NOT_YET:
        day = line.valid_from
    means = label("consent_means", line.means, texts.current().code) if line.means else ""
    written = long_date(day) if day else ""
    return texts.say(f"consent.since.{line.state}", means=means, day=written)


def how_words(line: SaidLine) -> str:
    """Return how something was said, on one line."""
    said = since_words(line)
    if line.state is GrantState.ACTIVE and line.witnessed:
        return texts.beside(said, texts.say("consent.witnessed"))
    return said


def before_words(line: SaidLine) -> str:
    """Return what was said before, until when, and that a new answer stands in its place."""
    said = how_words(line)
    if line.state in _HOW_ALONE:
        said = texts.beside(state_words(line)[0], said)
    if line.state is GrantState.ACTIVE and line.valid_until:
        said = texts.beside(said, texts.say("consent.until", day=long_date(line.valid_until)))
    return texts.say("consent.before", said=said)


def short_words(line: SaidLine) -> str:
    """Return the one thing worth knowing in a list of services."""
    if line.state is GrantState.ACTIVE and line.valid_until:
        return texts.say("consent.until_alone", day=long_date(line.valid_until))
    return since_words(line)


def others(sheet: ConsentSheet) -> Sequence[Topic]:
    """Return the purposes on offer without a card of their own, A to Z by their words."""
    asked, apart = code_list("purpose").codes, {*CARDS, Purpose.REFERRAL}
    left = [one for one in Purpose if one not in apart and not asked[one].retired]
    return sorted(map(Topic, left), key=lambda topic: title_of(sheet, topic))
