"""Printed figures as a workbook: a sheet a table, and one that says how to read them.

Marks and ranges are text, so that nobody sums over them; there are no formulas and no charts with
numbers of their own behind them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from casework.protect.printed import Number
from forms.tables.xlsx_out import write_xlsx
from reports.figures_csv import HEADS, TAGS, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casework.figures.desk import Shown

# What programs of tables allow as the name of a sheet.
_LONGEST: Final = 28
_SHOWN: Final = HEADS.index("shown")


def figures_xlsx(shown: Shown, language: str) -> bytes:
    """Return the figures of a period as XLSX; the same figures give the same bytes."""
    notes = [[words] for words in notes_of(shown, language)]
    sheets: dict[str, Sequence[Sequence[str | int]]] = {
        texts.say("figures.notes", language=language): notes
    }
    for number, name in enumerate(shown.tables, start=1):
        sheet = f"{number} {name.rpartition('.')[2]}"[:_LONGEST]
        sheets[sheet] = [HEADS, TAGS, *_numbers(shown, name, language)]
    return write_xlsx(sheets)


def notes_of(shown: Shown, language: str) -> Iterator[str]:
    """Yield what whoever reads figures has to know."""
    for text_id in ("figures.note_who", "figures.note_rounded", "figures.note_ranges"):
        yield texts.say(text_id, language=language, least=shown.least)


def _numbers(shown: Shown, name: str, language: str) -> Iterator[Sequence[str | int]]:
    """Yield the lines of a table, numbers as numbers."""
    printed = [one for _key, one in shown.tables[name]]
    for line, one in zip(lines(shown, name, language), printed, strict=True):
        if isinstance(one, Number):
            yield (*line[:_SHOWN], one.value, one.lo, one.hi)
        else:
            yield line
