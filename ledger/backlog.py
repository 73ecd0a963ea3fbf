"""A lane of which a summary had not everything: what is lacking comes in order, or from its end.

Nobody may have the first of it any more: whoever wrote that took it home before she gave it. Each
batch names the one before it, so those before an end that is known are known by it, one by one.
"""

from __future__ import annotations

from typing import Final, NamedTuple

FORK: Final = "lane.fork"
GAP: Final = "lane.gap"
KNOWN: Final = "lane.known"


class Link(NamedTuple):
    """A batch in its lane: its number, its id, and that of the one before it."""

    aseq: int
    id: bytes
    prev: bytes = b""


class Reached(NamedTuple):
    """How far a lane is known in order: a number and the id of that batch."""

    aseq: int
    digest: bytes


class BacklogRefused(ValueError):
    """A batch does not follow on either side; the message is a code of a lane."""


class Backlog(NamedTuple):
    """Up to where a lane is known but for some, and which batches come next from an end."""

    end: Reached
    next: tuple[Reached, ...]

    def after(self, known: Reached, batch: Link) -> tuple[Reached, Backlog | None]:
        """Return how far the lane is known in order after a batch, and what is lacking then.

        That it names the one before it is for whoever knows that one to see. `BacklogRefused` is
        raised where it is known (`lane.known`), another one (`lane.fork`) or too early
        (`lane.gap`).
        """
        follows = batch.aseq == known.aseq + 1
        reached = Reached(batch.aseq, batch.id) if follows else known
        if any(one.aseq == batch.aseq and one.digest != batch.id for one in self.next):
            raise BacklogRefused(FORK)
        rest = tuple(one for one in self.next if one.aseq != batch.aseq)
        if rest != self.next:
            if follows:
                return (reached, self._replace(next=rest)) if rest else (self.end, None)
            before = Reached(batch.aseq - 1, batch.prev)
            return known, self._replace(next=tuple(sorted({*rest, before})))
        if follows:
            return reached, self
        if batch.aseq == self.end.aseq + 1:
            return known, self._replace(end=Reached(batch.aseq, batch.id))
        is_early = batch.aseq < self.next[-1].aseq or batch.aseq > self.end.aseq
        raise BacklogRefused(GAP if is_early else KNOWN)
