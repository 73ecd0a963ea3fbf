"""One episode as a card: what kinds it is of, when, where, what was given, in whose words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

import texts
from desktop.look import look
from desktop.pages.episodes.indicators import IndicatorsPart
from desktop.pages.episodes.words import (
    code_words,
    codes_words,
    day_words,
    form_words,
    from_until,
    kinds_words,
    link_words,
    route_words,
    until_words,
    where_words,
)
from desktop.parts.buttons import Button
from desktop.parts.clause import Clause
from desktop.parts.fact_grid import Fact, FactGrid
from desktop.parts.frames import Box, column, row
from desktop.parts.mark_row import MarkRow
from desktop.parts.words import Words, as_sentence
from texts.dates import clock_time, in_own_direction, short_date

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from casework.cases.overview import DocumentView
    from casework.records.episodes import EpisodeView
    from casework.records.palermo import Indicators

_LABELS: Final = 110
_CERTAINTY: Final = "certainty"


class EpisodeCard(Box):
    """One episode that is on record."""

    editing = Signal(str)

    def __init__(
        self,
        one: EpisodeView,
        known: Mapping[str, EpisodeView],
        indicators: Indicators | None = None,
    ) -> None:
        super().__init__("card")
        self.episode_id = one.id
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._kinds = Clause(kinds_words(one), role="strong", masks=True)
        self.edit = Button(texts.say("episodes.edit"), "quiet", icon_name="pencil-simple")
        self.edit.does(self._edit)
        first = day_words(one.start)
        if not look().discreet:
            name = texts.say("episodes.edit_name", **{"kinds": kinds_words(one), "from": first})
            self.edit.setAccessibleName(name)
        marks = [MarkRow(one.continuum)] if one.continuum else []
        head = row(*marks, self._kinds, self.edit, gap=8)
        head.setStretch(len(marks), 1)
        when = as_sentence(from_until(first, until_words(one)))
        told = texts.beside(when, where_words(one))
        self._facts = FactGrid(_LABELS)
        facts = _facts(one, known)
        self._facts.show_facts(facts)
        if not facts:
            self._facts.hide()
        self._indicators = IndicatorsPart(indicators) if indicators else None
        more = [self._indicators] if self._indicators else []
        when_and_where = Words(told, "small", wrap=True)
        whole = column(column(head, when_and_where), self._facts, *more, gap=4, margin=16)
        # Its heading stands as high as it would without the button beside it.
        beside = self.edit.sizeHint().height() - self._kinds.sizeHint().height()
        sides = whole.contentsMargins()
        whole.setContentsMargins(
            sides.left(), sides.top() - beside // 2, sides.right(), sides.bottom()
        )
        self.setLayout(whole)

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        self._kinds.reveal(on=on)
        self._facts.reveal(on=on)
        if self._indicators is not None:
            self._indicators.reveal(on=on)

    def _edit(self) -> None:
        self.editing.emit(self.episode_id)


def _facts(one: EpisodeView, known: Mapping[str, EpisodeView]) -> list[Fact]:
    """Return what is known beside kinds and dates."""
    quote = texts.say("episodes.quote", words=in_own_direction(one.own_words))
    said = {
        "given": codes_words("exchange", one.exchange_given),
        "promised": codes_words("exchange", one.exchange_promised),
        "gains": codes_words("gain", one.gains),
        "control": codes_words("control", one.control),
        "online": codes_words("online_element", one.online),
        "platforms": codes_words("platform", one.platforms),
        "forms": "\n".join(form_words(one)),
        "route": "\n".join(route_words(one)),
        "own_words": quote if one.own_words else "",
        "certainty": code_words(_CERTAINTY, one.certainty),
        "links": "\n".join(link_words(one, known)),
    }
    return [
        Fact(texts.say(f"episodes.fact.{name}"), words, masks=name != _CERTAINTY)
        for name, words in said.items()
        if words
    ]


class DraftCard(Box):
    """An episode that was begun and is not on record yet."""

    continuing = Signal(str)

    def __init__(self, draft: DocumentView, now: datetime) -> None:
        super().__init__("info")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        at = draft.at.astimezone(now.tzinfo)
        day = short_date(at.date(), now.date())
        when = texts.say("today.moment", day=day, time=clock_time(at))
        button = Button(texts.say("episodes.continue"), "quiet")
        button.setAccessibleName(texts.say("episodes.continue_name", when=when))
        self.button = button.does(self._continue)
        self._id = draft.id
        words = column(
            Words(texts.say("episodes.draft"), "strong", wrap=True),
            Words(texts.say("episodes.draft_when", when=when), "small", wrap=True),
        )
        line = row(words, button, gap=8, margin=12)
        line.setStretch(0, 1)
        self.setLayout(line)

    def _continue(self) -> None:
        self.continuing.emit(self._id)
