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
    # The last thing that waited is done, and the keyboard was at it.
    emptied = Signal()

    def __init__(self, room: Room, wanted: str = "") -> None:
        super().__init__(texts.say("team.waiting"))
        self._room, self._me = room, room.office.worker.id
        self._reviews: Sequence[ReviewLine] | None = None
        self._openings: Sequence[GlassEvent] | None = None
        # What one came here for, until it is shown.
        self._wanted = wanted
        self._shown: dict[str, Block] = {}
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
        # They come with the last first; what waits longest stands first, as on Today.
        waiting = [one for one in reversed(events) if one.finding is None]
        before, self._openings = self._openings, waiting
        if before != self._openings:
            self._show()

    def _show(self) -> None:
        """Show all that waits once both are known; the same once more leaves a note be."""
        if self._reviews is None or self._openings is None:
            return
        # A note that is being typed comes back beside the same form.
        self._room.keeping.emit()
        waiting: list[ReviewLine | GlassEvent] = [*self._reviews, *self._openings]
        had, ids = self._keyboard(), [one.id for one in waiting]
        self._first, self._shown = next(iter(ids), ""), {}
        self._many.show_lines(waiting)
        self._nothing.setVisible(not waiting)
        if self._wanted in ids:
            self._many.reach(ids.index(self._wanted))
            self._shown[self._wanted].first.setFocus()
        elif had is not None:
            self._go_on(ids, *had)
        self._wanted = ""

    def _keyboard(self) -> tuple[int, str, int] | None:
        """Return at which of the things that wait the keyboard is, and at which of its fields."""
        here = self.window().focusWidget()
        for number, (key, block) in enumerate(self._shown.items()):
            if here in block.stops:
                return number, key, block.stops.index(here)
        return None

    def _go_on(self, ids: Sequence[str], number: int, key: str, stop: int) -> None:
        """Lead on from what is done to what comes next, and back to where one was else."""
        if key in self._shown:
            self._shown[key].stops[stop].setFocus()
        elif ids:
            self._shown[ids[min(number, len(ids) - 1)]].first.setFocus()
        else:
            self.emptied.emit()

    def _line(self, one: ReviewLine | GlassEvent) -> QWidget:
        """Return one thing that waits, apart from what stands above it."""
        block = self._review(one) if isinstance(one, ReviewLine) else self._opening(one)
        self._shown[one.id] = block
        if one.id == self._first:
            return block
        held = QWidget()
        held.setLayout(column(rule(), block, gap=12))
        return held

    def _review(self, line: ReviewLine) -> Block:
        note = Line(placeholder=texts.say("team.note_hint"))
        yes = Button(texts.say("team.approve"), icon_name="check")
        no = Button(texts.say("team.send_back"), icon_name="arrow-u-up-left")
        block = Block(review_words(line), (yes, no, self._see(line.case_code)), note)
        spot = Spot("review", line.case_code, line.id)
        typed = UnfinishedFields(self._room, spot, block, {"note": note})
        yes.does(lambda: self.approved.emit(line.id, typed.once))
        no.does(lambda: self.sent_back.emit(line.id, note.text(), typed.once))
        return block

    def _opening(self, event: GlassEvent) -> Block:
        buttons = [
            Button(texts.say(f"team.finding.{one.value}")).does(
                partial(self.looked_at.emit, event.id, one.value)
            )
            for one in Finding
        ]
        for button in buttons:
            if event.worker_id == self._me:
                button.refuse(texts.say("error.glass_own"))
        return Block(glass_words(event), (*buttons, self._see(event.case_code)))

    def _see(self, case: str) -> Button:
        see = Button(texts.say("team.see_case"), "quiet")
        return see.does(partial(self.opened.emit, case))


class Block(QWidget):
    """One thing that waits: what it is, what one may say, and the buttons."""

    def __init__(self, words: str, buttons: Sequence[Button], note: Line | None = None) -> None:
        super().__init__()
        self.stops: list[QWidget] = [*([note] if note else []), *buttons]
        # By no key that is pressed once too often is what comes next decided too.
        self.first = note or buttons[-1]
        said = Words(words, "body", wrap=True)
        field = [Field(texts.say("team.note"), note)] if note else []
        for stop in self.stops:
            # What is written above tells one of several of its name from another.
            stop.setAccessibleDescription(stop.accessibleDescription() or words)
        self.setLayout(column(said, *field, Flow(buttons, gap=8, line_gap=8), gap=8))
