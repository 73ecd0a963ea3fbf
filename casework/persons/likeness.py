"""Whether two people may be one: a plain yes or no, from what is known of both.

Nothing is weighed and nothing ranked: whoever reads it looks herself and decides.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.persons.traits import Traits

# How much of two folded names has to be the same, in hundredths: one letter in six may differ.
_NEAR: Final = 83
# Two estimates of one birth miss each other by so much.
_SLACK: Final = timedelta(days=366)


def alike(one: Traits, other: Traits) -> bool:
    """Return whether two people may be the same.

    The number of both is one, or their names are near and nothing that is known of their births
    stands against it. A name of a single word that is only near needs births that meet.
    """
    apart = _apart(one, other)
    if one.phones & other.phones:
        return not apart or _near(one.names, other.names)
    if apart:
        return False
    if one.names & other.names:
        return True
    met = one.born is not None and other.born is not None
    if met and any(_part(name, known) for name in one.names for known in other.names):
        return True
    return _near(one.names, other.names, words=1 if met else 2)


def _apart(one: Traits, other: Traits) -> bool:
    """Return whether two births cannot be one."""
    if one.born is None or other.born is None:
        return False
    return one.born[0] > other.born[1] + _SLACK or other.born[0] > one.born[1] + _SLACK


def _part(one: str, other: str) -> bool:
    """Return whether all words of one name are among those of another."""
    mine, theirs = set(one.split()), set(other.split())
    return mine <= theirs or theirs <= mine


def _near(names: Iterable[str], others: Iterable[str], words: int = 1) -> bool:
    """Return whether one of some names of so many words may be a spelling of one of others."""
    known = [name for name in others if len(name.split()) >= words]
    return any(
        fuzz.ratio(name, other, score_cutoff=_NEAR) > 0
        for name in names
        if len(name.split()) >= words
        for other in known
    )
