"""How much is with whom, and how the cases go: counts of work, nobody ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from desktop.pages.team.people import columns_of
from desktop.pages.team.words import load_cells, quality_rows
from desktop.parts.facts_table import FactsTable
from desktop.parts.frames import column
from desktop.parts.ruled_card import RuledCard, inset
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.team.supervision import Load
    from casework.team.workload import Quality

_LOADS: Final = (
    *(("worker", 150, 0), ("open", 80, 1), ("drafts", 80, 4), ("resting", 90, 5)),
    *(("overdue", 90, 2), ("reviews", 100, 3)),
)
_FIGURES: Final = (("figure", 260, 0), ("value", 160, 0))
# The corners of a table are square: they stand clear of those of the card.
_FOOT: Final = 8


class LoadCard(RuledCard):
    """How many cases are with each worker, A to Z."""

    def __init__(self) -> None:
        super().__init__(texts.say("team.load"))
        self.table = FactsTable(columns_of("load", _LOADS), texts.say("team.load"), to_edge=True)
        self.table.stays = False
        self.table.is_copied = False
        note = Words(texts.say("team.load_why"), "small", wrap=True)
        self.body.addLayout(column(inset(column(note), 10, 10), self.table, _FOOT, gap=0))

    def show_loads(self, loads: Sequence[Load]) -> None:
        """Show the rows."""
        self.table.show_rows([load_cells(one) for one in loads])


class FiguresCard(RuledCard):
    """How the cases of the past year went: exact, on this screen and nowhere else."""

    def __init__(self) -> None:
        super().__init__(texts.say("team.figures"))
        self.table = FactsTable(
            columns_of("figures", _FIGURES), texts.say("team.figures"), to_edge=True
        )
        self.table.stays = False
        self.table.is_copied = False
        note = Words(texts.say("team.figures_why"), "small", wrap=True)
        self.body.addLayout(column(inset(column(note), 10, 10), self.table, _FOOT, gap=0))

    def show_figures(self, seen: Quality) -> None:
        """Show the figures."""
        self.table.show_rows([*quality_rows(seen)])
