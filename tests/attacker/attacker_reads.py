"""What was published, as `published-tables/1` has it: nothing but the file is read.

An attacker knows every printed cell, every code list, and what each mark stands for. A range that
a program printed as a number with its base is what that number stands for, and no narrower.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

Key = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Cell:
    """One printed cell: which people, which codes, and what it may stand for."""

    people: str
    key: Key
    lo: int
    hi: int
    masked: bool


@dataclass
class Published:
    """All releases: atoms of each dimension and of each code, cells, and what is asked of them."""

    atoms: dict[str, tuple[str, ...]]
    codes: dict[str, dict[str, frozenset[str]]]
    cells: list[Cell]
    targets: list[tuple[str, Key]] = field(default_factory=list)
    unions: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    most: int = 0
    # Whose people are all among others, and who are left of some without a part of them.
    within: list[tuple[str, str]] = field(default_factory=list)
    remainders: list[tuple[str, str, str]] = field(default_factory=list)
    # The same where they are among those of some codes only: who had come by then.
    among: list[tuple[str, str, Key]] = field(default_factory=list)


def read(path: Path) -> Published:
    """Read a register from a file."""
    return understood(json.loads(path.read_text("utf-8")))


def understood(found: dict[str, Any]) -> Published:
    """Return what a register says; raises ValueError where it is not one."""
    if found.get("format") != "published-tables/1":
        raise ValueError("not a register of published tables")
    dimensions = found["dimensions"]
    atoms = {name: tuple(one["atoms"]) for name, one in dimensions.items()}
    codes = {
        name: {atom: frozenset([atom]) for atom in one["atoms"]}
        | {code: frozenset(held) for code, held in one["codes"].items()}
        | {one["total"]: frozenset(one["atoms"])}
        for name, one in dimensions.items()
    }
    totals = {name: one["total"] for name, one in dimensions.items()}
    cells = [
        Cell(table["unit"], _key(table["dims"], key, totals), *_meant(printed, found["marks"]))
        for release in found["releases"]
        for table in release["tables"]
        for key, printed in table["cells"]
    ]
    # What everybody knows without any table: nobody is there.
    cells += [
        Cell(
            "person", _key([dim for dim, _ in one], [code for _, code in one], totals), 0, 0, False
        )
        for one in found.get("nobody", [])
    ]
    targets = [
        ("person", _key([dim for dim, _ in one], [code for _, code in one], totals))
        for one in found.get("targets", [])
    ]
    targets += [
        (people, _key([dim for dim, _ in one], [code for _, code in one], totals))
        for people, one in found.get("undone", [])
    ]
    unions = [(one["whole"], tuple(one["parts"])) for one in found.get("unions", [])]
    units = {
        release["id"]: table["unit"] for release in found["releases"] for table in release["tables"]
    }
    known = {(part, whole) for whole, parts in unions for part in parts}
    within = {(units[one["small"]], units[one["big"]]) for one in found.get("relations", [])}
    within |= {(small, big) for small, big in found.get("within", [])}
    remainders = [(one["name"], one["whole"], one["part"]) for one in found.get("remainders", [])]
    for one in found.get("remainders", []):
        targets += [
            (one["name"], _key([d for d, _ in key], [c for _, c in key], totals))
            for key in one["keys"]
        ]
    most = max((hi for _lo, hi in found["marks"].values()), default=0)
    within -= known
    among = [
        (small, big, tuple((dim, code) for dim, code in held))
        for small, big, held in found.get("among", [])
    ]
    return Published(atoms, codes, cells, targets, unions, most, sorted(within), remainders, among)


def _meant(printed: Any, marks: dict[str, list[int]]) -> tuple[int, int, bool]:
    """Return the fewest and the most that a print stands for, and whether it is a mark."""
    if isinstance(printed, str):
        lo, hi = marks[printed]
        return lo, hi, True
    if isinstance(printed, int):
        return printed, printed, False
    if "value" in printed:
        half = printed["base"] // 2
        lo = max(printed.get("min", 0), printed["value"] - half, 0)
        return lo, printed["value"] + half, False
    return printed["lo"], printed["hi"], False


def _key(dims: list[str], codes: list[str], totals: dict[str, str]) -> Key:
    return tuple(sorted((d, c) for d, c in zip(dims, codes, strict=True) if totals[d] != c))
