"""What taking everything out needs from the store and from whoever packs, and the values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the export and what it means."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of thing in the export: its file, what it is, and its fields."""

    name: str
    meaning: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """One time that everything was taken out, for the list of those."""

    at: datetime
    by: str = field(repr=False)
    second_by: str = field(repr=False)
    reason: str = field(repr=False)
    sealed_to: str


class Takings(Protocol):
    """Everything in the workbook, on its way out."""

    def sorts(self) -> Sequence[Sort]:
        """Return every sort of thing there is, in the order of their files."""
        ...

    def rows(self, sort: str) -> Iterator[Mapping[str, object]]:
        """Yield everything of one sort as plain data, in the order of its ids."""
        ...

    def files(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield the id and the content of every kept file, in pieces."""
        ...

    def note(self, second_by: str, reason: str, sealed_to: str) -> str:
        """Keep that everything is taken out, and why; return the id."""
        ...

    def all(self) -> Sequence[Taken]:
        """Return when everything was taken out, the last first."""
        ...


class Packer(Protocol):
    """Packs and seals what leaves the workbook, piece by piece."""

    def demand(self, recipient: str) -> None:
        """Refuse a recipient that is none."""
        ...

    def sealed(self, recipient: str, paper: bytes) -> bytes:
        """Return a paper that opens for a recipient only; what it is called is not in it."""
        ...

    def sealed_to(
        self, recipient: str, files: Iterable[tuple[str, Iterable[bytes]]], target: BinaryIO
    ) -> None:
        """Write files as one that opens for a recipient."""
        ...

    def sealed_with(
        self, passphrase: str, files: Iterable[tuple[str, Iterable[bytes]]], target: BinaryIO
    ) -> None:
        """Write files as one that opens with a passphrase."""
        ...
