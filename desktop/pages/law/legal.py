"""The legal pathway of a case: areas A to Z, steps by day, and what others decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from desktop.pages.case.frame import CaseView
from desktop.pages.case.sections import entry_of, section_icon
from desktop.pages.episodes.words import code_words
from desktop.parts.buttons import Button
from desktop.parts.fact_grid import Fact, FactGrid
from desktop.parts.frames import Card, clear, column, row
from desktop.parts.messages import Placeholder
from desktop.parts.words import Words
from texts.dates import in_own_direction, isolate, long_date
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.cases.legal import LawArea, LegalStep, LegalView, StatusClaim
    from casework.cases.overview import Overview
    from desktop.frame.places import Place
    from desktop.frame.room import Room

_FORM: Final = "legal"
_LABELS: Final = 190
_YES: Final = "yes"


class LegalPage(CaseView):
    """What the law may do for her, in her own time."""

    section = _FORM

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.edit = Button(texts.say("legal.edit"), icon_name="pencil-simple")
        self.edit.does(self._edit)
        heading = Words(texts.say("legal.title"), "h1", wrap=True)
        note = Words(texts.say("legal.note"), "small", wrap=True)
        self._place = column(gap=12)
        self._grids: list[FactGrid] = []
        whole = QWidget()
        top = row(heading, self.edit, gap=8)
        top.setStretch(0, 1)
        head = column(top, note, gap=8)
        whole.setLayout(column(head, self._place, gap=12))
        self.furnish((whole,))

    def reveal(self, *, on: bool) -> None:
        """Show what discreet mode masks, or mask it again."""
        super().reveal(on=on)
        for grid in self._grids:
            grid.reveal(on=on)

    def show_case(self, overview: Overview) -> None:
        """Ask for the pathway."""
        code, desk = overview.code, self.room.office.legal
        self.room.jobs.ask(self, lambda: desk.of(code), self._show)

    def enter(self) -> None:
        """Begin at writing down."""
        self.body.begin_at(self.edit)

    def _show(self, found: LegalView) -> None:
        clear(self._place)
        self._grids = []
        if not found.entry_id:
            icon = section_icon("legal")
            self._place.addWidget(Placeholder(texts.say("legal.none"), icon_name=icon))
            return
        self._card("person", _wishes(found))
        self._card("areas", areas_of(found.areas))
        self._card("steps", [_step(one) for one in found.steps])
        self._card("claims", [_claim(one) for one in found.claims])

    def _card(self, name: str, facts: list[Fact]) -> None:
        if not facts:
            return
        card, grid = Card(texts.say(f"legal.{name}")), FactGrid(_LABELS)
        # As high as its wrapped words, whatever room there is.
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        grid.show_facts(facts)
        self._grids.append(grid)
        card.body.addWidget(grid)
        self._place.addWidget(card)

    def _edit(self) -> None:
        if self.overview is not None:
            subject = entry_of(self.overview, _FORM).subject()
            self.room.go("form", self.place.case, subject)


def _wishes(found: LegalView) -> list[Fact]:
    said = {
        "told": code_words("yes_no_noted", found.told_may_stop),
        "goes_on": code_words("yes_no_answer", found.goes_on),
        "lawyer": in_own_direction(found.lawyer),
        "contact": in_own_direction(found.lawyer_contact),
    }
    return [
        Fact(texts.say(f"legal.{name}"), words, masks=True) for name, words in said.items() if words
    ]


def areas_of(areas: Iterable[LawArea]) -> list[Fact]:
    """Return the areas A to Z in the language on screen: none stands before another."""
    lines = [
        Fact(code_words("law_area", one.area), _joined(_said_of_area(one)), masks=True)
        for one in areas
        if one.area
    ]
    return sorted(lines, key=lambda line: sort_key(line.label))


def _said_of_area(one: LawArea) -> Iterable[str]:
    yield code_words("law_state", one.state)
    effect = code_words("law_effect", one.effect)
    yield texts.say("legal.law_effect", effect=effect) if effect else ""
    yield in_own_direction(one.words)


def _step(one: LegalStep) -> Fact:
    parts = (
        long_date(one.day) if one.day else "",
        texts.say("legal.over") if one.over == _YES else "",
        texts.say("legal.number", number=isolate(one.number)) if one.number else "",
        in_own_direction(one.where),
    )
    return Fact(code_words("legal_step", one.kind), _joined(parts), masks=True)


def _claim(one: StatusClaim) -> Fact:
    parts = (
        code_words("claim_status", one.status),
        code_words("deciding_body", one.decided_by),
        long_date(one.decided_on) if one.decided_on else "",
        texts.say("legal.until", day=long_date(one.until)) if one.until else "",
    )
    return Fact(code_words("status_scheme", one.scheme), _joined(parts), masks=True)


def _joined(parts: Iterable[str]) -> str:
    return texts.say("list.join").join(part for part in parts if part)
