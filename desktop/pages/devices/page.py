"""Sync & devices: what stands, ways to exchange, what waits, and which laptops belong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

import texts
from casework.changes import Change
from desktop.exchange.doors import remove
from desktop.exchange.state import exchange_state
from desktop.frame.page import Page
from desktop.look import look
from desktop.pages.devices.adding import AddingCard
from desktop.pages.devices.laptops import LaptopsCard
from desktop.pages.devices.late import LateCard
from desktop.pages.devices.leaving import LeavingCard
from desktop.pages.devices.lost import LostCard
from desktop.pages.devices.mending import MendingCard
from desktop.pages.devices.server import ServerCard
from desktop.pages.devices.standing import StandingCard
from desktop.pages.devices.ways import WaysCard
from desktop.parts.frames import Scroll, column, page_edge
from desktop.parts.messages import Placeholder
from desktop.parts.tall import Tall
from desktop.parts.turning import Turning

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casework.keeping.exchange import ExchangeState
    from desktop.bootstrap import Workbook
    from desktop.frame.places import Place
    from desktop.frame.room import Room

_LEFT, _RIGHT = 766, 352
# With less room, as in small windows with larger text, the ways were of unequal width.
_LEAST = 840


class DevicesPage(Page):
    """Whoever does not look after the team sees what stands, and what she may do herself."""

    nav = "devices"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        # Only an open workbook shows this page, and it hands itself out.
        self._workbook = cast("Workbook", room.house)
        self._began = False
        self.standing = StandingCard()
        self.ways = WaysCard(room, self._workbook)
        self.late = LateCard(room, self._workbook)
        self.mending = MendingCard(room, self._workbook)
        self.leaving = LeavingCard()
        self.laptops = LaptopsCard()
        self.lost = LostCard(self.laptops)
        self.adding = AddingCard(room, self._workbook)
        self.server = ServerCard(room, self._workbook)
        self._body = column()
        self.setLayout(self._body)
        if room.practice:
            self._body.addWidget(Placeholder(texts.say("sync.practice"), icon_name="laptop"))
            return
        self._body.addWidget(self._cards())
        # Each is shown once it is known that it is of use.
        for card in self.panes()[1:]:
            card.hide()
        room.exchanged.connect(self._show_exchanged)
        self.laptops.removing.connect(self._remove)
        self.laptops.adding.connect(self.adding.begin)
        self.adding.left.connect(self.laptops.add.setFocus)
        self.adding.let_in.connect(partial(room.jobs.changed.emit, Change("exchange_let_in")))

    def _cards(self) -> QWidget:
        first = (self.standing, self.late, self.mending)
        left, right = QWidget(), QWidget()
        left.setLayout(column(*first, self.ways, self.leaving, None, gap=14))
        right.setLayout(column(self.laptops, self.adding, self.lost, self.server, None, gap=14))
        whole = Turning(((left, _LEFT), (right, _RIGHT)), least=_LEAST, gaps=(16, 14))
        edge = page_edge()
        whole.setContentsMargins(edge, look().px(18), edge, look().px(18))
        return Scroll(Tall(whole)).bar_in_margin(whole)

    # --- the page

    def start(self) -> None:
        """Ask what stands."""
        if not self.room.practice:
            self.room.jobs.ask(self, partial(exchange_state, self._workbook), self._show)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((texts.say("nav.devices"), None),)

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the page does on keys of the window."""
        return {"main": self._main}

    def _main(self) -> None:
        """Press the main button of the form in which somebody is."""
        focus = self.window().focusWidget()
        for form, button in (
            (self.server.form, self.server.form.go),
            (self.adding, self.adding.go),
        ):
            if form.isAncestorOf(focus):
                button.click()

    def panes(self) -> Sequence[QWidget]:
        """Return the cards in reading order."""
        left = (self.standing, self.late, self.mending, self.ways, self.leaving)
        return (*left, self.laptops, self.adding, self.lost, self.server)

    def concerns(self, _change: Change) -> None:
        """Ask anew: whatever is saved may have to go out."""
        self.start()

    def _show_exchanged(self, state: ExchangeState) -> None:
        """Show what an exchange changes by which nothing came; no screen was told of that."""
        self.standing.show_state(state)
        self.ways.show_state(state)
        self.leaving.show_state(state)

    def _show(self, state: ExchangeState) -> None:
        self._show_exchanged(state)
        self.late.show_state(state)
        self.mending.show_state(state)
        self.laptops.show_state(state)
        self.lost.show_state(state)
        self.adding.show_state(state)
        self.server.show_state(state)
        if not self._began:
            # What has the focus first is shown only once it is known that somebody may use it.
            self._began = True
            ways = (self.ways.room.go, self.ways.write.go, self.ways.read.go)
            firsts = (self.adding.file.button,) if state.is_alone else ways
            first = next((one for one in firsts if one.isVisible() and one.isEnabled()), None)
            if first is not None:
                first.setFocus()

    # --- what is done

    def _remove(self, own: str, laptop: str, words: str) -> None:
        act = partial(_remove, self._workbook, own, laptop)
        self.room.jobs.try_to(self, act, partial(self._removed, words), self._not_removed)

    def _removed(self, words: str, change: Change) -> None:
        self.laptops.removed()
        self.room.jobs.changed.emit(change)
        self.room.done(texts.say("devices.removed_now", laptop=words))

    def _not_removed(self, error: Exception) -> None:
        if not self.laptops.refused(error):
            self.room.jobs.failed.emit(error)


def _remove(workbook: Workbook, own: str, laptop: str) -> Change:
    """Remove a laptop, for whoever knows her own passphrase; runs on the store's thread."""
    workbook.require_own(own)
    remove(workbook, laptop)
    return Change("exchange_laptop_removed", subject_id=laptop)
