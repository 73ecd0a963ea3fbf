"""Figures as they may be printed, and how many of them are numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.protect.printed import Number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casework.protect.printed import Printed
    from casework.protect.shape import Key


@dataclass(frozen=True, slots=True)
class Shown:
    """Figures as they may be printed: each table with its cells; None where nothing may be told."""

    plan: str
    period: str
    least: int
    tables: Mapping[str, tuple[tuple[Key, Printed | None], ...]]

    @property
    def cells(self) -> int:
        """Return how many cells all tables have together."""
        return sum(len(mine) for mine in self.tables.values())

    @property
    def numbers(self) -> int:
        """Return how many cells are shown as one number, neither a mark nor a range."""
        every = (printed for mine in self.tables.values() for _key, printed in mine)
        return sum(isinstance(printed, Number) for printed in every)
