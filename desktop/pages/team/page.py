"""The team, for whoever looks after it: what waits, who works here, how the work goes."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtWidgets import QWidget

import texts
from casework.records.unfinished import Spot
from casework.team.supervision import Finding
from desktop.clock import now
from desktop.frame.page import Page
from desktop.frame.unfinished import UnfinishedFields
from desktop.pages.team.door import change_role, let_go, let_in
from desktop.pages.team.new import NewcomerCard
from desktop.pages.team.people import PeopleCard
from desktop.pages.team.waiting import WaitingCard
from desktop.pages.team.work import FiguresCard, LoadCard
from desktop.pages.team.written import WrittenCard
from desktop.parts.card_page import CardPage
from desktop.parts.frames import clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.words import Words
from texts.dates import number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casework.changes import Change
    from desktop.frame.house import House
    from desktop.frame.places import Place
    from desktop.frame.room import Room
    from desktop.pages.team.door import Newcomer

_YEAR: Final = timedelta(days=365)


class TeamPage(Page):
    """Every change is said, and what can be taken back offers that."""

    nav = "team"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        # Only an open workbook shows this page, and it hands itself out.
        self._house = cast("House", room.house)
        self.waiting = WaitingCard(room, place.subject)
        self.people, self.newcomer = PeopleCard(), NewcomerCard()
        self.loads, self.figures = LoadCard(), FiguresCard()
        self.written = WrittenCard(room)
        self._log, self._holds = column(), Words("", "small", wrap=True)
        held = QWidget()
        held.setLayout(self._log)
        held.hide()
        self._broken = held
        self.setLayout(column(CardPage((held, *self.panes(), self._holds), wide=True)))
        self._connect()

    def _connect(self) -> None:
        desks, people = self.room.office, self.people
        self.waiting.emptied.connect(people.table.setFocus)
        self.waiting.opened.connect(lambda code: self.room.go("case", code))
        self.waiting.approved.connect(
            lambda key, once: self._do(
                once(partial(desks.reviews.approve, key)), "team.said.approved"
            )
        )
        self.waiting.sent_back.connect(
            lambda key, note, once: self._do(
                once(partial(desks.reviews.send_back, key, note)), "team.said.sent_back"
            )
        )
        self.waiting.looked_at.connect(
            lambda key, found: self._do(
                partial(desks.glass.review, key, Finding(found)), "team.said.looked_at"
            )
        )
        people.role_wished.connect(self._change_role)
        people.handed_over.connect(
            lambda key, to: self._do(
                partial(desks.caseload.hand_over, key, to), "team.said.handed_over"
            )
        )
        people.away.connect(
            lambda key, to: self._do(
                partial(desks.people.away, key, to),
                "team.said.away",
                lambda: desks.people.back(key),
            )
        )
        people.back.connect(lambda key: self._do(partial(desks.people.back, key), "team.said.back"))
        people.leaving.connect(self._let_go)
        self.newcomer.adding.connect(self._let_in)
        spot = Spot("newcomer")
        self._typed = UnfinishedFields(self.room, spot, self.newcomer, self.newcomer.by_name())

    # --- the page

    def start(self) -> None:
        """Ask for everything the page shows; the log is verified each time one comes here."""
        room, desks = self.room, self.room.office
        today = now().date()
        room.jobs.ask(self, desks.people.members, self.people.show_members)
        room.jobs.ask(self, desks.reviews.waiting, self.waiting.show_reviews)
        room.jobs.ask(self, desks.glass.events, self.waiting.show_openings)
        room.jobs.ask(self, desks.workload.loads, self.loads.show_loads)
        figures = partial(desks.workload.quality, today - _YEAR, today)
        room.jobs.ask(self, figures, self.figures.show_figures)
        room.jobs.ask(self, self._house.log_holds, self._show_log)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((texts.say("nav.team"), None),)

    def panes(self) -> Sequence[QWidget]:
        """Return the cards."""
        return (
            *(self.waiting, self.written, self.people),
            *(self.newcomer, self.loads, self.figures),
        )

    def first_focus(self) -> QWidget:
        """Return the table of people."""
        return self.people.table

    def concerns(self, _change: Change) -> None:
        """Show what changed."""
        self.start()

    def _show_log(self, found: tuple[int, int | None]) -> None:
        """Say at the foot that the log holds from its first line, above all that it does not."""
        lines, bad = found
        clear(self._log)
        self._holds.setText("" if bad else texts.say("team.log_holds", n=number(lines)))
        if bad is not None:
            words = texts.say("team.log_broken", n=number(bad))
            self._log.addWidget(MessageBar(words, "problem"))
        self._broken.setVisible(bad is not None)

    # --- what is done

    def _do(
        self,
        act: Callable[[], Change],
        said: str,
        back: Callable[[], Change] | None = None,
    ) -> None:
        self.room.do(self, act, texts.say(said), back)

    def _change_role(self, own: str, key: str, role: str) -> None:
        # No key takes it back or does it once more: a role is a way to everything of the office.
        act = partial(change_role, self._house, self.room.office, own, key, role)
        self.room.jobs.try_to(self, act, self._has_role, self._no_role)

    def _has_role(self, change: Change) -> None:
        self.people.role_done()
        self.room.jobs.changed.emit(change)
        self.room.done(texts.say("team.said.role"))

    def _no_role(self, error: Exception) -> None:
        if not self.people.role_refused(error):
            self.room.jobs.failed.emit(error)

    def _let_go(self, own: str, key: str) -> None:
        act = partial(let_go, self._house, own, key)
        self.room.jobs.try_to(self, act, self._has_left, self._not_left)

    def _has_left(self, change: Change) -> None:
        self.people.sure.withdraw()
        self.room.jobs.changed.emit(change)
        self.room.done(texts.say("team.said.left"))

    def _not_left(self, error: Exception) -> None:
        if not self.people.sure.refused(error):
            self.room.jobs.failed.emit(error)

    def _let_in(self, own: str, name: str, role: str) -> None:
        act = partial(let_in, self._house, own, name, role)
        self.room.jobs.try_to(self, self._typed.once(act), self._is_in, self.newcomer.refused)

    def _is_in(self, newcomer: Newcomer) -> None:
        self.newcomer.show_words(newcomer)
        self._typed.settle()
        self.start()
