"""The ways to what the office writes down of itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import texts
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, column
from desktop.parts.words import Words

if TYPE_CHECKING:
    from desktop.frame.room import Room


class WrittenCard(Card):
    """The registers of the office: each is a page of its own."""

    def __init__(self, room: Room) -> None:
        super().__init__(texts.say("team.written"))
        note = Words(texts.say("team.written_why"), "small", wrap=True)
        self.requests = Button(texts.say("requests.title")).does(partial(room.go, "requests"))
        self.breaches = Button(texts.say("breaches.title")).does(partial(room.go, "breaches"))
        self.body.addLayout(column(note, Flow((self.requests, self.breaches)), gap=12))
