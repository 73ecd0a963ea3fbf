"""Functions that choose what to evaluate, or that look at the place of evaluation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from forms.errors import ValueRefused
from forms.expr.code import Code, Kind, boolean_run, nodes_run, text_run
from forms.expr.functions.registry import Table
from forms.expr.tree import ELEMENT
from forms.expr.values import NAN, node_text, to_boolean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.expr.environment import Environment
    from forms.expr.syntax import Call
    from forms.expr.tree import Node
    from forms.expr.values import Nodes, Value

TABLE: Final = Table()


def _blank(value: Value, environment: Environment) -> bool:
    if isinstance(value, tuple):
        return not value or node_text(value[0], environment) == ""
    return value == "" or (isinstance(value, float) and math.isnan(value))


@TABLE.built("if", "any any any", Kind.ANY)
def choose(_call: Call, arguments: Sequence[Code]) -> Code:
    """Return one of two values; the other is not evaluated."""
    condition, yes, no = arguments
    if condition.constant:
        return yes if to_boolean(condition.value) else no
    holds, yes_run, no_run = boolean_run(condition), yes.run, no.run

    def run(node: Node, position: int, size: int, environment: Environment) -> Value:
        if holds(node, position, size, environment):
            return yes_run(node, position, size, environment)
        return no_run(node, position, size, environment)

    kind = yes.kind if yes.kind is no.kind else Kind.ANY
    return Code(run, kind, fixed=all(code.fixed for code in arguments))


@TABLE.built("coalesce", "any any", Kind.ANY)
def coalesce(_call: Call, arguments: Sequence[Code]) -> Code:
    """Return the first value, or the second when the first is blank."""
    first, second = (code.run for code in arguments)

    def run(node: Node, position: int, size: int, environment: Environment) -> Value:
        value = first(node, position, size, environment)
        if _blank(value, environment):
            value = second(node, position, size, environment)
        return "" if isinstance(value, float) and math.isnan(value) else value

    return Code(run, Kind.ANY, fixed=all(code.fixed for code in arguments))


@TABLE.built("once", "any", Kind.ANY)
def once(_call: Call, arguments: Sequence[Code]) -> Code:
    """Return the value the question has already, and only else a new one."""
    fresh = arguments[0].run

    def run(node: Node, position: int, size: int, environment: Environment) -> Value:
        kept = node_text(node, environment)
        if kept:
            return kept
        value = fresh(node, position, size, environment)
        return "" if isinstance(value, float) and math.isnan(value) else value

    return Code(run, Kind.ANY)


@TABLE.built("depend", "any any*", Kind.ANY)
def depend(_call: Call, arguments: Sequence[Code]) -> Code:
    """Return the first value; the others only say what it depends on."""
    return arguments[0]


@TABLE.built("last", "", Kind.NUMBER)
def last(_call: Call, _arguments: Sequence[Code]) -> Code:
    """Return how many nodes the predicate is asked for."""
    return Code(lambda _node, _position, size, _environment: float(size), Kind.NUMBER)


@TABLE.built("position", "nodes?", Kind.NUMBER)
def position(_call: Call, arguments: Sequence[Code]) -> Code:
    """Return the place in a predicate, or the place of a node among those of its name."""
    if not arguments:
        return Code(lambda _node, place, _size, _environment: float(place), Kind.NUMBER)
    nodes = nodes_run(arguments[0])

    def run(node: Node, position: int, size: int, environment: Environment) -> float:
        found = nodes(node, position, size, environment)
        return _place(found[0]) if found else NAN

    return Code(run, Kind.NUMBER, fixed=arguments[0].fixed)


def _place(node: Node) -> float:
    if node.parent is None:
        return 1.0
    siblings = node.parent.named(node.name)
    return float(siblings.index(node) + 1) if node.kind == ELEMENT else NAN


@TABLE.built("lang", "text", Kind.BOOLEAN)
def lang(_call: Call, arguments: Sequence[Code]) -> Code:
    """Return whether the nearest ``xml:lang`` is a language or a variety of it."""
    wanted = text_run(arguments[0])

    def run(node: Node, position: int, size: int, environment: Environment) -> bool:
        language = wanted(node, position, size, environment).lower()
        for place in (node, *node.ancestors()):
            for mark in place.attributes:
                if mark.name == "lang" and mark.prefix == "xml":
                    found = mark.value.lower()
                    return found == language or found.startswith(f"{language}-")
        return False

    return Code(run, Kind.BOOLEAN)


@TABLE.built("current", "", Kind.NODES)
def current(_call: Call, _arguments: Sequence[Code]) -> Code:
    """Return the node the whole expression is evaluated for."""

    def run(node: Node, _position: int, _size: int, environment: Environment) -> Nodes:
        return (environment.current or node,)

    return Code(run, Kind.NODES, fixed=True)


@TABLE.built("instance", "text", Kind.NODES)
def instance(_call: Call, arguments: Sequence[Code]) -> Code:
    """Return the document of a choice list."""
    names = text_run(arguments[0])

    def run(node: Node, position: int, size: int, environment: Environment) -> Nodes:
        name = names(node, position, size, environment)
        found = environment.instances.get(name)
        if found is None:
            raise ValueRefused("value.unknown_instance")
        return (found,)

    return Code(run, Kind.NODES, fixed=arguments[0].fixed)
