"""One's own passphrase, changed by whoever knows the one there is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import texts
from desktop.pages.settings.asking import AskingCard
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.frames import clear
from desktop.parts.messages import MessageBar
from desktop.parts.sight import bring_into_sight

if TYPE_CHECKING:
    from desktop.frame.house import House
    from desktop.frame.room import Room


class SecretCard(AskingCard):
    """A button, and under it what is asked once it was pressed."""

    def __init__(self, room: Room, house: House) -> None:
        said = texts.say("settings.secret"), texts.say("settings.secret_why")
        change = Button(texts.say("settings.secret_change"))
        keep = Button(texts.say("settings.secret_keep")).does(self._keep)
        leave = Button(texts.say("settings.secret_leave"), "quiet")
        super().__init__(room, house, said, (change, keep, leave))
        self.fresh.entered.connect(self._keep)
        self.ask_for()

    def _keep(self) -> None:
        if not self._asked.isEnabled() or not self._complete():
            return
        self._wait()
        name = self._room.office.worker.name
        typed = self.now.text(), self.fresh.text()
        act = partial(self._house.change_passphrase, name, *typed)
        self._room.jobs.try_to(self, act, self._changed, self._refused)

    def _complete(self) -> bool:
        """Say at each field what is missing; put the cursor at the first of them."""
        untyped = not self.now.text().strip()
        self.now.wrong(texts.say("field.missing") if untyped else "")
        wrong = self.fresh.problem()
        first = self.now if untyped else wrong
        if first is not None:
            first.editor.setFocus()
            bring_into_sight(first)
        return first is None

    def _changed(self, _nothing: None) -> None:
        self._asked.setEnabled(True)
        self._leave()
        clear(self._said)
        words = texts.say("passphrase.changed")
        self._said.addWidget(MessageBar(words))
        announce(self, words)
