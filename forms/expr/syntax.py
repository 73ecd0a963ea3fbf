"""The syntax tree of an expression: frozen values, nothing evaluated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Start(Enum):
    """Where a path begins when it does not begin with an expression."""

    HERE = "here"
    ROOT = "root"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    """A text in quotation marks."""

    value: str


@dataclass(frozen=True, slots=True)
class Negation:
    """One or more minus signs before an operand; two of them still make a number."""

    operand: Syntax
    odd: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands of operators that bind equally strongly, from left to right."""

    first: Syntax
    rest: tuple[tuple[str, Syntax], ...]


@dataclass(frozen=True, slots=True)
class Union:
    """Node-sets joined by ``|``."""

    parts: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """An expression in brackets or a call, followed by predicates."""

    base: Syntax
    predicates: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class NodeTest:
    """What a step takes: ``kind`` is ``name``, ``any`` (``*``) or a node type."""

    kind: str
    name: str = ""
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    axis: str
    test: NodeTest
    predicates: tuple[Syntax, ...] = ()

    @property
    def plain_child(self) -> str:
        """Return the name when this is ``child::name`` without prefix, else ''."""
        test = self.test
        return test.name if self.axis == "child" and test.kind == "name" and not test.prefix else ""


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the context node, from the root, or from the nodes of an expression."""

    start: Start | Syntax
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; ``at`` is its place in the text."""

    name: str
    arguments: tuple[Syntax, ...]
    at: int = 0


Syntax: TypeAlias = Number | Literal | Negation | Chain | Union | Filter | Path | Call

PARENT = Step("parent", NodeTest("node"))
ITSELF = Step("self", NodeTest("node"))
ANYTHING_BELOW = Step("descendant-or-self", NodeTest("node"))


def parts(syntax: Syntax) -> tuple[Syntax, ...]:
    """Return the expressions directly inside an expression."""
    found: tuple[Syntax, ...] = ()
    match syntax:
        case Negation(operand):
            found = (operand,)
        case Chain(first, rest):
            found = (first, *(operand for _, operand in rest))
        case Union(inner) | Call(_, inner):
            found = inner
        case Filter(base, predicates):
            found = (base, *predicates)
        case Path(start, steps):
            inside = tuple(part for step in steps for part in step.predicates)
            found = inside if isinstance(start, Start) else (start, *inside)
    return found


def with_parts(syntax: Syntax, change: Callable[[Syntax], Syntax]) -> Syntax:
    """Return an expression with the expressions directly inside it changed."""
    made: Syntax = syntax
    match syntax:
        case Negation(operand):
            made = replace(syntax, operand=change(operand))
        case Chain(first, rest):
            made = Chain(change(first), tuple((sign, change(operand)) for sign, operand in rest))
        case Union(inner):
            made = Union(tuple(map(change, inner)))
        case Call(_, inner):
            made = replace(syntax, arguments=tuple(map(change, inner)))
        case Filter(base, predicates):
            made = Filter(change(base), tuple(map(change, predicates)))
        case Path():
            made = _path_with_parts(syntax, change)
    return made


def _path_with_parts(path: Path, change: Callable[[Syntax], Syntax]) -> Path:
    if isinstance(path.start, Start) and not any(step.predicates for step in path.steps):
        return path
    steps = tuple(
        replace(step, predicates=tuple(map(change, step.predicates))) for step in path.steps
    )
    return Path(path.start if isinstance(path.start, Start) else change(path.start), steps)


def everything(syntax: Syntax) -> Iterator[Syntax]:
    """Give an expression and all expressions inside it."""
    waiting = [syntax]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(parts(part)))


def looks_at_position(syntax: Syntax) -> bool:
    """Return whether a predicate may ask for its item's position, here or deeper."""
    return any(
        isinstance(part, Call) and part.name in ("position", "last") and not part.arguments
        for part in everything(syntax)
    )
