"""The function ``indexed-repeat``: a question of the repeats at given places."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from forms.errors import ExpressionRefused
from forms.expr.axes import shown
from forms.expr.code import Code, Kind, nodes_run, number_run
from forms.expr.functions.registry import Table
from forms.expr.syntax import Path, Start, Syntax

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forms.expr.code import NodesRun, NumberRun
    from forms.expr.environment import Environment
    from forms.expr.syntax import Call
    from forms.expr.tree import Node
    from forms.expr.values import Nodes

TABLE: Final = Table()
_COUNTS: Final = frozenset({3, 5, 7})


@TABLE.built("indexed-repeat", "nodes nodes number any*", Kind.NODES)
def indexed_repeat(call: Call, arguments: Sequence[Code]) -> Code:
    """Return a question of the repeats at given places: target, then repeat and place."""
    if len(arguments) not in _COUNTS:
        raise ExpressionRefused(
            "expression.argument_count", name=call.name, given=len(arguments), at=call.at
        )
    places = [number_run(code) for code in arguments[2::2]]
    target = plain_names(call.arguments[0])
    repeats = [plain_names(argument) for argument in call.arguments[1::2]]
    if all(repeat and target[: len(repeat)] == repeat for repeat in repeats):
        levels = [len(repeat) for repeat in repeats]
        run = _straight(target, dict(zip(levels, places, strict=True)))
    else:
        run = _searching(arguments, places)
    return Code(run, Kind.NODES, fixed=all(code.fixed for code in arguments))


def plain_names(syntax: Syntax) -> tuple[str, ...]:
    """Return the names of an absolute path without predicates, () for anything else."""
    if not isinstance(syntax, Path) or syntax.start is not Start.ROOT:
        return ()
    names = tuple(step.plain_child for step in syntax.steps)
    return names if all(names) and not any(step.predicates for step in syntax.steps) else ()


def _chosen(nodes: Nodes, place: float) -> Nodes:
    at = int(place) if math.isfinite(place) and place >= 1 else 0
    return nodes[at - 1 : at] if at else ()


def _straight(target: Sequence[str], places: Mapping[int, NumberRun]) -> NodesRun:
    def run(node: Node, position: int, size: int, environment: Environment) -> Nodes:
        nodes: Nodes = (environment.root or node.root(),)
        for level, name in enumerate(target, 1):
            environment.spend(len(nodes))
            groups = [place.named(name) for place in nodes]
            if level in places:
                at = places[level](node, position, size, environment)
                groups = [_chosen(group, at) for group in groups]
            nodes = tuple(found for group in groups for found in group)
        return shown(nodes[:1])

    return run


def _searching(arguments: Sequence[Code], places: Sequence[NumberRun]) -> NodesRun:
    target = nodes_run(arguments[0])
    repeats = [nodes_run(code) for code in arguments[1::2]]

    def run(node: Node, position: int, size: int, environment: Environment) -> Nodes:
        kept = target(node, position, size, environment)
        for repeat, place in zip(repeats, places, strict=True):
            found = repeat(node, position, size, environment)
            at = place(node, position, size, environment)
            environment.spend(len(kept) + len(found))
            kept = tuple(one for one in kept if found and _stands_at(one, found[0].name, at))
        return kept[:1]

    return run


def _stands_at(node: Node, name: str, place: float) -> bool:
    for above in (node, *node.ancestors()):
        if above.name == name and above.parent is not None:
            chosen = _chosen(above.parent.named(name), place)
            return bool(chosen) and chosen[0] is above
    return False
