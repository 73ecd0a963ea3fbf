"""Backup and restore: where and how often, check one, bring one back, leave by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import texts
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.pages.backups.leaving import LeavingCard
from desktop.pages.backups.looking import LookingCard
from desktop.pages.backups.restoring import RestoringCard
from desktop.pages.backups.taking import TakingCard
from desktop.parts.card_page import CardPage
from desktop.parts.frames import column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.frame.house import House
    from desktop.frame.room import Room


class BackupsPage(Page):
    """Four cards, in the order in which one needs them."""

    nav = "settings"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        # Only an open workbook shows this page, and it hands itself out.
        house = cast("House", room.house)
        self.taking = TakingCard(room, house)
        self.looking = LookingCard(room, house)
        self.restoring = RestoringCard(room, house)
        self.leaving = LeavingCard(room, house)
        # A journey that was called off leaves a backup that is one as any other.
        self.leaving.stayed.connect(self.taking.start)
        self.setLayout(column(CardPage(self.panes())))

    def start(self) -> None:
        """Ask what is remembered of backups."""
        self.taking.start()

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here."""
        return (
            (texts.say("nav.settings"), Place("settings")),
            (texts.say("backups.page"), None),
        )

    def panes(self) -> Sequence[QWidget]:
        """Return the cards."""
        return (self.taking, self.looking, self.restoring, self.leaving)

    def first_focus(self) -> QWidget:
        """Begin with taking one."""
        return self.taking.take
