"""Who asked the office for data from outside, and how it answered; nothing goes out from here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from casework.records.unfinished import Spot
from casework.registers.outside_request import Answer, Asked, Given
from casework.team.worker import Act, may
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.pages.registers.panel import PanelPlace
from desktop.pages.registers.request_card import RequestCard
from desktop.pages.registers.request_panels import AnswerPanel, AskedPanel
from desktop.parts.buttons import Button
from desktop.parts.card_page import CardPage
from desktop.parts.covered import Covered
from desktop.parts.flow import Flow
from desktop.parts.frames import clear, column
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casework.changes import Change
    from casework.referrals.letter import LetterSent
    from casework.registers.outside_request import OutsideRequest, RequestLine
    from desktop.frame.room import Room

# The spots of a request that is written down, and of an answer.
ASKED, ANSWER = "request", "request_answer"
_WAITING, _ANSWERED = "requests.waiting", "requests.answered"


class RequestsPage(Page):
    """What waits for an answer, then what was answered; one panel at a time above both."""

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self._leads = may(room.office.worker, Act.TEAM)
        self.nav = "team" if self._leads else "letters"
        self.lines: dict[str, RequestLine] = {}
        self.cards: dict[str, RequestCard] = {}
        self.writing = PanelPlace(room)
        self.writing.left.connect(self._enter)
        self._is_first = True
        self.add = Button(texts.say("requests.add"), icon_name="plus")
        self.add.does(self._begin)
        self._list = column(gap=12)
        head, found = QWidget(), QWidget()
        note = Words(texts.say("requests.note"), "small", wrap=True)
        head.setLayout(column(note, Flow((self.add,)), gap=10))
        found.setLayout(self._list)
        self.setLayout(column(CardPage((head, self.writing, found))))

    def start(self) -> None:
        """Ask for the register."""
        self.room.jobs.ask(self, self.room.office.requests.all, self._show)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here."""
        return (texts.say(f"nav.{self.nav}"), Place(self.nav)), (texts.say("requests.title"), None)

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Write one down, or keep what is written."""
        panel = self.writing.panel
        return {"main": panel.send if panel is not None else self.add.click}

    def first_focus(self) -> QWidget:
        """Begin with writing one down."""
        return self.add

    def concerns(self, _change: Change) -> None:
        """Show what changed: a case may have been opened, or erased, as well."""
        self.start()

    def reveal(self, *, on: bool) -> None:
        """Show the words that were asked in discreet mode while the key for it is held."""
        for one in self.findChildren(Covered):
            one.reveal(on=on)

    def go_on(self, spot: Spot) -> None:
        """Open again what somebody had begun to write."""
        line = self.lines.get(spot.subject)
        if spot == Spot(ASKED):
            self._begin()
        elif spot.what == ASKED and line is not None:
            self._correct(line)
        elif spot.what == ANSWER and line is not None:
            self._answer(line)

    # --- the list

    def _show(self, lines: Sequence[RequestLine]) -> None:
        self.lines = {one.request.id: one for one in lines}
        here = next((key for key, one in self.cards.items() if _has_keyboard(one)), None)
        clear(self._list)
        self.cards = {}
        waiting = [one for one in lines if one.request.answer is Answer.OPEN]
        answered = [one for one in lines if one.request.answer is not Answer.OPEN]
        for heading, some in ((_WAITING, waiting), (_ANSWERED, answered)):
            self._list.addWidget(Words(texts.say(heading), "h2"))
            for line in some:
                self._list.addWidget(self._card(line))
            if not some:
                self._list.addWidget(Words(texts.say(f"{heading}_none"), "muted", wrap=True))
        if here is not None:
            self._enter(here)
        if self._is_first:
            self._is_first = False
            self.reopen()

    def _card(self, line: RequestLine) -> RequestCard:
        card = RequestCard(line, self.room.office.worker)
        card.answering.connect(self._answer)
        card.correcting.connect(self._correct)
        card.opening.connect(partial(self.room.go, "case"))
        self.cards[line.request.id] = card
        return card

    def _enter(self, key: str) -> None:
        """Put the keyboard at a request, or where another is written down."""
        card = self.cards.get(key)
        (card.acts[0] if card is not None and card.acts else self.add).setFocus()

    # --- the panels

    def _begin(self) -> None:
        self.writing.open(panel := AskedPanel(None), Spot(ASKED), panel.about)
        panel.keeping.connect(self._note)

    def _correct(self, line: RequestLine) -> None:
        self.writing.open(panel := AskedPanel(line), _spot(ASKED, line), lambda: line.case_code)
        panel.keeping.connect(partial(self._keep_better, line))

    def _answer(self, line: RequestLine) -> None:
        letters = partial(self.room.office.requests.letters, line.request.id)
        self.room.jobs.ask(self, letters, partial(self._ask_answer, line))

    def _ask_answer(self, line: RequestLine, letters: Sequence[LetterSent]) -> None:
        panel = AnswerPanel(line, tuple(letters))
        self.writing.open(panel, _spot(ANSWER, line), lambda: line.case_code)
        panel.keeping.connect(partial(self._keep_answer, line))

    # --- what is done

    def _note(self, asked: Asked) -> None:
        self.writing.do(partial(self.room.office.requests.note, asked), "requests.said.noted")

    def _keep_better(self, line: RequestLine, asked: Asked) -> None:
        desk, key = self.room.office.requests, line.request.id
        back = partial(desk.correct, key, _as_asked(line.request))
        self.writing.do(partial(desk.correct, key, asked), "requests.said.corrected", back)

    def _keep_answer(self, line: RequestLine, given: Given) -> None:
        desk, known = self.room.office.requests, line.request
        before = Given(known.answer, known.order_no, known.letter)
        back = partial(desk.answer, known.id, before)
        if known.answer is Answer.OPEN:
            back = partial(desk.reopen, known.id)
        self.writing.do(partial(desk.answer, known.id, given), "requests.said.answered", back)


def _spot(what: str, line: RequestLine) -> Spot:
    return Spot(what, "", line.request.id)


def _as_asked(request: OutsideRequest) -> Asked:
    """Return what was written down of a request, to write it down so again."""
    return Asked(request.on, request.asker, request.words, request.who, request.in_writing)


def _has_keyboard(card: RequestCard) -> bool:
    return any(one.hasFocus() for one in card.acts)
