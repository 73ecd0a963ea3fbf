"""How to reach safely whoever the list stands at: the card, and asking for what it says."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

import texts
from desktop.look import look
from desktop.pages.case.contact_words import Said, contact_said, in_short, way_said
from desktop.pages.cases.words import contact_told
from desktop.parts.buttons import Button
from desktop.parts.clause import Clause
from desktop.parts.frames import Box, column, row
from desktop.parts.messages import Picture
from desktop.parts.words import Words

if TYPE_CHECKING:
    from datetime import datetime
    from typing import TypeAlias

    from PySide6.QtWidgets import QWidget

    from casework.cases.caseline import CaseLine
    from casework.records.contact import SafeContact
    from desktop.frame.room import Room

    # One case as it stands in the list: where it changed it is another one.
    Standing: TypeAlias = tuple[str, datetime, str, str]

_STANDS_MS: Final = 400
# So many rules, and so much of each: the rest is read in the case.
_RULES, _LETTERS = 5, 100
_CARE: Final = ("text", "care")


class ContactCard(Box):
    """What is known of how to reach somebody: from the list alone, or all of it in a few lines.

    What it leaves out is a click away.
    """

    opening = Signal()

    def __init__(self, line: CaseLine, contact: SafeContact | None, *, unread: bool) -> None:
        super().__init__("care")
        told = contact_told(line.safe_way, line.code_word)
        heading = Words(texts.say("cases.side.contact"), "strong_small", colour="care")
        head = row(Picture(told.icon, look().colours.care), heading, None, gap=8)
        said = contact_said(contact) if contact is not None else _of_list(line)
        short = [in_short(one.words, _LETTERS) for one in said[:_RULES]]
        self._clauses = [
            Clause(words, one.icon, role="small", colours=_CARE, masks=one.masks)
            for one, words in zip(said, short, strict=False)
        ]
        whole = column(head, column(*self._clauses, gap=2), gap=4, margin=12)
        if unread or short != [in_short(one.words, len(one.words)) for one in said]:
            self.rest = Button(texts.say("cases.side.contact_more"), "link")
            self.rest.setFont(look().font("small"))
            whole.addLayout(row(self.rest.does(self.opening.emit), None))
        self.setLayout(whole)

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        for clause in self._clauses:
            clause.reveal(on=on)


def _of_list(line: CaseLine) -> list[Said]:
    """Return what the line of a case says of it."""
    told = contact_told(line.safe_way, line.code_word)
    way = [] if line.safe_way else [Said("", told.words)]
    return [*way, *way_said(line.safe_way, "", line.code_word)]


class Contacts(QObject):
    """Asks how somebody is reached once the list has stood at a case for a moment.

    That is in the log of the case before it is shown: once for each time the list is opened. Of a
    masked case nothing is asked.
    """

    came = Signal(object)
    refused = Signal()

    def __init__(self, room: Room, side: QWidget) -> None:
        super().__init__(side)
        self._room, self._side = room, side
        self._known: dict[Standing, SafeContact] = {}
        self._line: CaseLine | None = None
        self._asked: Standing | None = None
        self._timer = QTimer(self, singleShot=True, interval=_STANDS_MS)
        self._timer.timeout.connect(self._ask)

    def stand_at(self, line: CaseLine | None) -> None:
        """Show of a case what is known, or ask for it soon."""
        before, self._line = _standing(self._line), line
        here = _standing(line)
        if here in self._known:
            self.came.emit(self._known[here])
        if here is None or here in self._known:
            self._timer.stop()
        elif here != before or not (self._timer.isActive() or here == self._asked):
            self._timer.start()

    def _ask(self) -> None:
        line, here = self._line, _standing(self._line)
        if line is None or here is None or not self._side.isVisible():
            return
        self._asked = here
        ask = partial(self._room.office.overview.contact, line.code)
        came, refused = partial(self._came, here), partial(self._refused, here)
        self._room.jobs.try_to(self, ask, came, refused)

    def _came(self, asked: Standing, contact: SafeContact) -> None:
        self._known[asked] = contact
        self._ended(asked)
        if asked == _standing(self._line):
            self.came.emit(contact)

    def _refused(self, asked: Standing, error: Exception) -> None:
        """Say what was refused, and that the card does not say all."""
        self._ended(asked)
        if asked == _standing(self._line):
            self.refused.emit()
        self._room.jobs.failed.emit(error)

    def _ended(self, asked: Standing) -> None:
        if asked == self._asked:
            self._asked = None


def _standing(line: CaseLine | None) -> Standing | None:
    if line is None or line.masked:
        return None
    return line.id, line.changed_at, line.safe_way, line.code_word
