"""The pages that stand behind the settings: each is a way of its own, above all that is set."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from casework.team.worker import Act, may
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow

if TYPE_CHECKING:
    from desktop.frame.room import Room

# Each page with the name of its title, and what whoever goes there may do.
_WAYS: Final = (
    ("backups", "backups.page", Act.BACKUP),
    ("bringing", "bringing.page", Act.BRING_IN),
    ("submissions", "submissions.page", Act.RECORD),
    ("retention", "retention.title", Act.TEAM),
)


class WaysOn(QWidget):
    """The ways to backups, to what is brought in or taken out, and to what is kept."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.to: dict[str, Button] = {}
        for page, title, act in _WAYS:
            self.to[page] = way = Button(texts.say(title)).does(partial(room.go, page))
            if not may(room.office.worker, act):
                way.refuse(texts.say("error.not_permitted"))
        self.setLayout(Flow(tuple(self.to.values())))
