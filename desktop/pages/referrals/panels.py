"""What a step of a request asks for: an appointment, an answer and why, words told aloud."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

import texts
from casework import lengths
from casework.referrals.desk import Move
from casework.referrals.referral import SLIP_ANSWERS, Appointment, ReferralStatus
from desktop.look import look
from desktop.pages.today.new import hour_of
from desktop.parts.buttons import Button
from desktop.parts.day_field import DayField
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, column, level
from desktop.parts.on_condition import OnCondition
from desktop.parts.ticks import Tick
from desktop.parts.words import Words
from forms.codelists import code_list, label
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from casework.disclosure import Preview

# How long the number and the check code of a letter are, as the square of its slip holds them.
_CODES: Final = (7, 9)
_A_YEAR: Final = timedelta(days=365)
# The spots of what came of a request, each by the answer.
_ANSWER: Final = "referral.answer."


class Panel(Box):
    """A few fields and two buttons below a card; Escape closes it, and what was typed waits.

    `what` names its spot: what stands in its fields waits there until it is done or cancelled.
    """

    closing = Signal()
    dropping = Signal()
    done = Signal(object)
    what = ""

    def __init__(self, does: str) -> None:
        super().__init__("panel")
        self.keep = Button(texts.say(does)).does(self._done)
        self._cancel = Button(texts.say("referrals.cancel"), "quiet").does(self.dropping.emit)

    def fill(self, *parts: QWidget) -> None:
        """Put in the fields, and the buttons below them."""
        acts = Flow([self.keep, self._cancel], gap=8, line_gap=8)
        self.setLayout(column(*parts, acts, gap=16, margin=16))

    def fields(self) -> Mapping[str, QWidget]:
        """Return the fields that wait, by their names."""
        return {}

    def begin(self) -> None:
        """Put the keyboard at the first field."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closing.emit()
        else:
            super().keyPressEvent(event)

    def _done(self) -> None:
        raise NotImplementedError


class AppointmentPanel(Panel):
    """A day, perhaps an hour and a place."""

    what = "referral.arrange"

    def __init__(self, today: date, known: Appointment | None) -> None:
        super().__init__("referrals.keep")
        self.day = DayField(known.on if known else today, today - _A_YEAR, today + _A_YEAR)
        self._day = Field(texts.say("referrals.day"), self.day)
        self.day.name(texts.say("referrals.day"))
        hour = f"{known.at:%H:%M}" if known and known.at else ""
        self._hour_line = Line(hour, placeholder=texts.say("today.new.hour_hint"))
        self._hour = Field(texts.say("today.new.hour"), self._hour_line)
        self._place = Line(known.place if known else "")
        self._place.setMaxLength(lengths.REFERRAL)
        place = Field(texts.say("referrals.place"), self._place)
        if look().reflows:
            self.fill(self._day, self._hour, place)
        else:
            across = QWidget()
            across.setLayout(level(self._day, self._hour, place))
            self.fill(across)

    def fields(self) -> Mapping[str, QWidget]:
        """Return the three fields."""
        return {"day": self.day, "hour": self._hour_line, "place": self._place}

    def begin(self) -> None:
        """Put the keyboard at the day."""
        self.day.setFocus()

    def _done(self) -> None:
        hour = self._hour_line.text().strip()
        at = hour_of(hour)
        if hour and at is None:
            self._hour.wrong(texts.say("today.new.hour_wrong"))
            self._hour_line.setFocus()
            return
        self.done.emit(Appointment(self.day.day, at, self._place.text()))


class AnswerPanel(Panel):
    """What came of a request in a few words; for a no also the reason that was given."""

    def __init__(self, status: ReferralStatus) -> None:
        super().__init__("referrals.keep")
        self._status, self.what = status, f"{_ANSWER}{status.value}"
        language = texts.current().code
        reasons = [
            (code, label("refusal_reason", code, language))
            for code in code_list("refusal_reason").codes
        ]
        self.reason = Drop([("", texts.say("referrals.no_reason")), *reasons])
        self.words = Line()
        self.words.setMaxLength(lengths.REFERRAL)
        hint = texts.say("referrals.outcome_hint")
        outcome = Field(texts.say("referrals.fact.outcome"), self.words, hint=hint)
        self.words.returnPressed.connect(self.keep.click)
        if status is ReferralStatus.REFUSED:
            self.fill(Field(texts.say("referrals.fact.refusal"), self.reason), outcome)
        else:
            self.fill(outcome)

    def fields(self) -> Mapping[str, QWidget]:
        """Return the reason and the words."""
        return {"reason": self.reason, "words": self.words}

    def begin(self) -> None:
        """Put the keyboard at the reason, or at the words."""
        (self.reason if self._status is ReferralStatus.REFUSED else self.words).setFocus()

    def _done(self) -> None:
        refused = self._status is ReferralStatus.REFUSED
        reason = self.reason.code() if refused else ""
        self.done.emit(Move(self._status, reason, self.words.text()))


