"""Functions of numbers and of yes and no."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from forms.expr.code import Kind
from forms.expr.functions.registry import Table
from forms.expr.values import NAN, node_text, text_number, to_boolean, to_number, to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from forms.expr.environment import Environment
    from forms.expr.values import Nodes, Value

TABLE: Final = Table()
_MOST_DIGITS: Final = 30
_POWER_TEXT: Final = re.compile(r"\s*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]{1,4}\s*")


@TABLE.environed("number", "any?", Kind.NUMBER, here=True)
def number(environment: Environment, value: Value) -> float:
    """Return a value as a number."""
    return to_number(value, environment)


@TABLE.environed("int", "any", Kind.NUMBER)
def integer(environment: Environment, value: Value) -> float:
    """Return a number without its fraction."""
    found = to_number(value, environment)
    if math.isnan(found):
        text = to_text(value, environment)
        found = float(text) if _POWER_TEXT.fullmatch(text) else NAN
    return float(math.trunc(found)) if math.isfinite(found) else found


@TABLE.environed("sum", "nodes", Kind.NUMBER)
def total(environment: Environment, nodes: Nodes) -> float:
    """Return the sum of a node-set, of what was answered in it."""
    return float(sum(_answered((nodes,), environment)))


@TABLE.environed("max", "any any*", Kind.NUMBER)
def largest(environment: Environment, *values: Value) -> float:
    """Return the largest number that was answered, none when one of the answers is none."""
    found = _answered(values, environment)
    return NAN if not found or any(map(math.isnan, found)) else max(found)


@TABLE.environed("min", "any any*", Kind.NUMBER)
def smallest(environment: Environment, *values: Value) -> float:
    """Return the smallest number that was answered, none when one of the answers is none."""
    found = _answered(values, environment)
    return NAN if not found or any(map(math.isnan, found)) else min(found)


def _answered(values: tuple[Value, ...], environment: Environment) -> list[float]:
    """Return values as numbers without the blank ones: who has not answered yet is no nought."""
    found: list[float] = []
    for value in values:
        if isinstance(value, tuple):
            environment.spend(len(value))
            said = (node_text(node, environment) for node in value)
            found.extend(text_number(text, environment) for text in said if text.strip())
        elif value != "":
            found.append(to_number(value, environment))
    return found


def numbers_of(values: tuple[Value, ...], environment: Environment) -> list[float]:
    """Return values as numbers, each node of a node-set on its own."""
    found: list[float] = []
    for value in values:
        if isinstance(value, tuple):
            environment.spend(len(value))
            found.extend(text_number(node_text(node, environment), environment) for node in value)
        else:
            found.append(to_number(value, environment))
    return found


@TABLE.plain("floor", "number", Kind.NUMBER)
def floor(value: float) -> float:
    """Return the next whole number below."""
    return float(math.floor(value)) if math.isfinite(value) else value


@TABLE.plain("ceiling", "number", Kind.NUMBER)
def ceiling(value: float) -> float:
    """Return the next whole number above."""
    return float(math.ceil(value)) if math.isfinite(value) else value


@TABLE.plain("round", "number number?", Kind.NUMBER)
def rounded(value: float, digits: float = 0.0) -> float:
    """Return a number rounded to digits, halves away from zero."""
    if not math.isfinite(value):
        return value
    if not math.isfinite(digits):
        return NAN
    places = int(digits)
    if places == 0:
        return math.copysign(float(math.floor(abs(value) + 0.5)), value)
    if abs(places) > _MOST_DIGITS:
        return value if places > 0 else 0.0
    written = Decimal(repr(value))
    exponent = written.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return value
    return float(written.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


@TABLE.plain("abs", "number", Kind.NUMBER)
def absolute(value: float) -> float:
    """Return a number without its sign."""
    return abs(value)


@TABLE.plain("pi", "", Kind.NUMBER)
def pi() -> float:
    """Return the circle's number."""
    return math.pi


@TABLE.plain("pow", "number number", Kind.NUMBER)
def power(base: float, exponent: float) -> float:
    """Return a power; what is no real number is none."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -math.inf if base < 0 and math.fmod(exponent, 2) else math.inf
    except ValueError:
        return math.inf if base == 0 else NAN


@TABLE.plain("atan2", "number number", Kind.NUMBER)
def atan2(ordinate: float, abscissa: float) -> float:
    """Return the angle of a point."""
    return math.atan2(ordinate, abscissa)


def _logarithm(work: Callable[[float], float]) -> Callable[[float], float]:
    return lambda value: -math.inf if value == 0 else work(value)


_OF_ONE: Final[dict[str, Callable[[float], float]]] = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "exp10": lambda value: math.pow(10.0, value),
    "log": _logarithm(math.log),
    "log10": _logarithm(math.log10),
}


def _of_one(work: Callable[[float], float]) -> Callable[[float], float]:
    def run(value: float) -> float:
        try:
            return work(value)
        except ValueError:
            return NAN
        except OverflowError:
            return math.inf

    return run


for _name, _work in _OF_ONE.items():
    TABLE.plain(_name, "number", Kind.NUMBER)(_of_one(_work))


@TABLE.environed("random", "", Kind.NUMBER, folds=False)
def random(environment: Environment) -> float:
    """Return a number from 0 up to 1 by chance."""
    return environment.random.random()


@TABLE.plain("boolean", "boolean", Kind.BOOLEAN)
def boolean(value: bool) -> bool:
    """Return a value as yes or no."""
    return value


@TABLE.plain("not", "boolean", Kind.BOOLEAN)
def negated(value: bool) -> bool:
    """Return the opposite."""
    return not value


@TABLE.plain("true", "", Kind.BOOLEAN)
def true() -> bool:
    """Return yes."""
    return True


@TABLE.plain("false", "", Kind.BOOLEAN)
def false() -> bool:
    """Return no."""
    return False


@TABLE.environed("boolean-from-string", "any", Kind.BOOLEAN)
def boolean_from_string(environment: Environment, value: Value) -> bool:
    """Return whether a text writes yes: ``1`` or ``true``."""
    return to_text(value, environment) in ("1", "true")


def _ticks(values: tuple[Value, ...], environment: Environment) -> list[bool]:
    found: list[bool] = []
    for value in values:
        if isinstance(value, tuple):
            found.extend(node_text(node, environment) != "" for node in value)
        else:
            found.append(to_boolean(value))
    return found


def _within(least: float, most: float, found: float) -> bool:
    return (least < 0 or found >= least) and (most < 0 or found <= most)


@TABLE.environed("checklist", "number number any*", Kind.BOOLEAN)
def checklist(environment: Environment, least: float, most: float, *values: Value) -> bool:
    """Return whether enough and not too many answers are yes; -1 is no limit."""
    return _within(least, most, float(sum(_ticks(values, environment))))


@TABLE.environed("weighted-checklist", "number number any any any*", Kind.BOOLEAN)
def weighted_checklist(environment: Environment, least: float, most: float, *values: Value) -> bool:
    """Return whether the weights of the answers that are yes lie between two limits."""
    score = 0.0
    for answer, weight in zip(values[::2], values[1::2], strict=False):
        ticks = _ticks((answer,), environment)
        weights = numbers_of((weight,), environment)
        if not isinstance(weight, tuple):
            weights *= len(ticks)
        score += sum(number for tick, number in zip(ticks, weights, strict=False) if tick)
    return _within(least, most, score)
