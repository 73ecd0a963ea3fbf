"""One request from outside as a card: who asked for what, and where the answer stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from casework.registers.outside_request import ASKERS, Answer
from casework.team.worker import Act, may
from desktop.pages.registers.register import RegisterCard
from desktop.pages.registers.request_words import (
    answer_words,
    asked,
    asker_and_day,
    noted_words,
)
from desktop.pages.registers.wordings import before
from desktop.parts.words import Words

if TYPE_CHECKING:
    from casework.registers.outside_request import RequestLine
    from casework.team.worker import Worker


class RequestCard(RegisterCard):
    """Who may answers it; who may corrects it; and the case that it is about is one press away."""

    answering = Signal(object)
    correcting = Signal(object)

    def __init__(self, line: RequestLine, worker: Worker) -> None:
        super().__init__(asker_and_day(line.request))
        leads, is_open = may(worker, Act.TEAM), line.request.answer is Answer.OPEN
        if leads and not line.masked:
            act = "requests.do_answer" if is_open else "requests.answer_again"
            self.offer(act, "check").does(lambda: self.answering.emit(line))
        wrote = line.request.noted_by == worker.id and is_open
        if (leads or wrote) and line.request.words and not line.masked:
            correct = self.offer("registers.correct", "pencil-simple")
            correct.does(lambda: self.correcting.emit(line))
        if line.case_code:
            self.offer("requests.see_case").does(lambda: self.opening.emit(line.case_code))
        said = (noted_words(line), answer_words(line))
        small = (Words(one, "small", wrap=True) for one in said)
        self.lay((*asked(line), *small, *before(line.wordings, ASKERS, how=True)))
