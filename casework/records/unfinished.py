"""Words that somebody was typing outside a form, and that are on no record yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Spot(NamedTuple):
    """Where she was typing: in which fields, of which case, about what in it; codes and ids."""

    what: str
    case: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What stands in fields by their names, which has the keyboard, and whether they are open."""

    values: Mapping[str, str] = field(repr=False)
    at: str = ""
    is_open: bool = True


class UnfinishedWords(Protocol):
    """What one person was typing on this laptop; nothing of it is exchanged."""

    def keep(self, spot: Spot, words: Unfinished, about: str = "") -> None:
        """Keep words in place of those before; `about` is a case that they name by its code."""
        ...

    def let_go(self, spot: Spot) -> None:
        """Forget the words of a spot: they are on record, or nobody wants them."""
        ...

    def of(self, spot: Spot) -> Unfinished | None:
        """Return the words of a spot, or None."""
        ...

    def open_in(self, case: str) -> Sequence[Spot]:
        """Return the spots of a case, or of none, that were open when they were left."""
        ...
