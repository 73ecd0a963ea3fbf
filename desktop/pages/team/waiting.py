"""What waits for a supervisor: plans and closures, and cases that were opened in need."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.team.supervision import Finding
from desktop.pages.team.words import glass_words, review_words
from desktop.parts.buttons import Button
from desktop.parts.fields import Field, Line
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column, rule
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.team.supervision import GlassEvent, ReviewLine


class WaitingCard(Card):
    """Each thing that waits, with yes and no side by side; they look alike."""

    approved = Signal(str)
    sent_back = Signal(str, str)
    looked_at = Signal(str, str)
    opened = Signal(str)

    def __init__(self, me: str) -> None:
        super().__init__(texts.say("team.waiting"))
        self._me = me
        self._reviews: Sequence[ReviewLine] = ()
        self._openings: Sequence[GlassEvent] = ()
        self._lines = column(gap=12)
        self.body.addLayout(self._lines)

    def show_reviews(self, lines: Sequence[ReviewLine]) -> None:
        """Show the plans and closures that wait."""
        self._reviews = lines
        self._show()

    def show_openings(self, events: Sequence[GlassEvent]) -> None:
        """Show the openings that nobody looked at yet."""
        self._openings = [one for one in events if one.finding is None]
        self._show()

    def _show(self) -> None:
        clear(self._lines)
        blocks = [self._review(one) for one in self._reviews]
        blocks += [self._opening(one) for one in self._openings]
        for number, block in enumerate(blocks):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(block)
        if not blocks:
            self._lines.addWidget(Words(texts.say("team.nothing_waits"), "muted", wrap=True))

    def _review(self, line: ReviewLine) -> QWidget:
        note = Line(placeholder=texts.say("team.note_hint"))
        yes = Button(texts.say("team.approve"), icon_name="check")
        no = Button(texts.say("team.send_back"), icon_name="arrow-u-up-left")
        see = Button(texts.say("team.see_case"), "quiet")
        yes.does(partial(self.approved.emit, line.id))
        no.does(lambda: self.sent_back.emit(line.id, note.text()))
        see.does(partial(self.opened.emit, line.case_code))
        field = Field(texts.say("team.note"), note)
        return _block(review_words(line), field, yes, no, see)

    def _opening(self, event: GlassEvent) -> QWidget:
        buttons = [
            Button(texts.say(f"team.finding.{one.value}")).does(
                partial(self.looked_at.emit, event.id, one.value)
            )
            for one in Finding
        ]
        for button in buttons:
            if event.worker_id == self._me:
                button.refuse(texts.say("error.glass_own"))
        return _block(glass_words(event), None, *buttons)


def _block(words: str, field: Field | None, *buttons: Button) -> QWidget:
    """Return one thing that waits: what it is, what one may say, and the buttons."""
    said = Words(words, "body", wrap=True)
    acts = Flow(buttons, gap=8, line_gap=8)
    held = QWidget()
    held.setLayout(column(said, *([field] if field else []), acts, gap=8))
    return held
