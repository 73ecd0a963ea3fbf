"""A mapping file of an office: which of our cells is which value in its DHIS2, by codes.

It is TOML that somebody wrote by hand, so whatever is wrong with it is said with its place. DHIS2
adds areas up by itself: areas are told at one level only, by region, and no value at two levels.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from casework.figures.happened import ANY
from casework.figures.people import AREA, MONTH
from casework.figures.plan import cells, dimensions, plans
from forms.errors import SourceRefused, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casework.protect.shape import Key

FORMAT: Final = "alongside-dhis2/1"
_LARGEST: Final = 1 << 20
_REGION: Final = "region."
_HEAD: Final = frozenset(
    {"format", "data_set", "org_unit", "org_units", "attribute_option_combo", "value"}
)
_ROW: Final = frozenset({"table", "codes", "data_element", "category_option_combo"})

# The codes of a cell, without its period and without what says that all are meant.
Codes = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One value there: the table and the codes that it has here, and what it is called there."""

    place: str
    table: str
    codes: Codes
    element: str
    combo: str


@dataclass(frozen=True, slots=True)
class Dhis2:
    """A mapping that is whole; `units` names the regions, `unit` what all of them lie in."""

    data_set: str
    attributes: str
    unit: str
    units: Mapping[str, str]
    rows: tuple[Row, ...]

    def demand_fits(self, plan: str, period: str) -> None:
        """Ask that every row names cells of a plan, and no value areas at two levels.

        Raises SourceRefused with the place of what does not fit.
        """
        known = cells(plans()[plan], period)
        levels: dict[str, bool] = {}
        for row in self.rows:
            if row.table not in known:
                raise _refused("table", row.place, name=row.table)
            found = {codes_of(key) for key, _margin in known[row.table]}
            by_area = is_by_area(plan, row.table)
            if not set(self.wanted(row, by_area=by_area).values()) <= found:
                said = ", ".join(f"{dim} = {code}" for dim, code in sorted(row.codes))
                raise _refused("cell", row.place, name=row.table, codes=said or "-")
            if levels.setdefault(row.element, by_area) != by_area:
                raise _refused("levels", row.place, name=row.element)

    def wanted(self, row: Row, *, by_area: bool) -> Mapping[str, Codes]:
        """Return the codes of the cell that a row takes for each organisation unit."""
        if not by_area:
            return {self.unit: row.codes}
        return {unit: row.codes | {(AREA, region)} for region, unit in self.units.items()}


def is_by_area(plan: str, table: str) -> bool:
    """Return whether a table of a plan tells areas apart."""
    return any(one.id == table and AREA in one.by for one in plans()[plan].tables)


def codes_of(key: Key) -> Codes:
    """Return the codes of a cell as a mapping names them."""
    return frozenset(
        (dim, code)
        for dim, code in key
        if dim != MONTH and ANY not in {code, dim.rpartition(".")[2]}
    )


def read_mapping(source: bytes) -> Dhis2:
    """Return the mapping that stands in a file; raises SourceRefused with the place of a fault."""
    if len(source) > _LARGEST:
        raise _refused("large")
    try:
        found = tomllib.loads(source.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _refused("toml", why=str(error)) from None
    if found.get("format") != FORMAT:
        raise _refused("format", name=FORMAT)
    _demand_known(found, _HEAD, "")
    rows = found.get("value")
    if not isinstance(rows, list) or not rows:
        raise _refused("lacks", name="[[value]]")
    read = tuple(_row(row, f"[[value]] {n}") for n, row in enumerate(rows, start=1))
    _demand_once(read)
    return Dhis2(
        data_set=_word(found, "data_set", ""),
        attributes=_word(found, "attribute_option_combo", "", needed=False),
        unit=_word(found, "org_unit", ""),
        units=dict(_units(found.get("org_units", {}))),
        rows=read,
    )


def _units(found: object) -> Iterator[tuple[str, str]]:
    """Yield region and organisation unit."""
    place = "[org_units]"
    units = _table(found, place)
    known = dimensions(())[AREA].codes
    for area in units:
        if area not in known:
            raise _refused("area", place, name=area)
        if not area.startswith(_REGION):
            raise _refused("regions", place, name=area)
        yield area, _word(units, area, place)
    told = list(units.values())
    twice = next((one for one in told if told.count(one) > 1), None)
    if twice is not None:
        raise _refused("unit_twice", place, name=str(twice))


def _row(found: object, place: str) -> Row:
    row = _table(found, place)
    _demand_known(row, _ROW, place)
    codes = _table(row.get("codes", {}), place)
    if AREA in codes:
        raise _refused("area_row", place)
    return Row(
        place=place,
        table=_word(row, "table", place),
        codes=frozenset((dim, _word(codes, dim, place)) for dim in codes),
        element=_word(row, "data_element", place),
        combo=_word(row, "category_option_combo", place, needed=False),
    )


def _demand_once(rows: Sequence[Row]) -> None:
    """Ask that no value there is made of two cells here: DHIS2 would keep one of them."""
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row.element, row.combo) in seen:
            raise _refused("twice", row.place, name=f"{row.element} {row.combo}".strip())
        seen.add((row.element, row.combo))


def _demand_known(found: Mapping[str, Any], names: frozenset[str], place: str) -> None:
    unknown = sorted(found.keys() - names)
    if unknown:
        raise _refused("unknown", place, name=unknown[0])


def _table(found: object, place: str) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise _refused("no_table", place)
    return found


def _word(found: Mapping[str, Any], name: str, place: str, *, needed: bool = True) -> str:
    word = found.get(name, "")
    if not isinstance(word, str) or (needed and not word.strip()):
        raise _refused("lacks", place, name=name)
    return word.strip()


def _refused(code: str, place: str = "", **details: str) -> SourceRefused:
    where = Where(sheet=place) if place else None
    return SourceRefused(f"dhis2_{code}", where=where, **details)
