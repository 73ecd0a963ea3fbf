"""Printed figures as a table with the tags of the Humanitarian Exchange Language (HXL 1.1).

One line a cell, with the fewest and the most it stands for, so that machines need not read marks.
What is written comes from what was printed; no other number is known here.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

import texts
from casework.figures.people import MONTH, UNKNOWN, YES
from casework.protect.printed import Mark, Number
from forms.codelists import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.figures.desk import Shown
    from casework.protect.printed import Printed
    from casework.protect.shape import Key

_HEADS: Final = ("table", "period", "by_1", "code_1", "label_1", "by_2", "code_2", "label_2")
_TAGS: Final = (
    *("#x_table", "#date+period", "#x_by+n1", "#x_code+n1", "#x_name+n1"),
    *("#x_by+n2", "#x_code+n2", "#x_name+n2"),
    *("#x_unit", "#affected", "#affected+min", "#affected+max"),
)
_LISTS: Final = {"age": "age_band_report", "gender": "gender", "area": "area"}
_MARK: Final = "\ufeff"


def figures_csv(shown: Shown, language: str) -> bytes:
    """Return the figures of a period as CSV in UTF-8; the same figures give the same bytes."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow([*_HEADS, "unit", "shown", "min", "max"])
    table.writerow(_TAGS)
    for name, cells in shown.tables.items():
        for key, printed in cells:
            table.writerow([name, shown.period, *_named(key, language), *_told(printed)])
    return (_MARK + written.getvalue()).encode()


def _named(key: Key, language: str) -> Iterator[str]:
    """Yield dimension, code and words of up to two attributes."""
    pairs = [(dim, code) for dim, code in key if dim != MONTH]
    for dim, code in [*pairs, ("", ""), ("", "")][:2]:
        yield from (dim, code, _words(dim, code, language) if dim else "")


def _words(dim: str, code: str, language: str) -> str:
    if code == UNKNOWN:
        return label("yes_no_answer", UNKNOWN, language)
    # A yes to something is named by it; regions stand beside the areas they hold.
    named = dim if code == YES else code if "." in code else f"{_LISTS[dim]}.{code}"
    list_id, _, found = named.partition(".")
    return label(list_id, found, language)


def _told(printed: Printed | None) -> tuple[str, ...]:
    """Return unit, what is shown, and what it stands for; nothing of what is not told."""
    unit = texts.say("figures.person")
    if printed is None:
        return unit, "", "", ""
    return unit, _shown(printed), str(printed.lo), str(printed.hi)


def _shown(printed: Printed) -> str:
    if isinstance(printed, Mark):
        return f"<{printed.least}"
    if isinstance(printed, Number):
        return str(printed.value)
    return f"{printed.lo}-{printed.hi}"
