"""Before a journey: the workbook leaves this laptop, once it is proved that it comes back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from desktop.clock import now
from desktop.frame.away import Away, Journey, back_words
from desktop.homes import all_of
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_folder
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.path_field import PathField
from desktop.parts.refusals import Refusals, concerned
from desktop.parts.sheet_code import SheetCode
from desktop.parts.sight import bring_into_sight
from desktop.parts.sure import Once, Sure
from desktop.parts.words import Words
from desktop.safety import travelling
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from desktop.bootstrap import Workbook
    from desktop.frame.house import Safe
    from desktop.frame.room import Room


class LeavingCard(Card):
    """What it means, where to and by which code; asked once more, and stopped until the very end.

    Whoever leaves the page or hides calls it off: the answer finds no card, and nothing is removed.
    """

    # A backup stands, and the workbook stayed.
    stayed = Signal()

    def __init__(self, room: Room, safe: Safe) -> None:
        super().__init__(texts.say("journey.title"))
        # Before a journey others have to be asked too: the whole workbook is needed.
        self._room, self._workbook = room, cast("Workbook", safe)
        self._home = room.home or Path.home()
        self._called_off = False
        self.folder = PathField(texts.say("journey.where"), choose_folder, Path.home())
        self.sheet = SheetCode()
        self.code = self.sheet.line
        self.begin = Button(texts.say("journey.do")).does(self._begin)
        self.stop = Button(texts.say("journey.stop")).does(self._call_off)
        self.stop.hide()
        self.sure = Sure()
        self._said, self._asked = column(gap=8), QWidget()
        places = dict.fromkeys(travelling.OF_PLACES, self.folder)
        self._refusals = Refusals(self._said, concerned(self.sheet, None, self.folder) | places)
        self._asked.setLayout(column(self.folder, self.sheet, Flow((self.begin,)), gap=16))
        # What was asked for is what is done, and nothing that was typed or chosen since.
        self.sheet.edited.connect(self.sure.drop)
        self.folder.button.clicked.connect(self.sure.drop)
        errand = room.jobs.errand
        for changes in (errand.began, errand.ended, errand.failed):
            changes.connect(self._offer)
        self._offer()
        told = [Words(one, "small", wrap=True) for one in self._told()]
        if room.practice:
            self.body.addLayout(column(*told, MessageBar(texts.say("journey.practice")), gap=12))
        else:
            asks = (self._asked, self.sure, self._said, Flow((self.stop,)))
            self.body.addLayout(column(*told, *asks, gap=12))

    def _told(self) -> list[str]:
        """Return what it means, before anything is asked."""
        said = [texts.say("journey.note"), f"{back_words()} {texts.say('travel.ask_again')}"]
        if len(all_of(self._home)) > 1:
            said.append(texts.say("journey.switched"))
        return [*said, texts.say("settings.panic_limits")]

    def _offer(self) -> None:
        """Offer it, unless something goes on that somebody asked for.

        What that brings in after the proof would be nowhere: the workbook would stay.
        """
        is_asked = self._room.jobs.errand.is_asked
        self.begin.refuse(texts.say("sync.one_at_a_time") if is_asked else "")

    def _begin(self) -> None:
        """Look whether it can be done from here, then ask once more."""
        self._refusals.calm()
        self.sure.drop()
        code, untyped = self.sheet.text(), self.sheet.missing()
        self.folder.wrong("" if self.folder.path else texts.say("field.missing"))
        if self.folder.path is None or untyped is not None:
            first = untyped if self.folder.path and untyped else self.folder
            first.editor.setFocus()
            bring_into_sight(first)
            return
        # The name says when, and nothing of what is inside.
        file = self.folder.path / f"workbook-{now():%Y-%m-%d-%H%M%S}.backup"
        look = partial(travelling.require_place, self._home, file)
        ask = partial(self._make_sure, file, code)
        self._room.jobs.try_to(self, look, lambda _good: ask(), self._refused)

    def _make_sure(self, file: Path, code: str) -> None:
        means = texts.say("journey.sure", folder=in_own_direction(file.parent.name))
        yes = texts.say("journey.yes")
        once = Once(means, yes, yes, texts.say("sure.leave_it"))
        self.sure.ask(once, partial(self._write, file, code), self.begin)

    def _write(self, file: Path, code: str) -> None:
        self._called_off = False
        words = Words(texts.say("journey.working"), wrap=True)
        self._said.addWidget(words)
        self.stop.show()
        self.stop.setFocus()
        self._asked.setEnabled(False)
        bring_into_sight(self.stop)
        announce(self, words.text())
        # What came or went after the proof would be nowhere.
        self._room.jobs.errand.give_way()
        act = partial(travelling.prove, self._workbook, self._home, file, code)
        self._room.jobs.try_to(self, act, partial(self._proved, file), self._refused)

    def _proved(self, file: Path, proof: travelling.Proof) -> None:
        """Let the window close and remove it, unless that is not wanted any more."""
        stays = partial(self._stays, file)
        if self._called_off:
            stays("journey.stopped")
            return
        away = Away(file.name, file.parent.name, proof.among_others)
        close = partial(travelling.close, self._workbook, proof)
        self._room.leaving.emit(Journey(close, stays, away))

    def _call_off(self) -> None:
        """Remove nothing; the button keeps the keyboard, which would go to another page."""
        self._called_off = True
        clear(self._said)
        self._said.addWidget(Words(texts.say("journey.stopping"), wrap=True))
        announce(self, texts.say("journey.stopping"))

    def _stays(self, file: Path, why: str) -> None:
        """Say that nothing was removed, and that the backup stands all the same."""
        # The code opens everything: it does not stay on the screen.
        self.sheet.clear()
        self._end()
        bar = MessageBar(texts.say(why, folder=in_own_direction(file.parent.name)))
        self._said.addWidget(bar)
        bring_into_sight(bar)
        announce(bar, bar.words())
        self.stayed.emit()

    def _refused(self, error: Exception) -> None:
        self._end()
        self._refusals.tell(error)

    def _end(self) -> None:
        clear(self._said)
        self.stop.hide()
        self._asked.setEnabled(True)
        self.begin.setFocus()
