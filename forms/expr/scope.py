"""What compiling an expression needs to know about the form around it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from forms.expr.syntax import (
    ITSELF,
    PARENT,
    Call,
    Filter,
    Path,
    Start,
    Step,
    Syntax,
    with_parts,
)
from forms.limits import LIMITS, Limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forms.expr.functions.registry import Function

Names: TypeAlias = tuple[str, ...]

NAMESPACES: Final = {
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
    "odk": "http://www.opendatakit.org/xforms",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Where an expression stands: the path of its node, the repeats and shape of the form.

    ``shape`` gives the names of the children of each path; ``instances`` the ids of the
    choice lists. Both may be left out: then wildcards are not resolved and ids not checked.
    """

    path: Names = ()
    repeats: frozenset[Names] = frozenset()
    shape: Mapping[Names, Sequence[str]] | None = None
    namespaces: Mapping[str, str] = field(default_factory=dict)
    instances: frozenset[str] | None = None
    functions: Mapping[str, Function] = field(default_factory=dict)
    strict_names: bool = False
    limits: Limits = LIMITS

    def uris(self) -> Mapping[str, str]:
        """Return the namespaces by prefix, the usual ones included."""
        return {**NAMESPACES, **self.namespaces}


def localized(syntax: Syntax, scope: Scope) -> Syntax:
    """Return an expression with ODK's rule made explicit.

    An absolute path that passes through a repeat in which the expression stands means
    this instance of the repeat: it becomes a path from the current node. On a repeat
    itself, ``position()`` outside of predicates is the place of the instance.
    """
    if scope.path in scope.repeats:
        syntax = _placed(syntax)
    around = [
        scope.path[:depth]
        for depth in range(len(scope.path), 0, -1)
        if scope.path[:depth] in scope.repeats
    ]
    return _localized(syntax, scope, around) if around else syntax


def _placed(syntax: Syntax) -> Syntax:
    if isinstance(syntax, (Path, Filter)):
        return syntax
    if isinstance(syntax, Call) and syntax.name == "position" and not syntax.arguments:
        return replace(syntax, arguments=(Path(Start.HERE, (ITSELF,)),))
    return with_parts(syntax, _placed)


def _localized(syntax: Syntax, scope: Scope, around: Sequence[Names]) -> Syntax:
    if isinstance(syntax, Call):
        return _localized_call(syntax, scope, around)
    changed = with_parts(syntax, lambda part: _localized(part, scope, around))
    return _localized_path(changed, scope, around) if isinstance(changed, Path) else changed


def _localized_call(call: Call, scope: Scope, around: Sequence[Names]) -> Call:
    # indexed-repeat() names its repeats from outside: only its indexes stand here.
    outside = call.name == "indexed-repeat"
    arguments = tuple(
        argument if outside and (at == 0 or at % 2) else _localized(argument, scope, around)
        for at, argument in enumerate(call.arguments)
    )
    return replace(call, arguments=arguments)


def _localized_path(path: Path, scope: Scope, around: Sequence[Names]) -> Path:
    if path.start is not Start.ROOT:
        return path
    for repeat in around:
        if len(path.steps) > len(repeat) and _leads_to(path.steps, repeat):
            climb = (PARENT,) * (len(scope.path) - len(repeat))
            return Path(Start.CURRENT, climb + path.steps[len(repeat) :])
    return path


def _leads_to(steps: Sequence[Step], names: Names) -> bool:
    return all(
        step.axis == "child"
        and step.test.kind == "name"
        and step.test.name == name
        and not step.predicates
        for step, name in zip(steps, names, strict=False)
    )
