"""The way from a node that changed to the rules that must be computed again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from forms.model import Edge

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from forms.model import Rule

Path = tuple[str, ...]
_Edges = dict[str, dict[Edge, None]]


class Reading(NamedTuple):
    """A path that a rule reads, and the ancestor within whose instance it reads."""

    path: Path
    climb: Path
    only_position: bool


class EdgeMaps:
    """Collects, for each path, the edges that leave it."""

    def __init__(self, repeats: Collection[Path]) -> None:
        self._repeats = repeats
        self._value: _Edges = {}
        self._below: _Edges = {}
        self._structure: _Edges = {}
        self._position: _Edges = {}

    def add(self, number: int, rule: Rule, reading: Reading) -> None:
        """Note the edges of one reading of one rule."""
        if reading.only_position:
            self._add_structure(self._position, number, rule, reading, reading.path)
        else:
            self._add(self._value, number, rule, reading, reading.path)
        for depth in range(1, len(reading.path) + 1):
            above = reading.path[:depth]
            self._add(self._below, number, rule, reading, above)
            if above in self._repeats and not reading.only_position:
                self._add_structure(self._structure, number, rule, reading, above)

    def _add(self, into: _Edges, number: int, rule: Rule, reading: Reading, source: Path) -> None:
        """Note how to come from a node of ``source`` to the nodes of the rule."""
        shared = _shared(rule.path, reading, len(_target(rule)))
        _note(into, source, Edge(number, *_way(source, _target(rule), shared)))

    def _add_structure(
        self, into: _Edges, number: int, rule: Rule, reading: Reading, source: Path
    ) -> None:
        """Note how to come from the parent of a repeat to the nodes of the rule."""
        inside = rule.path[: len(source)] == source
        if inside and len(reading.climb) >= len(source):
            return
        shared = _shared(rule.path, reading, len(_target(rule)))
        _note(into, source, Edge(number, *_way(source[:-1], _target(rule), shared)))

    def value(self) -> Mapping[str, tuple[Edge, ...]]:
        """Return the edges that a changed value follows."""
        return _frozen(self._value)

    def below(self) -> Mapping[str, tuple[Edge, ...]]:
        """Return the edges that showing or hiding a node follows."""
        return _frozen(self._below)

    def structure(self) -> Mapping[str, tuple[Edge, ...]]:
        """Return the edges that adding or removing an instance follows."""
        return _frozen(self._structure)

    def position(self) -> Mapping[str, tuple[Edge, ...]]:
        """Return the edges that only the places among the instances follow."""
        return _frozen(self._position)


def _way(start: Path, target: Path, shared: int) -> tuple[int, Path]:
    """Return how far up to go from a path, and then down, to come to another."""
    depth = min(shared, len(start))
    return len(start) - depth, target[depth:]


def _note(into: _Edges, source: Path, edge: Edge) -> None:
    into.setdefault("/".join(source), {})[edge] = None


def _target(rule: Rule) -> Path:
    """Return the path of the nodes at which a rule is computed: a count, at the parent."""
    return rule.path[:-1] if rule.kind == "count" else rule.path


def _shared(path: Path, reading: Reading, longest: int) -> int:
    """Return how deep the nodes of a rule and of what it reads are in the same instance."""
    depth = min(len(reading.climb), longest)
    while path[:depth] != reading.climb[:depth]:
        depth -= 1
    return depth


def _frozen(found: _Edges) -> dict[str, tuple[Edge, ...]]:
    return {path: tuple(edges) for path, edges in found.items()}
