"""New recovery sheets: one that opens the workbook by itself, or three that do by any two."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from desktop import doors
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column, row
from desktop.parts.messages import MessageBar
from desktop.parts.own_secret import OwnSecret
from desktop.parts.refusals import Refusals
from desktop.parts.sheet_paper import SheetButtons
from desktop.parts.sight import bring_into_sight
from desktop.parts.ticks import Dot
from desktop.parts.under_tick import under_tick
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.frame.house import House
    from desktop.frame.room import Room


class SheetsCard(Card):
    """A button, what is asked once it was pressed, and then the sheets, shown once.

    Those of before open the workbook until the new ones are said to be on paper: whoever hides or
    leaves in between is not left without any.
    """

    def __init__(self, room: Room, house: House) -> None:
        super().__init__(texts.say("settings.sheets"))
        self._room, self._house = room, house
        self.begin = Button(texts.say("settings.sheets_begin")).does(self._open)
        self.one = Dot(texts.say("settings.sheets_one"))
        self.three = Dot(texts.say("settings.sheets_three"))
        self.own = OwnSecret()
        self.own.secret.returnPressed.connect(self._make)
        self.make = Button(texts.say("settings.sheets_make")).does(self._make)
        self.leave = Button(texts.say("settings.secret_leave"), "quiet").does(self._leave)
        self.paper: SheetButtons | None = None
        self.kept: Button | None = None
        self._said, self._shown, self._asked = column(gap=8), column(gap=16), QWidget()
        self._refusals = Refusals(self._said)
        why = under_tick(texts.say("settings.sheets_three_why"))
        kinds = column(self.one, column(self.three, why, gap=4), gap=4)
        self._asked.setLayout(column(kinds, self.own, Flow((self.make, self.leave)), gap=16))
        self._asked.hide()
        note = Words(texts.say("settings.sheets_why"), "small", wrap=True)
        parts = (note, Flow((self.begin,)), self._asked, self._shown, self._said)
        self.body.addLayout(column(*parts, gap=12))

    def _open(self) -> None:
        self._refusals.calm()
        self.one.setChecked(True)
        self.begin.hide()
        self._asked.show()
        self.one.setFocus()
        bring_into_sight(self._asked)

    def _leave(self) -> None:
        """Ask no more, and show no more: what was typed and drawn are secrets and stay nowhere."""
        self._refusals.calm()
        clear(self._shown)
        self.paper = self.kept = None
        self.own.forget()
        self._asked.setEnabled(True)
        self._asked.hide()
        self.begin.show()
        self.begin.setFocus()

    def _make(self) -> None:
        """Draw the codes once it is known who asks; they open nothing yet."""
        if not self._asked.isEnabled():
            return
        if self.own.is_missing():
            self.own.secret.setFocus()
            return
        self._wait()
        split = self.three.isChecked()
        act = partial(_drawn, self._house.require_own, self.own.take(), split)
        self._room.jobs.try_to(self, act, self._show, self._refused)

    def _show(self, code: str) -> None:
        self._refusals.calm()
        self._asked.hide()
        split = self.three.isChecked()
        folder = self._room.home.parent if self._room.home else Path.home()
        paper = SheetButtons(self._room.jobs, folder, self._room.office_name, code)
        on_paper = texts.say("back.sheets_kept" if split else "back.sheet_kept")
        kept = Button(on_paper).does(partial(self._use, code))
        leave = Button(texts.say("settings.secret_leave"), "quiet").does(self._leave)
        how = texts.say("settings.sheets_how_three" if split else "settings.sheets_how_one")
        until = texts.say("settings.sheets_until", button=on_paper)
        self._shown.addWidget(Words(how, wrap=True))
        # What one does with them comes first: sheets are higher than a small window.
        self._shown.addWidget(paper)
        self._shown.addWidget(Words(until, "small", wrap=True))
        self._shown.addLayout(Flow((kept, leave)))
        self._shown.addLayout(row(paper.view(), None))
        self.paper, self.kept = paper, kept
        paper.printing.setFocus()
        bring_into_sight(paper)
        announce(self, how)

    def _use(self, code: str) -> None:
        if self.kept is not None:
            self.kept.refuse(texts.say("backups.working"))
        act = partial(self._house.use_sheets, code)
        self._room.jobs.try_to(self, act, self._used, self._refused)

    def _used(self, _nothing: None) -> None:
        self._leave()
        words = texts.say("settings.sheets_done")
        bar = MessageBar(words)
        self._said.addWidget(bar)
        bring_into_sight(bar)
        announce(bar, words)

    def _wait(self) -> None:
        self._refusals.calm()
        self._said.addWidget(Words(texts.say("backups.working"), "small", wrap=True))
        self._asked.setEnabled(False)

    def _refused(self, error: Exception) -> None:
        self._refusals.calm()
        self._asked.setEnabled(True)
        if self.kept is not None:
            self.kept.refuse("")
        if not self.own.refused(error):
            self._refusals.tell(error)


def _drawn(require_own: Callable[[str], None], passphrase: str, split: bool) -> str:
    require_own(passphrase)
    return doors.new_recovery_code(split=split)
