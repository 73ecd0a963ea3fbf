"""Who asked the office for data from outside, and how it answered; nothing goes out from here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from casework.records.unfinished import Spot
from casework.registers.outside_request import Answer, Asked, Given, RequestLine
from desktop.pages.registers.register import RegisterPage
from desktop.pages.registers.request_card import RequestCard
from desktop.pages.registers.request_panels import AnswerPanel, AskedPanel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casework.registers.outside_request import LeftBy, OutsideRequest

# The spots of a request that is written down, and of an answer.
ASKED: Final = "request"
ANSWER: Final = "request_answer"


class RequestsPage(RegisterPage[RequestLine]):
    """What waits for an answer, then what was answered."""

    name, other, icon = "requests", "breaches", "tray"

    def asked(self) -> Callable[[], Sequence[RequestLine]]:
        """Return what asks for the register."""
        return self.room.office.requests.all

    def key_of(self, line: RequestLine) -> str:
        """Return the id of a request."""
        return line.request.id

    def is_open(self, line: RequestLine) -> bool:
        """Return whether a request waits for an answer."""
        return line.request.answer is Answer.OPEN

    def card_of(self, line: RequestLine) -> RequestCard:
        """Return a request as a card."""
        card = RequestCard(line, self.room.office.worker)
        card.answering.connect(self.answer)
        card.correcting.connect(self._correct)
        card.opening.connect(partial(self.room.go, "case"))
        return card

    def go_on(self, spot: Spot) -> None:
        """Open again what somebody had begun to write."""
        line = self.lines.get(spot.subject)
        if spot == Spot(ASKED):
            self.begin()
        elif spot.what == ASKED and line is not None:
            self._correct(line)
        elif spot.what == ANSWER and line is not None:
            self.answer(line)

    # --- the panels

    def begin(self) -> None:
        """Write a request down."""
        self.writing.open(panel := AskedPanel(None), Spot(ASKED), panel.about)
        panel.keeping.connect(self._note)

    def _correct(self, line: RequestLine) -> None:
        self.writing.open(panel := AskedPanel(line), _spot(ASKED, line), lambda: line.case_code)
        panel.keeping.connect(partial(self._keep_better, line))

    def answer(self, line: RequestLine) -> None:
        """Ask for the answer, once it is known which letters left the case."""
        letters = partial(self.room.office.requests.letters, line.request.id)
        self.room.jobs.ask(self, letters, partial(self._ask_answer, line))

    def _ask_answer(self, line: RequestLine, letters: Sequence[LeftBy]) -> None:
        panel = AnswerPanel(line, tuple(letters))
        self.writing.open(panel, _spot(ANSWER, line), lambda: line.case_code)
        panel.keeping.connect(partial(self._keep_answer, line))

    # --- what is done

    def _note(self, asked: Asked) -> None:
        self.writing.do(partial(self.room.office.requests.note, asked), "requests.said.noted")

    def _keep_better(self, line: RequestLine, asked: Asked) -> None:
        desk, key = self.room.office.requests, line.request.id
        back = partial(desk.correct, key, _as_asked(line.request))
        act = partial(desk.correct, key, asked)
        self.writing.do(act, "requests.said.corrected", lambda _change: back())

    def _keep_answer(self, line: RequestLine, given: Given) -> None:
        desk, known = self.room.office.requests, line.request
        before = Given(known.answer, known.order_no, known.letter)
        back = partial(desk.answer, known.id, before)
        if known.answer is Answer.OPEN:
            back = partial(desk.reopen, known.id)
        act = partial(desk.answer, known.id, given)
        self.writing.do(act, "requests.said.answered", lambda _change: back())


def _spot(what: str, line: RequestLine) -> Spot:
    return Spot(what, "", line.request.id)


def _as_asked(request: OutsideRequest) -> Asked:
    """Return what was written down of a request, to write it down so again."""
    return Asked(request.on, request.asker, request.words, request.who, request.in_writing)
