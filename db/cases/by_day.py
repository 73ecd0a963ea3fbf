"""How a view is put in order, and narrowed, by the day on which something is due, in SQL.

The first day is kept with each case. What helps for a while only is for today as long as it does,
whatever else is due then or later: it is known by numbers, and where there are none, which is
nearly always, nothing is asked but what an index answers.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from casework.cases.caseline import Due, Sort

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_HELPING: Final = "number in (select value from json_each(:helping))"
# In which something helps now, and nothing was due before today.
HELPING: Final = f"and ifnull(due >= :today, 1) and {_HELPING}"
HELPING_LATER: Final = f"ifnull(due > :today, 1) and {_HELPING}"
# In parts, one after the other: what has no day stands behind what has one.
_SORTED: Final = {
    Sort.CHANGED: (("", "changed_at desc, code desc"),),
    Sort.CODE: (("", "code"),),
    Sort.WHEN: (("and due is not null", "due, number"), ("and due is null", "number desc")),
}
_WHEN_HELPING: Final = (
    ("and due < :today", "due, number"),
    (HELPING, "number"),
    (f"and due >= :today and not {_HELPING}", "due, number"),
    (f"and due is null and not {_HELPING}", "number desc"),
)
_DUE_BY: Final = {
    Due.TODAY: "and due <= :today",
    Due.WEEK: "and due <= :week",
    Due.NO_DAY: "and due is null",
}
_DUE_HELPING: Final = {
    Due.TODAY: f"and (due <= :today or {_HELPING})",
    Due.WEEK: f"and (due <= :week or {_HELPING})",
    Due.NO_DAY: f"and due is null and not {_HELPING}",
}
_WEEK: Final = timedelta(days=7)


def helps(values: Mapping[str, Any]) -> bool:
    """Return whether something helps for a while now, in any case that these values name."""
    return bool(values.get("helping", "[]") != "[]")


def parts(sort: Sort, values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the parts of a view, each with what holds in it and how it is put in order."""
    return _WHEN_HELPING if sort is Sort.WHEN and helps(values) else _SORTED[sort]


def due_by(due: Due, values: Mapping[str, Any]) -> str:
    """Return what narrows a view to what is due by a day, or by none."""
    return (_DUE_HELPING if helps(values) else _DUE_BY)[due]


def week_of(today: date) -> str:
    """Return the last day of the week that begins today, as rows spell it."""
    return (today + _WEEK).isoformat()
