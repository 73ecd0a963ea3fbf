"""Taking consent back: what stops, what has left and to whom, what goes, said before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from casework.consent.consequences import Effect
from desktop.look import look
from desktop.pages.consent.topic import title_of
from desktop.parts.buttons import Button
from desktop.parts.covered import Covered
from desktop.parts.frames import Box, column, row
from desktop.parts.messages import Picture
from desktop.parts.words import Words
from texts.dates import in_own_direction, isolate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from casework.consent.consequences import Consequence
    from casework.consent.sheet import ConsentSheet
    from desktop.pages.consent.topic import Topic

_LEFT: Final = frozenset(
    {
        Effect.LETTER_RECALLED,
        Effect.RELEASED_FIGURES_STAY,
        Effect.AUTHORITY_MAY_KEEP,
        Effect.PAPER_CANNOT_RETURN,
    }
)
_REMOVED: Final = frozenset(
    {Effect.STAYS_ON_THIS_MACHINE, Effect.SUPERVISOR_SEES_MASKED, Effect.TEXTS_PULLED}
)
_STAYS: Final = frozenset({Effect.HELP_GOES_ON})
_GROUPS: Final = (("stops", None), ("left", _LEFT), ("removed", _REMOVED), ("stays", _STAYS))
# What is said where a group has nothing else to say: silence would leave her guessing.
_NOTHING: Final = {"left": "consent.nothing_left", "removed": "consent.nothing_removed"}


class Consequences(Box):
    """Four groups, in the order in which people ask about them."""

    def __init__(self, found: Sequence[Consequence], sheet: ConsentSheet) -> None:
        super().__init__("panel")
        parts: list[QWidget] = []
        for group, effects in _GROUPS:
            inside = _REMOVED | _LEFT | _STAYS
            mine = [
                one
                for one in found
                if (one.effect in effects if effects is not None else one.effect not in inside)
            ]
            lines = list(_sentences(mine, sheet))
            if not lines and group in _NOTHING:
                lines = [texts.say(_NOTHING[group])]
            if lines:
                parts.append(_group(texts.say(f"consent.effects.{group}"), lines))
        self.setLayout(column(*parts, gap=14))


def _sentences(found: Iterable[Consequence], sheet: ConsentSheet) -> Iterable[str]:
    to = {letter.number: letter.recipient for letter in sheet.letters}
    for one in found:
        subject = in_own_direction(one.subject)
        if one.effect is Effect.LETTER_RECALLED:
            named = {"number": isolate(one.subject), "recipient": to.get(one.subject, "")}
            yield texts.say("consent.letter_to", **named)
            subject = isolate(one.subject)
        yield texts.say(f"effect.{one.effect}", subject=subject)


def _group(heading: str, lines: Iterable[str]) -> QWidget:
    holder = QWidget()
    rows = []
    for words in lines:
        dot = Picture("minus", look().colours.muted, 14)
        line = row(dot, Covered(Words(words, "body", wrap=True)), gap=8)
        dot.at_first_line(line)
        rows.append(line)
    holder.setLayout(column(Words(heading, "h2", wrap=True), *rows, gap=6))
    holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return holder


class TakingBack(QWidget):
    """Before it is recorded: what it would bring about, and the two ways on."""

    agreed = Signal()
    kept = Signal()

    def __init__(self, sheet: ConsentSheet, topic: Topic, found: Sequence[Consequence]) -> None:
        super().__init__()
        heading = texts.say("consent.withdrawing", topic=title_of(sheet, topic))
        parts: list[QWidget] = [Words(heading, "h1", wrap=True)]
        if topic.is_of_a_kind:
            parts.append(Words(texts.say("consent.withdrawing_all"), "body", wrap=True))
        parts.append(Consequences(found, sheet))
        self.setLayout(column(*parts, None, gap=14))
        self.keep = Button(texts.say("consent.keep_it"), "large").does(self.kept.emit)
        self.withdraw = Button(texts.say("consent.withdraw_now"), "large").does(self.agreed.emit)

    def answers(self) -> QWidget:
        """Return the two ways on, alike."""
        return _side_by_side(self.withdraw, self.keep)


class Outcome(QWidget):
    """After something was recorded: what it was, what follows, and where one may go now."""

    done = Signal()

    def __init__(self, words: str, topic: str) -> None:
        super().__init__()
        self._acts: list[Button] = []
        icon = Picture("check", look().colours.accent, 18)
        said = row(icon, Words(words, "body", wrap=True), gap=10)
        icon.at_first_line(said)
        self._body = column(Words(topic, "h1", wrap=True), said, gap=14)
        self._body.addStretch(1)
        self.setLayout(self._body)
        self.offer(texts.say("consent.done"), self.done.emit)

    def add(self, part: QWidget) -> None:
        """Add something that is to be read."""
        self._body.insertWidget(self._body.count() - 1, part)

    def offer(self, words: str, act: Callable[[], object], *, why_not: str = "") -> None:
        """Offer a way on, or say why there is none."""
        made = Button(words, "large").does(act)
        made.refuse(why_not)
        self._acts.append(made)

    def answers(self) -> QWidget:
        """Return the ways on."""
        return _side_by_side(*self._acts)

    def target(self) -> Button:
        """Return what has the focus first."""
        return self._acts[0]


def _side_by_side(*buttons: Button) -> QWidget:
    for one in buttons:
        one.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    whole = column(*buttons, gap=8) if look().reflows else row(*buttons, gap=10)
    return Box("panel", whole)
