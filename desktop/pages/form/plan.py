"""Which parts a page of a form has, and in which order, before any of them is built."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from forms.model import Group, Question, Repeat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtWidgets import QWidget

    from forms.model import Item

_NAMES: Final = re.compile(r"[\w.-]+")


class Puts(Protocol):
    """Where parts are put by their numbers."""

    def put(self, number: int, part: QWidget, /) -> None:
        """Put a part in its place."""


@dataclass(eq=False, slots=True)
class Column:
    """Parts one below the other: of a page, in a group, or of what follows from an answer."""

    # What it stands in or follows from; a page stands in nothing.
    of: Planned | None = None
    # Its own place, where it follows from what holds nothing below itself.
    number: int = -1
    places: int = 0
    parts: list[Planned] = field(default_factory=list)
    # Where its parts are put, once one of them is built.
    stack: Puts | None = None

    def leaves(self) -> Iterator[Planned]:
        """Yield what is built by itself, in the order in which one reads."""
        for part in self.parts:
            if part.inside is not None and part.inside.parts:
                yield from part.inside.leaves()
            else:
                yield part
            if part.follows is not None:
                yield from part.follows.leaves()

    def take(self) -> int:
        """Return the next place."""
        self.places += 1
        return self.places - 1


@dataclass(eq=False, slots=True)
class Planned:
    """One part: a question, a repeat, or a group with what is in it."""

    item: Item
    ref: str
    column: Column
    number: int
    is_built: bool = False
    inside: Column | None = None
    follows: Column | None = None

    @property
    def is_repeat(self) -> bool:
        """Return whether it is asked once for each of several."""
        return isinstance(self.item, Repeat)


def planned(items: Sequence[Item], above: str, of: Planned | None = None) -> Column:
    """Return the column of these items; what follows from an answer stands below that answer."""
    whole, earlier = Column(of), set[str]()
    follows: Column | None = None
    for item in items:
        if isinstance(item, Question) and not item.control:
            continue
        if not earlier & set(_NAMES.findall(item.relevant)):
            follows = None
        elif follows is None:
            follows = _below(whole.parts[-1])
        into = whole if follows is None else follows
        part = Planned(item, f"{above}/{item.name}", into, into.take())
        into.parts.append(part)
        if isinstance(item, Group) and not isinstance(item, Repeat):
            part.inside = planned(item.children, part.ref, part)
        earlier.add(item.name)
    return whole


def _below(host: Planned) -> Column:
    """Return the column of what follows from an answer; a group or a repeat holds none itself."""
    number = -1 if isinstance(host.item, Question) else host.column.take()
    host.follows = Column(host, number)
    return host.follows
