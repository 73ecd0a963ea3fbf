"""Operators to closures: the general meaning, and short ways for what forms mostly ask."""

from __future__ import annotations

import operator
from functools import partial
from typing import TYPE_CHECKING, Final

from forms.expr import operators
from forms.expr.code import Code, Kind, NodesRun, boolean_run, nodes_run, number_run
from forms.expr.values import node_text, text_number, to_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from forms.expr.code import BooleanRun, Run
    from forms.expr.environment import Environment
    from forms.expr.operators import Test
    from forms.expr.tree import Node
    from forms.expr.values import Value


def chain_code(first: Code, rest: Sequence[tuple[str, Code]]) -> Code:
    """Return the code of operands joined by operators that bind equally strongly."""
    codes = [first, *(code for _, code in rest)]
    fixed = all(code.fixed for code in codes)
    sign = rest[0][0]
    if sign in ("and", "or"):
        return Code(_logic(sign, codes), Kind.BOOLEAN, fixed=fixed)
    if len(rest) > _LONG:
        return _long_chain(first, rest, fixed=fixed)
    code = first
    for sign, operand in rest:
        code = _pair(sign, code, operand)
    return code


def _logic(sign: str, codes: Sequence[Code]) -> Run:
    first, *others = [boolean_run(code) for code in codes]
    if len(others) == 1:
        return _both(first, others[0]) if sign == "and" else _either(first, others[0])
    decisive = sign == "or"
    runs = [first, *others]

    def logic(node: Node, position: int, size: int, environment: Environment) -> Value:
        for run in runs:
            if run(node, position, size, environment) is decisive:
                return decisive
        return not decisive

    return logic


def _both(left: BooleanRun, right: BooleanRun) -> Run:
    return lambda node, position, size, environment: (
        left(node, position, size, environment) and right(node, position, size, environment)
    )


def _either(left: BooleanRun, right: BooleanRun) -> Run:
    return lambda node, position, size, environment: (
        left(node, position, size, environment) or right(node, position, size, environment)
    )


def _pair(sign: str, left: Code, right: Code) -> Code:
    fixed = left.fixed and right.fixed
    if sign in ("=", "!="):
        return Code(_equality(left, right, wanted=sign == "="), Kind.BOOLEAN, fixed=fixed)
    if sign in operators.TESTS:
        return Code(_order(operators.TESTS[sign], left, right), Kind.BOOLEAN, fixed=fixed)
    if sign in ("+", "-"):
        numbers = left.kind is Kind.NUMBER and right.kind is Kind.NUMBER
        if not numbers:
            return Code(_general_sum(sign, left, right), Kind.ANY, fixed=fixed)
    return Code(_arithmetic(sign, left, right), Kind.NUMBER, fixed=fixed)


def _long_chain(first: Code, rest: Sequence[tuple[str, Code]], *, fixed: bool) -> Code:
    # A loop: closures within closures would be as deep as the chain is long.
    start = first.run
    works = [(_general(sign), code.run) for sign, code in rest]

    def long_chain(node: Node, position: int, size: int, environment: Environment) -> Value:
        value = start(node, position, size, environment)
        for work, run in works:
            value = work(value, run(node, position, size, environment), environment)
        return value

    return Code(long_chain, Kind.ANY, fixed=fixed)


def _general(sign: str) -> Callable[[Value, Value, Environment], Value]:
    known = _GENERAL.get(sign)
    if known is not None:
        return known
    if sign in operators.TESTS:
        return partial(operators.compare, operators.TESTS[sign])
    work = _NUMERIC[sign]
    return lambda left, right, environment: work(
        to_number(left, environment), to_number(right, environment)
    )


_LONG: Final = 12
_GENERAL: Final[dict[str, Callable[[Value, Value, Environment], Value]]] = {
    "=": operators.equal,
    "!=": operators.unequal,
    "+": operators.plus,
    "-": operators.minus,
}
_NUMERIC: Final[dict[str, Callable[[float, float], float]]] = {
    "*": operator.mul,
    "div": operators.divide,
    "mod": operators.modulo,
}


# arithmetic


def _general_sum(sign: str, left: Code, right: Code) -> Run:
    ours, theirs = left.run, right.run
    work = operators.plus if sign == "+" else operators.minus

    def general(node: Node, position: int, size: int, environment: Environment) -> Value:
        return work(
            ours(node, position, size, environment),
            theirs(node, position, size, environment),
            environment,
        )

    return general


def _arithmetic(sign: str, left: Code, right: Code) -> Run:
    ours, theirs = number_run(left), number_run(right)
    if sign == "+":
        return lambda node, position, size, environment: (
            ours(node, position, size, environment) + theirs(node, position, size, environment)
        )
    if sign == "-":
        return lambda node, position, size, environment: (
            ours(node, position, size, environment) - theirs(node, position, size, environment)
        )
    work = _NUMERIC[sign]
    return lambda node, position, size, environment: work(
        ours(node, position, size, environment), theirs(node, position, size, environment)
    )


# comparisons


def _equality(left: Code, right: Code, *, wanted: bool) -> Run:
    for nodes, other in ((left, right), (right, left)):
        if nodes.kind is Kind.NODES and other.constant and isinstance(other.value, str):
            return _nodes_are(nodes_run(nodes), other.value, wanted=wanted)
    if left.kind is Kind.NUMBER and right.kind is Kind.NUMBER:
        ours, theirs = number_run(left), number_run(right)
        return lambda node, position, size, environment: (
            (ours(node, position, size, environment) == theirs(node, position, size, environment))
            is wanted
        )
    work = operators.equal if wanted else operators.unequal
    run, other_run = left.run, right.run
    return lambda node, position, size, environment: work(
        run(node, position, size, environment),
        other_run(node, position, size, environment),
        environment,
    )


def _nodes_are(run: NodesRun, text: str, *, wanted: bool) -> Run:
    work = operators.equal if wanted else operators.unequal

    def nodes_are(node: Node, position: int, size: int, environment: Environment) -> Value:
        nodes = run(node, position, size, environment)
        if not nodes:
            return False
        if len(nodes) == 1 and node_text(nodes[0], environment) == text:
            return wanted
        return work(nodes, text, environment)

    return nodes_are


def _order(test: Test, left: Code, right: Code) -> Run:
    if left.kind is Kind.NODES and right.kind is Kind.NUMBER:
        return _nodes_order(test, nodes_run(left), right)
    ours, theirs = left.run, right.run
    if left.kind is Kind.NUMBER and right.kind is Kind.NUMBER:
        numbers = number_run(left), number_run(right)
        return lambda node, position, size, environment: test(
            numbers[0](node, position, size, environment),
            numbers[1](node, position, size, environment),
        )
    return lambda node, position, size, environment: operators.compare(
        test,
        ours(node, position, size, environment),
        theirs(node, position, size, environment),
        environment,
    )


def _nodes_order(test: Test, run: NodesRun, right: Code) -> Run:
    theirs = number_run(right)

    def nodes_order(node: Node, position: int, size: int, environment: Environment) -> Value:
        nodes = run(node, position, size, environment)
        number = theirs(node, position, size, environment)
        if len(nodes) == 1:
            return test(text_number(node_text(nodes[0], environment), environment), number)
        return operators.compare(test, nodes, number, environment)

    return nodes_order
