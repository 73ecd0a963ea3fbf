"""Printed figures on paper: dots on a line for each, a table under it, and how to read them.

Rows stand A to Z, or by age; nothing is put in order of how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import texts
from casework.figures.people import (
    AGE,
    AREA,
    GENDER,
    INEQUALITIES,
    KINDS,
    MONTH,
    UNKNOWN,
    YES,
    answers,
)
from casework.figures.plan import dimensions
from casework.protect.printed import Mark, Number
from reports.chart import MOST_SERIES, Chart, Kind, Masked, Range, Series
from reports.chart_page import Report, report
from reports.figures_sheet import notes_of
from reports.figures_words import code_words
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casework.figures.desk import Shown
    from casework.office_facts import OfficeFacts
    from casework.protect.printed import Printed
    from casework.protect.shape import Key
    from reports.chart import Value

Row = tuple[str, str]
_PAIRS: Final = (
    *((AREA, ""), (AGE, ""), (GENDER, ""), (KINDS, ""), (INEQUALITIES, "")),
    *((AREA, AGE), (AREA, GENDER), (AREA, KINDS), (AGE, GENDER), (INEQUALITIES, KINDS)),
)


@dataclass(frozen=True, slots=True)
class _Told:
    """The printed cells of a period by their codes, and the language they are told in."""

    cells: Mapping[Key, Printed | None]
    period: str
    language: str

    def say(self, text_id: str, **values: str) -> str:
        return texts.say(text_id, language=self.language, **values)

    def has(self, *rows: Row) -> bool:
        return self._key(rows) in self.cells

    def value(self, *rows: Row) -> Value:
        """Return a cell as it is drawn."""
        printed = self.cells.get(self._key(rows))
        if isinstance(printed, Number):
            return printed.value
        if isinstance(printed, Mark):
            return Masked(self.say("figures.below", least=str(printed.least)))
        if printed is None:
            return Masked(self.say("figures.untold"))
        return Range(printed.lo, printed.hi)

    def _key(self, rows: Sequence[Row]) -> Key:
        return tuple(sorted([*rows, (MONTH, self.period)]))


def figures_pdf(shown: Shown, office: OfficeFacts, language: str) -> bytes:
    """Return the figures of a period as PDF."""
    cells = {key: one for mine in shown.tables.values() for key, one in mine}
    told = _Told(cells, shown.period, language)
    charts = [chart for pair in _PAIRS for chart in _charts(told, *pair)]
    return report(
        Report(
            language=language,
            title=told.say("figures.title", period=shown.period),
            lead=told.say(
                "figures.lead",
                office=in_own_direction(office.name, language),
                notes=" ".join(notes_of(shown, language)),
            ),
            keep=told.say("figures.keep"),
            charts=tuple(charts),
            practice=office.practice,
        )
    )


def _rows(group: str) -> Sequence[Row]:
    """Return the rows of a group: the codes of a dimension, or the yes of each of several."""
    if group in {KINDS, INEQUALITIES}:
        return [(f"{group}.{code}", YES) for code in answers(group)]
    if group == AREA:
        held = dimensions(())[AREA].codes
        return [(AREA, code) for code in held if len(held[code]) > 1 or code == UNKNOWN]
    return [(group, code) for code in dimensions(())[group].atoms]


def _charts(told: _Told, group: str, other: str) -> Iterator[Chart]:
    """Yield the charts of one table, as many as its columns need."""
    rows = [row for row in _rows(group) if not other or _crossed(told, row, other)]
    if not other:
        rows = [row for row in rows if told.has(row)]
        if rows:
            yield _chart(told, group, "", rows, ())
        return
    columns = [one for one in _rows(other) if any(told.has(row, one) for row in rows)]
    for first in range(0, len(columns) if rows else 0, MOST_SERIES):
        yield _chart(told, group, other, rows, columns[first : first + MOST_SERIES])


def _crossed(told: _Told, row: Row, other: str) -> bool:
    return any(told.has(row, one) for one in _rows(other))


def _chart(
    told: _Told, group: str, other: str, rows: Sequence[Row], columns: Sequence[Row]
) -> Chart:
    title = told.say(f"figures.by.{group}")
    if other:
        also = told.say(f"figures.by.{other}")
        names = told.say("list.join").join(code_words(*one, told.language) for one in columns)
        title = told.say("figures.by_both", one=title, other=also, names=names)
        series = tuple(
            Series(code_words(*one, told.language), tuple(told.value(row, one) for row in rows))
            for one in columns
        )
    else:
        series = (Series(told.say("figures.person"), tuple(told.value(row) for row in rows)),)
    return Chart(
        kind=Kind.DOTS,
        title=title,
        unit=told.say("figures.once"),
        heading=told.say(f"figures.by.{group}"),
        categories=tuple(code_words(*row, told.language) for row in rows),
        series=series,
        ordered=group == AGE,
    )
