"""What a proof stands on, beside what was told and what is to be told."""

from __future__ import annotations

from dataclasses import dataclass
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
    # Marks of earlier figures that others have betrayed since: nothing can keep them any more.
    given_up: frozenset[Name] = frozenset()
    # Cells that hold nobody, as everybody knows without any figures.
    never: tuple[Name, ...] = ()

    @property
    def plain(self) -> Sequence[Told]:
        """Return what everybody knows besides what was told: where nobody is."""
        return [Told(name, Span(0, 0)) for name in self.never]

    @property
    def watched_below(self) -> int:
        """Return below which count what is left over is watched.

        It is half as much again as is told: some may take their consent back later, and what is
        few then must not have been given away before.
        """
        return self.least + self.least // 2
