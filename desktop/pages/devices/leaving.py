"""What was changed here and goes out with the next exchange."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from desktop.clock import now
from desktop.exchange.words import leaving_cells
from desktop.look import look
from desktop.parts.facts_table import FactsTable
from desktop.parts.ruled_card import RuledCard
from desktop.parts.table import named_columns
from desktop.parts.words import Words

if TYPE_CHECKING:
    from casework.keeping.exchange import ExchangeState

_COLUMNS: Final = (
    *(("what", 150, 0), ("case", 100, 1), ("by", 110, 3)),
    *(("when", 120, 2), ("to", 140, 4)),
)
# More is not read; the first line of the page says how much there is.
_SHOWN: Final = 50


class LeavingCard(RuledCard):
    """A line for each thing; nothing is shown where nothing waits."""

    def __init__(self) -> None:
        sealed = Words(texts.say("sync.sealed"), "small", wrap=look().reflows)
        super().__init__(texts.say("sync.leaving"), beside=[sealed])
        columns = named_columns("sync.column", _COLUMNS)
        self.table = FactsTable(columns, texts.say("sync.leaving"), to_edge=True)
        self.table.stays = False
        self.table.quiet = frozenset({"when", "to"})
        self.body.addWidget(self.table)
        # Its corners are square: they stand clear of those of the card.
        self.body.setContentsMargins(0, 0, 0, look().px(8))

    def show_state(self, state: ExchangeState) -> None:
        """Show what waits."""
        self.setVisible(bool(state.leaving))
        if state.leaving:
            cells = partial(leaving_cells, today=now().date(), discreet=look().discreet)
            self.table.show_rows([cells(one) for one in state.leaving[:_SHOWN]])
