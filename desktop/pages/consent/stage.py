"""What the flows of consent work on: the case, what was said in it, and what is asked now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from desktop.pages.consent.begun import Begun
from desktop.pages.consent.topic import CARDS, Topic, line_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from casework.consent.sheet import ConsentSheet
    from casework.office import Office
    from desktop.frame.room import Room

# What was chosen and not answered is kept while one looks elsewhere, in memory only, and goes with
# the office at hide and lock: a yes is given in one breath, and half of one is no record.
_BEGUN: Final[WeakKeyDictionary[Office, dict[str, Begun]]] = WeakKeyDictionary()


class Stage(QObject):
    """One case on the page of consent; flows show their panes through it."""

    shown = Signal(object, object)
    ended = Signal(object, str)
    wanted = Signal(object)

    def __init__(self, room: Room, case: str, sheet: ConsentSheet, topic: Topic | None) -> None:
        super().__init__()
        self.room, self.case, self.sheet = room, case, sheet
        self.topic = topic or self.not_asked_yet()
        if self.begun.is_over:
            # Nothing waits: whoever comes back sits down anew, perhaps with somebody else.
            del _BEGUN[room.office][case]

    @property
    def begun(self) -> Begun:
        """What was chosen in this case and is not answered."""
        cases = _BEGUN.setdefault(self.room.office, {})
        return cases.setdefault(self.case, Begun.of_age(self.sheet))

    def not_asked_yet(self) -> Topic:
        """Return what is asked first: what has no answer yet, in the order of the cards."""
        open_ones = [one for one in map(Topic, CARDS) if line_of(self.sheet, one) is None]
        return (*open_ones, Topic(CARDS[0]))[0]

    def show(self, pane: QWidget, answers: QWidget | None = None) -> None:
        """Show something at the side of the question, and the answers under it."""
        self.shown.emit(pane, answers)
