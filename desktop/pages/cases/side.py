"""The side view of the list: one case at a glance, its way of contact before all else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal

import texts
from desktop.look import look
from desktop.look.tokens import tokens
from desktop.pages.cases.contact import ContactCard
from desktop.pages.cases.words import next_told, when_told
from desktop.parts.buttons import Button, IconButton
from desktop.parts.chips import Chip
from desktop.parts.frames import Box, Scroll, clear, column, row
from desktop.parts.mask import Mask
from desktop.parts.tiles import Tile, by_name
from desktop.parts.words import Words, as_sentence, code_words

if TYPE_CHECKING:
    from datetime import date

    from casework.cases.caseline import CaseLine
    from casework.records.contact import SafeContact

_STATUS_KIND: Final = {"open": "accent"}


class SideView(Box):
    """One case beside the list."""

    opening = Signal()
    noting = Signal()
    closing = Signal()

    def __init__(self) -> None:
        super().__init__("canvas")
        self.setAccessibleName(texts.say("cases.side"))
        self.revealed = False
        self._shown: tuple[CaseLine, date] | None = None
        self._told: tuple[SafeContact | None, bool] = None, False
        self._code = code_words("", "h1")
        self._status = Chip("", "accent")
        close = IconButton("x", texts.say("cases.side.close"))
        close.clicked.connect(self.closing)
        # How to reach her comes by itself a moment after the rest.
        self._top, self._body = column(), column(gap=6)
        self._open = Button(texts.say("cases.open"), "primary").does(self.opening.emit)
        self.note = Button(texts.say("cases.add_note")).does(self.noting.emit)
        acts = row(self._open, self.note, gap=8)
        acts.setStretch(0, 2)
        acts.setStretch(1, 1)
        head = row(self._code, self._status, None, close, gap=8)
        # Where text is large everything scrolls; else the buttons stay at the foot.
        said = column(self._top, self._body, gap=6)
        scrolled = (said, acts, None) if look().reflows else (said,)
        inner = Box("canvas", column(*scrolled, gap=12))
        whole = column(head, Scroll(inner), *(() if look().reflows else (acts,)), gap=12)
        whole.setStretch(1, 1)
        whole.setContentsMargins(*(look().px(n) for n in (16, 12, 16, 12)))
        self.setLayout(whole)
        least, _ = tokens()["size"]["side_panel"]
        self.setMinimumWidth(max(look().px(least), whole.minimumSize().width()))
        self.show_line(None, None)

    def reveal(self, *, on: bool) -> None:
        """Show or mask words in discreet mode."""
        self.revealed = on
        if self._shown is not None:
            contact, unread = self._told
            self.show_line(*self._shown)
            self.show_contact(contact, unread=unread)

    def show_line(self, line: CaseLine | None, today: date | None) -> None:
        """Show a case, or that none is chosen."""
        clear(self._top)
        clear(self._body)
        here = line is not None and today is not None
        self._status.setVisible(here)
        for act in (self._open, self.note):
            act.refuse("" if here else texts.say("cases.side.nothing"))
        self._shown = None
        if line is None or today is None:
            self._code.setText("")
            self._body.addWidget(Words(texts.say("cases.side.nothing"), "muted", wrap=True))
            self._body.addStretch(1)
            return
        self._shown = (line, today)
        self._code.setText(f"\u2066{line.code}\u2069")
        words = texts.say(f"status.{line.status.value}")
        self._status.say(as_sentence(words), _STATUS_KIND.get(line.status, "plain"))
        self.show_contact(None)
        self._experiences(line)
        self._next(line, today)
        self._body.addStretch(1)

    def show_contact(self, contact: SafeContact | None, *, unread: bool = False) -> None:
        """Show of the same case how to reach her, or that not all of it could be read."""
        if self._shown is None:
            return
        self._told = contact, unread
        clear(self._top)
        card = ContactCard(self._shown[0], contact, unread=unread)
        card.opening.connect(self.opening)
        card.reveal(on=self.revealed)
        self._top.addWidget(card)

    def _experiences(self, line: CaseLine) -> None:
        if not line.experiences:
            return
        title = "topics" if look().discreet else "experiences"
        self._heading(texts.say(f"cases.column.{title}"))
        for code in by_name():
            if code in line.experiences:
                tile = Tile(code, acts=False)
                tile.setChecked(True)
                self._body.addWidget(tile)

    def _next(self, line: CaseLine, today: date) -> None:
        self._heading(texts.say("cases.side.next"))
        told = next_told(line)
        if self._masks() and told.needs:
            self._body.addWidget(Mask())
        else:
            self._body.addWidget(Words(told.words, "small", colour="text", wrap=True))
        when = when_told(line, today)
        if when.words:
            chip = Chip(when.words, "care" if when.needs else "plain", icon_name="clock")
            self._body.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeading)

    def _heading(self, words: str) -> None:
        self._body.addSpacing(look().px(8))
        self._body.addWidget(Words(words, "strong_small", colour="muted"))

    def _masks(self) -> bool:
        return look().discreet and not self.revealed
