"""What was brought in before, and taking one of them away as a whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from casework.team.worker import Act, may
from desktop import doors
from desktop.pages.bringing.words import columns_of, past_cells, undone_words
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.facts_table import FactsTable
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.sure import Once, Sure
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.changes import Change
    from casework.ports.bringing import Brought, Undone
    from desktop.frame.room import Room

_COLUMNS: Final = (("when", 130, 0), ("layout", 160, 2), ("cases", 90, 1), ("state", 110, 3))


class PastCard(Card):
    """A table of what was brought in; under it one button for the chosen one."""

    def __init__(self, room: Room) -> None:
        super().__init__(texts.say("bringing.past"))
        self._room = room
        self._all: Sequence[Brought] = ()
        self._none = Words(texts.say("bringing.nothing_yet"), "body", wrap=True)
        self.table = FactsTable(columns_of(_COLUMNS), texts.say("bringing.past"))
        self.table.hide()
        self.undo = Button(texts.say("bringing.undo")).does(self._ask)
        self.undo.refuse(texts.say("bringing.nothing_yet"))
        self._sure, self._said = Sure(), column()
        why = Words(texts.say("bringing.undo_why"), "small", wrap=True)
        self.body.addLayout(
            column(self._none, self.table, why, Flow((self.undo,)), self._sure, self._said, gap=12)
        )
        self.table.selectionModel().currentRowChanged.connect(self._choose)

    def start(self) -> None:
        """Ask for what was brought in, where one may."""
        if may(self._room.office.worker, Act.BRING_IN):
            self._room.jobs.ask(self, self._room.office.bringing.all, self._show)
        else:
            self.undo.refuse(texts.say("error.not_permitted"))

    def _show(self, found: Sequence[Brought]) -> None:
        self._all = found
        self._none.setVisible(not found)
        self.table.setVisible(bool(found))
        self.table.show_rows([past_cells(one) for one in found])
        self._choose()

    def _chosen(self) -> Brought | None:
        at = self.table.current_row()
        return self._all[at] if 0 <= at < len(self._all) else None

    def _choose(self, *_rows: object) -> None:
        self._sure.drop()
        one = self._chosen()
        none = texts.say("bringing.nothing_yet" if one is None else "bringing.undone")
        self.undo.refuse(none if one is None or one.undone else "")

    def _ask(self) -> None:
        """Ask once more: what is taken away is erased."""
        one = self._chosen()
        if one is None:
            return
        clear(self._said)
        means, yes = texts.plural("bringing.undo_sure", one.left), texts.say("bringing.undo_yes")
        once = Once(means, yes, yes, texts.say("sure.leave_it"))
        self._sure.ask(once, partial(self._undo, one.id), self.undo)

    def _undo(self, key: str) -> None:
        act = partial(self._room.office.bringing.undo, key)
        self._room.jobs.try_to(self, act, partial(self._undone, key), self._refused)

    def _undone(self, key: str, done: tuple[Change, Undone]) -> None:
        change, undone = done
        self._room.taken_back.emit(key)
        clear(self._said)
        words = undone_words(undone)
        self._said.addWidget(MessageBar(words))
        announce(self, words)
        self._room.jobs.changed.emit(change)
        self.undo.setFocus()

    def _refused(self, error: Exception) -> None:
        clear(self._said)
        self._said.addWidget(MessageBar(doors.why(error), "problem"))


def take_away(room: Room, key: str) -> None:
    """Take a table away as a whole, wherever one has gone since, and say what stays."""

    def taken(done: tuple[Change, Undone]) -> None:
        change, undone = done
        room.done(undone_words(undone))
        room.jobs.changed.emit(change)

    room.jobs.try_to(room, partial(room.office.bringing.undo, key), taken, room.jobs.failed.emit)
