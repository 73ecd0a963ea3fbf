"""The entries of a section as cards, the newest first and open, the others behind their line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from casework.records.record import DRAFT
from casework.tasks.plan_state import PlanState
from desktop.frame.page import page_around
from desktop.look import look
from desktop.pages.entries.words import (
    WITH_ACTIONS,
    action_columns,
    action_rows,
    entry_when,
    facts_of,
)
from desktop.parts.chips import Chip
from desktop.parts.fact_grid import Fact, FactGrid
from desktop.parts.facts_table import FactsTable
from desktop.parts.flow import Flow
from desktop.parts.fold import Fold
from desktop.parts.frames import Box, column
from desktop.parts.linking import Link
from desktop.parts.sight import bring_into_sight
from desktop.parts.so_many import SoMany
from desktop.parts.table import Column
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.cases.sections import EntryView
    from desktop.pages.history.words import Asked
    from forms.model import FormModel

_LABELS: Final = 220
_NARROW: Final = 120
_LEAST: Final = 90
_KINDS: Final = {
    PlanState.IN_USE: "accent",
    PlanState.REVIEW_DUE: "info",
    PlanState.DRAFT: "plain",
    PlanState.ENDED: "plain",
    PlanState.EARLIER: "plain",
}


class EntriesList(QWidget):
    """A card for each entry; a button opens it to be read whole or changed."""

    opened = Signal(object)
    again = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._many = SoMany(self._card, gap=12)
        self.setLayout(column(self._many))
        # Not `Maximum`: that is as high as at the usual width, and words wrap at a smaller one.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._shown: list[FactGrid | FactsTable] = []
        self._revealed = False
        self.open_buttons: list[Link] = []
        self._entries: Sequence[EntryView] = ()
        self._ways: dict[str, Link] = {}

    def show_entries(self, model: FormModel, entries: Sequence[EntryView], asked: Asked) -> None:
        """Show other entries."""
        self._shown, self.open_buttons = [], []
        self._entries, self._ways = entries, {}
        self._model, self._asked = model, asked
        self._newest = next((one.id for one in entries if one.state != DRAFT), "")
        self._many.show_lines(entries)

    def at(self) -> str:
        """Return the entry whose way in has the keyboard, also behind a cover; or nothing."""
        page = page_around(self)
        here = page.focusWidget() if page is not None else None
        return next((one for one, way in self._ways.items() if way is here), "")

    def go_to(self, entry_id: str) -> None:
        """Go to an entry, if it is there, however far down it stands."""
        places = [number for number, one in enumerate(self._entries) if one.id == entry_id]
        for number in places:
            self._many.reach(number)
            self._ways[entry_id].setFocus()
            bring_into_sight(self._ways[entry_id])

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        self._revealed = on
        for part in self._shown:
            part.reveal(on=on)

    def _card(self, entry: EntryView) -> Box:
        box = Box("card")
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        newest = entry.id == self._newest
        parts: list[QWidget] = [self._head(entry, newest=newest)]
        build = partial(self._body, self._model, entry, self._asked)
        if newest or entry.state == DRAFT:
            parts.append(build())
        else:
            parts.append(Fold(texts.say("entries.read"), build))
        whole = column(*parts, gap=8)
        # The ways beside its heading are a little higher than that.
        whole.setContentsMargins(*(look().px(n) for n in (16, 14, 16, 16)))
        box.setLayout(whole)
        return box

    def _head(self, entry: EntryView, *, newest: bool) -> QWidget:
        when = entry_when(entry)
        parts: list[QWidget] = [Words(when, "strong")]
        if entry.state == DRAFT:
            parts.append(Chip(texts.say("step.draft"), icon_name="circle-half"))
        elif entry.plan is not None:
            words = texts.say(f"plan_state.{entry.plan.value}")
            parts.append(Chip(words, _KINDS[entry.plan]))
        name = "entries.carry_on" if entry.state == DRAFT else "entries.change"
        open_it = Link(texts.say(name), partial(self.opened.emit, entry))
        open_it.setAccessibleName(texts.say("entries.act_of", act=texts.say(name), when=when))
        self.open_buttons.append(open_it)
        self._ways[entry.id] = open_it
        parts.append(open_it)
        if newest and entry.plan is not None:
            again = partial(self.again.emit, entry)
            parts.append(Link(texts.say("entries.new_version"), again))
        head = QWidget()
        head.setLayout(Flow(parts, gap=12, line_gap=4))
        return head

    def _body(self, model: FormModel, entry: EntryView, asked: Asked) -> QWidget:
        grid = FactGrid(_NARROW if look().reflows else _LABELS)
        facts = facts_of(asked, model, entry.doc)
        parts: list[QWidget] = [grid]
        rows = action_rows(asked, entry.doc) if model.form_id in WITH_ACTIONS else []
        if rows and look().reflows:
            facts += _one_by_one(model.form_id, rows)
        elif rows:
            parts.append(_table(model, rows))
        grid.show_facts(facts)
        masked = [one for one in parts if isinstance(one, FactGrid | FactsTable)]
        for part in masked:
            part.reveal(on=self._revealed)
        self._shown += masked
        inside = QWidget()
        inside.setLayout(column(*parts, gap=12))
        return inside


_MASKED: Final = frozenset({"action"})


def _table(model: FormModel, rows: Sequence[Sequence[str]]) -> FactsTable:
    table = FactsTable(_columns(model.form_id), texts.say("entries.actions"), _MASKED)
    table.show_rows(rows)
    return table


def _one_by_one(form_id: str, rows: Sequence[Sequence[str]]) -> list[Fact]:
    """Return what each action says as facts: large words leave no room for columns."""
    return [
        Fact(texts.say(f"entries.column.{name}"), said, masks=name in _MASKED)
        for words in rows
        for name, said in zip(action_columns(form_id), words, strict=True)
        if said
    ]


def _columns(form_id: str) -> list[Column]:
    found = []
    for name in action_columns(form_id):
        words = texts.say(f"entries.column.{name}")
        needed = look().metrics("strong_small").horizontalAdvance(words) + look().px(40)
        share = 3 if name == "action" else 2
        found.append(Column(name, words, max(needed, look().px(_LEAST)), share=share))
    return found
