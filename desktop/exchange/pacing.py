"""When the window exchanges by itself: worked out from the time, what changed, and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# So often the time to wait is doubled at most: what follows is longer than any server is away.
_DOUBLINGS: Final = 20


@dataclass(frozen=True, slots=True)
class Pace:
    """How long is waited for what, in seconds.

    Whoever has unlocked has her first page before the first exchange (`opening`). What she wrote
    goes once she was `quiet` for so long: many edits are one parcel then. A server that names no
    time is asked at the `usual` one, and whatever happens not later than after `most`. Where
    something else is under way it is looked `again` a little later.
    """

    opening: float = 10.0
    quiet: float = 60.0
    usual: float = 900.0
    most: float = 3600.0
    again: float = 5.0


class Plan:
    """When the next exchange is due; moments are seconds of a clock that only goes forward.

    `ago` is how long ago the server was last reached, if ever. `chance` gives a number from nought
    to one: laptops that found a server away do not all come back to it at once.
    """

    def __init__(
        self, pace: Pace, now: float, ago: float | None, chance: Callable[[], float]
    ) -> None:
        self._pace, self._chance = pace, chance
        first = pace.opening if ago is None else max(pace.opening, pace.usual - ago)
        self._next, self._began = now + first, now
        # When something was last changed that no exchange has begun to take since.
        self._changed: float | None = None
        self._failures, self._not_before = 0, now

    def changed(self, now: float) -> None:
        """Take note that something may have to go out."""
        self._changed = now

    def began(self, now: float) -> None:
        """Take note that one began; one that is given up without a word is tried again soon."""
        self._changed, self._began = None, now
        self._next = now + self._pace.quiet

    def ended(self, now: float, again_in: float) -> None:
        """Take note that one went well, and when the server wants to be asked again."""
        wanted = again_in or self._pace.usual
        # No server has a laptop ask it all the time.
        self._next = now + min(self._pace.most, max(self._pace.quiet, wanted))
        self._failures, self._not_before = 0, now

    def failed(self, now: float, again_in: float = 0.0) -> None:
        """Take note that one failed: the next comes after twice as long, or anywhere before.

        But not before a server that refused it wants to be asked again.
        """
        longest = self._pace.quiet * 2.0 ** min(self._failures, _DOUBLINGS)
        self._failures += 1
        by_chance = self._chance() * min(self._pace.most, longest)
        self._not_before = self._next = now + max(by_chance, min(self._pace.most, again_in))

    def wait(self, now: float, quiet: float) -> float:
        """Return how long there is to wait yet, as nobody pressed anything for so long.

        Whoever writes is waited for, so that half a page does not go and the rest a minute later;
        but not for longer than a server is left alone at other times.
        """
        due = self._next
        if self._changed is not None:
            calm = max(self._changed, now - quiet) + self._pace.quiet
            due = min(calm, max(due, self._began + self._pace.usual))
        return max(0.0, due - now, self._not_before - now)
