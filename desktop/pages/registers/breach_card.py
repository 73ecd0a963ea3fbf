"""One breach as a card: what happened, whom it is about, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from casework.registers.breach import BreachState
from casework.team.worker import Act, may
from desktop.pages.registers.breach_words import kind_and_day, told
from desktop.pages.registers.register import RegisterCard

if TYPE_CHECKING:
    from casework.registers.breach import BreachLine
    from casework.team.worker import Worker


class BreachCard(RegisterCard):
    """Who looks after the team sees to it and closes it; who wrote it down corrects it."""

    taking = Signal(object)
    closing = Signal(object)
    reopening = Signal(object)
    correcting = Signal(object)

    def __init__(self, line: BreachLine, worker: Worker) -> None:
        super().__init__(kind_and_day(line.breach))
        leads, is_open = may(worker, Act.TEAM), line.breach.state is BreachState.OPEN
        if leads and is_open:
            self.offer("breaches.take", "plus").does(lambda: self.taking.emit(line))
            self.offer("breaches.close", "check").does(lambda: self.closing.emit(line))
        elif leads:
            self.offer("breaches.reopen").does(lambda: self.reopening.emit(line))
        if leads or (is_open and line.breach.noted_by == worker.id):
            correct = self.offer("registers.correct", "pencil-simple")
            correct.does(lambda: self.correcting.emit(line))
        self.lay(told(line))
