"""What is on record about one person, as frozen entries by field: all that `disclose` reads."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded value of one field.

    `codes_of` names the code list when the value is one of its codes; `episode`
    is the episode it belongs to, if any, and `exploiter` the alleged one that it is
    said of. What was `taken_back` stays on record and is told to nobody; what is
    `disputed` is told once somebody has decided which of two answers holds.
    """

    field: str
    category: str
    value: str | int | bool | tuple[str, ...] = dataclasses.field(repr=False)
    codes_of: str = ""
    episode: str = ""
    exploiter: str = ""
    taken_back: bool = False
    disputed: bool = False

    @property
    def about(self) -> str:
        """Return of which of several episodes or alleged exploiters this is said, if of one."""
        return self.episode or self.exploiter


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All recorded entries of one case; of one that is `to_be_erased` nothing leaves any more."""

    id: str
    code: str
    entries: Mapping[str, tuple[Entry, ...]] = dataclasses.field(repr=False)
    to_be_erased: bool = False

    def of(self, fields: Iterable[str]) -> tuple[Entry, ...]:
        """Return the entries of some fields, in the order asked."""
        return tuple(entry for name in fields for entry in self.entries.get(name, ()))

    def holding(self, entries: Iterable[Entry]) -> CaseFile:
        """Return the file of the same case with some entries alone."""
        return case_file(self.id, self.code, entries, to_be_erased=self.to_be_erased)


def case_file(
    case_id: str, code: str, entries: Iterable[Entry], *, to_be_erased: bool = False
) -> CaseFile:
    """Return a case file of entries, grouped by field."""
    grouped: dict[str, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.field, []).append(entry)
    frozen = {name: tuple(values) for name, values in grouped.items()}
    return CaseFile(case_id, code, MappingProxyType(frozen), to_be_erased)