def answered(what: str) -> ReferralStatus | None:
    """Return which answer a spot is about, if it is about one."""
    named = what.removeprefix(_ANSWER)
    return ReferralStatus(named) if named != what else None


class Reply(NamedTuple):
    """What was typed from the slip of a letter."""

    number: str
    check: str
    answer: str
    reason: str


class ReplyPanel(Panel):
    """The slip that came back: letter number, check code, what is ticked on it."""

    what = "referral.slip"

    def __init__(self) -> None:
        super().__init__("referrals.keep")
        language = texts.current().code
        self.number, self.check = Line(), Line()
        answers = [(one, texts.say(f"referrals.ticked.{one}")) for one in SLIP_ANSWERS]
        reasons = [
            (code, label("refusal_reason", code, language))
            for code in code_list("refusal_reason").codes
        ]
        self.answer = Drop(answers)
        self.reason = Drop([("", texts.say("referrals.no_reason")), *reasons])
        self._number = Field(texts.say("referrals.slip.number"), self.number)
        self.number.textChanged.connect(self._scanned)
        said = texts.say("referrals.ticked_why")
        fields = (
            self._number,
            Field(texts.say("referrals.slip.check"), self.check),
            Field(texts.say("referrals.slip.answer"), self.answer),
            Field(texts.say("referrals.fact.refusal"), self.reason),
        )
        self.answer.setAccessibleDescription(said)
        inside = QWidget()
        # Under all of them: beside its own it would push that one below the others.
        told = Words(said, "small", wrap=True)
        asked = (column(*fields, gap=16) if look().reflows else level(*fields), told)
        inside.setLayout(column(*asked, gap=10))
        # No card holds it: it stands between the head of the page and the cards.
        self.setProperty("role", "card")
        self.fill(inside)

    def fields(self) -> Mapping[str, QWidget]:
        """Return the four fields."""
        return {
            "number": self.number,
            "check": self.check,
            "answer": self.answer,
            "reason": self.reason,
        }

    def begin(self) -> None:
        """Put the keyboard at the number."""
        self.number.setFocus()

    def wrong(self, words: str) -> None:
        """Say why the reply was not taken."""
        self._number.wrong(words)
        self.number.setFocus()

    def _scanned(self, typed: str) -> None:
        """Take a whole slip from whatever reads its square and types both codes in one line."""
        codes = typed.split()
        if len(codes) == len(_CODES) and tuple(map(len, codes)) == _CODES:
            self.number.setText(codes[0])
            self.check.setText(codes[1])
            self.answer.setFocus()

    def _done(self) -> None:
        answer, reason = self.answer.code(), self.reason.code()
        self.done.emit(Reply(self.number.text(), self.check.text(), answer, reason))


class TellPanel(Panel):
    """What may be said aloud, ticked as it was said; and what stays here, with the reason."""

    what = "referral.tell"

    def __init__(self, seen: Preview) -> None:
        super().__init__("referrals.was_told")
        self.ticks: dict[str, Tick] = {}
        parts: list[QWidget] = [Words(texts.say("referrals.tell_how"), "small", wrap=True)]
        if seen.conditions:
            parts.append(OnCondition(seen.conditions))
        for one in seen.told:
            name = texts.say(f"item.{one.item}")
            words = texts.say("referrals.tell_item", item=name, value=in_own_direction(one.value))
            tick = Tick(name if look().discreet else words)
            tick.setChecked(True)
            self.ticks[one.item] = tick
            parts.append(tick)
        if not seen.told:
            parts.append(Words(texts.say("referrals.tell_nothing"), "body", wrap=True))
        if seen.withheld:
            parts.append(Words(texts.say("referrals.stays_here"), "strong_small", wrap=True))
        for held in seen.withheld:
            name, why = texts.say(f"item.{held.item}"), texts.say(f"reason.{held.reason}")
            words = texts.say("referrals.held_item", item=name, reason=why)
            parts.append(Words(words, "small", wrap=True))
        self.fill(*parts)

    def fields(self) -> Mapping[str, QWidget]:
        """Return what may be said, each by its name."""
        return self.ticks

    def begin(self) -> None:
        """Put the keyboard at the first thing that may be said."""
        first = next(iter(self.ticks.values()), None)
        (first or self.keep).setFocus()

    def _done(self) -> None:
        self.done.emit(frozenset(item for item, one in self.ticks.items() if not one.isChecked()))
