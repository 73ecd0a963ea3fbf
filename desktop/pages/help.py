"""Help: guides to read and search, how to get about by keys, and what this is."""

from __future__ import annotations

from functools import partial
from importlib import metadata
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextBrowser

import texts
from desktop.frame.actions import ACTIONS, key_words
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.card_page import READING_CARD, CardPage
from desktop.parts.fields import Field, Line
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, Card, clear, column, page_edge, row, rule
from desktop.parts.words import Words
from texts.guide import guides, guides_with

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.frame.room import Room
    from texts.guide import Guide

_NAME: Final = "alongside"
_INSIDE, _INDENT = 12, 20
_KEYS: Final = "all-keys"


class HelpPage(Page):
    """Everything here is on this laptop."""

    nav = "help"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self._guide = {one.topic: one for one in guides()}.get(place.subject)
        self.guides = GuidesCard()
        self.guides.chosen.connect(partial(room.go, "help", ""))
        self.reader: QTextBrowser | None = None
        self.keys = self._keys()
        if self._guide is not None:
            self.setLayout(column(self._reading(self._guide)))
            return
        parts = [self.guides, _ways(), self._law(), self.keys, _about()]
        self._scroll = CardPage(parts)
        self.setLayout(column(self._scroll))

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title, and the guide that is open."""
        if self._guide is None:
            return ((texts.say("nav.help"), None),)
        return ((texts.say("nav.help"), Place("help")), (self._guide.title, None))

    def start(self) -> None:
        """Bring the list of keys into sight where it was asked for."""
        if self.place.subject == _KEYS:
            self._scroll.keep_in_sight(self.keys)

    def first_focus(self) -> QWidget | None:
        """Return the guide, the way to the settings of keys, or the search."""
        if self.place.subject == _KEYS:
            return self._change_keys
        return self.reader or self.guides.search

    def _reading(self, guide: Guide) -> QWidget:
        back = Button(texts.say("help.all_guides"), "quiet", icon_name="arrow-left")
        back.does(partial(self.room.go, "help"))
        self.reader = reader = QTextBrowser()
        reader.setFont(look().font())
        reader.setOpenLinks(False)
        reader.setAccessibleName(guide.title)
        # A line that begins with the name of a key runs as all others do.
        runs = QTextOption()
        runs.setTextDirection(self.layoutDirection())
        reader.document().setDefaultTextOption(runs)
        reader.setMarkdown(guide.whole)
        reader.document().setDocumentMargin(look().px(_INSIDE))
        reader.document().setIndentWidth(look().px(_INDENT))
        reader.setMaximumWidth(look().px(READING_CARD))
        beside = row(reader, None)
        beside.setStretch(0, 1_000)
        whole = column(Flow([back]), beside, gap=8)
        whole.setContentsMargins(page_edge(), page_edge(), page_edge(), page_edge())
        whole.setStretch(1, 1)
        return Box("canvas", whole)

    def _law(self) -> Card:
        """Return the way to the library of law."""
        self.law = Button(texts.say("treaties.open"), icon_name="scales")
        self.law.does(partial(self.room.go, "treaties"))
        card = Card(texts.say("treaties.open"))
        card.body.addWidget(Words(texts.say("treaties.note"), "body", wrap=True))
        card.body.addSpacing(look().px(8))
        card.body.addLayout(row(self.law, None))
        return card

    def _keys(self) -> Card:
        self._change_keys = Button(texts.say("help.change_keys"), "quiet")
        self._change_keys.does(partial(self.room.go, "settings", field="set_key_hide"))
        card = Card(texts.say("action.keys"), beside=(self._change_keys,))
        settings = self.room.settings
        for action_id, action in ACTIONS.items():
            keys = key_words(action_id, settings.keys)
            # Nobody is to trust in keys that destroy nothing before they are turned on.
            is_off = action_id == "panic" and not settings.panic_keys
            if keys and not is_off:
                line = row(Words(action.words, wrap=True), Words(keys, "strong"))
                line.setContentsMargins(0, look().px(5), 0, look().px(5))
                card.body.addLayout(line)
                card.body.addWidget(rule())
        if settings.shift_hides:
            card.body.addSpacing(look().px(8))
            card.body.addWidget(Words(texts.say("help.shift"), "small", wrap=True))
        return card


class GuidesCard(Card):
    """The guides by their headings; typing leaves those that have the words."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(texts.say("help.guides"))
        self.search = Line(placeholder=texts.say("help.search_hint"))
        self.buttons: list[Button] = []
        self._list = column(gap=2)
        self.body.addWidget(Field(texts.say("help.search"), self.search))
        self.body.addSpacing(look().px(10))
        self.body.addLayout(self._list)
        self.search.textChanged.connect(self._show)
        self.search.returnPressed.connect(self._first)
        self._show("")

    def _show(self, words: str) -> None:
        clear(self._list)
        found = guides_with(words)
        self.buttons = [
            Button(one.title, "link").does(partial(self.chosen.emit, one.topic)) for one in found
        ]
        for button in self.buttons:
            self._list.addLayout(row(button, None))
        if not found:
            self._list.addWidget(Words(texts.say("help.none_found"), "muted", wrap=True))

    def _first(self) -> None:
        if self.buttons:
            self.buttons[0].click()


def _ways() -> Card:
    card = Card(texts.say("help.ways"))
    for text_id in ("help.hide", "help.lost", "help.practice"):
        card.body.addWidget(Words(texts.say(f"{text_id}_here"), "body", wrap=True))
        card.body.addSpacing(look().px(6))
    return card


def _about() -> Card:
    card = Card(texts.say("help.about"))
    for words in _about_lines():
        card.body.addWidget(Words(words, "muted", wrap=True))
    return card


def _about_lines() -> Iterator[str]:
    try:
        yield texts.say("help.version", version=metadata.version(_NAME))
    except metadata.PackageNotFoundError:
        yield texts.say("help.name")
    yield texts.say("help.licence")
