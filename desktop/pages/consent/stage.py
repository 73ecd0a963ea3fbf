"""What the flows of consent work on: the case, what was said in it, and what is asked now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from desktop.pages.consent.begun import Begun
from desktop.pages.consent.topic import CARDS, Topic, line_of, topic_of
from desktop.pages.consent.written import read

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from casework.consent.sheet import ConsentSheet
    from casework.office import Office
    from casework.records.unfinished import Unfinished
    from desktop.frame.places import Place
    from desktop.frame.room import Room

# The cases in which somebody sat down since the workbook was opened.
_SAT: Final[WeakKeyDictionary[Office, set[str]]] = WeakKeyDictionary()


class Stage(QObject):
    """One case on the page of consent; flows show their panes through it."""

    shown = Signal(object, object)
    ended = Signal(object, str)
    wanted = Signal(object)

    def __init__(
        self, room: Room, place: Place, sheet: ConsentSheet, kept: Unfinished | None
    ) -> None:
        super().__init__()
        self.room, self.case, self.sheet, self.kept = room, place.case, sheet, kept
        # What was chosen in this case and is not answered.
        self.begun = read(kept.values if kept else {}, sheet)
        sat = _SAT.setdefault(room.office, set())
        if self.begun.is_over and self.case in sat:
            # Nothing waits: whoever comes back sits down anew, perhaps with somebody else.
            self.begun = Begun.of_age(sheet)
        sat.add(self.case)
        named, asked = topic_of(place.subject, sheet), topic_of(self.begun.asked, sheet)
        self.topic = named or asked or self.not_asked_yet()
        # Whether it is gone on with one question, and at which of its fields.
        self.goes_on = named is not None or asked is not None
        self.at = kept.at if kept and asked == self.topic else ""

    def not_asked_yet(self) -> Topic:
        """Return what is asked first: what has no answer yet, in the order of the cards."""
        open_ones = [one for one in map(Topic, CARDS) if line_of(self.sheet, one) is None]
        return (*open_ones, Topic(CARDS[0]))[0]

    def show(self, pane: QWidget, answers: QWidget | None = None) -> None:
        """Show something at the side of the question, and the answers under it."""
        self.shown.emit(pane, answers)
