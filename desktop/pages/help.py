"""Help: how to get about by keys, the guides that lie beside the program, and what this is."""

from __future__ import annotations

from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtWidgets import QTextBrowser, QWidget

import texts
from desktop.frame.actions import ACTIONS, key_words
from desktop.frame.page import Page
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.card_page import CardPage
from desktop.parts.frames import Card, clear, column, row, rule
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop.frame.places import Place
    from desktop.frame.room import Room

_GUIDES: Final = Path(__file__).parents[2] / "docs" / "guide"
_NAME: Final = "alongside"
_WIDTH: Final = 640
_KEYS: Final = "keys"


class HelpPage(Page):
    """Everything here is on this laptop."""

    nav: ClassVar[str] = "help"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self._guide = column()
        self.guides = {path.stem: _title(path) for path in sorted(_GUIDES.glob("*.md"))}
        self.buttons: list[Button] = []
        self.keys = self._keys()
        parts = [self._ways(), self.keys, self._list(), self._about()]
        self._scroll = CardPage(parts, _WIDTH)
        self.setLayout(column(self._scroll))

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((texts.say("nav.help"), None),)

    def start(self) -> None:
        """Bring the list of keys into sight where it was asked for."""
        if self.place.subject == _KEYS:
            self._scroll.keep_in_sight(self.keys)

    def first_focus(self) -> QWidget | None:
        """Return the way to the settings of keys."""
        return self._change_keys

    def _ways(self) -> Card:
        card = Card(texts.say("help.ways"))
        for text_id in ("help.hide", "help.lost", "help.practice"):
            card.body.addWidget(Words(texts.say(f"{text_id}_here"), "body", wrap=True))
            card.body.addSpacing(look().px(6))
        return card

    def _keys(self) -> Card:
        self._change_keys = Button(texts.say("help.change_keys"), "quiet")
        self._change_keys.does(partial(self.room.go, "settings", field="set_key_hide"))
        card = Card(texts.say("action.keys"), beside=(self._change_keys,))
        moved = self.room.settings.keys
        for action_id, action in ACTIONS.items():
            keys = key_words(action_id, moved)
            if keys:
                line = row(Words(action.words, wrap=True), Words(keys, "strong"))
                line.setContentsMargins(0, look().px(5), 0, look().px(5))
                card.body.addLayout(line)
                card.body.addWidget(rule())
        if self.room.settings.shift_hides:
            card.body.addSpacing(look().px(8))
            card.body.addWidget(Words(texts.say("help.shift"), "small", wrap=True))
        return card

    def _list(self) -> Card:
        card = Card(texts.say("help.guides"))
        if not self.guides:
            card.body.addWidget(Words(texts.say("help.no_guides"), "muted", wrap=True))
        for name, title in self.guides.items():
            button = Button(title, "link").does(partial(self._read, name))
            self.buttons.append(button)
            card.body.addLayout(row(button, None))
        card.body.addLayout(self._guide)
        return card

    def _read(self, name: str) -> None:
        """Show a guide below the list."""
        clear(self._guide)
        reader = QTextBrowser()
        reader.setFont(look().font())
        reader.setOpenLinks(False)
        reader.setAccessibleName(self.guides[name])
        reader.setMarkdown((_GUIDES / f"{name}.md").read_text("utf-8"))
        reader.setMinimumHeight(look().px(360))
        self._guide.addSpacing(look().px(12))
        self._guide.addWidget(reader)
        reader.setFocus()

    def _about(self) -> Card:
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


def _title(path: Path) -> str:
    """Return the first heading of a guide."""
    with path.open(encoding="utf-8") as guide:
        return guide.readline().lstrip("# ").strip() or path.stem
