"""Printed figures line by line, for tables that machines read as well: one line a cell.

The second line of a table names its columns in the Humanitarian Exchange Language (HXL 1.1). Each
line has the fewest and the most that what is shown stands for, as every reader of the marks knows
them; what else is known of a cell never stands here.
"""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING, Final

from casework.figures.people import AREA, MONTH
from forms.codelists import code_list
from reports.figures_words import code_words, shown_as, unit_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casework.protect.printed import Printed
    from forms.codelists import Code
    from reports.figures_words import Issue

# Every file has the words of this language, whatever others it has.
_FIRST: Final = "en"
_MOST_ATTRIBUTES: Final = 2
_REGION: Final = "region"
# The codes that humanitarian offices share for places, where a list says them.
_PLACES: Final = "P-code"
_MONTHS: Final = 12

Column = tuple[str, str]


def columns(language: str) -> Sequence[Column]:
    """Return the heading and the tag of each column."""
    found: list[Column] = [
        *(("table", "#x_table"), ("unit", "#x_unit"), ("period", "#x_period")),
        *(("start", "#date+start"), ("end", "#date+end")),
        *place_columns(language),
    ]
    for n in range(1, _MOST_ATTRIBUTES + 1):
        found += [(f"by_{n}", f"#x_by+n{n}"), (f"code_{n}", f"#x_code+n{n}")]
        found += in_words(f"label_{n}", f"#x_label+n{n}", language)
    shown = (("shown", "#affected"), ("min", "#affected+min"), ("max", "#affected+max"))
    return [*found, *shown]


def place_columns(language: str) -> Iterator[Column]:
    """Yield the heading and the tag of each column that says where."""
    for level, head in (("#adm1", _REGION), ("#adm2", AREA)):
        yield f"{head}_code", f"{level}+code"
        yield from in_words(f"{head}_name", f"{level}+name", language)


def in_words(head: str, tag: str, language: str) -> Iterator[Column]:
    """Yield the heading and the tag of each column that says something in a language."""
    for code in languages(language):
        yield f"{head}_{code}", f"{tag}+i_{code}"


def languages(language: str) -> Sequence[str]:
    """Return the languages in which each code is named."""
    return tuple(dict.fromkeys((_FIRST, language)))


def lines(issue: Issue, name: str) -> Iterator[tuple[str, ...]]:
    """Yield a line for each cell of one table."""
    period = issue.shown.period
    when = (name, unit_in(issue.shown, name), period, *days(period))
    for key, printed in issue.shown.tables[name]:
        pairs = [(dim, code) for dim, code in key if dim != MONTH]
        yield (
            *when,
            *placed(dict(pairs).get(AREA, ""), issue),
            *_by(pairs, issue),
            *_told(printed),
        )


def days(period: str) -> tuple[str, str]:
    """Return the first and the last day of a period, as 2026-03, 2026-Q1 or 2026."""
    year, _, part = period.partition("-")
    if part.startswith("Q"):
        last = 3 * int(part[1:])
        first = last - 2
    else:
        first, last = (int(part), int(part)) if part else (1, _MONTHS)
    end = monthrange(int(year), last)[1]
    return f"{year}-{first:02d}-01", f"{year}-{last:02d}-{end:02d}"


def place_code(code: Code) -> str:
    """Return the code of a place that offices share, where its list says one; else our own."""
    return next((one.code for one in code.mapping if one.standard == _PLACES), "") or code.id


def placed(area: str, issue: Issue) -> Iterator[str]:
    """Yield region and area of a cell by codes and names; neither where a place is not known."""
    listed, dot, region = area.partition(".")
    known = code_list(AREA).codes.get(area)
    if dot:
        yield from _place(listed, region, issue)
    else:
        yield from _place(_REGION, known.parent if known and not known.non_answer else "", issue)
    yield from _place(AREA, area if known and not known.non_answer else "", issue)


def _place(list_id: str, code: str, issue: Issue) -> Iterator[str]:
    found = code_list(list_id).codes.get(code)
    yield place_code(found) if found else ""
    for language in languages(issue.language):
        yield code_words(list_id, f"{list_id}.{code}", language) if found else ""


def _by(pairs: Sequence[tuple[str, str]], issue: Issue) -> Iterator[str]:
    """Yield dimension, code and words of up to two attributes."""
    for dim, code in [*pairs, *[("", "")] * _MOST_ATTRIBUTES][:_MOST_ATTRIBUTES]:
        yield dim
        yield code
        for language in languages(issue.language):
            yield code_words(dim, code, language) if dim else ""


def _told(printed: Printed | None) -> tuple[str, str, str]:
    """Return what is shown, and what it stands for; nothing of what is not told."""
    if printed is None:
        return "", "", ""
    return shown_as(printed), str(printed.lo), str(printed.hi)
