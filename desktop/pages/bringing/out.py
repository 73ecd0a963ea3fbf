"""Everything taken out: why, who agrees, where to; the words that open it are shown once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import texts
from casework.files.taking import TakingWish
from casework.records.unfinished import Spot
from casework.team.worker import Act, may
from desktop import doors
from desktop.clock import now
from desktop.frame.unfinished import UnfinishedFields
from desktop.pages.bringing.greyed import grey
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_new_file
from desktop.parts.fields import Drop, Field, Lines
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.own_secret import OwnSecret
from desktop.parts.secret_field import SecretField
from desktop.parts.words import Words
from desktop.safety.half_written import writing
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casework.files.taking import TakenOut
    from desktop.frame.house import House
    from desktop.frame.room import Room

_NOBODY: Final = ""
_SHEET: Final = "sheet"
_OPENS: Final = ("words", _SHEET)


class OutCard(Card):
    """One button, after a reason and a second person."""

    def __init__(self, room: Room) -> None:
        super().__init__(texts.say("taking.title"))
        self._room = room
        self.reason, self.second = Lines(lines=2), Drop()
        self.secret = SecretField(texts.say("taking.secret"), hint=texts.say("taking.secret_why"))
        self.own = OwnSecret()
        self._names: dict[str, str] = {}
        self._typed: UnfinishedFields | None = None
        self.opens = Drop([(one, texts.say(f"taking.opens.{one}")) for one in _OPENS])
        self.take = Button(texts.say("taking.take_out")).does(self._choose)
        self._said = column(gap=8)
        self.body.addLayout(
            column(
                Words(texts.say("taking.note"), "small", wrap=True),
                Field(texts.say("taking.reason"), self.reason),
                Field(texts.say("taking.second"), self.second, hint=texts.say("taking.second_why")),
                self.secret,
                Field(texts.say("taking.opens"), self.opens, hint=texts.say("taking.opens_why")),
                self.own,
                Flow((self.take,)),
                self._said,
                gap=16,
            )
        )
        if not may(room.office.worker, Act.TAKE_OUT):
            why = texts.say("error.not_permitted")
            self.take.refuse(why)
            # Else the first of them would take the keyboard, and the page scroll down to it.
            fields = (self.reason, self.second, self.secret.secret, self.opens, self.own.secret)
            grey(why, *fields)
        self.own.secret.returnPressed.connect(self.take.click)

    def start(self) -> None:
        """Ask who may agree, where one may ask."""
        if may(self._room.office.worker, Act.TAKE_OUT):
            self._room.jobs.ask(self, self._room.office.taking.colleagues, self._show_colleagues)

    def _show_colleagues(self, found: Sequence[tuple[str, str]]) -> None:
        nobody = texts.say("taking.nobody_else" if not found else "taking.choose")
        self.second.offer([(_NOBODY, nobody), *found], self.second.code())
        if self._typed is None:
            # Only now there is somebody to choose. Of the passphrases nothing waits anywhere.
            fields = {"reason": self.reason, "second": self.second, "opens": self.opens}
            self._typed = UnfinishedFields(self._room, Spot("taking"), self, fields)
        self._names = dict(found)
        self.secret.setVisible(bool(found))

    def _choose(self) -> None:
        if self.own.is_missing():
            self.own.secret.setFocus()
            return
        # The name says when, and nothing of what is inside.
        start = Path.home() / f"workbook-{now():%Y-%m-%d}.age"
        choose_new_file(self, texts.say("taking.where"), start, self._take)

    def _take(self, path: Path) -> None:
        clear(self._said)
        self._said.addWidget(Words(texts.say("bringing.working"), "small", wrap=True))
        self.take.setEnabled(False)
        to_sheet = self.opens.code() == _SHEET
        wish = TakingWish(self.reason.toPlainText(), self.second.code(), to_sheet=to_sheet)
        second = self._names.get(wish.second_by, ""), self.secret.text()
        self.secret.secret.clear()
        check = partial(cast("House", self._room.house).require_own, self.own.take())
        # For itself: a second person's may be as wrong, and is told elsewhere.
        self._room.jobs.try_to(
            self, check, lambda _none: self._take_out(wish, path, second), self._not_own
        )

    def _take_out(self, wish: TakingWish, path: Path, second: tuple[str, str]) -> None:
        act: Callable[[], TakenOut] = partial(_written, self._room, wish, path, second)
        act = self._typed.once(act) if self._typed is not None else act
        self._room.jobs.try_to(self, act, partial(self._taken, path), self._refused)

    def _taken(self, path: Path, taken: TakenOut) -> None:
        clear(self._said)
        self.take.setEnabled(True)
        said = texts.plural("take.done", taken.things, file=isolate(path.name))
        if taken.passphrase:
            opens = texts.say("take.passphrase", words=isolate(taken.passphrase))
        else:
            opens = texts.say("take.sheet")
        words = (said, opens)
        for one in words:
            self._said.addWidget(MessageBar(one))
        self._said.addWidget(MessageBar(texts.say("take.honest"), "care"))
        announce(self, "\n".join(words))
        self._room.jobs.changed.emit(taken.change)
        self.take.setFocus()

    def _not_own(self, error: Exception) -> None:
        if self.own.refused(error):
            clear(self._said)
            self.take.setEnabled(True)
        else:
            self._refused(error)

    def _refused(self, error: Exception) -> None:
        clear(self._said)
        self.take.setEnabled(True)
        failed = isinstance(error, OSError)
        words = texts.say("error.file_not_written") if failed else doors.why(error)
        self._said.addWidget(MessageBar(words, "problem"))
        self.take.setFocus()


def _written(room: Room, wish: TakingWish, path: Path, second: tuple[str, str]) -> TakenOut:
    """Take everything out and write it, before its words are shown.

    The second person agrees by a passphrase of her own: a name alone agrees to nothing.
    """
    agreed = None
    if room.house is not None:
        if wish.to_sheet:
            wish = replace(wish, recipient=room.house.sheet_recipient())
        if wish.second_by:
            agreed = room.house.second(*second).taking.agree(wish)
    with writing(path) as file:
        return room.office.taking.take_out(wish, file, agreed)
