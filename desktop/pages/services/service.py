"""One service of the directory: how to reach it, for whom it is, and what this office has seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from casework.keeping.exchange import EXCHANGED
from casework.team.worker import Act, may
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.look import look
from desktop.pages.form.place import Wanted
from desktop.pages.services.words import (
    checked_words,
    facts_for_calling,
    facts_for_going,
    facts_of_ours,
    kind_words,
)
from desktop.parts.buttons import Button
from desktop.parts.card_page import CardPage
from desktop.parts.fact_grid import FactGrid
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.words import Words
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from casework.services.desk import ServicePageView
    from desktop.frame.room import Room
    from desktop.parts.fact_grid import Fact

_LABELS: Final = 150


class ServicePage(Page):
    """An entry as it is read on the telephone; changing it is its form."""

    nav = "services"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.view: ServicePageView | None = None
        self.edit = Button(texts.say("services.edit"), "primary").does(self._edit)
        self.check = Button(texts.say("services.check_today")).does(self._check)
        self.retire = Button(texts.say("services.retire"), "quiet").does(self._turn)
        self._buttons = (self.edit, self.check, self.retire)
        if not may(room.office.worker, Act.SERVICES):
            for button in self._buttons:
                button.refuse(texts.say("error.not_permitted"))
        self._name = Words("", "page", wrap=True)
        self._kind = Words("", "muted", wrap=True)
        self._fresh = Words("", "small", wrap=True)
        self._news = column()
        self._cards = {
            name: _FactCard(texts.say(f"services.card.{name}")) for name in ("call", "go", "ours")
        }
        self._sent = Words("", "small", wrap=True)
        # As far below the last of the facts as they are from each other.
        self._sent.setContentsMargins(0, look().px(6), 0, 0)
        self._cards["ours"].body.addWidget(self._sent)
        head = Card()
        acts = Flow(self._buttons, gap=8, line_gap=8)
        inside = column(self._name, self._kind, self._fresh, self._news, 4, acts, gap=6)
        head.body.addLayout(inside)
        self._page = CardPage((head, *self._cards.values()))
        self.setLayout(column(self._page))
        self._page.hide()

    # --- the page

    def start(self) -> None:
        """Ask for the entry."""
        ask = partial(self.room.office.services.page, self.place.subject)
        self.room.jobs.ask(self, ask, self._show)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here."""
        name = self.view.service.name if self.view else ""
        return (
            (texts.say("nav.services"), Place("services")),
            (in_own_direction(name), None),
        )

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Change the entry."""
        return {"main": self.edit.click, "edit": self.edit.click}

    def first_focus(self) -> QWidget:
        """Begin where Enter, pressed once more than was meant, records nothing."""
        return self.edit if self.edit.isEnabled() else self

    def concerns(self, change: Change) -> None:
        """Show the entry as it was changed."""
        is_ours = change.reason == self.place.subject and change.kind.startswith("service_")
        if is_ours or change.kind == EXCHANGED:
            self.start()

    def _show(self, view: ServicePageView) -> None:
        first = self.view is None
        self.view = view
        service = view.service
        self._name.setText(in_own_direction(service.name))
        self._kind.setText(kind_words(service.kind))
        self._fresh.setText(checked_words(service, view.today))
        clear(self._news)
        if not service.active:
            self._news.addWidget(MessageBar(texts.say("services.retired_note")))
        self.retire.rename(texts.say("services.retire" if service.active else "services.again"))
        self._cards["call"].show_facts(facts_for_calling(service))
        self._cards["go"].show_facts(facts_for_going(service))
        self._cards["ours"].show_facts(facts_of_ours(service))
        self._sent.setVisible(view.sent is not None)
        said = texts.plural("services.sent", view.sent) if view.sent else ""
        self._sent.setText(said or texts.say("services.sent_none"))
        self._page.show()
        self.room.crumbs.emit(self)
        if first:
            self.first_focus().setFocus()

    # --- what is done

    def _edit(self) -> None:
        if self.view is not None:
            self.room.go("form", "", Wanted("service", entry_id=self.view.service.id).subject())

    def _check(self) -> None:
        if self.view is None:
            return
        service, desk = self.view.service, self.room.office.services
        since = service.details.get("last_verified", "")
        act = partial(desk.checked, service.code)
        back = partial(desk.unchecked, service.code, since)
        self.room.do(self.room, act, texts.say("services.was_checked"), back)

    def _turn(self) -> None:
        """Take the service out of use, or into use again; either can be taken back."""
        if self.view is None:
            return
        service, desk, room = self.view.service, self.room.office.services, self.room
        acts = desk.retire, desk.bring_back
        act, back = acts if service.active else reversed(acts)
        said = texts.say("services.was_retired" if service.active else "services.was_brought_back")
        room.do(room, partial(act, service.code), said, partial(back, service.code))


class _FactCard(Card):
    """A card of facts, or a line that says that nothing is known."""

    def __init__(self, heading: str) -> None:
        super().__init__(heading)
        self._grid = FactGrid(_LABELS)
        self._nothing = Words(texts.say("services.nothing_known"), "small", wrap=True)
        self.body.addWidget(self._grid)
        self.body.addWidget(self._nothing)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show other facts."""
        self._grid.show_facts(facts)
        self._grid.setVisible(bool(facts))
        self._nothing.setVisible(not facts)
