"""One step of a path, its predicates, and the index that answers ``[column = value]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from forms.expr import axes
from forms.expr.code import Kind, boolean_run, number_run
from forms.expr.dates import parse_moment
from forms.expr.syntax import (
    ANYTHING_BELOW,
    Chain,
    Path,
    Start,
    Step,
    Syntax,
    everything,
    looks_at_position,
)
from forms.expr.values import node_text, to_boolean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from forms.expr.code import BooleanRun, Code
    from forms.expr.environment import Environment
    from forms.expr.scope import Scope
    from forms.expr.tree import Node
    from forms.expr.values import Nodes

    Compile = Callable[[Syntax], Code]
    Keep = Callable[[Sequence[Node], Environment], Sequence[Node]]
    Take = Callable[[Node, Environment], Sequence[Node]]
    StepRun = Callable[[Nodes, Environment], Nodes]
    Key = tuple[str, Code]

_FEW: Final = 20
_PARTS_PER_STEP: Final = 4
# The clock is looked at between batches of rows.
_BATCH: Final = 500


def merged(steps: Sequence[Step]) -> list[Step]:
    """Return steps with ``//name`` as one step, where that means the same."""
    found: list[Step] = []
    for step in steps:
        if found and found[-1] == ANYTHING_BELOW and step.axis == "child" and not step.predicates:
            found[-1] = Step("descendant", step.test)
        else:
            found.append(step)
    return found


def step_run(step: Step, compile_part: Compile, scope: Scope, *, level: bool) -> StepRun:
    """Return a closure from nodes to nodes; ``level``: they all stand on one level."""
    take = _with_predicates(step, _candidates(step, scope), compile_part, scope)
    backwards = step.axis in axes.REVERSE
    ordered = level and step.axis in axes.LEVEL

    def run(nodes: Nodes, environment: Environment) -> Nodes:
        if len(nodes) == 1:
            found = take(nodes[0], environment)
            return tuple(found[::-1]) if backwards else tuple(found)
        gathered = [found for node in nodes for found in take(node, environment)]
        if not ordered:
            environment.spend(len(gathered))
            return axes.in_order(gathered)
        if step.axis == "parent":
            return tuple({id(node): node for node in gathered}.values())
        return tuple(gathered)

    return run


def _candidates(step: Step, scope: Scope) -> Take:
    if step.plain_child and not scope.strict_names:
        name = step.plain_child

        def named(node: Node, environment: Environment) -> Sequence[Node]:
            found = node.named(name)
            if len(found) > _FEW:
                environment.spend(len(found))
            return found

        return named
    walk = axes.axis_of(step.axis)
    accepts = axes.accepts(step.axis, step.test, scope.uris(), strict=scope.strict_names)

    def walked(node: Node, environment: Environment) -> Sequence[Node]:
        found = walk(node)
        environment.spend(len(found))
        return found if accepts is None else [other for other in found if accepts(other)]

    return walked


def _with_predicates(step: Step, take: Take, compile_part: Compile, scope: Scope) -> Take:
    if not step.predicates:
        return take
    keeps = [keep_run(predicate, compile_part) for predicate in step.predicates]
    name = "" if scope.strict_names else step.plain_child
    keys = _keys(step.predicates[0], compile_part) if name else []

    def kept(node: Node, environment: Environment) -> Sequence[Node]:
        found: Sequence[Node] | None = None
        if keys and node.static:
            found = _looked_up(node, name, keys, environment)
        if found is None:
            found = take(node, environment)
        for keep in keeps:
            found = keep(found, environment) if found else ()
        return found

    return kept


# predicates


def keep_run(predicate: Syntax, compile_part: Compile) -> Keep:
    """Return a closure that keeps the nodes of a set for which a predicate holds."""
    code = compile_part(predicate)
    weight = 1 + sum(1 for _ in everything(predicate)) // _PARTS_PER_STEP
    if code.kind is Kind.NUMBER:
        return _keep_numbered(code, weight)
    if code.kind is Kind.ANY:
        return _keep_any(code, weight)
    holds = boolean_run(code)
    return lambda nodes, environment: _kept(nodes, holds, weight, environment)


def _kept(
    nodes: Sequence[Node], holds: BooleanRun, weight: int, environment: Environment
) -> Sequence[Node]:
    size = len(nodes)
    if size <= _BATCH:
        environment.spend(size * weight)
        return [node for at, node in enumerate(nodes, 1) if holds(node, at, size, environment)]
    kept: list[Node] = []
    for start in range(0, size, _BATCH):
        batch = nodes[start : start + _BATCH]
        environment.spend(len(batch) * weight)
        kept += [
            node for at, node in enumerate(batch, start + 1) if holds(node, at, size, environment)
        ]
    return kept


def _keep_numbered(code: Code, weight: int) -> Keep:
    wanted = number_run(code)
    if code.constant:
        number = cast("float", code.value)
        at = int(number) if number.is_integer() and number > 0 else 0
        return lambda nodes, _environment: nodes[at - 1 : at] if at else ()

    def holds(node: Node, position: int, size: int, environment: Environment) -> bool:
        return wanted(node, position, size, environment) == position

    return lambda nodes, environment: _kept(nodes, holds, weight, environment)


def _keep_any(code: Code, weight: int) -> Keep:
    run = code.run

    def holds(node: Node, position: int, size: int, environment: Environment) -> bool:
        value = run(node, position, size, environment)
        return value == position if isinstance(value, float) else to_boolean(value)

    return lambda nodes, environment: _kept(nodes, holds, weight, environment)


# the equality index


def _keys(predicate: Syntax, compile_part: Compile) -> list[Key]:
    """Return the columns that a predicate requires to be equal to something fixed."""
    if not isinstance(predicate, Chain) or looks_at_position(predicate):
        return []
    sign = predicate.rest[0][0]
    if sign == "and":
        operands = (predicate.first, *(operand for _, operand in predicate.rest))
        return [key for operand in operands for key in _keys(operand, compile_part)]
    if sign != "=" or len(predicate.rest) != 1:
        return []
    left, right = predicate.first, predicate.rest[0][1]
    return _key(left, right, compile_part) or _key(right, left, compile_part)


def _key(column: Syntax, value: Syntax, compile_part: Compile) -> list[Key]:
    if not isinstance(column, Path) or column.start is not Start.HERE or len(column.steps) != 1:
        return []
    step = column.steps[0]
    if not step.plain_child or step.predicates:
        return []
    code = compile_part(value)
    return [(step.plain_child, code)] if code.fixed and code.kind is not Kind.NUMBER else []


def _looked_up(
    node: Node, name: str, keys: Sequence[Key], environment: Environment
) -> Sequence[Node] | None:
    """Return the rows that can pass the predicate, None when the index cannot tell."""
    best: Sequence[Node] | None = None
    for column, code in keys:
        value = code.run(node, 1, 1, environment)
        if isinstance(value, tuple):
            if not value:
                return ()
            if len(value) > 1:
                continue
            value = node_text(value[0], environment)
        if not isinstance(value, str) or parse_moment(value, environment.zone) is not None:
            continue
        found = node.equal(name, column).get(value, ())
        if best is None or len(found) < len(best):
            best = found
    return best
