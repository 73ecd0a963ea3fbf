"""What an expression may read, found in its syntax tree without evaluating anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from forms.expr.syntax import Call, Filter, Literal, Path, Start, Step, Syntax, Union, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from forms.expr.scope import Names, Scope


@dataclass(frozen=True, slots=True)
class Reference:
    """A path that may be read, and the deepest ancestor that the way to it stays under.

    A change in one instance of a repeat touches an expression in the same instance of
    ``climb`` only. ``below``: everything under the path may be read. ``placing``: only the
    place among siblings is read, not what the node holds.
    """

    path: Names
    climb: Names
    below: bool = False
    placing: bool = False


class _Place(NamedTuple):
    """Where a path has come to; below: somewhere under it."""

    path: Names
    climb: Names
    below: bool = False


# None: inside a choice list, of which no change is ever told.
_Places: TypeAlias = "list[_Place] | None"

_SAME: Final = frozenset({"attribute", "namespace", "self"})
_ABOUT_HERE: Final = frozenset({"string", "number", "string-length", "normalize-space"})
_SIDEWAYS: Final = frozenset({"following-sibling", "preceding-sibling"})
_UPWARD: Final = frozenset({"ancestor", "ancestor-or-self"})
_DOWNWARD: Final = frozenset({"descendant", "descendant-or-self"})


def references(syntax: Syntax, scope: Scope) -> tuple[Reference, ...]:
    """Return what an expression may read, each once, in the order of the text."""
    return _Finder(scope).all_of(syntax)


class _Finder:
    """Walks a syntax tree and collects what it may read."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._origin = [_Place(scope.path, scope.path)]
        self._found: dict[Reference, None] = {}

    def all_of(self, syntax: Syntax) -> tuple[Reference, ...]:
        self._visit(syntax, self._origin)
        return tuple(self._found)

    def _add(self, places: _Places, *, placing: bool = False) -> None:
        for place in places or ():
            if place.path or place.below:
                self._found[Reference(*place, placing=placing)] = None

    def _visit(self, syntax: Syntax, here: _Places) -> _Places:
        """Note what a part reads; return where its nodes may stand, [] when it has none."""
        match syntax:
            case Path():
                places = self._path(syntax, here)
                self._add(places)
                return places
            case Filter(base, predicates):
                places = self._visit(base, here)
                for predicate in predicates:
                    self._visit(predicate, places)
                return places
            case Union(members):
                return _joined(self._visit(member, here) for member in members)
            case Call():
                return self._call(syntax, here)
        for part in parts(syntax):
            self._visit(part, here)
        return []

    # calls

    def _call(self, call: Call, here: _Places) -> _Places:
        if call.name == "current":
            self._add(self._origin)
            return self._origin
        if call.name == "position":
            return self._position(call, here)
        places = [self._visit(argument, here) for argument in call.arguments]
        if call.name == "instance":
            return None
        if call.name in ("randomize", "indexed-repeat", "if", "coalesce", "depend"):
            return _joined(places)
        if not call.arguments and call.name in _ABOUT_HERE:
            self._add(here)
        return []

    def _position(self, call: Call, here: _Places) -> _Places:
        # The place of a node changes when its siblings come and go.
        places: _Places = []
        if not call.arguments:
            places = here if here is self._origin else []
        elif isinstance(call.arguments[0], Path):
            places = self._path(call.arguments[0], here)
        else:
            places = self._visit(call.arguments[0], here)
        above = [_Place(p.path, _common(p.climb, p.path[:-1]), p.below) for p in places or ()]
        self._add(above, placing=True)
        return []

    # paths

    def _path(self, path: Path, here: _Places) -> _Places:
        places: _Places
        if path.start is Start.ROOT:
            places = [_Place((), ())]
        elif path.start is Start.CURRENT:
            places = self._origin
        elif isinstance(path.start, Start):
            places = here
        elif isinstance(path.start, Call) and path.start.name == "current":
            places = self._origin  # a way from the question, not its answer
        else:
            places = self._visit(path.start, here)
        for step in path.steps:
            places = self._stepped(step, places)
            for predicate in step.predicates:
                self._visit(predicate, places)
        return places

    def _stepped(self, step: Step, places: _Places) -> _Places:
        if places is None:
            return None
        found = dict.fromkeys(moved for place in places for moved in self._moved(step, place))
        return self._known(list(found))

    def _known(self, places: list[_Place]) -> list[_Place]:
        # Of the many places a wildcard may lead to, those the form does not have do not matter;
        # one single place is kept, so that a missing question can be told.
        shape = self._scope.shape
        if shape is None or len(places) <= 1:
            return places
        known = [
            place
            for place in places
            if not place.path or place.path[-1] in shape.get(place.path[:-1], ())
        ]
        return known or places

    def _moved(self, step: Step, place: _Place) -> Iterable[_Place]:
        if place.below:
            return (_unresolved(step, place),)
        if step.axis in _SAME:
            return (place,)
        if step.axis in _UPWARD:
            return _ancestors(step, place)
        if step.axis == "parent":
            return (_above(place),)
        if step.axis == "child" or step.axis in _SIDEWAYS:
            return self._children(step, place if step.axis == "child" else _above(place))
        return self._descendants(step, place if step.axis in _DOWNWARD else _Place((), ()))

    def _children(self, step: Step, place: _Place) -> Iterator[_Place]:
        if step.test.kind == "name":
            yield _Place((*place.path, step.test.name), place.climb)
        elif step.test.kind in ("any", "node"):
            shape = self._scope.shape
            if shape is None:
                yield _Place(place.path, place.climb, below=True)
            else:
                for name in shape.get(place.path, ()):
                    yield _Place((*place.path, name), place.climb)
        elif step.test.kind == "text":
            yield place

    def _descendants(self, step: Step, place: _Place) -> Iterator[_Place]:
        shape = self._scope.shape
        if shape is None:
            yield _Place(place.path, place.climb, below=True)
            return
        waiting = [place.path]
        while waiting:
            path = waiting.pop()
            if (path != place.path or step.axis == "descendant-or-self") and _takes(step, path):
                yield _Place(path, place.climb)
            waiting.extend((*path, name) for name in reversed(shape.get(path, ())))


def _joined(many: Iterable[_Places]) -> _Places:
    found = [place for places in many for place in places or ()]
    return found or None


def _above(place: _Place) -> _Place:
    up = place.path[:-1]
    return _Place(up, _common(place.climb, up))


def _ancestors(step: Step, place: _Place) -> Iterator[_Place]:
    for depth in range(1, len(place.path) + (step.axis == "ancestor-or-self")):
        up = place.path[:depth]
        if _takes(step, up):
            yield _Place(up, _common(place.climb, up))


def _unresolved(step: Step, place: _Place) -> _Place:
    if step.axis in _SAME or step.axis == "child" or step.axis in _DOWNWARD:
        return place
    up = place.path[:-1] if step.axis == "parent" or step.axis in _SIDEWAYS else ()
    return _Place(up, _common(place.climb, up), below=True)


def _takes(step: Step, path: Names) -> bool:
    return step.test.kind != "name" or (bool(path) and path[-1] == step.test.name)


def _common(first: Names, second: Names) -> Names:
    same = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        same += 1
    return first[:same]


def instances(syntaxes: Iterable[Syntax]) -> frozenset[str]:
    """Return the ids of the choice lists that calls name literally."""
    found = set()
    for syntax in syntaxes:
        if isinstance(syntax, Call) and syntax.name in ("instance", "pulldata"):
            first = syntax.arguments[0] if syntax.arguments else None
            if isinstance(first, Literal):
                found.add(first.value)
    return frozenset(found)
