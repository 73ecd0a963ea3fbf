"""Drawn people, changed one by one until what is told of them together is met.

Drawing brings each code near what is told of it; where two things are told together, whole numbers
may still lie a few beside it. Nobody ever comes to have what nobody may have.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice, product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casework.figures.fitted import Limits

# Steps are counted, never seconds, so that a slow machine draws the same people.
_MOST_WEIGHED: Final = 50_000
# After so many steps that bring nothing what is told cannot be met, or not so.
_MOST_IDLE: Final = 50
# Of so many people, one after another, so many who could be changed are tried.
_LOOKED_AT: Final = 4_096
_TRIED: Final = 64

_ANY: Final = float("inf")

# Of each dimension by its place: the codes that somebody has one of, to be counted.
Group = tuple[tuple[int, frozenset[str]], ...]
Person = list[str]


class Settling:
    """People, with how many of them are in each group of whom something is told."""

    def __init__(
        self,
        people: Sequence[Person],
        codes: Sequence[Sequence[str]],
        limits: Mapping[Group, Limits],
    ) -> None:
        self._people, self._codes, self._limits = people, codes, limits
        self._touching: defaultdict[tuple[int, str], list[Group]] = defaultdict(list)
        for group in limits:
            for place, held in group:
                for code in held:
                    self._touching[place, code].append(group)
        self._counts = _counted(people, limits)
        # What is missed while no change helps weighs more from then on.
        self._weights: Counter[Group] = Counter(dict.fromkeys(limits, 1))
        self._from = self._weighed = 0

    @property
    def missed(self) -> Sequence[Group]:
        """Return the groups of whom there are fewer or more than is told, the worst first."""
        wrong = [one for one, held in self._limits.items() if held.miss(self._counts[one]) > 0]
        return sorted(wrong, key=lambda one: -self._limits[one].miss(self._counts[one]))

    def settle(self) -> None:
        """Change people as long as it brings them nearer to what is told."""
        least, idle = _ANY, 0
        while self._weighed < _MOST_WEIGHED:
            missed = self.missed
            far = sum(self._limits[one].miss(self._counts[one]) for one in missed)
            least, idle = min(least, far), 0 if far < least else idle + 1
            if not missed or idle > _MOST_IDLE:
                return
            if not any(self._better(group) for group in missed):
                self._weights.update(missed)

    def _better(self, group: Group) -> bool:
        """Make the change that helps most with one group; return whether there was any."""
        over = self._counts[group] > self._limits[group].hi
        best, gain = None, 0.0
        for person, place, code in self._changes(group, over=over):
            found = self._gain(person, place, code)
            if found > gain:
                best, gain = (person, place, code), found
        if best is not None:
            self._change(*best)
        return best is not None

    def _changes(self, group: Group, *, over: bool) -> Iterator[tuple[Person, int, str]]:
        """Yield how somebody may leave a group, or come into it, by one code that is another."""
        total = len(self._people)
        self._from = (self._from + _TRIED + 1) % max(total, 1)
        turned = (self._people[(self._from + n) % total] for n in range(min(total, _LOOKED_AT)))
        may = (one for one in turned if _apart(one, group) == (not over))
        for person in islice(may, _TRIED):
            for place, held in group:
                if over or person[place] not in held:
                    others = [one for one in self._codes[place] if (one in held) != over]
                    yield from ((person, place, code) for code in others)

    def _gain(self, person: Person, place: int, code: str) -> float:
        """Return by how much a change brings all groups nearer to what is told.

        It is none where somebody would have what nobody may have.
        """
        self._weighed += 1
        gone, come = self._moved(person, place, code)
        if any(self._limits[one].hi <= 0 for one in come):
            return 0.0
        gained = 0.0
        for groups, step in ((gone, -1), (come, 1)):
            for one in groups:
                held, count = self._limits[one], self._counts[one]
                gained += self._weights[one] * (held.miss(count) - held.miss(count + step))
        return gained

    def _moved(
        self, person: Person, place: int, code: str
    ) -> tuple[Sequence[Group], Sequence[Group]]:
        """Return the groups that somebody leaves and those she comes into by another code."""
        changed = [*person[:place], code, *person[place + 1 :]]
        gone = [
            one
            for one in self._touching[place, person[place]]
            if _is_in(person, one) and not _is_in(changed, one)
        ]
        come = [
            one
            for one in self._touching[place, code]
            if _is_in(changed, one) and not _is_in(person, one)
        ]
        return gone, come

    def _change(self, person: Person, place: int, code: str) -> None:
        gone, come = self._moved(person, place, code)
        self._counts.subtract(gone)
        self._counts.update(come)
        person[place] = code


def _counted(people: Sequence[Person], groups: Iterable[Group]) -> Counter[Group]:
    """Return how many are in each group; people are gone through once for each pair of things."""
    alike: dict[tuple[int, ...], Counter[tuple[str, ...]]] = {}
    found: Counter[Group] = Counter()
    for group in groups:
        places = tuple(place for place, _held in group)
        if places not in alike:
            alike[places] = Counter(tuple([one[place] for place in places]) for one in people)
        every = product(*(held for _place, held in group))
        found[group] = sum(alike[places][codes] for codes in every)
    return found


def _is_in(person: Person, group: Group) -> bool:
    return all(person[place] in held for place, held in group)


def _apart(person: Person, group: Group) -> int:
    """Return in how many things somebody is not of a group."""
    return sum(person[place] not in held for place, held in group)
