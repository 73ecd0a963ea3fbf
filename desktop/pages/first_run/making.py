"""What the first start has done on the store's thread: codes, workbooks, the first backup."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

import texts
from desktop import doors
from desktop.exchange import joining
from desktop.homes import practice_home
from desktop.parts.announce import announce

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from desktop.doors import Opened
    from desktop.frame.hall import Hall
    from desktop.pages.first_run.draft import Draft
    from desktop.practice.practising import User

T = TypeVar("T")


class Making(QObject):
    """One thing at a time; whoever waits for it hears how it ended."""

    begun = Signal(str)
    refused = Signal(object)
    code_came = Signal(str)
    practice_made = Signal(object)

    def __init__(self, page: QWidget, hall: Hall) -> None:
        super().__init__(page)
        self._page, self._hall = page, hall
        self.busy = False

    def ask_for_code(self) -> None:
        """Make the code of the recovery sheet; it opens nothing yet."""
        self._begin("first.preparing", doors.new_recovery_code, self.code_came.emit)

    def practise(self) -> None:
        """Make a practice workbook."""
        self._begin(
            "first.practising", partial(doors.practise, self._hall.home), self.practice_made.emit
        )

    def open_practice(self, user: User) -> None:
        """Go into the practice workbook as one of its people."""
        there = practice_home(self._hall.home)
        act = partial(doors.open_workbook, there, user.name, user.passphrase)
        self._begin("unlock.opening", act, partial(self._made_in, there))

    def make(self, draft: Draft) -> None:
        """Make the workbook, its first backup, and go in."""
        asked = doors.Beginning(
            name=draft.name,
            role=draft.role,
            office=draft.office,
            phone=draft.phone,
            hours=draft.hours,
            language=texts.current().code,
            passphrase=draft.passphrase,
            code=draft.code,
        )
        act = partial(doors.found, self._hall.home, asked)
        then = self._enter if draft.backup is None else partial(self._back_up, draft)
        self._begin("first.making", act, then)

    def ask_team(self, draft: Draft) -> None:
        """Make the workbook that waits for a team, and the file that asks for it."""
        if draft.request is None:
            return
        who = joining.Newcomer(self._hall.home, draft.name, draft.passphrase)
        act = partial(joining.ask, who, draft.code, draft.request)
        self._begin("first.making", act, partial(_wait_for_team, self._hall, who, draft))

    def _begin(self, words: str, act: Callable[[], T], then: Callable[[T], object]) -> None:
        self.busy = True
        said = texts.say(words)
        self.begun.emit(said)
        announce(self._page, said)
        self._hall.jobs.try_to(
            self, act, partial(self._end, then), partial(self._end, self.refused.emit)
        )

    def _end(self, then: Callable[[T], object], result: T) -> None:
        self.busy = False
        then(result)

    def _back_up(self, draft: Draft, opened: Opened) -> None:
        if draft.backup is None:
            return
        self.busy = True
        save = partial(doors.first_backup, opened.workbook, draft.backup)
        enter = partial(self._enter, opened)
        self._hall.jobs.try_to(self, save, enter, partial(self._not_saved, opened))

    def _not_saved(self, opened: Opened, error: Exception) -> None:
        self._hall.news = texts.say("first.backup_failed", reason=doors.why(error))
        self._enter(opened)

    def _made_in(self, home: Path, opened: Opened) -> None:
        self._hall.home = home
        self._enter(opened)

    def _enter(self, opened: Opened, _saved: None = None) -> None:
        self._hall.first_time = True
        self._hall.opened.emit(opened.workbook)


def _wait_for_team(
    hall: Hall, who: joining.Newcomer, draft: Draft, standing: joining.Standing
) -> None:
    draft.forget()
    hall.draft = joining.Waiting(who, standing)
    hall.wants.emit("joining")
