"""Cells of which nothing that is said of some tells anything of others: proved by themselves."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casework.protect.shape import Counted, Told, Within


def asunder(
    told: Sequence[Told], counted: Sequence[Counted], within: Iterable[Within]
) -> Sequence[tuple[Sequence[Told], Sequence[Counted]]]:
    """Return what was told and what is new, parted where no people of one are tied to the other.

    Where nothing new is printed there is nothing to prove: what was told was proved when it was.
    """
    group = grouped(within)
    old: defaultdict[str, list[Told]] = defaultdict(list)
    new: defaultdict[str, list[Counted]] = defaultdict(list)
    for one in told:
        old[group.get(one.name.people, one.name.people)].append(one)
    for cell in counted:
        new[group.get(cell.name.people, cell.name.people)].append(cell)
    return [
        (old.get(name, []), new[name])
        for name in sorted(new)
        if not all(cell.watched for cell in new[name])
    ]


def grouped(within: Iterable[Within]) -> Mapping[str, str]:
    """Return for all people that are tied to others the first of them by name."""
    first: dict[str, str] = {}

    def found(people: str) -> str:
        while first.setdefault(people, people) != people:
            people = first[people]
        return people

    for one in within:
        every = {found(people) for people in (one.whole, *one.parts)}
        first |= dict.fromkeys(every, min(every))
    return {people: found(people) for people in first}
