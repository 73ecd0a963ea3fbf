"""One request from outside as a card: who asked for what, and where the answer stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

import texts
from casework.registers.outside_request import Answer
from casework.team.worker import Act, may
from desktop.pages.registers.request_words import answer_words, asked, asker_and_day, noted_words
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, column
from desktop.parts.words import Words

if TYPE_CHECKING:
    from casework.registers.outside_request import RequestLine
    from casework.team.worker import Worker


class RequestCard(Box):
    """Who may answers it; who may corrects it; and the case that it is about is one press away."""

    answering = Signal(object)
    correcting = Signal(object)
    opening = Signal(str)

    def __init__(self, line: RequestLine, worker: Worker) -> None:
        super().__init__("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        what, is_open = asker_and_day(line.request), line.request.answer is Answer.OPEN
        leads = may(worker, Act.TEAM)
        self.acts: list[Button] = []
        if leads and not line.masked:
            words = texts.say("requests.do_answer" if is_open else "requests.answer_again")
            self._offer(words, what, "check").does(lambda: self.answering.emit(line))
        wrote = line.request.noted_by == worker.id and is_open
        if (leads or wrote) and line.request.words and not line.masked:
            words = texts.say("requests.correct")
            self._offer(words, what, "pencil-simple").does(lambda: self.correcting.emit(line))
        if line.case_code:
            words = texts.say("requests.see_case")
            self._offer(words, what, "").does(lambda: self.opening.emit(line.case_code))
        self.setLayout(
            column(
                Words(what, "strong", wrap=True),
                *asked(line),
                Words(noted_words(line), "small", wrap=True),
                Words(answer_words(line), "small", wrap=True),
                Flow(self.acts),
                gap=6,
                margin=16,
            )
        )

    def _offer(self, words: str, what: str, icon: str) -> Button:
        role = "plain" if not self.acts else "quiet"
        button = Button(words, role, icon_name=icon)
        button.setAccessibleName(texts.say("requests.act_name", act=words, what=what))
        self.acts.append(button)
        return button
