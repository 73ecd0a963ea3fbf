"""S11 in its plain form: the directory with search, and the way to add a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from casework.worker import Act, may
from desktop.frame.page import Page
from desktop.look import look
from desktop.pages.services_list import ServiceList
from desktop.parts.buttons import Button
from desktop.parts.frames import Box, column, row
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from desktop.frame.places import Place
    from desktop.frame.room import Room


class ServicesPage(Page):
    """The services that people can be referred to; nothing on it is about a person."""

    nav = "services"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.list = ServiceList()
        self._add = Button(texts.say("services.add"), "primary", icon_name="plus").does(self._new)
        if not may(room.office.worker, Act.SERVICES):
            self._add.refuse(texts.say("error.not_permitted"))
        title = Words(texts.say("nav.services"), "page", wrap=True)
        note = Words(texts.say("services.note"), "small", wrap=True)
        if look().reflows:
            head = column(title, row(self._add, None), gap=8)
        else:
            head = column(row(title, self._add))
        card = Box("card", column(self.list, margin=12))
        whole = column(head, note, card, gap=12, margin=20)
        whole.setStretch(2, 1)
        self.setLayout(column(Box("canvas", whole)))

    def start(self) -> None:
        """Ask for the directory."""
        self.room.jobs.ask(self, self.room.office.services.all, self.list.show_services)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((texts.say("nav.services"), None),)

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Narrow, and add."""
        return {"narrow": self.list.search.setFocus, "main": self._add.click}

    def first_focus(self) -> QWidget:
        """Begin by typing."""
        return self.list.search

    def concerns(self, change: Change) -> None:
        """Show what was added."""
        if change.kind == "service_added":
            self.start()

    def _new(self) -> None:
        self.room.go("form", "", "service")
