"""What every view of one case has: its head with the safe contact, and its sections."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from casework.keeping.exchange import EXCHANGED
from desktop.frame.day_turning import DAY_TURNED
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.pages.case.body import CaseBody
from desktop.pages.case.deciding import DecideBar
from desktop.pages.case.head import CaseHead
from desktop.pages.case.masked import MaskBar
from desktop.pages.case.sections import OVERVIEW, entry_of, go_to, sections_of
from desktop.pages.case.status import StatusActs
from desktop.pages.case.union import UnionBar
from desktop.pages.cases.words import form_name, quiet
from desktop.parts.frames import column
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from casework.cases.overview import Overview
    from casework.changes import Change
    from desktop.frame.room import Room
    from desktop.pages.case.body import Beside

_KEYS: Final = 9
_CONTACT: Final = "intake.safe_way"
# What a masked case still shows; its own masks are in it.
_SEEN_MASKED: Final = frozenset({OVERVIEW, "history"})
# What is listed as a section and is no form of a case.
_NO_FORMS: Final = frozenset({"service", "referrals", "letters", "attachments"})


class CaseView(Page):
    """A page of one case; what differs is the middle and what stands beside it."""

    nav = "cases"
    section: str = OVERVIEW
    masks_itself = True

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.overview: Overview | None = None
        self.head = CaseHead(place.case)
        self.body = CaseBody(self.head, self.head.status)
        self.mask_bar = MaskBar(room, place)
        self.union_bar, self.decide_bar = UnionBar(room), DecideBar(room)
        for bar in (self.mask_bar, self.decide_bar, self.union_bar):
            self.head.above.addWidget(bar)
        self.setLayout(column(self.body))
        self.body.hide()
        code, head = place.case, self.head
        head.name.asking.connect(self._ask_name)
        head.writing.connect(partial(room.go, "letter", code))
        head.consenting.connect(partial(room.go, "consent", code))
        head.editing.connect(self._edit_contact)
        acts = StatusActs(room, code).choices
        head.offer_status(lambda seen: acts(seen.status, masked=seen.masked))
        self.body.chosen.connect(self._go_to)

    def furnish(self, middle: Sequence[QWidget], side: Beside | None = None) -> None:
        """Put in what this page shows."""
        self.body.furnish(middle, side)

    # --- the page

    @property
    def masked(self) -> bool:
        """Whether the case is masked here."""
        return self.overview is not None and self.overview.masked

    def start(self) -> None:
        """Ask for the case."""
        ask = partial(self.room.office.overview.of, self.place.case)
        self.room.jobs.ask(self, ask, self._came)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here."""
        code = self.place.case
        way: list[tuple[str, Place | None]] = [(texts.say("nav.cases"), Place("cases"))]
        if self.section == OVERVIEW:
            return [*way, (isolate(code), None)]
        return [*way, (isolate(code), Place("case", code)), (self.title(), None)]

    def title(self) -> str:
        """Return what the page is called."""
        return texts.say(f"case.section.{quiet(self.section)}")

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the page does on keys of the window."""
        sections = {f"section_{n}": partial(self._go_by_key, n) for n in range(1, _KEYS + 1)}
        return {"main": self.head.new_entry.click, "edit": self._edit_contact, **sections}

    def panes(self) -> Sequence[QWidget]:
        """Return the head, the sections, the middle."""
        return (self.head, self.body.pane(), *self.body.middle)

    def concerns(self, change: Change) -> None:
        """Read the case anew when it was changed."""
        # It names one of the two, and concerns the page of either.
        paired = change.kind.startswith("pair_")
        is_ours = change.case_code == self.place.case
        if paired or is_ours or change.kind in {EXCHANGED, DAY_TURNED}:
            self.start()

    def points_at_mask(self) -> bool:
        """Lead to the bar that says so; it stands above every section of the case."""
        return self.mask_bar.points()

    def reveal(self, *, on: bool) -> None:
        """Show what discreet mode masks, or mask it again."""
        self.head.reveal(on=on)

    def _came(self, overview: Overview) -> None:
        # What was asked above goes with the answer, and the keyboard with it.
        here, first = self.window().focusWidget(), self.overview is None
        parted = self.union_bar.isAncestorOf(here)
        enters = first or parted or self.mask_bar.has_keyboard()
        self.overview = overview
        self.mask_bar.show_case(overview)
        self.union_bar.show_case(overview)
        self.decide_bar.show_case(overview)
        self.head.show_case(overview)
        self.head.new_entry.choices(self._entries(overview))
        self.body.show_sections(sections_of(overview), self.section)
        held = overview.masked and self.section not in _SEEN_MASKED
        self.body.hold_back(texts.say("glass.section") if held else "")
        if not held:
            self.show_case(overview)
        self.body.show()
        if self.mask_bar.is_asking():
            # Whoever answers there goes on, whatever came in.
            return
        if held:
            self.body.pane().setFocus()
        elif enters:
            self.enter()
        if first:
            self.reopen()

    def show_case(self, overview: Overview) -> None:
        """Show what the page is about."""

    def enter(self) -> None:
        """Put the keyboard where work begins, once the page is filled."""
        self.body.begin_at(self.body.pane())

    def _entries(self, overview: Overview) -> list[tuple[str, Callable[[], object]]]:
        """Return what can be recorded, in the order of the sections."""
        forms = {one.id for one in overview.sections} - _NO_FORMS
        return [
            (form_name(one.id), partial(self.record, one.id))
            for one in sections_of(overview)
            if one.id in forms
        ]

    # --- what is done

    def record(self, form_id: str) -> None:
        """Begin a form, or go on with it."""
        code = self.place.case
        if form_id == "consent":
            self.room.go("consent", code)
        elif form_id == "episode":
            self.room.go("episodes", code, "new")
        elif self.overview is not None:
            self.room.go("form", code, entry_of(self.overview, form_id).subject())

    def _edit_contact(self) -> None:
        """Open the intake where it asks about contact."""
        if self.overview is not None and not self.overview.masked:
            subject = entry_of(self.overview, "intake").subject()
            self.room.go("form", self.place.case, subject, _CONTACT)

    def _go_to(self, section: str) -> None:
        if self.overview is not None and section != self.section:
            go_to(self.room, self.overview, section)

    def _go_by_key(self, number: int) -> None:
        sections = sections_of(self.overview) if self.overview else []
        if number <= len(sections):
            self._go_to(sections[number - 1].id)

    def _ask_name(self) -> None:
        ask = partial(self.room.office.overview.name, self.place.case)
        self.room.jobs.ask(self, ask, self.head.name.show_name)
