"""A table above others, whose cells were proved without it: what of them has still to be shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from casework.protect.errors import NotProtected
from casework.protect.giving import NEAR
from casework.protect.proof import Proof, marks_of, names_of
from casework.protect.solver import LARGE
from casework.protect.spreading import Spread
from casework.protect.system import Sums

if TYPE_CHECKING:
    from casework.protect.ground import Ground
    from casework.protect.proof import Printable
    from casework.protect.system import Floats
    from casework.protect.threes import Three
    from casework.protect.watching import Watch


# After so many answers in turn that show nothing here, hardly one does.
_ENOUGH: Final = 5


class Above:
    """Some cells that are proved once more, as those of one table.

    It hears each answer to the tables below: what that shows is shown here as well, where whole
    people can stand behind it. A solver is asked of the rest alone.
    """

    def __init__(self, three: Three, ground: Ground, watch: Watch) -> None:
        """Take the cells, and what they stand on beside ties between people."""
        self._three, self._watch = three, watch
        self._ground = replace(ground, within=())
        self._tops = marks_of(three.told, three.counted, ground)
        self._left = {top: dict.fromkeys(self._tops) for top in (False, True)}
        # Whether all of it can be true at once, and how many answers in turn did not show it.
        self._held, self._vain = False, 0

    @property
    def questions(self) -> int:
        """Return how many: of each mark whether it may be nobody, and whether its most."""
        return 2 * len(self._tops)

    def beside(self, below: Proof) -> None:
        """Hear the answers of a proof, if it counts the same people; a small table needs none."""
        names = names_of(self._three.told, self._three.counted)
        if not names or names[0].people not in below.system.homes:
            return
        spread = Spread(names, self._three.dims, below.system, self._ground)
        if spread.size >= LARGE:
            sums = Sums([below.system.cells[one] for one in names])
            below.hearers.append(lambda found: self._hear(found, sums, spread))

    def _hear(self, found: Floats, sums: Sums, spread: Spread) -> None:
        """Leave out what an answer to the tables below shows, if there can be such people."""
        if self._vain == _ENOUGH:
            return
        values = sums.of(found)
        low = [n for n in self._left[False] if values[n] <= NEAR]
        high = [n for n in self._left[True] if values[n] >= self._tops[n] - NEAR]
        if self._held and not low and not high:
            return
        if not spread.fits(found):
            self._vain += 1
            return
        self._held, self._vain = True, 0
        for top, shown in ((False, low), (True, high)):
            for number in shown:
                del self._left[top][number]

    def proved(self, printed: Printable, beside: tuple[int, int]) -> Printable:
        """Return what may be printed, no finer than before; without a proof none of what crosses.

        `beside` says how many questions were answered before these, and how many there are in all.
        """
        if self._held and not any(self._left.values()):
            return {}
        three = self._three
        proof = Proof(three.told, three.counted, self._ground, self._watch, three.dims)
        proof.beside, proof.left, proof.held = beside, self._left, self._held
        try:
            return proof.proved(printed)
        except NotProtected as refused:
            if refused.code == "stopped":
                raise
        return dict.fromkeys(three.at_stake)
