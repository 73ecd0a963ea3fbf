"""Paths, predicates and filters to closures: fast ones for what forms mostly write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from forms.expr.axes import LEVEL, shown
from forms.expr.code import Code, Kind, NodesRun, nodes_run
from forms.expr.steps import keep_run, merged, step_run
from forms.expr.syntax import Call, Filter, Path, Start

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from forms.expr.environment import Environment
    from forms.expr.scope import Scope
    from forms.expr.steps import Compile
    from forms.expr.tree import Node
    from forms.expr.values import Nodes

    Origin = Callable[[Node, Environment], Node | None]

_FEW: Final = 20
_SINGLE: Final = frozenset({"current", "instance"})


@dataclass(frozen=True, slots=True)
class _Way:
    """A path that only goes up and then down by names."""

    ups: int
    names: tuple[str, ...]


def path_code(path: Path, compile_part: Compile, scope: Scope) -> Code:
    """Return the code of a path."""
    if isinstance(path.start, Start):
        way = None if scope.strict_names else _way(path)
        run = _way_run(path.start, way) if way else _general_run(path, compile_part, scope)
        return Code(run, Kind.NODES, fixed=path.start is not Start.HERE)
    start = compile_part(path.start)
    return Code(_from_nodes(path, start, compile_part, scope), Kind.NODES, fixed=start.fixed)


def filter_code(syntax: Filter, compile_part: Compile, scope: Scope) -> Code:
    """Return the code of an expression with predicates: positions count in document order."""
    steps = Path(syntax.base, ())
    base = compile_part(syntax.base)
    keeps = [keep_run(predicate, compile_part) for predicate in syntax.predicates]
    run = _from_nodes(steps, base, compile_part, scope)

    def filtered(node: Node, position: int, size: int, environment: Environment) -> Nodes:
        nodes: Sequence[Node] = run(node, position, size, environment)
        for keep in keeps:
            nodes = keep(nodes, environment) if nodes else ()
        return tuple(nodes)

    return Code(filtered, Kind.NODES, fixed=base.fixed)


def _way(path: Path) -> _Way | None:
    ups, names = 0, []
    for step in path.steps:
        if step.predicates:
            return None
        if step.plain_child:
            names.append(step.plain_child)
        elif step.axis in ("parent", "self") and step.test.kind == "node":
            if step.axis == "self":
                continue
            if names:
                return None
            ups += 1
        else:
            return None
    return _Way(ups, tuple(names))


def _way_run(start: Start, way: _Way) -> NodesRun:
    if start is Start.HERE and not way.names and not way.ups:
        return lambda node, _position, _size, _environment: (node,)
    if start is Start.HERE and len(way.names) == 1 and way.ups <= 1:
        return _sibling_run(way.names[0]) if way.ups else _child_run(way.names[0])
    origin = {Start.HERE: _here, Start.ROOT: _root, Start.CURRENT: _current}[start]
    return _long_run(origin, way.ups, way.names)


def _here(node: Node, _environment: Environment) -> Node | None:
    return node


def _root(node: Node, environment: Environment) -> Node | None:
    return node.root() if environment.root is None else environment.root


def _current(_node: Node, environment: Environment) -> Node | None:
    return environment.current


def _child_run(name: str) -> NodesRun:
    def child(node: Node, _position: int, _size: int, _environment: Environment) -> Nodes:
        return shown(node.named(name))

    return child


def _sibling_run(name: str) -> NodesRun:
    def sibling(node: Node, _position: int, _size: int, _environment: Environment) -> Nodes:
        parent = node.parent
        if parent is None:
            return ()
        found = parent.named(name)
        if len(found) == 1 and found[0].relevant:
            return found
        return shown(found)

    return sibling


def _long_run(origin: Origin, ups: int, names: tuple[str, ...]) -> NodesRun:
    rests = tuple((name, names[at + 1 :]) for at, name in enumerate(names))

    def long(node: Node, _position: int, _size: int, environment: Environment) -> Nodes:
        place = origin(node, environment)
        for _ in range(ups):
            if place is not None:
                place = place.parent
        if place is None:
            return ()
        found: Nodes = (place,)
        for name, rest in rests:
            found = place.named(name)
            if len(found) != 1:
                return shown(_fan(found, rest, environment))
            place = found[0]
        return found if place.relevant else shown(found)

    return long


def _fan(nodes: Nodes, names: Sequence[str], environment: Environment) -> Nodes:
    for name in names:
        if len(nodes) > _FEW:
            environment.spend(len(nodes))
        nodes = tuple(found for node in nodes for found in node.named(name))
    return nodes


def _general_run(path: Path, compile_part: Compile, scope: Scope) -> NodesRun:
    start = cast("Start", path.start)
    origin = {Start.HERE: _here, Start.ROOT: _root, Start.CURRENT: _current}[start]
    walk = _walk(path, compile_part, scope, level=True)

    def general(node: Node, _position: int, _size: int, environment: Environment) -> Nodes:
        place = origin(node, environment)
        return () if place is None else walk((place,), environment)

    return general


def _from_nodes(path: Path, start: Code, compile_part: Compile, scope: Scope) -> NodesRun:
    single = isinstance(path.start, Call) and path.start.name in _SINGLE
    nodes = nodes_run(start)
    walk = _walk(path, compile_part, scope, level=single)
    return lambda node, position, size, environment: walk(
        nodes(node, position, size, environment), environment
    )


def _walk(
    path: Path, compile_part: Compile, scope: Scope, *, level: bool
) -> Callable[[Nodes, Environment], Nodes]:
    runs = []
    for step in merged(path.steps):
        runs.append(step_run(step, compile_part, scope, level=level))
        level = level and step.axis in LEVEL

    def walk(nodes: Nodes, environment: Environment) -> Nodes:
        for run in runs:
            if not nodes:
                return ()
            nodes = run(nodes, environment)
        return shown(nodes)

    return walk
