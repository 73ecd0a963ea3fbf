"""One thing that can be asked: how it is spelled, whom it answers, what it takes and gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sync.server.calls import OCTETS
from sync.server.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from sync.server.calls import Answer, Call
    from sync.wire.documents import Right

BIGGEST: Final = (1 << 63) - 1
# Each spelled in one way only.
KINDS: Final = {
    "org": r"[0-9a-f]{32}",
    "stream": r"[0-9a-f]{32}",
    "box": r"[0-9a-f]{32}",
    "snap": r"[0-9a-f]{32}",
    "blob": r"[0-9a-f]{64}",
    "behind": r"[0-9a-f]{64}",
    "n": r"0|[1-9][0-9]{0,3}",
}
_NUMBERS: Final = {"n"}
_PLAIN: Final = re.compile(rb"/[a-z0-9/._-]*")
_NUMBER: Final = re.compile("[0-9]{1,19}")


class Asker(StrEnum):
    """Whom a route answers."""

    ANYONE = "anyone"
    MEMBER = "member"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the query; without a value of its own it has to be there."""

    name: str
    usual: int | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One thing that can be asked. With a right its query names the stream that it is about."""

    method: str
    path: str
    does: Callable[[Call], Answer]
    answers: Mapping[int, str]
    asker: Asker = Asker.MEMBER
    right: Right | None = None
    numbers: tuple[Number, ...] = ()
    names: tuple[str, ...] = ()
    # The limit of its body; without one it takes none.
    takes: str = ""
    needs: tuple[str, ...] = ()
    # What it brings is counted, by its size, and not that it was asked.
    by_size: bool = False
    gives: str = OCTETS
    shape: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        plain = self.path.replace(".", r"\.")
        pattern = re.sub(r"\{(\w+)\}", lambda one: f"(?P<{one[1]}>{KINDS[one[1]]})", plain)
        object.__setattr__(self, "shape", re.compile(pattern))

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the names of ids in its query."""
        return (*(("stream",) if self.right else ()), *self.names)


@dataclass(frozen=True, slots=True)
class Found:
    """A route and what the path and the query say to it."""

    route: Route
    names: Mapping[str, bytes]
    numbers: Mapping[str, int]


def resolve(routes: Collection[Route], method: str, raw_path: bytes, raw_query: bytes) -> Found:
    """Return the route of a request, or refuse it; one thing is asked in one spelling."""
    if _PLAIN.fullmatch(raw_path) is None:
        raise Refused(404, "route.unknown")
    path = raw_path.decode()
    for route in routes:
        # Shapes are compared last: it takes longer.
        if route.method == method and (found := route.shape.fullmatch(path)):
            names: dict[str, bytes] = {}
            numbers: dict[str, int] = {}
            for key, said in found.groupdict().items():
                if key in _NUMBERS:
                    numbers[key] = int(said)
                else:
                    names[key] = bytes.fromhex(said)
            _query(route, raw_query, names, numbers)
            return Found(route, names, numbers)
    allowed = sorted(route.method for route in routes if route.shape.fullmatch(path))
    if not allowed:
        raise Refused(404, "route.unknown")
    raise Refused(405, "route.method", allow=", ".join(allowed))


def _query(route: Route, raw: bytes, names: dict[str, bytes], numbers: dict[str, int]) -> None:
    """Add what a query says: each name once, none that the route does not know."""
    given: dict[str, str] = {}
    for part in raw.decode("latin-1").split("&") if raw else ():
        name, _, said = part.partition("=")
        if name in given:
            raise Refused(400, "query.twice")
        given[name] = said
    for name in route.asked:
        names[name] = _id(name, given.pop(name, ""))
    for one in route.numbers:
        numbers[one.name] = _number(one, given.pop(one.name, None))
    if given:
        raise Refused(400, "query.unknown")


def _id(name: str, said: str) -> bytes:
    if re.fullmatch(KINDS[name], said) is None:
        raise Refused(400, "query.name")
    return bytes.fromhex(said)


def _number(number: Number, said: str | None) -> int:
    if said is None and number.usual is not None:
        return number.usual
    if said is None or _NUMBER.fullmatch(said) is None or int(said) > BIGGEST:
        raise Refused(400, "query.number")
    return int(said)
