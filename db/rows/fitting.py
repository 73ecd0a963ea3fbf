"""Whether what came from elsewhere fits the columns of this program: types, codes, moments.

What does not fit is kept in the log and waits, as what a newer program wrote does; shown, it would
stop whoever looks at the case.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING

from casework.refused import DeskRefused
from db.rows.base import Row
from db.rows.holding import HOLDS, Signs, hold_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def fits(table: str, column: str, value: object) -> bool:
    """Return whether a column can hold a value so that it is read back as what it was."""
    if value is None:
        return column not in _needed(table)
    if type(value) is not _types(table).get(column):
        return False
    with suppress(ValueError):
        HOLDS[table, column](value)
        return True
    return False


def may_hold(table: str, field: str, value: object) -> bool:
    """Return whether a field can hold a value; an answer of a form is looked at by its form."""
    return (table, field) not in HOLDS or fits(table, field, value)


def misfits(table: str, column: str, values: Sequence[object]) -> set[int]:
    """Return the places of those among many values that a column can not hold.

    Where there is none it says nothing: what is left out of a part may come with another.
    """
    of_column = _types(table).get(column)
    if not {NoneType, of_column}.issuperset(map(type, values)):
        return {
            place
            for place, one in enumerate(values)
            if one is not None and not fits(table, column, one)
        }
    holds, bad = HOLDS[table, column], set()
    # Few are different, but for ids and moments.
    different = set(values) - {None}
    if hold_all(holds, different):
        return set()
    for one in different:
        try:
            holds(one)
        except ValueError:
            bad.add(one)
    return {place for place, one in enumerate(values) if one in bad} if bad else set()


def demand_short(table: str, fields: Mapping[str, object]) -> None:
    """Refuse to write words that others would not show; raises DeskRefused.

    Where a desk says nothing of its own about how long they may be, this is what is said.
    """
    for name, value in fields.items():
        holds = HOLDS.get((table, name))
        if isinstance(holds, Signs) and isinstance(value, str) and len(value) > holds.most:
            raise DeskRefused("words_long", n=holds.most)


@cache
def _types(table: str) -> Mapping[str, type]:
    return {one.name: one.type.python_type for one in Row.metadata.tables[table].columns}


@cache
def _needed(table: str) -> frozenset[str]:
    columns = Row.metadata.tables[table].columns
    return frozenset(one.name for one in columns if not one.nullable)
