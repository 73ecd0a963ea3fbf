"""Autosave: what was answered goes to the store soon, in order, and never gets lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.frame.unsaved import not_saved
from desktop.look.tokens import timing, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.answers.filling import FillingDesk, Sheet
    from casework.changes import Change
    from desktop.frame.room import Room
    from forms.document import FormDoc

# What was chosen is whole at once; it only waits for what may follow in the same moment.
_CHOSEN_MS: Final = 150


class Ledgered:
    """The sheet as the store knows it; touched on the store's thread alone, one keep at a time.

    The first keep makes the draft, so each later one must know what the one before it made.
    """

    def __init__(self, filling: FillingDesk, sheet: Sheet) -> None:
        self._filling, self._sheet = filling, sheet
        self.began = bool(sheet.draft_id)

    def keep(self, doc: FormDoc) -> Sheet:
        """Keep the answers so far."""
        self._sheet = self._filling.keep(self._sheet, doc)
        self.began = True
        return self._sheet

    def let_go(self) -> None:
        """Take away the draft, if there is one; what is kept next begins another."""
        if self._sheet.draft_id:
            self._filling.discard(self._sheet.draft_id)
            self._sheet = replace(self._sheet, draft_id="", doc=None, saved_at="", started_at="")
            self.began = False

    def finish(self, doc: FormDoc) -> Change:
        """Put the form on record."""
        return self._filling.finish(self._sheet, doc)


class Keeping(QObject):
    """When to keep, and what to say about it."""

    saved = Signal(object)
    saving = Signal()
    failed = Signal(str)

    def __init__(self, room: Room, sheet: Sheet, draft: Callable[[], FormDoc]) -> None:
        super().__init__()
        self.room, self._draft = room, draft
        self.ledger = Ledgered(room.office.filling, sheet)
        # Whether it changes what is on record, where all of it may be taken away again.
        self.amends = bool(sheet.entry_id)
        # What is typed and not taken as an answer yet is taken first.
        self.settle: Callable[[], None] = lambda: None
        self._changed = self._over = self._troubled = False
        self._under_way = 0
        self._idle = QTimer(self, singleShot=True)
        self._latest = QTimer(self, singleShot=True, interval=timing("autosave_max_ms"))
        self._slow = QTimer(self, singleShot=True, interval=tokens()["motion"]["progress_delay_ms"])
        self._idle.timeout.connect(self.keep)
        self._latest.timeout.connect(self.keep)
        self._slow.timeout.connect(self.saving)

    @property
    def began(self) -> bool:
        """Whether anything of this form was ever kept."""
        return self.ledger.began

    @property
    def waits(self) -> bool:
        """Whether something was answered that the store does not know yet."""
        return self._changed or self._under_way > 0

    def touch(self, *, whole: bool) -> None:
        """Take note that something was chosen, or is being typed."""
        if self._over:
            return
        self._changed = True
        self._idle.start(_CHOSEN_MS if whole else timing("autosave_idle_ms"))
        if not self._latest.isActive():
            self._latest.start()

    def keep(self) -> None:
        """Hand what was answered to the store's queue, at once."""
        self._idle.stop()
        self._latest.stop()
        self.settle()
        if not self._changed or self._over:
            return
        self._changed = False
        self._idle.stop()
        self._latest.stop()
        self._send(self._draft())

    def _send(self, doc: FormDoc) -> None:
        """Send answers; who hears of it is the room, which is there when the page is gone."""
        self._under_way += 1
        self._slow.start()
        self.room.jobs.put_away(
            self.room, partial(self.ledger.keep, doc), self._kept, partial(self._refused, doc)
        )

    def _kept(self, sheet: Sheet) -> None:
        self.room.unsaved.pop(self, None)
        if not shiboken6.isValid(self):
            return
        if self._troubled:
            self._troubled = False
            self.room.calm.emit()
        self._under_way -= 1
        if not self._under_way:
            self._slow.stop()
            self.saved.emit(sheet)

    def _refused(self, doc: FormDoc, error: Exception) -> None:
        """Say that the answers are not kept; they stay here, also when the page is left."""
        words = not_saved(self.room, self, error, partial(self._again, doc))
        if shiboken6.isValid(self):
            self._under_way -= 1
            self._slow.stop()
            self._changed, self._troubled = not self._over, True
            self.failed.emit(words)

    def _again(self, doc: FormDoc) -> None:
        """Try once more: all that stands there by now, or what did when the page was left."""
        if shiboken6.isValid(self):
            self._changed = True
            self.keep()
        else:
            _send_later(self, doc)

    def finish(
        self, then: Callable[[Change], object], refused: Callable[[Exception], object]
    ) -> None:
        """Keep everything, then put the form on record; nothing is kept after that.

        Its key is heard as often as it is pressed: the second time there was no draft any more.
        """
        if self._over:
            return
        self.keep()
        self._over = True
        doc = self._draft()
        self.room.jobs.try_to(
            self.room, partial(self.ledger.finish, doc), partial(self._finished, then), refused
        )

    def _finished(self, then: Callable[[Change], object], change: Change) -> None:
        self.room.jobs.changed.emit(change)
        if shiboken6.isValid(self):
            then(change)

    def go_on(self) -> None:
        """Keep again, after finishing was refused."""
        self._over = False


def last_saved(sheet: Sheet) -> datetime | None:
    """Return when answers were last kept, in the time of this place."""
    return moment_of(sheet.saved_at)


def moment_of(moment: str) -> datetime | None:
    """Return a moment of the store in the time of this place, or None where there is none."""
    return datetime.fromisoformat(moment).astimezone() if moment else None


def _send_later(keeping: Keeping, doc: FormDoc) -> None:
    """Try once more to keep what was answered on a page that is gone."""
    room = keeping.room
    room.calm.emit()
    again = partial(_send_later, keeping, doc)
    refused = partial(not_saved, room, keeping, again=again)
    room.jobs.put_away(room, partial(keeping.ledger.keep, doc), lambda _sheet: None, refused)
