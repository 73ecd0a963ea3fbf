"""Figures that were published elsewhere, read from `published-tables/1` so that a proof knows them.

Nothing in the file is trusted: whatever is not understood is named with its place, and nothing of
it is taken in. A mark of others is a range here, for it is not ours to keep.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from casework.figures.axes import dimensions
from casework.figures.errors import FiguresRefused
from casework.figures.people import MONTH, PEOPLE
from casework.protect.printed import Span
from casework.protect.shape import Name, Told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FORMAT: Final = "published-tables/1"
_LONGEST: Final = 80
_SIGNS: Final = 8
_MOST: Final = 10**9

_Sets = dict[str, dict[str, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Outside:
    """One release of others: an id made of what it says, its cells, and groups of its own."""

    id: str
    cells: tuple[Told, ...]
    codes: Mapping[str, Mapping[str, frozenset[str]]]


def understood(found: object) -> Sequence[Outside]:
    """Return the releases of a file; raises FiguresRefused saying what is wrong, and where."""
    whole = _object(found, "the file")
    if whole.get("format") != FORMAT:
        raise FiguresRefused("outside_format", format=FORMAT)
    reader = _Reader(whole)
    releases = _list(whole.get("releases"), "releases")
    made = [reader.release(one, f"releases[{n}]") for n, one in enumerate(releases)]
    if not any(one.cells for one in made):
        raise FiguresRefused("outside_empty")
    return made


class _Reader:
    """What a file says of its dimensions and marks, and how a cell is read by that."""

    def __init__(self, whole: Mapping[str, Any]) -> None:
        self._known = dimensions(range(1990, 2100))
        self._totals: dict[str, str] = {}
        self._codes = _Sets()
        for name, said in _object(whole.get("dimensions"), "dimensions").items():
            self._dimension(str(name), _object(said, f"dimensions.{name}"))
        self._marks = _object(whole.get("marks", {}), "marks")

    def release(self, said: object, place: str) -> Outside:
        """Return one release."""
        digest = hashlib.sha256(json.dumps([FORMAT, said, self._said_codes()]).encode())
        number = digest.hexdigest()[:32]
        added = _Sets()
        cells: list[Told] = []
        tables = _list(_object(said, place).get("tables"), f"{place}.tables")
        for n, table in enumerate(tables):
            cells += self._table(
                _object(table, f"{place}.tables[{n}]"), f"{place}.tables[{n}]", added, number
            )
        return Outside(number, tuple(cells), added)

    def _said_codes(self) -> object:
        return {
            dim: {code: sorted(held) for code, held in sorted(mine.items())}
            for dim, mine in sorted(self._codes.items())
        }

    def _dimension(self, name: str, said: Mapping[str, Any]) -> None:
        """Read which of our codes stand behind each code of a dimension."""
        place = f"dimensions.{_short(name)}"
        if name not in self._known:
            known = ", ".join(sorted(one for one in self._known if "." not in one))
            raise FiguresRefused("outside_dimension", place=place, known=known)
        known_codes = self._known[name].codes
        atoms = [str(one) for one in _list(said.get("atoms"), f"{place}.atoms")]
        strange = [one for one in atoms if one not in known_codes]
        if strange:
            raise FiguresRefused("outside_code", place=f"{place}.atoms", named=_short(strange[0]))
        sets = {one: known_codes[one] for one in atoms}
        for code, held in _object(said.get("codes", {}), f"{place}.codes").items():
            parts = [str(one) for one in _list(held, f"{place}.codes.{_short(code)}")]
            wrong = [one for one in parts if one not in atoms]
            if wrong:
                where = f"{place}.codes.{_short(code)}"
                raise FiguresRefused("outside_code", place=where, named=_short(wrong[0]))
            sets[str(code)] = frozenset().union(*(known_codes[one] for one in parts))
        self._codes[name] = sets
        self._totals[name] = str(said.get("total", ""))

    def _table(
        self, table: Mapping[str, Any], place: str, added: _Sets, number: str
    ) -> Iterator[Told]:
        if table.get("unit") != PEOPLE:
            raise FiguresRefused("outside_unit", place=place, unit=_short(table.get("unit")))
        dims = [str(one) for one in _list(table.get("dims"), f"{place}.dims")]
        strange = [one for one in dims if one not in self._codes]
        if strange or len(set(dims)) != len(dims):
            known = ", ".join(sorted(self._codes))
            raise FiguresRefused("outside_dimension", place=f"{place}.dims", known=known)
        for n, cell in enumerate(_list(table.get("cells"), f"{place}.cells")):
            where = f"{place}.cells[{n}]"
            codes, printed = _pair(cell, where)
            if len(codes) != len(dims):
                raise FiguresRefused("outside_shape", place=where)
            key = [
                (dim, self._code(dim, str(code), where, added, number))
                for dim, code in zip(dims, codes, strict=True)
                if str(code) != self._totals[dim]
            ]
            if MONTH not in dict(key):
                raise FiguresRefused("outside_period", place=where)
            yield Told(Name(PEOPLE, tuple(sorted(key))), self._printed(printed, where))

    def _code(self, dim: str, code: str, place: str, added: _Sets, number: str) -> str:
        """Return the code of ours that holds the same; a group that has none gets one."""
        held = self._codes[dim].get(code)
        if not held:
            raise FiguresRefused("outside_code", place=place, named=_short(code))
        known = self._known[dim].codes
        if known.get(code) == held:
            return code
        same = [one for one, mine in known.items() if mine == held]
        if same:
            return same[0]
        if dim == MONTH:
            raise FiguresRefused("outside_period", place=place)
        own = f"{number[:_SIGNS]}:{code}"
        added.setdefault(dim, {})[own] = held
        return own

    def _printed(self, printed: object, place: str) -> Span:
        """Return the fewest and the most that a print stands for."""
        ends: list[object] = [printed, printed]
        if isinstance(printed, str):
            ends = _list(self._marks.get(printed), place, "outside_number")
        elif isinstance(printed, dict) and "value" in printed:
            value, base, least = (printed.get(one, 0) for one in ("value", "base", "min"))
            if not (_is_count(value) and _is_count(base) and _is_count(least)):
                raise FiguresRefused("outside_number", place=place)
            ends = [max(value - base // 2, least, 0), value + base // 2]
        elif isinstance(printed, dict):
            ends = [printed.get("lo"), printed.get("hi")]
        match ends:
            case [int() as lo, int() as hi] if _is_count(lo) and _is_count(hi) and lo <= hi:
                return Span(lo, hi)
        raise FiguresRefused("outside_number", place=place)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST


def _pair(cell: object, place: str) -> tuple[list[Any], object]:
    match cell:
        case [list() as codes, printed]:
            return codes, printed
    raise FiguresRefused("outside_shape", place=place)


def _object(said: object, place: str) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise FiguresRefused("outside_shape", place=place)
    return said


def _list(said: object, place: str, code: str = "outside_shape") -> list[Any]:
    if not isinstance(said, list):
        raise FiguresRefused(code, place=place)
    return said


def _short(said: object) -> str:
    return str(said)[:_LONGEST]
