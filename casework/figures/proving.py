"""Figures that are counted and wait for their proof.

True counts stand in them: they tell nothing of themselves, and go into the protection and no
further. The store is not held meanwhile. Whoever publishes counts again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from casework.figures.axes import name_of
from casework.figures.shown import Shown
from casework.protect.printed import EVERYBODY, Number, coarsened
from casework.protect.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.protect.ground import Ground
    from casework.protect.printed import Printed
    from casework.protect.shape import Counted, Key, Name, Told


class Protector(Protocol):
    """Whoever works out what may be printed, wherever that is done."""

    def __call__(
        self, told: Sequence[Told], counted: Sequence[Counted], ground: Ground, watch: Watch
    ) -> Mapping[Name, Printed | None]:
        """Return what may be printed for each new cell; None: nothing may.

        Raises NotProtected where no proof is found; then nothing may be published at all.
        """
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures are meant: of a plan and a period, and from how many on a count is told."""

    plan: str
    period: str
    least: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a proof starts from: the cells of each table, what was told before, and true counts."""

    tables: Mapping[str, tuple[Key, ...]]
    told: tuple[Told, ...]
    counted: tuple[Counted, ...]
    ground: Ground


@dataclass(frozen=True, slots=True, repr=False)
class Unproved:
    """Figures counted at one moment; two are the same where nothing was counted otherwise."""

    asked: Asked
    _facts: Facts
    _protect: Protector = field(compare=False)
    # What was proposed, where a second person looks at it: she is shown that, and nothing newer.
    seen: Shown | None = field(default=None, compare=False)

    def prove(self, watch: Watch | None = None) -> Proven:
        """Return what may be printed; this takes its time, needs no store, and can be stopped.

        Raises NotProtected where no proof is found, or none is wanted any more.
        """
        facts = self._facts
        printed = self._protect(facts.told, facts.counted, facts.ground, watch or Watch())
        least = self.asked.least
        # What a named recipient was told stays known, and is still not told to everybody.
        told = {one.name: one.printed for one in facts.told}

        def shown(name: Name) -> Printed | None:
            return printed[name] if name in printed else coarsened(told[name], least)

        tables = {
            table: tuple((key, shown(name_of(key))) for key in keys)
            for table, keys in facts.tables.items()
        }
        asked = self.asked
        return Proven(self, Shown(asked.plan, asked.period, least, tables))

    @property
    def cells(self) -> int:
        """Return how many cells all tables have together."""
        return sum(len(keys) for keys in self._facts.tables.values())

    @property
    def numbers_at_most(self) -> int:
        """Return how many cells would be numbers if nothing had to be told less finely."""
        facts = self._facts
        told = {one.name for one in facts.told if isinstance(one.printed, Number)}
        fewest = max(self.asked.least, EVERYBODY)
        told |= {one.name for one in facts.counted if one.count >= fewest}
        return sum(name_of(key) in told for keys in facts.tables.values() for key in keys)


@dataclass(frozen=True, slots=True, repr=False)
class Proven:
    """Figures with their proof: as they may be printed now."""

    of: Unproved
    found: Shown

    @property
    def shown(self) -> Shown:
        """Return what whoever looks is shown: what was proposed, where it was."""
        return self.of.seen or self.found
