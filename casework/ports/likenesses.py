"""What the desk for likenesses needs from the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casework.persons.pair import PairAnswer, Together
    from casework.persons.traits import Traits


@dataclass(frozen=True, slots=True)
class Bearer:
    """A case with what its person may be known by."""

    case_id: str
    code: str
    traits: Traits = field(repr=False)


class Likenesses(Protocol):
    """Cases whose people may be known again, and what was said of two of them."""

    def near(self, keys: Iterable[str], besides: str) -> Sequence[Bearer]:
        """Return the cases this worker reads that are kept under one of some keys, but for one."""
        ...

    def bearer(self, case_id: str) -> Bearer:
        """Return a case with what its person may be known by."""
        ...

    def pairs(self) -> Sequence[tuple[Bearer, Bearer]]:
        """Return the cases this worker sees that share a key and of which nobody said anything."""
        ...

    def of_one_submission(self) -> Sequence[tuple[Bearer, Bearer]]:
        """Return those into which one submission was brought in, and of which nobody said it."""
        ...

    def answer(self, one: str, other: str) -> PairAnswer | None:
        """Return what was last said of two cases, or None."""
        ...

    def others(self, case_id: str) -> Sequence[tuple[str, str]]:
        """Return id and code of every other case of the same person, whoever may reach it."""
        ...

    def together(self, case_ids: Iterable[str]) -> Mapping[str, Together]:
        """Return with which others that this worker reaches some cases are kept, if with any."""
        ...

    def keep(self, one: str, other: str, answer: PairAnswer) -> None:
        """Keep what this worker says of two cases."""
        ...
