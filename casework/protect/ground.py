"""What a proof stands on, beside what was told and what is to be told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casework.protect.printed import Span
from casework.protect.shape import Told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.protect.shape import Dimension, Name, Within


@dataclass(frozen=True, slots=True)
class Ground:
    """What the protection stands on: codes, ties between peoples, the least number, and effort.

    So many steps the solver may take for people who are tied: minutes, and the same everywhere.
    """

    dimensions: Mapping[str, Dimension]
    within: Sequence[Within]
    least: int
    effort: int = 1_000_000
    # Marks of earlier figures that hide nothing any more: nothing can keep them.
    given_up: frozenset[Name] = frozenset()
    # Cells that hold nobody, as everybody knows without any figures.
    never: tuple[Name, ...] = ()
    # Marks that figures from outside betray, and cells of nobody in which they have somebody.
    denied: frozenset[Name] = frozenset()

    @property
    def plain(self) -> Sequence[Told]:
        """Return what everybody knows besides what was told: where nobody is."""
        return [Told(name, Span(0, 0)) for name in self.never]

    @property
    def beside_others(self) -> Ground:
        """Return the ground for whoever believes what was published outside."""
        never = tuple(one for one in self.never if one not in self.denied)
        return replace(self, given_up=self.given_up | self.denied, never=never)

    @property
    def watched_below(self) -> int:
        """Return below which count what is left over is watched.

        It is half as much again as is told: some may take their consent back later, and what is
        few then must not have been given away before.
        """
        return self.least + self.least // 2
