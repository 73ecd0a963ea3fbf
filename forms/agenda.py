"""What is still to be computed, the lowest rank first."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.expr import Node
    from forms.model import Edge, Graph

Waiting = dict[tuple["Node", tuple[str, ...]], None]
"""Where a rule waits: below which node, and by which names from there."""


class Agenda:
    """The rules that wait, and those that were put off because an answer cost too much."""

    def __init__(self, graph: Graph) -> None:
        self._rules = graph.rules
        self._waiting: dict[int, Waiting] = {}
        self._heap: list[tuple[int, int]] = []
        self._postponed: list[tuple[int, Waiting]] = []

    def __bool__(self) -> bool:
        return bool(self._heap)

    def wait(self, number: int, anchor: Node, down: tuple[str, ...]) -> None:
        """Let a rule wait at the nodes that these names lead to."""
        waiting = self._waiting.get(number)
        if waiting is None:
            waiting = self._waiting[number] = {}
            heapq.heappush(self._heap, (self._rules[number].rank, number))
        waiting[anchor, down] = None

    def follow(self, edges: Sequence[Edge], node: Node) -> None:
        """Let every rule at the end of these edges wait."""
        for number, up, down in edges:
            anchor = node
            for _ in range(up):
                anchor = anchor.parent or anchor
            self.wait(number, anchor, down)

    def take_next(self) -> tuple[int, Waiting]:
        """Return the rule of the lowest rank with the places where it waits."""
        _, number = heapq.heappop(self._heap)
        return number, self._waiting.pop(number)

    def postpone(self, number: int, waiting: Waiting) -> None:
        """Put off this rule and everything else that waits: the answer itself stands."""
        self._postponed.append((number, waiting))
        self._postponed.extend(self._waiting.items())
        self.clear()

    @property
    def postponed(self) -> list[int]:
        """Return the rules that were put off, the one that cost too much first."""
        return [number for number, _ in self._postponed]

    def give_up(self) -> None:
        """Drop the rule that cost too much."""
        del self._postponed[0]

    def take_up(self) -> int:
        """Let everything that was put off wait again; return the rule that comes first."""
        postponed, self._postponed = self._postponed, []
        for number, waiting in postponed:
            for anchor, down in waiting:
                self.wait(number, anchor, down)
        return self._heap[0][1] if self._heap else -1

    def clear(self) -> None:
        """Drop what waits; what was put off stays."""
        self._waiting.clear()
        self._heap.clear()
