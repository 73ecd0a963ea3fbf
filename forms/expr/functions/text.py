"""Functions of text."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from forms.expr.code import Kind
from forms.expr.functions.registry import Table
from forms.expr.values import texts, to_text

if TYPE_CHECKING:
    from forms.expr.environment import Environment
    from forms.expr.values import Value

TABLE: Final = Table()
_SPACES: Final = re.compile("[ \t\r\n]+")


@TABLE.environed("string", "any?", Kind.TEXT, here=True)
def string(environment: Environment, value: Value) -> str:
    """Return a value as text."""
    return to_text(value, environment)


@TABLE.environed("concat", "any*", Kind.TEXT)
def concat(environment: Environment, *values: Value) -> str:
    """Return texts after each other, each node of a node-set too."""
    return environment.short("".join(texts(values, environment)))


@TABLE.environed("join", "text any*", Kind.TEXT)
def join(environment: Environment, separator: str, *values: Value) -> str:
    """Return texts with a separator between them."""
    found = texts(values, environment)
    if len(separator) * len(found) > environment.limits.text_length:
        environment.short(separator * len(found))
    return environment.short(separator.join(found))


@TABLE.plain("starts-with", "text text", Kind.BOOLEAN)
def starts_with(text: str, start: str) -> bool:
    """Return whether a text begins with another."""
    return text.startswith(start)


@TABLE.plain("ends-with", "text text", Kind.BOOLEAN)
def ends_with(text: str, end: str) -> bool:
    """Return whether a text ends with another."""
    return text.endswith(end)


@TABLE.plain("contains", "text text", Kind.BOOLEAN)
def contains(text: str, part: str) -> bool:
    """Return whether a text has another in it."""
    return part in text


@TABLE.plain("substring-before", "text text", Kind.TEXT)
def substring_before(text: str, mark: str) -> str:
    """Return what stands before the first mark, '' when there is none."""
    before, found, _ = text.partition(mark) if mark else ("", "", "")
    return before if found else ""


@TABLE.plain("substring-after", "text text", Kind.TEXT)
def substring_after(text: str, mark: str) -> str:
    """Return what stands after the first mark, '' when there is none."""
    return text.partition(mark)[2] if mark else text


@TABLE.plain("substring", "text number number?", Kind.TEXT)
def substring(text: str, start: float, length: float | None = None) -> str:
    """Return a part of a text, counted from 1 and rounded as XPath says."""
    first = _rounded(start)
    end = math.inf if length is None else first + _rounded(length)
    if math.isnan(first) or math.isnan(end) or end == -math.inf or first == math.inf:
        return ""
    low = 0 if first == -math.inf else max(int(first) - 1, 0)
    high = len(text) if end == math.inf else max(int(end) - 1, 0)
    return text[low:high]


def _rounded(number: float) -> float:
    return float(math.floor(number + 0.5)) if math.isfinite(number) else number


@TABLE.plain("substr", "text number number?", Kind.TEXT)
def substr(text: str, start: float, end: float = math.inf) -> str:
    """Return a part of a text, counted from 0, negative numbers from its end."""
    return text[_place(start, len(text)) : _place(end, len(text))]


def _place(number: float, length: int) -> int:
    if math.isnan(number):
        return 0
    if math.isinf(number):
        return length if number > 0 else 0
    at = int(number)
    return max(0, length + at) if at < 0 else min(at, length)


@TABLE.plain("string-length", "text?", Kind.NUMBER, here=True)
def string_length(text: str) -> float:
    """Return how many characters a text has."""
    return float(len(text))


@TABLE.plain("normalize-space", "text?", Kind.TEXT, here=True)
def normalize_space(text: str) -> str:
    """Return a text without spaces at its ends, single ones between words."""
    return _SPACES.sub(" ", text.strip(" \t\r\n"))


@TABLE.plain("translate", "text text text", Kind.TEXT)
def translate(text: str, letters: str, others: str) -> str:
    """Return a text with letters replaced by others, or taken out."""
    table: dict[int, str | None] = {}
    for at, letter in enumerate(letters):
        table.setdefault(ord(letter), others[at] if at < len(others) else None)
    return text.translate(table)
