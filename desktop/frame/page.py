"""What every page is and does; pages differ only in what they show."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QHideEvent

    from casework.changes import Change
    from casework.records.unfinished import Spot
    from desktop.frame.places import Place
    from desktop.frame.room import Room


class Page(QWidget):
    """One page: built empty, filled when the store answers, kept up to date by changes."""

    # The navigation item that a page belongs to.
    nav: str = ""
    # The icon of what stands beside its title: with one those words are a chip.
    beside_icon: ClassVar[str] = ""
    # Whether it shows a case masked by itself when the time is over for which that was opened.
    masks_itself: ClassVar[bool] = False

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__()
        self.room, self.place = room, place
        # What stands at its foot, if anything does, and is never to be covered.
        self.low: QWidget | None = None
        # In which field one was when a cover rose: what is out of the window forgets that.
        self.field_left = ""

    @property
    def masked(self) -> bool:
        """Whether it shows a case under the mask: nothing is written there then."""
        return False

    def start(self) -> None:
        """Ask the office for what the page shows; called once it stands in the window."""

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here for the top bar: words, and a place to go back to by each."""
        return ()

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the page does on an action of the window, by its id."""
        return {}

    def beside(self) -> str:
        """Return what stands quietly beside the title in the top bar, where there is room."""
        return ""

    def panes(self) -> Sequence[QWidget]:
        """Return the parts that F6 goes through, in reading order."""
        return (self,)

    def first_focus(self) -> QWidget | None:
        """Return what has the focus when one comes here."""
        return None

    def concerns(self, change: Change) -> None:
        """Show what a change, made here or elsewhere, means for this page."""

    def reveal(self, *, on: bool) -> None:
        """Show what discreet mode masks, or mask it again."""

    def points_at_mask(self) -> bool:
        """Put the keyboard where it says that a case is masked; return whether it says so here."""
        return False

    def hold_back(self, _why: str) -> bool:
        """Say in one line why nothing came that was asked for; return whether all else is empty."""
        return False

    def keep(self) -> None:
        """Hand all that was typed to the store's queue, at once: on leaving, hide and lock."""

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the field that one is in."""
        super().hideEvent(event)
        self.field_left = self.here().field

    def reopen(self) -> None:
        """Open again what was left open here with words in it."""

        def go_on(spots: Sequence[Spot]) -> None:
            for spot in spots:
                self.go_on(spot)

        self.room.jobs.ask(self, partial(self.room.unfinished.open_in, self.place.case), go_on)

    def go_on(self, spot: Spot) -> None:
        """Open the fields again in which somebody left words."""

    def here(self) -> Place:
        """Return where to come back to, with the field that has the focus."""
        return self.place

    def chosen(self) -> Mapping[str, str]:
        """Return what somebody chose here, by name: nothing is kept of it but in another look."""
        return {}

    def choose(self, chosen: Mapping[str, str]) -> None:
        """Choose that again on the same page in another look; called once it was started."""


def page_around(part: QObject) -> Page | None:
    """Return the page that a part belongs to."""
    at: QObject | None = part
    while at is not None and not isinstance(at, Page):
        at = at.parent()
    return at
