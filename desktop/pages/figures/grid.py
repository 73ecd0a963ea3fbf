"""Printed figures as grids of rows and columns, A to Z by their words: what a page shows of them.

Only what may be printed comes here. Nothing is put in order of how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import texts
from casework.figures.axes import codes_along, dimensions, unit_of, whole_key
from casework.figures.happened import ANSWERED
from casework.figures.people import AGE, AGES, AREA, DELAY, INEQUALITIES, KINDS, PEOPLE, UNKNOWN
from casework.figures.plan import plans
from casework.protect.printed import Mark, Number, Span
from desktop.parts.tiles import short_name
from reports.figures_words import code_words
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casework.figures.plan import Table
    from casework.figures.shown import Shown
    from casework.protect.printed import Printed
    from casework.protect.shape import Key

# Lists with an order of their own; all others stand A to Z.
_ORDERED: Final = frozenset({AGE, *AGES, DELAY, ANSWERED})
# What stands in the rows where two are crossed: what has more codes than fit a line of heads.
_ROWS_FIRST: Final = (AREA, INEQUALITIES)


class Axis(NamedTuple):
    """One row or column: its code and its words, short and full; without a code everybody."""

    dim: str
    code: str
    words: str
    full: str

    @property
    def kind(self) -> str:
        """Return which experience it is, or nothing."""
        group, _, code = self.dim.partition(".")
        return code if group == KINDS else ""

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """Return what it adds to the name of a cell."""
        return ((self.dim, self.code),) if self.dim else ()


@dataclass(frozen=True, slots=True)
class Sort:
    """What one grid holds: lists in rows and columns, of whom, and what is counted."""

    groups: tuple[str, ...]
    about: Key
    unit: str

    @property
    def id(self) -> str:
        """Return what it is chosen by."""
        return "-".join((*(dim for dim, _code in self.about), *self.groups))

    @property
    def title(self) -> str:
        """Return it in words."""
        names = [texts.say(f"figures.by.{one}") for one in self.groups]
        title = names[0]
        if len(names) > 1:
            title = texts.say("figures_page.crossed", one=names[0], other=names[1])
        for dim, code in self.about:
            whom = code_words(dim, code, texts.current().code)
            title = texts.say("figures_page.about", whom=whom, title=title)
        return title

    @property
    def is_ordered(self) -> bool:
        """Return whether its rows have an order of their own."""
        return self.groups[0] in _ORDERED


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: its rows, the last of them everybody, its columns, and what is printed."""

    sort: Sort
    rows: tuple[Axis, ...]
    columns: tuple[Axis, ...]
    # The axes of its tables, of which totals are told.
    axes: tuple[str, ...]
    period: str
    cells: Mapping[Key, Printed | None]

    def has(self, row: int, column: int) -> bool:
        """Return whether the plan has a cell there."""
        return column >= 0 and self._key(row, column) in self.cells

    def at(self, row: int, column: int) -> Printed | None:
        """Return what is printed in a cell; None: nothing may be."""
        return self.cells.get(self._key(row, column))

    def _key(self, row: int, column: int) -> Key:
        named = (*self.sort.about, *self.rows[row].named, *self.columns[column].named)
        return whole_key(named, self.axes, self.period)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cells are told as numbers, as marks, as ranges, and not at all."""

    numbers: int
    marks: int
    ranges: int
    untold: int

    @property
    def all(self) -> int:
        """Return how many cells there are."""
        return self.numbers + self.marks + self.ranges + self.untold


def tally(shown: Shown) -> Tally:
    """Return how many cells of all tables are told in which way."""
    told = [printed for mine in shown.tables.values() for _key, printed in mine]
    kinds = (Number, Mark, Span, type(None))
    return Tally(*(sum(isinstance(one, kind) for one in told) for kind in kinds))


def grids(shown: Shown) -> Sequence[Grid]:
    """Return the tables of a period, those of one list together."""
    cells = {key: printed for mine in shown.tables.values() for key, printed in mine}
    found: dict[Sort, list[Table]] = {}
    for table in plans()[shown.plan].tables:
        found.setdefault(_sort(table, shown.period), []).append(table)
    return [_grid(sort, tables, (shown.period, cells)) for sort, tables in found.items()]


def _sort(table: Table, period: str) -> Sort:
    groups = list(dict.fromkeys(_group(axis) for axis in table.by))
    groups.sort(key=lambda one: (one not in _ROWS_FIRST, one))
    key = whole_key(table.about, table.by, period)
    return Sort(tuple(groups), table.about, unit_of(key))


def _group(axis: str) -> str:
    return axis.partition(".")[0]


def _grid(
    sort: Sort, tables: Sequence[Table], told: tuple[str, Mapping[Key, Printed | None]]
) -> Grid:
    axes = tuple(dict.fromkeys(axis for one in tables for axis in one.by))
    fine = any(one.fine for one in tables)
    rows, *columns = (_codes(one, axes, fine=fine) for one in sort.groups)
    across = [*columns[0], _everybody("all")] if columns else [_everybody(sort.unit)]
    down = [*rows, _everybody("everybody" if sort.unit == PEOPLE else "all")]
    return Grid(sort, tuple(down), tuple(across), axes, *told)


def _codes(group: str, axes: Iterable[str], *, fine: bool) -> Sequence[Axis]:
    """Return the codes of one list, A to Z or in their own order; what is not known is last."""
    mine = [axis for axis in axes if _group(axis) == group]
    pairs = [pair for axis in mine for pair in codes_along(axis, fine=fine)]
    found = [_axis(dim, code) for dim, code in pairs]
    if group not in _ORDERED:
        found.sort(key=partial(_place, regions=_regions(found)))
    return found


def _axis(dim: str, code: str) -> Axis:
    full = code_words(dim, code, texts.current().code)
    group, _, kind = dim.partition(".")
    return Axis(dim, code, short_name(kind) if group == KINDS else full, full)


def _place(one: Axis, regions: Mapping[str, Axis]) -> tuple[bool, str, bool, str]:
    """Return where a code stands: what is not known last, and an area under its region."""
    over = regions.get(one.code, one)
    unknown = UNKNOWN in {one.code, one.dim.rpartition(".")[2]}
    return unknown, sort_key(over.words), one is not over, sort_key(one.words)


def _regions(mine: Iterable[Axis]) -> Mapping[str, Axis]:
    """Return the region of each area that is told by itself."""
    wide = {one.code: one for one in mine if one.dim == AREA and "." in one.code}
    if not wide:
        return {}
    held = dimensions(())[AREA].codes
    return {area: wide[region] for region in wide for area in held[region]}


def _everybody(text_id: str) -> Axis:
    words = texts.say(f"figures_page.{text_id}")
    return Axis("", "", words, words)
