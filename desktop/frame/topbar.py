"""The bar above every page: the way here, finding, discreet, and Hide, always in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter

import texts
from desktop.frame.actions import key_words
from desktop.look import look
from desktop.look.tokens import size
from desktop.parts.buttons import Button, IconButton
from desktop.parts.chips import Chip
from desktop.parts.frames import Box, clear, row
from desktop.parts.messages import Picture
from desktop.parts.words import Words
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QPaintEvent

    from desktop.frame.places import Place


class KeyButton(Button):
    """A button that shows the key that does the same."""

    def __init__(self, action_id: str, keys: Mapping[str, str], role: str, icon_name: str) -> None:
        super().__init__(texts.say(f"action.{action_id}"), role, icon_name=icon_name)
        self._key = isolate(key_words(action_id, keys))
        self._wide = look().metrics("caption").horizontalAdvance(self._key) + look().px(22)
        self.setAccessibleDescription(key_words(action_id, keys))
        pad = look().px(14)
        # The key stands after the words; in right-to-left windows the end is the other side.
        trail, lead = (pad, pad + self._wide) if self.isRightToLeft() else (pad + self._wide, pad)
        self.setStyleSheet(f"padding-left: {lead}px; padding-right: {trail}px")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button and a small box with its key."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has, wide = look().colours, self._wide - look().px(8)
        high = look().metrics("caption").height() + look().px(2)
        left = look().px(12) if self.isRightToLeft() else self.width() - wide - look().px(12)
        top = (self.height() - high) // 2
        painter.setPen(has.on_accent if self.property("role") == "primary" else has.line_strong)
        painter.drawRoundedRect(left, top, wide, high, look().px(4), look().px(4))
        painter.setFont(look().font("caption"))
        painter.setPen(has.on_accent if self.property("role") == "primary" else has.muted)
        painter.drawText(left, top, wide, high, 0x84, self._key)
        painter.end()


class FindButton(KeyButton):
    """The box for finding a case, a form or an action; it opens the command box."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__("find", keys, "find", "magnifying-glass")
        self.setMinimumWidth(look().px(120))
        self.setMaximumWidth(look().px(290))


class TopBar(Box):
    """Crumbs, find, exchange, discreet, Hide."""

    gone = Signal(object)
    wished = Signal(str)

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__("canvas")
        self.setAccessibleName(texts.say("topbar.name"))
        self._way = row(gap=8)
        self.finder = FindButton(keys)
        self.finder.clicked.connect(lambda: self.wished.emit("find"))
        self.exchange = Chip(texts.say("exchange.off"), icon_name="cloud-slash")
        self.eye = IconButton("eye", texts.say("action.discreet"))
        self.eye.clicked.connect(lambda: self.wished.emit("discreet"))
        self.hide_button = KeyButton("hide", keys, "plain", "eye-slash")
        self.hide_button.clicked.connect(lambda: self.wished.emit("hide"))
        whole = row(self._way, None, self.finder, self.exchange, self.eye, self.hide_button, gap=10)
        whole.setContentsMargins(look().px(20), 0, look().px(20), 0)
        self.setLayout(whole)
        self.setFixedHeight(look().px(size("top_bar")))

    def show_way(self, crumbs: Sequence[tuple[str, Place | None]]) -> None:
        """Show the way here; each step but the last can be gone back to."""
        clear(self._way)
        for number, (words, place) in enumerate(crumbs):
            if number:
                self._way.addWidget(Picture("caret-right", look().colours.muted, 14))
            if place is None:
                role = "h1" if len(crumbs) == 1 else "strong"
                self._way.addWidget(Words(words, role))
            else:
                link = Button(words, "crumb")
                link.clicked.connect(lambda _checked=False, to=place: self.gone.emit(to))
                self._way.addWidget(link)

    def narrow(self, *, narrow: bool) -> None:
        """Leave out what can be left out where there is little room."""
        self.exchange.setVisible(not narrow)
