"""Statistics: figures for those outside, and what keeps each from betraying anybody.

What is shown is what may be printed. There is no way from here to a true count: nothing can be
copied, and files are written only when a second person agreed to them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import texts
from casework.team.worker import Act, may
from desktop.frame.page import Page
from desktop.frame.places import ASKED, Place
from desktop.pages.figures.body import FiguresBody
from desktop.pages.figures.card import FiguresCard
from desktop.pages.figures.choice import ChoiceCard
from desktop.pages.figures.going import Cards, Going
from desktop.pages.figures.register import RegisterCard
from desktop.pages.figures.side import AdviceCard, ReleaseCard, WhyCard
from desktop.pages.figures.waiting import WaitingCard
from desktop.parts.frames import column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from casework.figures.released import Proposed, Published
    from desktop.frame.room import Room
    from desktop.pages.figures.grid import Grid

    # What the store tells, with the names of those it is about.
    Told = tuple[Sequence[Published], Sequence[Proposed], Mapping[str, str]]


# What a place says before the id of what a colleague asked.


class FiguresPage(Page):
    """What is chosen, what may be told of it, and asking a second person; then the register."""

    nav = "figures"
    beside_icon = "eye-slash"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        prepares = may(room.office.worker, Act.TEAM)
        self._came_back = False
        self.choice, self.card = ChoiceCard(prepares=prepares), FiguresCard()
        self.why, self.advice, self.release = WhyCard(), AdviceCard(), ReleaseCard()
        self.waiting, self.register = WaitingCard(room.office.worker.id), RegisterCard()
        cards = (self.choice, self.card, self.advice, self.release, self.waiting, self.register)
        self.going = Going(room, self, Cards(*cards))
        middle = (self.waiting, self.going.counting, self.card, self.register.whole)
        side = (self.why, self.advice, self.release, self.register)
        self.setLayout(column(FiguresBody((self.choice,), middle, side)))
        self.card.stood.connect(self._explain)
        self.waiting.left.connect(self._enter)
        if not prepares:
            self.card.said.setText(texts.say("figures_page.begin_second"))
            self.release.tell("")

    def start(self) -> None:
        """Ask what was published and what waits, and show again what was shown here."""
        self._ask()
        plan, _, period = self.place.subject.partition(" ")
        if period and plan != ASKED:
            self.choice.choose(plan, period)
            self.choice.count_now()

    def here(self) -> Place:
        """Return this page and what it shows for everyone outside; a place names nobody."""
        plan, period, recipient = self.going.counted
        subject = f"{plan} {period}" if not recipient else ""
        if self.going.asked_for:
            subject = f"{ASKED} {self.going.asked_for}"
        return Place("figures", "", subject if self.going.proven is not None else "")

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((texts.say("nav.figures"), None),)

    def beside(self) -> str:
        """Return what nobody finds here."""
        return texts.say("figures_page.counts_only")

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the keys do here; nothing prints."""
        no_print = texts.say("figures_page.no_print")
        return {
            "main": self.going.go_on,
            "twin": self.card.focus_table,
            "print": partial(self.release.tell, no_print, at_once=True),
        }

    def panes(self) -> Sequence[QWidget]:
        """Return the parts in reading order."""
        middle = (self.waiting, self.card, self.register.whole)
        asked = (self.choice,) if self.choice.prepares else ()
        return (*asked, *middle, self.advice, self.release, self.register)

    def first_focus(self) -> QWidget:
        """Begin with the plan, or with what was published for whoever prepares nothing."""
        return self.choice.plan if self.choice.prepares else self.register.every

    def concerns(self, change: Change) -> None:
        """Read what waits and what was published again."""
        if change.kind.startswith(("figures_", "register_")):
            self._ask()

    def reveal(self, *, on: bool) -> None:
        """Show what discreet mode masks, or mask it again."""
        self.card.reveal(on=on)

    def keep(self) -> None:
        """Let go of what is being worked out: whoever leaves waits for it no more."""
        self.going.counting.end()

    def _enter(self) -> None:
        """Put the keyboard at the figures, or where one begins."""
        if self.card.table is not None:
            self.card.focus_table()
        else:
            self.first_focus().setFocus()

    def _ask(self) -> None:
        self.room.jobs.ask(self, partial(_told, self.room), self._show)

    def _show(self, told: Told) -> None:
        releases, waiting, names = told
        self.going.releases = len(releases)
        self.register.show_releases(releases, names)
        self.waiting.show_waiting(waiting, names)
        kind, _, asked = self.place.subject.partition(" ")
        found = [one for one in waiting if kind == ASKED and one.id == asked]
        if found and not self._came_back:
            self.going.look_at(found[0])
        self._came_back = True

    def _explain(self, grid: Grid, row: int, column_: int) -> None:
        if self.going.proven is not None:
            self.why.show_cell(grid, row, column_, self.going.proven.shown.least)


def _told(room: Room) -> Told:
    desks = room.office
    return desks.figures.register(), desks.figures.proposed(), desks.published.names()
