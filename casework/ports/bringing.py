"""What bringing tables in needs from the store, and the values that cross."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from casework.records.filled import Filled


@dataclass(frozen=True, slots=True)
class Brought:
    """One table that was brought in, for the list of those."""

    id: str
    layout: str
    at: datetime
    by: str = field(repr=False)
    worker: str = field(repr=False)
    cases: int
    left: int
    undone: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing took away, and which cases it left because somebody had worked in them."""

    taken: int
    kept: tuple[str, ...]


class Bringings(Protocol):
    """Tables that were brought in."""

    def add(
        self, layout: str, worker_id: str, cases: Iterable[tuple[str, Sequence[Filled]]]
    ) -> tuple[str, int]:
        """Keep new draft cases of a worker, by code, with their forms; return id and number."""
        ...

    def all(self) -> Sequence[Brought]:
        """Return what was brought in here, the last first."""
        ...

    def undo(self, bringing_id: str) -> Undone | None:
        """Erase what one of them opened and nobody changed since; None when there is none."""
        ...

    def mapping(self, key: str) -> Mapping[str, str]:
        """Return which question each column answers, as it was kept under a key, or nothing."""
        ...

    def keep_mapping(self, key: str, chosen: Mapping[str, str]) -> None:
        """Keep which question each column answers; nothing forgets it."""
        ...
