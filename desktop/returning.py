"""Who comes back into a workbook by its recovery code, and what came back beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Return:
    """Who comes back by the recovery code, and whether the sheet is to be replaced."""

    name: str
    code: str = field(repr=False)
    passphrase: str = field(repr=False)
    new_sheet: bool = False


@dataclass(frozen=True, slots=True)
class Beside(Generic[T]):
    """A workbook restored beside the one in use: its recovery code, and what both hold."""

    code: str = field(repr=False)
    held: T
    here: T
