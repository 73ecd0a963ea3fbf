"""Compiled parts: a closure, the kind of its value, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias, cast

from forms.errors import ExpressionRefused
from forms.expr.environment import Environment
from forms.expr.tree import DOCUMENT, Node
from forms.expr.values import (
    Nodes,
    Value,
    node_text,
    nodes_boolean,
    text_number,
    to_boolean,
    to_nodes,
    to_number,
    to_text,
)

Run: TypeAlias = Callable[[Node, int, int, Environment], Value]
TextRun: TypeAlias = Callable[[Node, int, int, Environment], str]
NumberRun: TypeAlias = Callable[[Node, int, int, Environment], float]
BooleanRun: TypeAlias = Callable[[Node, int, int, Environment], bool]
NodesRun: TypeAlias = Callable[[Node, int, int, Environment], Nodes]

NOWHERE: Final = Node(DOCUMENT)


class Kind(Enum):
    """The kind of value a part gives, as far as the text of the expression says."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NODES = "nodes"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Code:
    """One compiled part.

    ``fixed``: the value does not depend on the context item, its position or its size,
    so within a predicate it needs to be found only once. ``constant``: always ``value``.
    """

    run: Run
    kind: Kind
    fixed: bool = False
    constant: bool = False
    value: Value = ""


def constant(value: Value) -> Code:
    """Return the code of a known value."""
    kind = {str: Kind.TEXT, float: Kind.NUMBER, bool: Kind.BOOLEAN, tuple: Kind.NODES}
    return Code(
        lambda _node, _position, _size, _environment: value,
        kind.get(type(value), Kind.ANY),
        fixed=True,
        constant=True,
        value=value,
    )


def text_run(code: Code) -> TextRun:
    """Return a closure that gives text, whatever the part gives."""
    run = code.run
    if code.kind is Kind.TEXT:
        return cast("TextRun", run)
    if code.kind is Kind.NODES:
        nodes_run = cast("NodesRun", run)

        def text_of_nodes(node: Node, position: int, size: int, environment: Environment) -> str:
            nodes = nodes_run(node, position, size, environment)
            return node_text(nodes[0], environment) if nodes else ""

        return text_of_nodes
    return lambda node, position, size, environment: to_text(
        run(node, position, size, environment), environment
    )


def number_run(code: Code) -> NumberRun:
    """Return a closure that gives a number."""
    run = code.run
    if code.kind is Kind.NUMBER:
        return cast("NumberRun", run)
    if code.kind is Kind.NODES:
        text = text_run(code)
        return lambda node, position, size, environment: text_number(
            text(node, position, size, environment), environment
        )
    return lambda node, position, size, environment: to_number(
        run(node, position, size, environment), environment
    )


def boolean_run(code: Code) -> BooleanRun:
    """Return a closure that gives yes or no."""
    run = code.run
    if code.kind is Kind.BOOLEAN:
        return cast("BooleanRun", run)
    if code.kind is Kind.NODES:
        nodes = cast("NodesRun", run)
        return lambda node, position, size, environment: nodes_boolean(
            nodes(node, position, size, environment)
        )
    if code.kind is Kind.TEXT:
        return lambda node, position, size, environment: bool(
            run(node, position, size, environment)
        )
    return lambda node, position, size, environment: to_boolean(
        run(node, position, size, environment)
    )


def nodes_run(code: Code) -> NodesRun:
    """Return a closure that gives a node-set; refuse what can never be one."""
    run = code.run
    if code.kind is Kind.NODES:
        return cast("NodesRun", run)
    if code.kind is not Kind.ANY:
        raise ExpressionRefused("expression.wants_nodes")
    return lambda node, position, size, environment: to_nodes(
        run(node, position, size, environment)
    )
