"""One attack on a large register, piece by piece.

Of people who are tied to no others nothing is learned from those others: so each group of people
who are tied makes a world of its own, and small worlds are attacked much sooner than their sum.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from attacker_asks import Attacker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from attacker_asks import Bounds
    from attacker_reads import Published


class Apart:
    """One attack on a register, by one attacker for each group of people who are tied."""

    def __init__(self, told: Published) -> None:
        self._attackers = [Attacker(one, brief=True) for one in pieces(told)]

    def consistent(self) -> bool:
        """Tell whether one population fits all that was published."""
        return all(one.consistent() for one in self._attackers)

    def hidden(self) -> list[Bounds]:
        """Return what may be behind each mark, and whether somebody is behind each target."""
        return [found for one in self._attackers for found in one.hidden()]


def pieces(told: Published) -> list[Published]:
    """Return what was told of each group of people who are tied to no others."""
    groups = _groups(told)
    every = {one.people for one in told.cells} | {people for people, _key in told.targets}
    found = []
    for name in sorted({groups.get(one, one) for one in every}):
        mine = {one for one in (*every, *groups) if groups.get(one, one) == name}
        found.append(
            replace(
                told,
                cells=[one for one in told.cells if one.people in mine],
                targets=[one for one in told.targets if one[0] in mine],
                unions=[one for one in told.unions if one[0] in mine],
                within=[one for one in told.within if one[0] in mine],
                among=[one for one in told.among if one[0] in mine],
                remainders=[one for one in told.remainders if one[0] in mine],
            )
        )
    return found


def _groups(told: Published) -> dict[str, str]:
    """Return for all people that are tied to others the first of them by name."""
    first: dict[str, str] = {}

    def found(people: str) -> str:
        while first.setdefault(people, people) != people:
            people = first[people]
        return people

    for tie in _ties(told):
        every = {found(one) for one in tie}
        first |= dict.fromkeys(every, min(every))
    return {people: found(people) for people in first}


def _ties(told: Published) -> Iterable[tuple[str, ...]]:
    yield from ((whole, *parts) for whole, parts in told.unions)
    yield from told.within
    yield from told.remainders
    yield from ((small, big) for small, big, _codes in told.among)
