"""Function calls to closures: arguments checked, converted and passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from forms.errors import ExpressionRefused
from forms.expr.code import (
    Code,
    Kind,
    boolean_run,
    nodes_run,
    number_run,
    text_run,
)
from forms.expr.values import paid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from forms.expr.code import Run
    from forms.expr.functions.registry import Function
    from forms.expr.syntax import Call

_PAIR: Final = 2
_HERE: Final = Code(lambda node, _position, _size, _environment: (node,), Kind.NODES)


def check_count(function: Function, call: Call) -> None:
    """Refuse a call with more or fewer arguments than the function takes."""
    count = len(call.arguments)
    if not function.least <= count <= function.most:
        raise ExpressionRefused(
            "expression.argument_count", name=call.name, given=count, at=call.at
        )


def call_code(function: Function, call: Call, arguments: Sequence[Code]) -> Code:
    """Return the code of a call whose count of arguments is right."""
    if function.build is not None:
        return function.build(call, arguments)
    if function.here and not arguments:
        arguments = [_HERE]
    wanted = [_wanted(code, function.wants_at(at)) for at, code in enumerate(arguments)]
    run = cast("Callable[..., Any]", function.run)
    made = _environed(run, wanted) if function.environment else _plain(run, wanted)
    return Code(made, function.gives, fixed=all(code.fixed for code in arguments))


def _wanted(code: Code, kind: Kind) -> Run:
    if kind is Kind.TEXT:
        return _paid_text(code)
    if kind is Kind.NUMBER:
        return number_run(code)
    if kind is Kind.BOOLEAN:
        return boolean_run(code)
    return nodes_run(code) if kind is Kind.NODES else code.run


def _paid_text(code: Code) -> Run:
    run = text_run(code)
    if code.constant:
        return run
    return lambda node, position, size, environment: paid(
        run(node, position, size, environment), environment
    )


def _plain(run: Callable[..., Any], arguments: Sequence[Run]) -> Run:
    if len(arguments) == 1:
        (only,) = arguments
        return lambda node, position, size, environment: run(
            only(node, position, size, environment)
        )
    if len(arguments) == _PAIR:
        first, second = arguments
        return lambda node, position, size, environment: run(
            first(node, position, size, environment), second(node, position, size, environment)
        )
    return lambda node, position, size, environment: run(
        *[argument(node, position, size, environment) for argument in arguments]
    )


def _environed(run: Callable[..., Any], arguments: Sequence[Run]) -> Run:
    if len(arguments) == 1:
        (only,) = arguments
        return lambda node, position, size, environment: run(
            environment, only(node, position, size, environment)
        )
    if len(arguments) == _PAIR:
        first, second = arguments
        return lambda node, position, size, environment: run(
            environment,
            first(node, position, size, environment),
            second(node, position, size, environment),
        )
    return lambda node, position, size, environment: run(
        environment, *[argument(node, position, size, environment) for argument in arguments]
    )
