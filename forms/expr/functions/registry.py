"""What a function of the language is, and how the table of them is filled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from forms.expr.code import Code, Kind

if TYPE_CHECKING:
    from forms.expr.syntax import Call
    from forms.expr.values import Value

Build: TypeAlias = Callable[["Call", Sequence[Code]], Code]
AnyCall = TypeVar("AnyCall", bound=Callable[..., "Value"])
AnyBuild = TypeVar("AnyBuild", bound=Build)

UNLIMITED: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Function:
    """One function: what it takes, what it gives, how it is run.

    ``run`` gets the converted arguments, after the environment when ``environment`` is
    set; ``build`` makes the code itself, for functions that do not evaluate everything
    or that look at the context item. ``here``: a missing argument is the context item.
    """

    name: str
    wants: tuple[Kind, ...]
    least: int
    most: int
    gives: Kind
    run: Callable[..., Value] | None = None
    build: Build | None = None
    environment: bool = False
    folds: bool = True
    here: bool = False

    def wants_at(self, at: int) -> Kind:
        """Return the kind wanted at a place; the last kind goes on for ever."""
        return self.wants[min(at, len(self.wants) - 1)]


def _signature(signature: str) -> tuple[tuple[Kind, ...], int, int]:
    words = signature.split()
    kinds = tuple(Kind(word.rstrip("?*")) for word in words)
    least = sum(1 for word in words if word[-1] not in "?*")
    most = UNLIMITED if signature.endswith("*") else len(words)
    return kinds, least, most


class Table(dict[str, Function]):
    """Functions by name, filled by decorators.

    A signature such as ``text number? any*`` names the kinds of the arguments: ``?`` may
    be left out, ``*`` may come any number of times.
    """

    def plain(
        self, name: str, signature: str, gives: Kind, *, here: bool = False
    ) -> Callable[[AnyCall], AnyCall]:
        """Add a function of its arguments alone."""

        def add(run: AnyCall) -> AnyCall:
            self[name] = Function(name, *_signature(signature), gives, run=run, here=here)
            return run

        return add

    def environed(
        self, name: str, signature: str, gives: Kind, *, folds: bool = True, here: bool = False
    ) -> Callable[[AnyCall], AnyCall]:
        """Add a function that is given the environment first."""

        def add(run: AnyCall) -> AnyCall:
            wants, least, most = _signature(signature)
            self[name] = Function(
                name, wants, least, most, gives, run, environment=True, folds=folds, here=here
            )
            return run

        return add

    def built(self, name: str, signature: str, gives: Kind) -> Callable[[AnyBuild], AnyBuild]:
        """Add a function that makes its own code from the codes of its arguments."""

        def add(build: AnyBuild) -> AnyBuild:
            self[name] = Function(name, *_signature(signature), gives, build=build, folds=False)
            return build

        return add
