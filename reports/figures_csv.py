"""Printed figures as a table with the tags of the Humanitarian Exchange Language (HXL 1.1).

One line a cell, with the fewest and the most it stands for, so that machines need not read marks.
What is written comes from what was printed; no other number is known here.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

import texts
from casework.figures.people import MONTH
from reports.figures_words import code_words, shown_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.figures.desk import Shown
    from casework.protect.printed import Printed
    from casework.protect.shape import Key

HEADS: Final = (
    *("table", "period", "by_1", "code_1", "label_1", "by_2", "code_2", "label_2"),
    *("unit", "shown", "min", "max"),
)
TAGS: Final = (
    *("#x_table", "#date+period", "#x_by+n1", "#x_code+n1", "#x_name+n1"),
    *("#x_by+n2", "#x_code+n2", "#x_name+n2"),
    *("#x_unit", "#affected", "#affected+min", "#affected+max"),
)
_MARK: Final = "\ufeff"


def figures_csv(shown: Shown, language: str) -> bytes:
    """Return the figures of a period as CSV in UTF-8; the same figures give the same bytes."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerows([HEADS, TAGS])
    for name in shown.tables:
        table.writerows(lines(shown, name, language))
    return (_MARK + written.getvalue()).encode()


def lines(shown: Shown, name: str, language: str) -> Iterator[tuple[str, ...]]:
    """Yield a line for each cell of one table."""
    for key, printed in shown.tables[name]:
        yield (name, shown.period, *_named(key, language), *_told(printed))


def _named(key: Key, language: str) -> Iterator[str]:
    """Yield dimension, code and words of up to two attributes."""
    pairs = [(dim, code) for dim, code in key if dim != MONTH]
    for dim, code in [*pairs, ("", ""), ("", "")][:2]:
        yield from (dim, code, code_words(dim, code, language) if dim else "")


def _told(printed: Printed | None) -> tuple[str, ...]:
    """Return unit, what is shown, and what it stands for; nothing of what is not told."""
    unit = texts.say("figures.person")
    if printed is None:
        return unit, "", "", ""
    return unit, shown_as(printed), str(printed.lo), str(printed.hi)
