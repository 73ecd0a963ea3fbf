"""The order of computing: every rule after the rules whose results it reads."""

from __future__ import annotations

import heapq
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from forms.errors import CycleFound, Where

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forms.edges import Reading
    from forms.model import Rule

_SHOWN = 8
_AMONG_ITS_LIKE = re.compile(r"\b(?:once|position|indexed-repeat)\s*\(")


def ranked(
    rules: Sequence[Rule], readings: Sequence[tuple[Reading, ...]]
) -> tuple[list[Rule], list[Rule]]:
    """Return the rules with their ranks, and those that go round in a circle.

    A circle of calculations alone never settles and is refused.
    """
    after = _followers(rules, readings)
    order, left = _sorted(after)
    if left:
        calculations = {
            number: {other for other in after[number] if other in left and _computes(rules[other])}
            for number in left
            if _computes(rules[number])
        }
        _, stuck = _sorted(calculations)
        if stuck:
            _refuse(rules, calculations, stuck)
    order += sorted(left)
    made = list(rules)
    for rank, number in enumerate(order):
        made[number] = replace(rules[number], rank=rank, settles=number not in left)
    return made, [rules[number] for number in sorted(left)]


def _computes(rule: Rule) -> bool:
    return rule.kind == "calculate"


def _readers(
    readings: Sequence[tuple[Reading, ...]],
) -> tuple[dict[tuple[str, ...], list[int]], dict[tuple[str, ...], list[int]]]:
    """Return which rules read each path, and which read something at or under each path."""
    readers: dict[tuple[str, ...], list[int]] = {}
    above: dict[tuple[str, ...], list[int]] = {}
    for number, read in enumerate(readings):
        for reading in read:
            if not reading.only_position:
                readers.setdefault(reading.path, []).append(number)
            for depth in range(1, len(reading.path) + 1):
                above.setdefault(reading.path[:depth], []).append(number)
    return readers, above


def _followers(
    rules: Sequence[Rule], readings: Sequence[tuple[Reading, ...]]
) -> dict[int, set[int]]:
    """Return, for each rule, the rules that read what it changes."""
    readers, above = _readers(readings)
    after: dict[int, set[int]] = {}
    for number, rule in enumerate(rules):
        if rule.kind in ("calculate", "choices"):
            after[number] = set(readers.get(rule.path, ()))
        elif rule.kind in ("relevant", "count"):
            after[number] = set(above.get(rule.path, ()))
        else:
            after[number] = set()
        # An instance may read another instance of its own question: the one before it.
        if rule.kind in ("choices", "count") or _AMONG_ITS_LIKE.search(rule.text):
            after[number].discard(number)
    return after


def _sorted(after: Mapping[int, set[int]]) -> tuple[list[int], set[int]]:
    """Return the numbers in order, and those that are in or behind a circle."""
    waiting = dict.fromkeys(after, 0)
    for others in after.values():
        for other in others:
            waiting[other] += 1
    ready = [number for number, count in waiting.items() if not count]
    heapq.heapify(ready)
    order = []
    while ready:
        number = heapq.heappop(ready)
        order.append(number)
        for other in after[number]:
            waiting[other] -= 1
            if not waiting[other]:
                heapq.heappush(ready, other)
    return order, set(after) - set(order)


def _refuse(rules: Sequence[Rule], after: Mapping[int, set[int]], stuck: set[int]) -> None:
    """Say which calculations need each other, in the order of the circle."""
    chain: list[int] = []
    before = {other: number for number in stuck for other in after[number] if other in stuck}
    at = min(stuck & set(before))
    while at not in chain:
        chain.append(at)
        at = before[at]
    circle = list(reversed(chain[chain.index(at) :]))
    names = ["/" + "/".join(rules[number].path) for number in [*circle, circle[0]][:_SHOWN]]
    raise CycleFound("source.cycle", where=Where(question=names[0]), chain=" > ".join(names))
