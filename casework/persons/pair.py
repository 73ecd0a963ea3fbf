"""What people say of two cases that may be one person's."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from casework.refused import DeskRefused


class PairAnswer(enum.StrEnum):
    """What was said of two cases; none of it is final."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    # Taken apart again: as if nobody had said anything.
    APART = "apart"


class PairRefused(DeskRefused):
    """Raised for what cannot be said of two cases."""


@dataclass(frozen=True, slots=True)
class Together:
    """Cases of one person by their codes: under which one all are found, and the others."""

    head: str
    parts: tuple[str, ...]

    def besides(self, code: str) -> tuple[str, ...]:
        """Return the others, seen from one of them."""
        return tuple(one for one in (self.head, *self.parts) if one and one != code)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cases that may be one person's, by their codes; masked as long as one of them is.

    What was brought into both, at two laptops, may be one submission from another program.
    """

    one: str
    other: str
    masked: bool
    same_submission: bool = False
