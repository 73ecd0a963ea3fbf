"""The layout of another system written out: which one, where to, and what is said of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import texts
from casework.files.layout import OWN
from casework.team.worker import Act, may
from desktop import doors
from desktop.clock import now
from desktop.pages.bringing.greyed import grey
from desktop.pages.bringing.words import layout_words
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_new_file
from desktop.parts.fields import Drop, Field
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.own_secret import OwnSecret
from desktop.parts.paper_out import write_one
from desktop.parts.words import Words
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.frame.house import House
    from desktop.frame.room import Room


class LayoutCard(Card):
    """A layout and one button; what it leaves out is said before and after."""

    def __init__(self, room: Room) -> None:
        super().__init__(texts.say("layout_out.title"))
        self._room = room
        self.layout_drop, self.own = Drop(), OwnSecret()
        self.write = Button(texts.say("layout_out.write")).does(self._choose)
        self._said = column()
        self.body.addLayout(
            column(
                Words(texts.say("layout_out.note"), "small", wrap=True),
                Field(texts.say("layout_out.which"), self.layout_drop),
                self.own,
                Flow((self.write,)),
                self._said,
                gap=16,
            )
        )
        if not self._allowed():
            why = texts.say("error.not_permitted")
            self.write.refuse(why)
            grey(why, self.layout_drop, self.own.secret)
        self.own.secret.returnPressed.connect(self.write.click)

    def _allowed(self) -> bool:
        worker = self._room.office.worker
        return may(worker, Act.TAKE_OUT) and may(worker, Act.BRING_IN)

    def start(self) -> None:
        """Ask which layouts there are, where one may."""
        if self._allowed():
            self._room.jobs.ask(self, self._room.office.bringing.layouts, self._show_layouts)

    def _show_layouts(self, found: Sequence[str]) -> None:
        known = [(one, layout_words(one)) for one in found if one != OWN]
        self.layout_drop.offer(known, self.layout_drop.code())

    def _choose(self) -> None:
        if self.own.is_missing():
            self.own.secret.setFocus()
            return
        # The name says which layout and when, and nothing of what is inside.
        name = f"{self.layout_drop.code()}-{now():%Y-%m-%d}.xlsx"
        choose_new_file(self, texts.say("layout_out.where"), Path.home() / name, self._write)

    def _write(self, path: Path) -> None:
        clear(self._said)
        self._said.addWidget(Words(texts.say("bringing.working"), "small", wrap=True))
        self.write.setEnabled(False)
        act = partial(_written, self._room, self.own.take(), self.layout_drop.code(), path)
        self._room.jobs.try_to(self, act, self._show_done, self._show_refusal)

    def _show_done(self, path: Path) -> None:
        self._answer(texts.say("take.layout_done", file=isolate(path.name)), "info")

    def _show_refusal(self, error: Exception) -> None:
        if self.own.refused(error):
            clear(self._said)
            self.write.setEnabled(True)
            return
        failed = isinstance(error, OSError)
        words = texts.say("error.file_not_written") if failed else doors.why(error)
        self._answer(words, "problem")

    def _answer(self, words: str, kind: str) -> None:
        clear(self._said)
        self._said.addWidget(MessageBar(words, kind))
        announce(self, words)
        self.write.setEnabled(True)
        self.write.setFocus()


def _written(room: Room, own: str, layout: str, path: Path) -> Path:
    """Write a layout of those who agreed into a file, for whoever is who she is; return where."""
    cast("House", room.house).require_own(own)
    write_one(path, room.office.taking.layout(layout))
    return path
