"""Whether two names are one, spelled otherwise: decided narrowly, for a yes hangs on it."""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import OSA

from casework.persons.folding import words

# In a word as long as this, one letter that is wrong, missing, too many or swapped is a slip; in a
# shorter one, and in a number, it is another name.
_LONG: Final = 6


def is_spelled_otherwise(one: str, other: str) -> bool:
    """Return whether two names are the same but for signs, accents and one slip in a long word."""
    mine, theirs = words(one), words(other)
    if len(mine) != len(theirs):
        return "".join(mine) == "".join(theirs)
    apart = [(here, there) for here, there in zip(mine, theirs, strict=True) if here != there]
    return not apart or (len(apart) == 1 and _is_slip(*apart[0]))


def _is_slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _LONG or not (one.isalpha() and other.isalpha()):
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1
