"""A compiled expression: what it reads, and its value in a context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from forms.errors import ExpressionRefused, LimitExceeded
from forms.expr.code import boolean_run, nodes_run, number_run, text_run
from forms.expr.compile import Compiler
from forms.expr.dates import writes_dates
from forms.expr.parser import parse
from forms.expr.patterns import anchored, literal_pattern
from forms.expr.references import instances, references
from forms.expr.scope import Scope, localized
from forms.expr.syntax import Call, Literal, Syntax, everything

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from forms.expr.code import Code
    from forms.expr.environment import Context, Environment
    from forms.expr.references import Reference
    from forms.expr.tree import Node
    from forms.expr.values import Nodes, Value

_Value = TypeVar("_Value")
_ANYWHERE: Final = Scope()
_REGEX: Final = frozenset(("regex",))
_WRITE_DATES: Final = frozenset(("format-date", "format-date-time"))


class Expression:
    """One compiled expression. Made by ``compile_expression`` only."""

    __slots__ = (
        "_boolean",
        "_code",
        "_number",
        "_run",
        "_text",
        "calls",
        "constant",
        "instances",
        "references",
        "syntax",
        "text",
        "warnings",
    )

    def __init__(
        self, text: str, syntax: Syntax, code: Code, references: tuple[Reference, ...]
    ) -> None:
        inside = list(everything(syntax))
        self.text = text
        self.syntax = syntax
        self.references = references
        self.instances = instances(inside)
        self.calls = frozenset(part.name for part in inside if isinstance(part, Call))
        self.warnings = _warnings(inside)
        self.constant = code.constant
        self._code = code
        self._run = code.run
        self._text = text_run(code)
        self._number = number_run(code)
        self._boolean = boolean_run(code)

    def value(self, context: Context) -> Value:
        """Return the value, with all steps and all time to spend."""
        context.environment.restart()
        return _evaluated(self._run, context)

    def value_within(self, context: Context) -> Value:
        """Return the value, spending what an answer has left."""
        return _evaluated(self._run, context)

    def as_text(self, context: Context) -> str:
        """Return the value as text, spending what an answer has left."""
        return _evaluated(self._text, context)

    def as_number(self, context: Context) -> float:
        """Return the value as a number, spending what an answer has left."""
        return _evaluated(self._number, context)

    def as_boolean(self, context: Context) -> bool:
        """Return the value as yes or no, spending what an answer has left."""
        return _evaluated(self._boolean, context)

    def as_nodes(self, context: Context) -> Nodes:
        """Return the nodes it selects, spending what an answer has left."""
        return _evaluated(nodes_run(self._code), context)

    def __repr__(self) -> str:
        return f"<Expression of {len(self.text)} characters>"


def _evaluated(run: Callable[[Node, int, int, Environment], _Value], context: Context) -> _Value:
    environment, node, position, size = context
    before = environment.current
    environment.current = node
    try:
        return run(node, position, size, environment)
    except RecursionError:
        raise LimitExceeded("limit.depth") from None
    finally:
        environment.current = before


def compile_expression(text: str, scope: Scope = _ANYWHERE) -> Expression:
    """Return a compiled expression, or refuse it with what is wrong with it."""
    try:
        syntax = parse(text, scope.limits)
        _check_patterns(syntax, scope)
        _check_instances(syntax, scope)
        local = localized(syntax, scope)
        return Expression(text, syntax, Compiler(scope).code(local), references(local, scope))
    except RecursionError:
        raise ExpressionRefused(
            "expression.too_deep", limit=scope.limits.expression_depth
        ) from None


def _check_instances(syntax: Syntax, scope: Scope) -> None:
    if scope.instances is None:
        return
    for name in sorted(instances(everything(syntax)) - scope.instances):
        raise ExpressionRefused("expression.unknown_instance", instance=name)


def _check_patterns(syntax: Syntax, scope: Scope) -> None:
    for pattern in _second_literals(everything(syntax), _REGEX):
        literal_pattern(pattern, scope.limits.pattern_length)


def _second_literals(inside: Iterable[Syntax], names: frozenset[str]) -> Iterator[str]:
    """Yield what a form writes out as the second argument of functions of these names."""
    for part in inside:
        if isinstance(part, Call) and part.name in names:
            for argument in part.arguments[1:2]:
                if isinstance(argument, Literal):
                    yield argument.value


def _warnings(inside: Sequence[Syntax]) -> tuple[str, ...]:
    warnings = []
    if not all(map(anchored, _second_literals(inside, _REGEX))):
        warnings.append("pattern.unanchored")
    if not all(map(writes_dates, _second_literals(inside, _WRITE_DATES))):
        warnings.append("date.unwritten")
    return tuple(warnings)
