"""What the operators mean for every pair of kinds of value."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Final

from forms.expr.dates import Days, Moment, parse_moment
from forms.expr.values import (
    NAN,
    Value,
    node_text,
    text_number,
    to_boolean,
    to_day,
    to_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from forms.expr.environment import Environment
    from forms.expr.values import Nodes

    Test = Callable[[float, float], bool]

_FEW: Final = 8
_UPWARD: Final[frozenset[object]] = frozenset({operator.lt, operator.le})
TESTS: Final[dict[str, Test]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def equal(left: Value, right: Value, environment: Environment) -> bool:
    """Return ``left = right``: for node-sets, whether any pair is equal."""
    return _equality(left, right, environment, wanted=True)


def unequal(left: Value, right: Value, environment: Environment) -> bool:
    """Return ``left != right``: for node-sets, whether any pair differs."""
    return _equality(left, right, environment, wanted=False)


def _equality(left: Value, right: Value, environment: Environment, *, wanted: bool) -> bool:
    if isinstance(left, tuple):
        if isinstance(right, tuple):
            return _sets_equality(left, right, environment, wanted=wanted)
        return _set_equality(left, right, environment, wanted=wanted)
    if isinstance(right, tuple):
        return _set_equality(right, left, environment, wanted=wanted)
    return same(left, right, environment) is wanted


def _sets_equality(left: Nodes, right: Nodes, environment: Environment, *, wanted: bool) -> bool:
    if not left or not right:
        return False
    if len(left) == len(right) == 1:
        pair = node_text(left[0], environment), node_text(right[0], environment)
        return same(*pair, environment) is wanted
    ours, theirs = (set(_texts(nodes, environment)) for nodes in (left, right))
    return not ours.isdisjoint(theirs) if wanted else len(ours | theirs) > 1


def _set_equality(nodes: Nodes, other: Value, environment: Environment, *, wanted: bool) -> bool:
    if isinstance(other, bool):
        return (to_boolean(nodes) == other) is wanted
    return any(same(text, other, environment) is wanted for text in _texts(nodes, environment))


def _texts(nodes: Nodes, environment: Environment) -> list[str]:
    if len(nodes) > _FEW:
        environment.spend(len(nodes))
    return [node_text(node, environment) for node in nodes]


def same(left: Value, right: Value, environment: Environment) -> bool:
    """Return whether two single values are equal, each compared by its type."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right or _same_moment(left, right, environment)
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, (Moment, Days)) or isinstance(right, (Moment, Days)):
        days = to_day(left, environment), to_day(right, environment)
        if days[0] is not None and days[1] is not None:
            return days[0].local == days[1].local
    return to_number(left, environment) == to_number(right, environment)


def _same_moment(left: str, right: str, environment: Environment) -> bool:
    if "T" not in left and "T" not in right:
        return False
    moments = parse_moment(left, environment.zone), parse_moment(right, environment.zone)
    return moments[0] is not None and moments[1] is not None and moments[0].days == moments[1].days


def compare(test: Test, left: Value, right: Value, environment: Environment) -> bool:
    """Return an order comparison: for node-sets, whether any pair passes it."""
    if isinstance(left, float) and isinstance(right, float):
        return test(left, right)
    if isinstance(left, (Moment, Days)) or isinstance(right, (Moment, Days)):
        return any(
            _compare_days(test, one, other, environment)
            for one in _singles(left, environment)
            for other in _singles(right, environment)
        )
    ours = _numbers(left, environment)
    theirs = _numbers(right, environment)
    if not ours or not theirs:
        return False
    if test in _UPWARD:
        return test(min(ours), max(theirs))
    return test(max(ours), min(theirs))


def _singles(value: Value, environment: Environment) -> list[Value]:
    return [*_texts(value, environment)] if isinstance(value, tuple) else [value]


def _compare_days(test: Test, left: Value, right: Value, environment: Environment) -> bool:
    days = to_day(left, environment), to_day(right, environment)
    if days[0] is not None and days[1] is not None:
        return test(days[0].local, days[1].local)
    return test(to_number(left, environment), to_number(right, environment))


def _numbers(value: Value, environment: Environment) -> list[float]:
    if isinstance(value, tuple):
        found = [text_number(text, environment) for text in _texts(value, environment)]
    else:
        found = [to_number(value, environment)]
    return [number for number in found if not math.isnan(number)]


def plus(left: Value, right: Value, environment: Environment) -> Value:
    """Return a sum; a date and a number make whole local days."""
    ours, theirs = to_day(left, environment), to_day(right, environment)
    if ours is None and theirs is None:
        return to_number(left, environment) + to_number(right, environment)
    if ours is not None and theirs is not None:
        return ours.instant + theirs.instant
    if ours is not None:
        return _later(ours, to_number(right, environment))
    return _later(theirs, to_number(left, environment)) if theirs is not None else NAN


def minus(left: Value, right: Value, environment: Environment) -> Value:
    """Return a difference; two dates make a number of whole local days."""
    ours = to_day(left, environment)
    if ours is None:
        return to_number(left, environment) - to_number(right, environment)
    theirs = to_day(right, environment)
    if theirs is not None:
        return ours.local - theirs.local
    return _later(ours, -to_number(right, environment))


def _later(day: Days, number: float) -> Value:
    return NAN if math.isnan(number) else Days(day.instant + number, day.local + number)


def divide(left: float, right: float) -> float:
    """Return a quotient; division by zero is infinite, zero by zero is no number."""
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def modulo(left: float, right: float) -> float:
    """Return the remainder with the sign of the dividend."""
    try:
        return math.fmod(left, right)
    except ValueError:
        return NAN
