"""Consent: what has been agreed, beside the one question that is asked now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from casework.keeping.exchange import EXCHANGED
from casework.records.unfinished import Spot
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.pages.consent.kept import TALK
from desktop.pages.consent.sides import Sides
from desktop.pages.consent.stage import Stage
from desktop.pages.consent.talk import Talk
from desktop.parts.covered import Covered
from desktop.parts.frames import column
from desktop.parts.messages import Placeholder
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from casework.consent.sheet import ConsentSheet
    from casework.records.unfinished import Unfinished
    from desktop.frame.room import Room

_OURS: Final = frozenset(
    {
        EXCHANGED,
        "consent_recorded",
        "consent_withdrawn",
        "consent_suspended",
        "consent_lifted",
        "consent_narrowed",
        "letter_issued",
        "letters_recalled",
        "service_added",
    }
)


class ConsentPage(Page):
    """Everything one person has said about sharing; asking, and taking back."""

    nav = "cases"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.sides = Sides()
        self.talk: Talk | None = None
        self._held: Placeholder | None = None
        self.setLayout(column(self.sides))
        self.sides.turned.connect(self._stand)
        self._stand()

    def start(self) -> None:
        """Ask for all that was said."""
        sheet, spot = self._sheet(), Spot(TALK, self.place.case)
        unfinished = self.room.unfinished
        self.room.jobs.ask(self, lambda: (sheet(), unfinished.of(spot)), self._begin)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here: the cases, this one, and consent."""
        case = self.place.case
        return (
            (texts.say("nav.cases"), Place("cases")),
            (isolate(case), Place("case", case)),
            (texts.say("consent.title"), None),
        )

    def panes(self) -> Sequence[QWidget]:
        """Return what has been agreed, and the question; its answers where they stand apart."""
        sides = self.sides
        foot = () if sides.other.isAncestorOf(sides.foot) else (sides.foot,)
        return (sides.leading, sides.other, *foot)

    def here(self) -> Place:
        """Return the question that is asked, or where one stands instead."""
        if self.talk is None:
            return self.place
        topic, field = self.talk.stage.topic, self.talk.field()
        return Place("consent", self.place.case, topic.key, field)

    def concerns(self, change: Change) -> None:
        """Show anew what was said, here or elsewhere."""
        paired = change.kind.startswith("pair_")
        if paired or (change.kind in _OURS and change.case_code in {"", self.place.case}):
            self._ask_office(self._refresh)

    def reveal(self, *, on: bool) -> None:
        """Show masked words while the key is held."""
        for one in self.findChildren(Covered):
            one.reveal(on=on)

    def hold_back(self, why: str) -> bool:
        """Show one line instead of two empty sides."""
        layout = self.layout()
        if self.talk is None and self._held is None and layout is not None:
            self._held = Placeholder(why, icon_name="eye-slash")
            self.sides.hide()
            layout.addWidget(self._held)
        return self.talk is None

    def _stand(self) -> None:
        """Keep the answers free, which all look alike."""
        self.low = self.sides.foot

    def _ask_office(self, then: Callable[[ConsentSheet], object]) -> None:
        self.room.jobs.ask(self, self._sheet(), then)

    def _sheet(self) -> Callable[[], ConsentSheet]:
        return partial(self.room.office.grants.sheet, self.place.case)

    def _begin(self, found: tuple[ConsentSheet, Unfinished | None]) -> None:
        stage = Stage(self.room, self.place, *found)
        self.talk = talk = Talk(stage, self.sides)
        talk.setParent(self)
        talk.begin(self.place.field)
        self.reopen()

    def go_on(self, spot: Spot) -> None:
        """Open again where somebody left words that are no answer of hers."""
        if self.talk is not None:
            self.talk.go_on(spot)

    def _refresh(self, sheet: ConsentSheet) -> None:
        if self.talk is not None:
            self.talk.refresh(sheet)
