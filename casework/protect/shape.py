"""The shape of published tables: dimensions with their finest codes, cells named by codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casework.protect.printed import Printed

# Dimension and code, A to Z by dimension; a dimension that is not named is summed over.
Key = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to tell people apart: each has one finest code; every code is a set of those.

    A period is `named` in every cell, so nothing is ever summed over all of its codes.
    """

    name: str
    atoms: tuple[str, ...]
    codes: Mapping[str, frozenset[str]]
    named: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """One cell: whose people it counts, and the codes that they share."""

    people: str
    key: Key


@dataclass(frozen=True, slots=True)
class Told:
    """A cell that was published before, as it was printed, in which release of all, and where.

    What was published `outside` is as somebody entered it: it may be wrong.
    """

    name: Name
    printed: Printed
    release: int = 0
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """A cell to be published: its true count, and whether it sums up others of its table.

    A cell that is `watched` is not printed itself, but could be worked out as what is left.
    """

    name: Name
    count: int
    margin: bool = False
    watched: bool = False


@dataclass(frozen=True, slots=True)
class Within:
    """People of which each part holds some, and who are all in one of the parts or in several.

    Where not `every` part is told, some may be in none of those; parts that are `apart` share
    nobody. `among` says by which codes those of the whole are told apart of whom a part is some.
    What is not `sure` holds unless figures of before contradict it.
    """

    whole: str
    parts: tuple[str, ...]
    every: bool = True
    apart: bool = False
    among: Key = ()
    sure: bool = True
