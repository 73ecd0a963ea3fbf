"""A few facts, one a line: what it is, and what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.look import look
from desktop.parts.clause import Clause
from desktop.parts.frames import clear
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABELS: Final = 78
_ACROSS: Final = 12
_DOWN: Final = 6


class Fact(NamedTuple):
    """One fact; discreet mode masks those that say too much."""

    label: str
    words: str
    masks: bool = False


class FactGrid(QWidget):
    """Labels at the leading side, words beside them; both wrap."""

    def __init__(self, labels: int = _LABELS) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look().px(_ACROSS))
        self._grid.setVerticalSpacing(look().px(_DOWN))
        self._grid.setColumnMinimumWidth(0, look().px(labels))
        self._grid.setColumnStretch(1, 1)
        self._clauses: list[Clause] = []

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show other facts."""
        clear(self._grid)
        self._clauses = []
        for number, fact in enumerate(facts):
            label = Words(fact.label, "small", wrap=True)
            words = Clause(fact.words, role="small", masks=fact.masks)
            label.stand_with((words,))
            self._clauses.append(words)
            self._grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, number, 1, Qt.AlignmentFlag.AlignTop)

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        for clause in self._clauses:
            clause.reveal(on=on)
