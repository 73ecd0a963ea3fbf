"""What keeps a case from being erased for now: set, looked at again, ended."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework import lengths
from casework.keeping.erasure import HoldBasis
from casework.keeping.erasures import NewHold
from casework.records.unfinished import Spot
from desktop.clock import now
from desktop.frame.unfinished import UnfinishedFields
from desktop.parts.buttons import Button
from desktop.parts.day_field import DayField
from desktop.parts.escape import leave_by_escape
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.ticks import Tick
from desktop.parts.words import Words
from texts.dates import in_own_direction, long_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from casework.keeping.erasure import Hold
    from casework.keeping.erasures import ErasureCheck
    from desktop.frame.room import Room

# The spot of a new hold.
HOLD: Final = "hold"
AGREE, LATER, END = "agree", "later", "end"
AGAIN: Final = timedelta(days=90)
_DAY, _LONGEST = timedelta(days=1), timedelta(days=3 * 365)


class HoldsCard(Box):
    """The holds on a case, and a few questions for a new one."""

    setting = Signal(object)
    # What is decided about which hold.
    deciding = Signal(str, str)

    def __init__(self, case_code: str) -> None:
        super().__init__("card")
        self._code = case_code
        self._held = column(gap=10)
        self._agreeing: Button | None = None
        today = now().date()
        self.basis = Drop((one.value, texts.say(f"hold.basis.{one.value}")) for one in HoldBasis)
        self.reason, self.second = Line(), Drop()
        self.reason.setMaxLength(lengths.HOLD)
        self.day = DayField(today + AGAIN, today + _DAY, today + _LONGEST)
        self.day.name(texts.say("hold.review"))
        self.unsafe = Tick(texts.say("hold.unsafe"))
        self.add = Button(texts.say("hold.add")).does(self._open)
        self.set = Button(texts.say("hold.set")).does(self._set)
        self._reason = Field(texts.say("hold.reason"), self.reason)
        self._asked = QWidget()
        self._asked.setLayout(
            column(
                Field(texts.say("hold.why"), self.basis),
                self._reason,
                Field(texts.say("hold.second"), self.second, hint=texts.say("hold.second_note")),
                Field(texts.say("hold.review"), self.day),
                self.unsafe,
                Flow((self.set,)),
                gap=16,
            )
        )
        leave_by_escape(self._asked, self._leave)
        self._asked.hide()
        title = Words(texts.say("hold.title"), "h2", wrap=True)
        self.setLayout(column(title, self._held, Flow((self.add,)), self._asked, gap=12, margin=16))

    def show_check(self, found: ErasureCheck) -> None:
        """Show what holds the case, and offer the people who can stand for another hold."""
        self._agreeing = None
        self._show(found.holds, found.to_agree)
        people = ((one.id, in_own_direction(one.name)) for one in found.others)
        self.second.offer(people, self.second.code())

    def first_focus(self) -> QWidget:
        """Return where one begins: with what one was asked to agree to."""
        return self._agreeing or self.add

    def typed(self, room: Room) -> UnfinishedFields:
        """Let what is asked for a new hold wait while it is not set; what waits already comes."""
        fields = {
            "basis": self.basis,
            "reason": self.reason,
            "second": self.second,
            "day": self.day,
            "unsafe": self.unsafe,
        }
        return UnfinishedFields(room, Spot(HOLD, self._code), self._asked, fields)

    def forget(self) -> None:
        """Ask no more: the hold is set."""
        self.reason.clear()
        self._asked.hide()

    def go_on(self) -> None:
        """Ask on where somebody left."""
        self._asked.show()

    def _show(self, holds: Sequence[Hold], to_agree: Collection[str]) -> None:
        clear(self._held)
        for hold in holds:
            basis = texts.say(f"hold.basis.{hold.basis.value}")
            self._held.addWidget(MessageBar(basis, "care"))
            for words in _told(hold):
                self._held.addWidget(Words(words, "small", wrap=True))
            self._held.addLayout(Flow(self._ways(hold, mine=hold.id in to_agree)))

    def _ways(self, hold: Hold, *, mine: bool) -> Iterator[Button]:
        """Yield what can be done about a hold, agreeing first for whom it waits."""
        for what in (AGREE if mine else LATER, END):
            way = Button(texts.say(f"hold.{what}")).does(partial(self.deciding.emit, what, hold.id))
            if what == AGREE and self._agreeing is None:
                self._agreeing = way
            yield way

    def _open(self) -> None:
        self._asked.setVisible(not self._asked.isVisible())
        if self._asked.isVisible():
            self.basis.setFocus()

    def _leave(self) -> None:
        """Ask no more; what was typed stays for the next time."""
        self._asked.hide()
        self.add.setFocus()

    def _set(self) -> None:
        if not self.reason.text().strip():
            self._reason.wrong(texts.say("error.hold_reason_missing"))
            self.reason.setFocus()
            return
        self._reason.wrong("")
        self.setting.emit(
            NewHold(
                self._code,
                HoldBasis(self.basis.code()),
                self.reason.text(),
                self.second.code(),
                self.day.day,
                unsafe_to_tell=self.unsafe.isChecked(),
            )
        )


def _told(hold: Hold) -> Iterator[str]:
    """Yield why a hold stands, when it is looked at again, and until when it waits."""
    if hold.reason:
        yield in_own_direction(hold.reason)
    yield texts.say("hold.told", day=long_date(hold.review_on))
    if hold.until is not None:
        yield texts.say("hold.waits", day=long_date(hold.until))
