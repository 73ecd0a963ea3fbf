"""Printed figures as a workbook: a sheet a table, and one that says how to read them.

Marks and ranges are text, so that nobody sums over them. There are no formulas, no charts with
numbers of their own behind them, and nobody who made the file.
"""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import xlsxwriter

import texts
from casework.figures.people import YES
from casework.figures.plan import plans
from casework.protect.printed import Number
from forms.lexical import NO_TEXT
from reports.figures_rows import columns, lines
from reports.figures_words import code_words, notes_of, period_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from reports.figures_words import Issue

    Sheet = Sequence[Sequence[str | int]]

# What programs of tables allow as the name of a sheet: so many signs, and none of these.
_LONGEST: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\']")
# Shown, fewest and most are the last three of a line.
_SHOWN: Final = -3
_NOTES_WIDE, _WIDE, _WIDEST = 110, 9, 34
# No moment of writing stands in the file, and nothing of it is kept anywhere else meanwhile.
_NEVER: Final = datetime(1980, 1, 1, tzinfo=UTC)
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def figures_xlsx(issue: Issue) -> bytes:
    """Return the figures of a period as XLSX; the same figures give the same bytes."""
    heads, tags = zip(*columns(issue.language), strict=True)
    sheets: dict[str, Sheet] = {}
    planned = {one.id: one for one in plans()[issue.shown.plan].tables}
    for number, name in enumerate(issue.shown.tables, start=1):
        # The number tells apart what is called alike once it is cut; so the shorter one is first.
        axes = sorted((_axis_words(axis, issue) for axis in planned[name].by), key=len)
        about = " \u2013 ".join(axes)
        sheets[named(f"{number} {about}")] = [heads, tags, *_numbers(issue, name)]
    return workbook(issue.say("figures.notes"), list(_notes(issue)), sheets, issue.language)


def workbook(title: str, notes: Sequence[str], sheets: Mapping[str, Sheet], language: str) -> bytes:
    """Return a workbook: notes first, then its sheets, each with two lines of headings."""
    leftward = texts.letter_languages()[language].direction == "rtl"
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        book.set_properties({"created": _NEVER})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        first = book.add_worksheet(named(title))
        first.set_column(0, 0, _NOTES_WIDE)
        for row, words in enumerate(notes):
            first.write_string(row, 0, _plain(words), wrapped)
        made = [first]
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            made.append(sheet)
            sheet.freeze_panes(2, 0)
            for row, cells in enumerate(rows):
                _write(sheet, row, cells, bold if row == 0 else None)
            for place, wide in enumerate(_wide(rows)):
                sheet.set_column(place, place, wide)
        for sheet in made if leftward else ():
            sheet.right_to_left()
    return written.getvalue()


def named(words: str) -> str:
    """Return words as the name of a sheet: cut after a word, or where a letter with its marks ends.

    There are languages that write many words without a gap.
    """
    clean = " ".join(_NOT_IN_NAMES.sub(" ", words).split())
    if len(clean) <= _LONGEST:
        return clean
    end = _LONGEST - 1
    while unicodedata.category(clean[end]).startswith("M"):
        end -= 1
    gap = clean.rfind(" ", 0, end + 1)
    return clean[: gap if gap > _LONGEST // 2 else end].rstrip(" \u2013") + "\u2026"


def _axis_words(axis: str, issue: Issue) -> str:
    """Return what a table is laid out by: a list, or one yes out of several."""
    if "." in axis:
        return code_words(axis, YES, issue.language)
    return issue.say(f"figures.by.{axis}")


def _write(
    sheet: Worksheet,
    row: int,
    cells: Sequence[str | int],
    look: Format | None,
) -> None:
    """Write a line: numbers as numbers, words as words, and nothing where nothing is told."""
    for place, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(row, place, cell, look)
        elif cell:
            sheet.write_string(row, place, _plain(cell), look)


def _plain(words: str) -> str:
    return NO_TEXT.sub(" ", words)


def _wide(rows: Sheet) -> Iterator[int]:
    """Yield how wide each column has to be for its words."""
    for cells in zip(*rows, strict=True):
        yield min(_WIDEST, max(_WIDE, *(len(str(one)) + 2 for one in cells)))


def _notes(issue: Issue) -> Iterator[str]:
    """Yield what stands on the first sheet."""
    yield issue.say("figures.title", period=period_words(issue.shown.period, issue.language))
    yield from notes_of(issue)
    yield issue.say("figures.note_number", number=issue.number)


def _numbers(issue: Issue, name: str) -> Iterator[Sequence[str | int]]:
    """Yield the lines of a table, numbers as numbers."""
    printed = [one for _key, one in issue.shown.tables[name]]
    for line, one in zip(lines(issue, name), printed, strict=True):
        if isinstance(one, Number):
            yield (*line[:_SHOWN], one.value, one.lo, one.hi)
        else:
            yield line
