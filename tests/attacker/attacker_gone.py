"""How many people must have gone between two releases, for whoever has nothing but the two.

Each release has a population of its own. Some who were there may be gone, others may have come in
late; the fewest who must be gone is what an attacker can prove of consents that were withdrawn.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from attacker_asks import Attacker
from attacker_world import chosen, world

if TYPE_CHECKING:
    from attacker_reads import Key, Published

_BEFORE, _AFTER, _GONE = "before", "after", "gone"


class Gone(Attacker):
    """One attack on two releases, one before the other."""

    def __init__(self, before: Published, after: Published, *, late: bool = True) -> None:
        """Take two registers of one release each, and whether people may come in late."""
        cells = [replace(one, people=_BEFORE) for one in before.cells]
        cells += [replace(one, people=_AFTER) for one in after.cells]
        self.keys = sorted({one.key for one in cells})
        asked = [(_GONE, key) for key in self.keys]
        # Told apart alike: each is asked of whatever is told of any.
        alike = [(who, key) for who in (_BEFORE, _AFTER) for key in self.keys]
        told = replace(before, cells=cells, targets=[*asked, *alike], unions=[])
        known = world(told)
        every = zip(*(known.parts[who] for who in (_BEFORE, _AFTER, _GONE)), strict=True)
        for first, then, gone in every:
            for n in range(int(np.prod(first.shape))):
                was, is_now, left = first.first + n, then.first + n, gone.first + n
                known.rows.append(([was], [is_now, left], -np.inf, 0))
                known.rows.append(([was], [left], 0, np.inf))
                if not late:
                    known.rows.append(([was], [is_now], 0, np.inf))
        self._told, self._world, self._integers, self._whether = told, known, False, set()
        self._solver = self._made(known)
        self._far = self._is_large()

    def fewest(self, key: Key) -> int:
        """Return how many people with the codes of a key must be gone; () is everybody."""
        return self._extreme(self._world.columns(_GONE, chosen(self._told, key)), 1.0)

    def proved(self) -> dict[Key, int]:
        """Return the keys of which somebody must be gone, and how many."""
        fewest = {key: self.fewest(key) for key in self.keys}
        return {key: count for key, count in fewest.items() if count}
