"""The two panels of the register: what is written down of a request, and how it is answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Final

import texts
from casework.registers.outside_request import ASKERS, Answer, Asked, Given, codes_in
from desktop.clock import now
from desktop.pages.registers.panel import CASE_REFUSED, Panel
from desktop.pages.registers.request_words import (
    answer_choices,
    asked,
    asker_and_day,
    letter_choices,
)
from desktop.parts.day_field import DayField
from desktop.parts.fields import Drop, Field, Line, Lines
from desktop.parts.ticks import Tick
from forms.codelists import in_display_order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from casework.registers.outside_request import LeftBy, RequestLine

_PAST: Final = timedelta(days=5 * 365)


class AskedPanel(Panel):
    """Who asked, when, for what; of a new request also about which cases."""

    about_field: ClassVar[Mapping[str, str]] = {
        "request_day": "on",
        "request_words": "words",
        **dict.fromkeys(CASE_REFUSED, "case"),
    }

    def __init__(self, line: RequestLine | None) -> None:
        today, known = now().date(), line.request if line else None
        language = texts.current().code
        asker = [(one.id, one.label(language)) for one in in_display_order(ASKERS, language)]
        choose = [] if known else [("", texts.say("consent.choose"))]
        self.asker = Drop([*choose, *asker], known.asker if known else "")
        self.on = DayField(known.on if known else today, today - _PAST, today)
        self.who, self.words = Line(known.who if known else ""), Lines(known.words if known else "")
        self.written = Tick(texts.say("requests.in_writing"))
        self.written.setChecked(known is not None and known.in_writing)
        self.on.name(texts.say("requests.on"))
        # What it is about stays: a request about another case is another one.
        self.case = Line() if line is None else None
        heading = texts.say("registers.correct" if line else "requests.add")
        super().__init__(
            heading,
            Field(texts.say("requests.asker"), self.asker),
            Field(texts.say("requests.on"), self.on),
            Field(texts.say("requests.who"), self.who),
            Field(texts.say("requests.words"), self.words, hint=texts.say("requests.words_why")),
            self.written,
            *([] if self.case is None else [_about(self.case)]),
        )

    def by_name(self) -> Mapping[str, QWidget]:
        """Return the fields by what they hold."""
        fields = {
            "asker": self.asker,
            "on": self.on,
            "who": self.who,
            "words": self.words,
            "written": self.written,
        }
        return fields | ({"case": self.case} if self.case is not None else {})

    def about(self) -> str:
        """Return the first case that is named, with which these words are to go."""
        return next(iter(codes_in(self._cases())), "")

    def _cases(self) -> str:
        return self.case.text() if self.case is not None else ""

    def send(self) -> None:
        """Hand on what was asked."""
        if not self.asker.code():
            self.ask_for("asker", texts.say("requests.choose_asker"))
            return
        self.keeping.emit(
            Asked(
                on=self.on.day,
                asker=self.asker.code(),
                words=self.words.toPlainText(),
                who=self.who.text(),
                in_writing=self.written.isChecked(),
                case_code=self._cases(),
            )
        )


def _about(case: Line) -> Field:
    return Field(texts.say("requests.case"), case, hint=texts.say("requests.case_why"))


class AnswerPanel(Panel):
    """The answer; what was released asks for the order, and for the letter by which it went."""

    about_field: ClassVar[Mapping[str, str]] = {
        "request_answer": "answer",
        "request_order": "order",
        "request_order_long": "order",
        "request_no_letter": "letter",
    }

    def __init__(self, line: RequestLine, letters: tuple[LeftBy, ...]) -> None:
        known = line.request
        self.answer = Drop(answer_choices(), known.answer.value)
        self.order = Line(known.order_no)
        self.letter = Drop(letter_choices(letters), known.letter)
        self._released = [
            Field(texts.say("requests.order"), self.order, hint=texts.say("requests.order_why")),
            Field(texts.say("requests.letter"), self.letter, hint=texts.say("requests.letter_why")),
        ]
        super().__init__(
            texts.say("requests.answering", what=asker_and_day(known)),
            *asked(line),
            Field(texts.say("requests.how"), self.answer),
            *self._released,
        )
        self.answer.currentIndexChanged.connect(lambda _at: self._show())
        self._show()

    def by_name(self) -> Mapping[str, QWidget]:
        """Return the fields by what they hold."""
        return {"answer": self.answer, "order": self.order, "letter": self.letter}

    def _show(self) -> None:
        for one in self._released:
            one.setVisible(self.answer.code() == Answer.RELEASED)

    def send(self) -> None:
        """Hand on the answer."""
        answer = Answer(self.answer.code() or Answer.OPEN)
        self.keeping.emit(Given(answer, self.order.text(), self.letter.code()))
