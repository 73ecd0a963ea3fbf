"""The directory: search, filters, and a look before one adds a service."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from casework.keeping.exchange import EXCHANGED
from casework.team.worker import Act, may
from desktop.frame.day_turning import DAY_TURNED
from desktop.frame.page import Page
from desktop.look import look
from desktop.pages.form.papers_menu import Meant, PapersMenu
from desktop.pages.services.filter import ServiceFilter
from desktop.pages.services.list import ServiceList
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, Scroll, clear, column, row
from desktop.parts.messages import MessageBar
from desktop.parts.tall import Tall
from desktop.parts.words import Words
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QLayout, QWidget

    from casework.changes import Change
    from casework.services.service import Service
    from desktop.frame.places import Place
    from desktop.frame.room import Room

_FEW_ROWS: Final = 3
# The question of its form for how a service is called.
_NAME: Final = "service.name"
_CONCERNED: Final = frozenset(
    {
        "service_added",
        "service_changed",
        "service_replaced",
        "service_checked",
        "service_retired",
        "service_brought_back",
        EXCHANGED,
        DAY_TURNED,
    }
)


class ServicesPage(Page):
    """The services that people can be referred to; nothing on it is about a person."""

    nav = "services"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self._news, self._is_empty = column(), False
        self.list, self.filter = ServiceList(), ServiceFilter()
        self.list.chosen.connect(self._open)
        self.filter.changed.connect(self.list.narrow)
        self.list.search.textChanged.connect(lambda _words: clear(self._news))
        self._add = Button(texts.say("services.add"), "primary", icon_name="plus").does(self._new)
        writes = may(room.office.worker, Act.SERVICES)
        if not writes:
            self._add.refuse(texts.say("error.not_permitted"))
        self.papers = PapersMenu(room, Meant("service" if writes else ""))
        numbers = partial(room.office.services.in_numbers, texts.current().code)
        self.papers.also_prints("services.print_numbers", numbers, "directory.directory_pdf")
        note = Words(texts.say("services.note"), "small", wrap=True)
        if look().reflows:
            head: QLayout = column(note, Flow((self._add, self.papers)), gap=8)
        else:
            head = row(note, self.papers, self._add, gap=8)
        card = Box("card", column(self.list.search, self.filter, self.list, gap=10, margin=16))
        whole = column(head, self._news, card, gap=12, margin=20)
        whole.setStretch(2, 1)
        canvas = Box("canvas", whole)
        if look().reflows:
            # Where text is large all of it scrolls; the list keeps room for a few rows.
            self.list.view.setMinimumHeight(_FEW_ROWS * self.list.row_height())
            self.setLayout(column(Scroll(Tall(column(canvas))).bar_over_edge()))
        else:
            self.setLayout(column(canvas))

    def start(self) -> None:
        """Ask for the directory."""
        self.room.jobs.ask(self, self.room.office.services.everyone, self._show)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((texts.say("nav.services"), None),)

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Narrow, and add."""
        return {"narrow": self.list.search.setFocus, "main": self._add.click}

    def first_focus(self) -> QWidget:
        """Begin by typing."""
        return self.list.search

    def chosen(self) -> Mapping[str, str]:
        """Return what the directory is narrowed to."""
        return self.filter.chosen() | {"words": self.list.search.text()}

    def choose(self, chosen: Mapping[str, str]) -> None:
        """Narrow it to the same."""
        self.filter.choose(chosen)
        self.list.search.setText(chosen["words"])

    def concerns(self, change: Change) -> None:
        """Show what was added or changed."""
        if change.kind in _CONCERNED:
            self.start()

    def _show(self, services: Sequence[Service]) -> None:
        self._is_empty = not services
        self.filter.offer(services)
        self.list.show_services(services)

    def _open(self, service: Service) -> None:
        self.room.go("service", "", service.code)

    def _new(self) -> None:
        """Add a service, after a look whether it is there already."""
        words = self.list.search.text().strip()
        known = self.list.named(words) if words else []
        if not words and not self._is_empty:
            self._tell(MessageBar(texts.say("services.look_first")))
            self.list.search.setFocus()
        elif known:
            name = in_own_direction(known[0].name)
            bar = MessageBar(texts.say("services.there_already", name=name), "care")
            self._tell(bar.offer(texts.say("services.add_another"), self._add_it))
        else:
            self._add_it()

    def _add_it(self) -> None:
        name = self.list.search.text().strip()
        self.room.begin("service", {_NAME: name} if name else {})

    def _tell(self, bar: MessageBar) -> None:
        clear(self._news)
        self._news.addWidget(bar)
        announce(self, bar.words())
        if bar.button is not None:
            bar.button.setFocus()
