"""Beside the tasks of Today: one quiet line when the last good backup is older than chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import texts
from desktop.clock import now
from desktop.pages.backups.words import is_late
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, column
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.frame.house import Safe, Saved
    from desktop.frame.room import Room


class BackupReminder(Card):
    """It is there only when it has something to say, and never in practice."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._words = Words("", "small", wrap=True)
        self.go = Button(texts.say("backups.page"), "quiet", icon_name="folder")
        self.go.does(partial(room.go, "backups"))
        self.body.addLayout(column(self._words, Flow((self.go,)), gap=6))
        self.hide()

    def start(self) -> None:
        """Ask when the last good backup was."""
        house = self._room.house
        if house is not None and not self._room.practice:
            self._room.jobs.ask(self, partial(_look, house), self._show)

    def _show(self, found: tuple[Sequence[Saved], int]) -> None:
        saved, days = found
        self._words.setText(texts.say("backups.late" if saved else "backups.late_none"))
        self.setVisible(is_late(saved, days, now()))


def _look(safe: Safe) -> tuple[Sequence[Saved], int]:
    return safe.backups(), safe.backup_rhythm()
