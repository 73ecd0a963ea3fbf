"""The card of experiences: six tiles, a line of years, and the same facts as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

import texts
from desktop.clock import now
from desktop.frame.actions import key_words
from desktop.look import look
from desktop.pages.episodes.words import (
    day_words,
    from_until,
    in_time,
    kinds_words,
    link_words,
    until_words,
    where_words,
)
from desktop.parts.buttons import Button, IconButton
from desktop.parts.facts_table import FactsTable
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, column, row
from desktop.parts.table import Column
from desktop.parts.tiles import Tiles
from desktop.parts.timeline import Timeline
from desktop.parts.timeline_plan import plan_of
from desktop.parts.words import Words, as_sentence
from texts.dates import year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QBoxLayout, QWidget

    from casework.cases.overview import Overview
    from casework.records.episodes import EpisodeView

_LEAST: Final = 90
# What may be empty in every row.
_LEAVING: Final = {"where": 1, "links": 2}
_MASKED: Final = frozenset({"kinds", "links", "facts"})


class Experiences(Box):
    """What is recorded about experiences, side by side and without order."""

    adding = Signal()
    opened = Signal(str)
    reading = Signal()

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._key = key_words("twin", keys)
        self._shown: list[EpisodeView] = []
        self.tiles, self.timeline = Tiles(acts=False), Timeline()
        self.table = FactsTable(_columns(), texts.say("case.experiences"), _MASKED)
        self.table.stays = False
        self.turn = IconButton("table", texts.say("case.as_table"))
        self.turn.does(self.turn_over)
        add = Button(texts.say("case.add_episode"), "quiet", icon_name="plus")
        self.add = add.does(self.adding.emit)
        self._nothing = Words(texts.say("case.no_experiences"), "muted", wrap=True)
        self.while_button: Button | None = None
        parts = (
            self._head(keys), 8, self.tiles, 10, self.timeline, self.table, self._nothing,
        )  # fmt: skip
        whole = column(*parts, margin=16)
        if not look().reflows:
            # The heading stands where those of other cards do, for all the buttons beside it.
            whole.setContentsMargins(look().px(16), look().px(11), look().px(16), look().px(16))
        self.setLayout(whole)
        self.table.hide()
        self.timeline.pressed.connect(self.opened)
        self.table.opened.connect(self._open_row)

    def _head(self, keys: Mapping[str, str]) -> QBoxLayout:
        """Return the heading, what there is to say about it, and what can be done."""
        heading = texts.say("case.topics" if look().discreet else "case.experiences")
        note = texts.say("case.experiences_note")
        beside: list[QWidget] = [self.turn, self.add]
        if look().discreet:
            note = texts.say("case.hold_to_read", key=key_words("reveal", keys))
            button = Button(texts.say("case.show_a_while"), "quiet")
            self.while_button = button.does(self.reading.emit)
            beside.insert(0, button)
        title, said = Words(heading, "h2"), Words(note, "caption", wrap=True)
        if look().reflows:
            return column(Flow([title, *beside], gap=4, trailing=len(beside)), said, gap=2)
        head = row(title, 4, said, *beside, gap=4)
        head.setStretch(2, 1)
        return head

    def show_case(self, overview: Overview) -> None:
        """Show the experiences of a case."""
        self.tiles.show_recorded(overview.experiences)
        self._shown = in_time(overview.episodes)
        some = bool(self._shown)
        as_table = not self.table.isHidden()
        self._nothing.setVisible(not some)
        self.turn.setVisible(some)
        self.timeline.setVisible(some and not as_table)
        self.table.setVisible(some and as_table)
        plan = plan_of(self._shown, overview.about.first_contact, now().date())
        name = texts.say(
            "timeline.name", first=year(plan.first), last=year(plan.last), twin=self._key
        )
        self.timeline.show_plan(plan, name)
        rows = _rows(self._shown)
        names = [one.id for one in self.table.columns]
        # A column of which nothing is known in any row says nothing.
        self.table.leave_out(
            {name for at, name in enumerate(names) if not any(row[at] for row in rows)}
        )
        self.table.show_rows(rows)

    def turn_over(self) -> None:
        """Show the table for the picture, or the picture for the table."""
        if not self._shown:
            return
        as_table = self.table.isHidden()
        self.timeline.setVisible(not as_table)
        self.table.setVisible(as_table)
        name = texts.say("case.as_picture" if as_table else "case.as_table")
        self.turn.wear("chart-line" if as_table else "table")
        self.turn.setAccessibleName(name)
        self.turn.setToolTip(name)
        if as_table:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        for part in (self.tiles, self.timeline, self.table):
            part.reveal(on=on)

    def _open_row(self, at: int) -> None:
        self.opened.emit(self._shown[at].id)


def _columns() -> list[Column]:
    """Return a column for each fact; where text is large, one for all of them."""
    shares = {"kinds": 3, "from": 2, "until": 2, "where": 2, "links": 3}
    if look().reflows:
        shares = {"kinds": 1, "facts": 1}
    found = []
    for name, share in shares.items():
        words = texts.say(f"case.column.{name}")
        needed = look().metrics("strong_small").horizontalAdvance(words) + look().px(40)
        least, rank = max(needed, look().px(_LEAST)), _LEAVING.get(name, 0)
        found.append(Column(name, words, least, share=share, rank=rank))
    return found


def _rows(shown: Sequence[EpisodeView]) -> list[tuple[str, ...]]:
    known = {one.id: one for one in shown}
    rows: list[tuple[str, ...]] = []
    for one in shown:
        first, last, where = day_words(one.start), until_words(one), where_words(one)
        # Each begins a cell; together they are one sentence.
        begun, ended = as_sentence(first), as_sentence(last)
        links = "\n".join(link_words(one, known))
        kinds = kinds_words(one, whole=True)
        if look().reflows:
            when = from_until(first, last)
            rows.append((kinds, "\n".join(part for part in (when, where, links) if part)))
        else:
            rows.append((kinds, begun, ended, where, links))
    return rows
