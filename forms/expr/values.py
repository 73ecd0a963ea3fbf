"""The kinds of value and the conversions between them."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

from forms.errors import ValueRefused
from forms.expr.dates import (
    Days,
    Moment,
    day_of_moment,
    day_of_text,
    moment_of_days,
    moment_of_number,
    parse_moment,
)
from forms.expr.tree import Node, gather

if TYPE_CHECKING:
    from forms.expr.environment import Environment

Nodes: TypeAlias = tuple[Node, ...]
Value: TypeAlias = bool | float | str | Moment | Days | Nodes

NAN: Final = float("nan")
_NUMBER: Final = re.compile(r"\s*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*")
_LAST_WHOLE: Final = 1e21
_LONG_TEXT: Final = 1_000
_STEP_LETTERS: Final = 100
_YES: Final = frozenset(("1", "true"))


def node_text(node: Node, environment: Environment) -> str:
    """Return the string value of a node; long gathering is paid for."""
    if not node.relevant:
        return ""
    if not node.children:
        return node.value
    text, seen = gather(node)
    if seen > _LONG_TEXT:
        environment.spend(seen)
    return environment.short(text)


def number_text(number: float) -> str:
    """Return a number as XPath writes it: no exponent, no trailing point."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number.is_integer() and abs(number) < _LAST_WHOLE:
        return str(int(number))
    text = repr(number)
    return format(Decimal(text), "f") if "e" in text else text


def text_number(text: str, environment: Environment) -> float:
    """Return the number a text writes; a date is its days since 1970."""
    if text.isascii() and text.isdigit():
        return float(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    moment = parse_moment(text, environment.zone)
    return NAN if moment is None else moment.days


def to_text(value: Value, environment: Environment) -> str:
    """Return any value as text."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return number_text(value)
        case Moment():
            return value.text()
        case Days():
            return number_text(value.instant)
    return node_text(value[0], environment) if value else ""


def to_number(value: Value, environment: Environment) -> float:
    """Return any value as a number, NaN when it is none."""
    match value:
        case float():
            return value
        case tuple():
            return text_number(node_text(value[0], environment), environment) if value else NAN
        case str():
            return text_number(value, environment)
        case bool():
            return 1.0 if value else 0.0
        case Moment():
            return value.days
    return value.instant


def to_boolean(value: Value) -> bool:
    """Return any value as yes or no: not empty, not zero, not NaN."""
    match value:
        case bool():
            return value
        case float():
            return abs(value) > 0
        case Moment():
            return True
        case Days():
            return value.instant != 0
        case tuple():
            return nodes_boolean(value)
    return value != ""


def nodes_boolean(nodes: Nodes) -> bool:
    """Return whether there are nodes; one question of type boolean counts by its answer."""
    if len(nodes) == 1 and nodes[0].logical:
        return nodes[0].text() in _YES
    return len(nodes) > 0


def to_nodes(value: Value) -> Nodes:
    """Return a node-set, or refuse anything else."""
    if isinstance(value, tuple):
        return value
    raise ValueRefused("value.wants_nodes")


def to_moment(value: Value, environment: Environment) -> Moment | None:
    """Return a value as a date or moment, None when it is none."""
    match value:
        case Moment():
            return value
        case Days():
            return moment_of_days(value, environment.zone)
        case bool():
            return None
        case float():
            return moment_of_number(value, environment.zone)
    text = to_text(value, environment)
    if _NUMBER.fullmatch(text):
        return moment_of_number(float(text), environment.zone)
    return parse_moment(text, environment.zone)


def to_day(value: Value, environment: Environment) -> Days | None:
    """Return the whole day a value means, None for moments, numbers and anything else."""
    match value:
        case Days():
            return value
        case Moment():
            return day_of_moment(value)
        case bool() | float():
            return None
        case str():
            return day_of_text(value, environment.zone)
    return day_of_text(node_text(value[0], environment), environment.zone) if value else None


def texts(values: tuple[Value, ...], environment: Environment) -> list[str]:
    """Return values as texts, each node of a node-set on its own."""
    found: list[str] = []
    for value in values:
        if isinstance(value, tuple):
            environment.spend(len(value))
            found.extend(node_text(node, environment) for node in value)
        else:
            found.append(to_text(value, environment))
    return found


def paid(text: str, environment: Environment) -> str:
    """Return a text to work on; a long one is paid for by its length."""
    if len(text) > _LONG_TEXT:
        environment.spend(len(text) // _STEP_LETTERS)
    return text
