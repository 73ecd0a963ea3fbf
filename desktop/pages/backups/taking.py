"""The backups there are, how often one is reminded, and taking one now."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import texts
from desktop.clock import now
from desktop.pages.backups.words import last_words, place_words, rhythm_choices
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_folder
from desktop.parts.fields import Drop, Field
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.refusals import Refusals
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.frame.house import Safe, Saved
    from desktop.frame.room import Room

_SHOWN: Final = 3


class TakingCard(Card):
    """When the last good one was, where, and one more now."""

    def __init__(self, room: Room, safe: Safe) -> None:
        super().__init__(texts.say("backups.title"))
        self._room, self._safe = room, safe
        self._known, self._said = column(gap=4), column()
        self.rhythm = Drop(rhythm_choices())
        self.rhythm.activated.connect(lambda _at: self._keep_rhythm())
        self.take = Button(texts.say("backups.take"), "primary", icon_name="folder")
        self.take.does(self._choose)
        self.body.addLayout(
            column(
                Words(texts.say("backups.note"), "small", wrap=True),
                self._known,
                Flow((self.take,)),
                self._said,
                Field(
                    texts.say("backups.every"), self.rhythm, hint=texts.say("backups.every_note")
                ),
                gap=16,
            )
        )

    def start(self) -> None:
        """Ask what is remembered of backups."""
        ask = self._room.jobs.ask
        ask(self, self._safe.backups, self._show)
        ask(self, self._safe.backup_rhythm, self._show_rhythm)

    def _show(self, saved: Sequence[Saved]) -> None:
        clear(self._known)
        self._known.addWidget(Words(last_words(saved, now()), "strong", wrap=True))
        for one in saved[:_SHOWN]:
            self._known.addWidget(Words(place_words(one), "small", wrap=True))

    def _show_rhythm(self, days: int) -> None:
        self.rhythm.offer(rhythm_choices(), str(days))

    def _keep_rhythm(self) -> None:
        keep = partial(self._safe.keep_backup_rhythm, int(self.rhythm.code()))
        self._room.jobs.ask(self, keep, lambda _kept: None)

    def _choose(self) -> None:
        choose_folder(self, texts.say("backups.where"), Path.home(), self._take)

    def _take(self, folder: Path) -> None:
        self._busy(busy=True)
        # The name says when, and nothing of what is inside.
        file = folder / f"workbook-{now():%Y-%m-%d-%H%M}.backup"
        act = partial(self._safe.back_up, file)
        self._room.jobs.try_to(self, act, lambda _taken: self._taken(), self._refused)

    def _taken(self) -> None:
        self._busy(busy=False)
        self._said.addWidget(MessageBar(texts.say("backups.taken")))
        self.take.setFocus()
        self.start()

    def _refused(self, error: Exception) -> None:
        self._busy(busy=False)
        self.take.setFocus()
        Refusals(self._said).tell(error)

    def _busy(self, *, busy: bool) -> None:
        clear(self._said)
        if busy:
            self._said.addWidget(Words(texts.say("backups.working"), "small", wrap=True))
        self.take.setEnabled(not busy)
