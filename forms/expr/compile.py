"""Syntax tree to closures, constants computed on the way."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Final, NoReturn

from forms.errors import ExpressionRefused, FormError
from forms.expr.axes import in_order, shown
from forms.expr.calls import call_code, check_count
from forms.expr.chains import chain_code
from forms.expr.code import NOWHERE, Code, Kind, constant, nodes_run, number_run
from forms.expr.environment import Environment
from forms.expr.functions import STANDARD
from forms.expr.paths import filter_code, path_code
from forms.expr.syntax import (
    Call,
    Chain,
    Filter,
    Literal,
    Negation,
    Number,
    Path,
    Syntax,
    Union,
    parts,
)

if TYPE_CHECKING:
    from forms.expr.scope import Scope
    from forms.expr.tree import Node
    from forms.expr.values import Nodes, Value


class _NotYet(Exception):
    """A value that is known only when the form is filled in."""


class _NoZone(tzinfo):
    """The time zone while compiling: not known yet."""

    def utcoffset(self, _at: datetime | None) -> timedelta | None:
        raise _NotYet

    def dst(self, _at: datetime | None) -> timedelta | None:
        raise _NotYet

    def tzname(self, _at: datetime | None) -> str | None:
        raise _NotYet

    def fromutc(self, _at: datetime) -> datetime:
        raise _NotYet


def _no_clock() -> NoReturn:
    raise _NotYet


_NO_ZONE: Final = _NoZone()


class Compiler:
    """Turns one expression into code; each part is compiled once."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._codes: dict[int, Code] = {}
        self._functions = {**STANDARD, **scope.functions} if scope.functions else STANDARD
        self._early = Environment(clock=_no_clock, zone=_NO_ZONE, timer=float, limits=scope.limits)

    def code(self, syntax: Syntax) -> Code:
        """Return the code of a part, a constant when it always gives the same."""
        known = self._codes.get(id(syntax))
        if known is None:
            known = self._codes[id(syntax)] = self._made(syntax)
        return known

    def _made(self, syntax: Syntax) -> Code:
        match syntax:
            case Number(number):
                return constant(number)
            case Literal(text):
                return constant(text)
            case Path():
                return path_code(syntax, self.code, self._scope)
            case Filter():
                return filter_code(syntax, self.code, self._scope)
            case Union():
                return self._union(syntax)
        return self._folded(syntax)

    def _union(self, syntax: Union) -> Code:
        codes = [self.code(part) for part in syntax.parts]
        runs = [nodes_run(code) for code in codes]

        def union(node: Node, position: int, size: int, environment: Environment) -> Nodes:
            found = [one for run in runs for one in run(node, position, size, environment)]
            environment.spend(len(found))
            return shown(in_order(found))

        return Code(union, Kind.NODES, fixed=all(code.fixed for code in codes))

    def _folded(self, syntax: Negation | Chain | Call) -> Code:
        code, folds = self._worked(syntax)
        if not (folds and code.fixed):
            return code
        if not all(self.code(part).constant for part in parts(syntax)):
            return code
        try:
            return constant(code.run(NOWHERE, 1, 1, self._early))
        except (_NotYet, FormError):
            return code

    def _worked(self, syntax: Negation | Chain | Call) -> tuple[Code, bool]:
        match syntax:
            case Negation():
                return self._negation(syntax), True
            case Chain(first, rest):
                operands = [(sign, self.code(operand)) for sign, operand in rest]
                return chain_code(self.code(first), operands), True
        function = self._functions.get(syntax.name)
        if function is None:
            raise ExpressionRefused("expression.unknown_function", name=syntax.name, at=syntax.at)
        check_count(function, syntax)
        arguments = [self.code(argument) for argument in syntax.arguments]
        return call_code(function, syntax, arguments), function.folds

    def _negation(self, syntax: Negation) -> Code:
        operand = self.code(syntax.operand)
        run = number_run(operand)
        sign = -1.0 if syntax.odd else 1.0

        def negation(node: Node, position: int, size: int, environment: Environment) -> Value:
            return sign * run(node, position, size, environment)

        return Code(negation, Kind.NUMBER, fixed=operand.fixed)
