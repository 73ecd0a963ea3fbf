"""Restore a backup beside the workbook: first into a new folder, then compare, then switch."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from desktop import doors
from desktop.codes import sheets_of
from desktop.homes import leave_for
from desktop.pages.backups.words import both_words
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_file, choose_folder
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column, row
from desktop.parts.messages import MessageBar
from desktop.parts.new_passphrase import NewPassphrase
from desktop.parts.path_field import PathField
from desktop.parts.refusals import Refusals, concerned, of_fresh
from desktop.parts.sheet_code import SheetCode
from desktop.parts.sheet_paper import SheetButtons
from desktop.parts.sight import bring_into_sight
from desktop.parts.words import Words

if TYPE_CHECKING:
    from desktop.frame.house import Compared, Safe
    from desktop.frame.room import Room


class RestoringCard(Card):
    """The workbook in use stays as it is, whatever one does here."""

    def __init__(self, room: Room, safe: Safe) -> None:
        super().__init__(texts.say("backups.restore_title"))
        self._room, self._safe = room, safe
        start = room.home.parent if room.home else Path.home()
        self.file = PathField(texts.say("back.file"), choose_file, start)
        self.folder = PathField(texts.say("back.folder"), choose_folder, start)
        self.sheet, self.fresh = SheetCode(), NewPassphrase()
        self.code = self.sheet.line
        self.fresh.wants_words.connect(self._suggest)
        self.restore = Button(texts.say("backups.restore")).does(self._restore)
        self.switch = Button(texts.say("backups.switch")).does(self._switch)
        self._said, self._after = column(gap=8), QWidget()
        fields = concerned(self.sheet, self.file, self.folder)
        self._refusals = Refusals(self._said, fields | of_fresh(self.fresh.first))
        self._sheet = column(gap=8)
        self._asked = QWidget()
        self._asked.setLayout(
            column(
                self.file,
                self.folder,
                self.sheet,
                self.fresh,
                Flow((self.restore,)),
                gap=16,
            )
        )
        self._after.setLayout(
            column(
                Words(texts.say("backups.switch_note"), wrap=True),
                self._sheet,
                Flow((self.switch,)),
                gap=12,
            )
        )
        self._after.hide()
        note = Words(texts.say("backups.restore_note"), "small", wrap=True)
        self.body.addLayout(column(note, self._asked, self._said, self._after, gap=12))

    def _suggest(self) -> None:
        self._room.jobs.ask(self, doors.suggest_passphrase, self.fresh.take)

    def _restore(self) -> None:
        backup, home = self.file.path, self.folder.path
        if backup is None or home is None or not self._complete():
            self._complete()
            return
        self._refusals.calm()
        self._said.addWidget(Words(texts.say("backups.working"), "small", wrap=True))
        self._asked.setEnabled(False)
        name, code = self._room.office.worker.name, self.sheet.text()
        back = doors.WayBack(name, self.fresh.text(), code, backup=backup)
        act = partial(doors.restore_beside, self._safe, home, back)
        self._room.jobs.try_to(self, act, self._restored, self._refused)

    def _complete(self) -> bool:
        """Say at each field what is missing; put the cursor at the first of them."""
        missing = texts.say("field.missing")
        unchosen = [one for one in (self.file, self.folder) if one.path is None]
        for one in unchosen:
            one.wrong(missing)
        untyped = self.sheet.missing()
        wrong = self.fresh.problem()
        where: list[QWidget] = [one.button for one in unchosen]
        where += [untyped.editor] if untyped else []
        where += [wrong.editor] if wrong else []
        if where:
            where[0].setFocus()
            bring_into_sight(where[0].parentWidget() or where[0])
        return not where

    def _restored(self, found: Compared) -> None:
        self._asked.hide()
        clear(self._said)
        both = both_words(self._room.office.worker, found.held, found.here)
        bar = MessageBar(texts.say("backups.restored" if both else "backups.restored_unseen"))
        self._said.addWidget(bar)
        for words in both:
            self._said.addWidget(Words(words, wrap=True))
        folder = self._room.home.parent if self._room.home else Path.home()
        paper = SheetButtons(self._room.jobs, folder, self._room.office_name, found.code)
        split = "s" if len(sheets_of(found.code)) > 1 else ""
        self._sheet.addWidget(Words(texts.say(f"back.sheet{split}_title"), "strong", wrap=True))
        self._sheet.addWidget(Words(texts.say(f"backups.sheet{split}_note"), "small", wrap=True))
        # What one does with it comes first: the sheet is higher than a small window.
        self._sheet.addWidget(paper)
        self._sheet.addLayout(row(paper.view(), None))
        self._after.show()
        paper.printing.setFocus()
        bring_into_sight(paper)
        announce(self, bar.words())

    def _refused(self, error: Exception) -> None:
        self._asked.setEnabled(True)
        self.restore.setFocus()
        self._refusals.tell(error)

    def _switch(self) -> None:
        if self.folder.path is not None:
            if self._room.home is not None:
                leave_for(self._room.home, self.folder.path)
            self._room.moving.emit(self.folder.path)
