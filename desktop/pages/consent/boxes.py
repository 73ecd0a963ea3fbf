"""The boxes of what may be told: a few at once, the rest behind a line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGroupBox, QSizePolicy, QWidget

import texts
from casework.consent.grant import Purpose
from desktop.look import look
from desktop.pages.consent.told import offers
from desktop.parts.columns import Columns
from desktop.parts.fold import Fold
from desktop.parts.frames import column
from desktop.parts.ticks import Tick
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.pages.consent.choices import Chosen
    from desktop.pages.consent.told import Offer
    from desktop.pages.consent.topic import Topic

_HEADINGS = {
    Purpose.STATISTICS_INTERNAL: "consent.what_counted",
    Purpose.STATISTICS_EXTERNAL: "consent.what_counted",
    Purpose.SUPERVISION_IDENTIFIED: "consent.what_seen",
}


class Boxes(QGroupBox):
    """A group of boxes; what is ticked is what a yes would cover, and nothing else."""

    told = Signal(str)
    touched = Signal()

    def __init__(self, topic: Topic, kind: str, chosen: Chosen) -> None:
        heading = texts.say(_HEADINGS.get(topic.purpose, "consent.what"))
        super().__init__()
        self.setAccessibleName(heading)
        self._chosen = chosen
        self._offers = offers(topic, kind)
        self.ticks: dict[str, Tick] = {}
        first = [one for one in self._offers if one.first]
        self._rest = [one for one in self._offers if not one.first]
        parts: list[QWidget] = [
            Words(heading, "h3", colour="muted", wrap=True),
            self._grid(first, most=1 if look().reflows else 3),
        ]
        if self._rest:
            shown = any(map(self._is_on, self._rest))
            parts.append(Fold(texts.say("consent.more_what"), self._more, is_open=shown))
        self.setLayout(column(*parts, gap=4))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if not self._offers:
            self.hide()

    def _more(self) -> QWidget:
        holder = QWidget()
        grid = self._grid(self._rest, most=1 if look().reflows else 2)
        note = Words(texts.say("consent.not_needed"), "small", wrap=True)
        holder.setLayout(column(grid, note, gap=4))
        return holder

    def _grid(self, boxes: Iterable[Offer], *, most: int) -> QWidget:
        holder, grid = QWidget(), Columns(most=most)
        for one in boxes:
            tick = Tick(one.words)
            tick.setChecked(self._is_on(one))
            tick.toggled.connect(partial(self._turned, one.id))
            self.ticks[one.id] = tick
            grid.addWidget(tick)
        holder.setLayout(grid)
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return holder

    def _turned(self, one: str, told: bool) -> None:
        if told:
            self.told.emit(one)
        self.touched.emit()

    def leave_out(self, one: str) -> None:
        """Tick something no longer: she wants it left out."""
        if one in self.ticks:
            self.ticks[one].setChecked(False)

    def _is_on(self, one: Offer) -> bool:
        return one.categories <= self._chosen.categories and one.items <= self._chosen.items

    def take(self) -> None:
        """Write what is ticked into what was chosen; without any box what was preset stays."""
        if not self._offers:
            return
        ticks = self.ticks
        on = [one for one in self._offers if one.id in ticks and ticks[one.id].isChecked()]
        self._chosen.categories = frozenset().union(*(one.categories for one in on))
        self._chosen.items = frozenset().union(*(one.items for one in on))
