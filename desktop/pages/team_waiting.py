"""What waits for a supervisor: plans and closures, and cases that were opened in need."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.supervision import Finding
from desktop.look import look
from desktop.pages.team_words import glass_words, review_words
from desktop.parts.buttons import Button
from desktop.parts.fields import Field, Line
from desktop.parts.frames import Card, clear, column, row, rule
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.supervision import GlassEvent, ReviewLine


class WaitingCard(Card):
    """Each thing that waits, with yes and no side by side; they look alike."""

    approved = Signal(str)
    sent_back = Signal(str, str)
    looked_at = Signal(str, str)
    opened = Signal(str)

    def __init__(self, me: str) -> None:
        super().__init__(texts.say("team.waiting"))
        self._me = me
        self._reviews, self._openings = column(gap=12), column(gap=12)
        self.body.addLayout(column(self._reviews, self._openings, gap=12))

    def show_reviews(self, lines: Sequence[ReviewLine]) -> None:
        """Show the plans and closures that wait."""
        clear(self._reviews)
        for line in lines:
            self._reviews.addWidget(self._review(line))
        if not lines:
            self._reviews.addWidget(Words(texts.say("team.nothing_waits"), "muted", wrap=True))

    def show_openings(self, events: Sequence[GlassEvent]) -> None:
        """Show the openings that nobody looked at yet."""
        clear(self._openings)
        new = [one for one in events if one.finding is None]
        for event in new:
            self._openings.addWidget(self._opening(event))

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
    acts = column(*buttons, gap=6) if look().reflows else row(*buttons, None)
    held = QWidget()
    held.setLayout(column(said, *([field] if field else []), acts, rule(), gap=8))
    return held
