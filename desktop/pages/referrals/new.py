"""A new request for help: which kind, who might help, why; a form in the page, no dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal

import texts
from casework.referrals.referral import Need
from casework.services.search import Wish
from desktop.pages.referrals.need import NeedFields
from desktop.pages.services.filter import ServiceFilter
from desktop.pages.services.list import ServiceList
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, clear, column, row
from desktop.parts.words import Words
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from casework.services.service import Service

_ROWS: Final = 3


class ServiceChoice(Box):
    """The directory to choose from, narrowed to what fits; nobody stands above anybody."""

    chosen = Signal(object)
    closing = Signal()

    def __init__(self, services: Sequence[Service], wish: Wish) -> None:
        super().__init__("panel")
        self.list = ServiceList()
        self.filter = ServiceFilter(wish, retired=False)
        self.filter.offer(services)
        self.filter.changed.connect(self.list.narrow)
        self.list.narrow(wish)
        self.list.show_services(services)
        self.list.view.setFixedHeight(_ROWS * self.list.row_height())
        self.list.chosen.connect(self.chosen)
        title = Words(texts.say("referrals.choose_title"), "h3", wrap=True)
        close = Button(texts.say("referrals.cancel")).does(self.closing.emit)
        body = column(title, self.list.search, self.filter, self.list, row(close, None), gap=10)
        self.setLayout(column(body, margin=16))

    def begin(self) -> None:
        """Begin by typing."""
        self.list.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closing.emit()
        else:
            super().keyPressEvent(event)


class NewReferral(Box):
    """Kind of help first; a service can be chosen now, later, or never found."""

    adding = Signal(object, str)
    closing = Signal()
    dropping = Signal()

    def __init__(self) -> None:
        super().__init__("card")
        self._services: Sequence[Service] = ()
        self._wish = Wish()
        self._service = ""
        self._begun = False
        self.fields = NeedFields()
        self._chosen = Words(texts.say("referrals.no_service"), "body", wrap=True)
        self.choose = Button(texts.say("referrals.do.choose")).does(self._choose)
        self.add = Button(texts.say("referrals.begin")).does(self._add)
        self.fields.entered.connect(self.add.click)
        cancel = Button(texts.say("referrals.cancel"), "quiet").does(self.dropping.emit)
        self._choosing = column()
        service = row(self._chosen, self.choose, gap=12)
        service.setStretch(0, 1)
        acts = Flow([self.add, cancel], gap=8, line_gap=8)
        self.setLayout(column(self.fields, service, self._choosing, acts, gap=16, margin=16))

    def begin(self, services: Sequence[Service], asked: Sequence[str], wish: Wish) -> None:
        """Offer the kinds of help, those asked for first, and put the keyboard there.

        What stands there already is being asked for.
        """
        self._services, self._wish = services, wish
        if not self._begun:
            self.fields.show_need(Need(), asked)
            self._take(None)
            self._begun = True
        self.fields.kind.setFocus()

    def forget(self) -> None:
        """Begin with empty fields the next time."""
        self._begun = False

    def _choose(self) -> None:
        clear(self._choosing)
        wish = Wish(
            service_type=self.fields.kind.code(),
            region=self._wish.region,
            language=self._wish.language,
            children=self._wish.children,
        )
        choice = ServiceChoice(self._services, wish)
        choice.chosen.connect(self._take)
        choice.closing.connect(self._unchoose)
        self._choosing.addWidget(choice)
        choice.begin()

    def _take(self, service: Service | None) -> None:
        clear(self._choosing)
        self._service = service.code if service else ""
        words = in_own_direction(service.name) if service else texts.say("referrals.no_service")
        self._chosen.setText(words)
        if service is not None:
            self.add.setFocus()

    def _unchoose(self) -> None:
        clear(self._choosing)
        self.choose.setFocus()

    def _add(self) -> None:
        self.adding.emit(self.fields.need(), self._service)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closing.emit()
        else:
            super().keyPressEvent(event)
