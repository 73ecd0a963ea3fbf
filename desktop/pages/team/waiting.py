"""What waits for a supervisor: plans and closures, and cases that were opened in need."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.records.unfinished import Spot
from casework.team.supervision import Finding, ReviewLine
from desktop.frame.unfinished import UnfinishedFields
from desktop.pages.team.words import glass_words, review_words
from desktop.parts.buttons import Button
from desktop.parts.fields import Field, Line
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, column, rule
from desktop.parts.so_many import SoMany
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.team.supervision import GlassEvent
    from desktop.frame.room import Room


class WaitingCard(Card):
    """Each thing that waits, with yes and no side by side; they look alike."""

    # Each with what makes an act let go of the note that was typed for it.
    approved = Signal(str, object)
    sent_back = Signal(str, str, object)
    looked_at = Signal(str, str)
    opened = Signal(str)

    def __init__(self, room: Room) -> None:
        super().__init__(texts.say("team.waiting"))
        self._room, self._me = room, room.office.worker.id
        self._reviews: Sequence[ReviewLine] | None = None
        self._openings: Sequence[GlassEvent] | None = None
        self._many, self._first = SoMany(self._line, gap=12), ""
        self._nothing = Words(texts.say("team.nothing_waits"), "muted", wrap=True)
        self._nothing.hide()
        self.body.addLayout(column(self._many, self._nothing))

    def show_reviews(self, lines: Sequence[ReviewLine]) -> None:
        """Show the plans and closures that wait."""
        before, self._reviews = self._reviews, list(lines)
        if before != self._reviews:
            self._show()

    def show_openings(self, events: Sequence[GlassEvent]) -> None:
        """Show the openings that nobody looked at yet."""
        before, self._openings = self._openings, [one for one in events if one.finding is None]
        if before != self._openings:
            self._show()

    def _show(self) -> None:
        """Show all that waits once both are known; the same once more leaves a note be."""
        if self._reviews is None or self._openings is None:
            return
        # A note that is being typed comes back beside the same form.
        self._room.keeping.emit()
        waiting: list[ReviewLine | GlassEvent] = [*self._reviews, *self._openings]
        self._first = waiting[0].id if waiting else ""
        self._many.show_lines(waiting)
        self._nothing.setVisible(not waiting)

    def _line(self, one: ReviewLine | GlassEvent) -> QWidget:
        """Return one thing that waits, apart from what stands above it."""
        block = self._review(one) if isinstance(one, ReviewLine) else self._opening(one)
        if one.id == self._first:
            return block
        held = QWidget()
        held.setLayout(column(rule(), block, gap=12))
        return held

    def _review(self, line: ReviewLine) -> QWidget:
        note = Line(placeholder=texts.say("team.note_hint"))
        yes = Button(texts.say("team.approve"), icon_name="check")
        no = Button(texts.say("team.send_back"), icon_name="arrow-u-up-left")
        see = Button(texts.say("team.see_case"), "quiet")
        see.does(partial(self.opened.emit, line.case_code))
        field = Field(texts.say("team.note"), note)
        block = _block(review_words(line), field, yes, no, see)
        spot = Spot("review", line.case_code, line.id)
        typed = UnfinishedFields(self._room, spot, block, {"note": note})
        yes.does(lambda: self.approved.emit(line.id, typed.once))
        no.does(lambda: self.sent_back.emit(line.id, note.text(), typed.once))
        return block

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
