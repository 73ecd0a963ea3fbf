"""Printed figures on paper: dots on a line for each, a table under it, and how to read them.

Rows stand A to Z, or by age or time; nothing is put in order of how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from casework.figures.axes import codes_along, whole_key
from casework.figures.happened import ANSWERED
from casework.figures.people import AGE, AGES, DELAY, PEOPLE
from casework.figures.plan import plans, unit_of
from casework.protect.printed import Mark, Number
from reports.chart import Chart, Kind, Masked, Range, Series, value_words
from reports.chart_page import Report, report
from reports.figures_words import code_words, notes_of, period_words
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casework.figures.plan import Table
    from casework.protect.printed import Printed
    from casework.protect.shape import Key
    from casework.team.office_facts import OfficeFacts
    from reports.chart import Value
    from reports.figures_words import Issue

Row = tuple[str, str]
# More would break the words over the columns of a table in their middle.
_MOST_COLUMNS: Final = 4
# Lists with an order of their own; all others stand A to Z.
_ORDERED: Final = frozenset({AGE, *AGES, DELAY, ANSWERED})


@dataclass(frozen=True, slots=True)
class _Sort:
    """What is told together: the lists that tell people apart, and of whom; no code for all."""

    groups: tuple[str, ...]
    about: Key


@dataclass(frozen=True, slots=True)
class _Told:
    """The printed cells of the tables of one sort, by their codes."""

    issue: Issue
    sort: _Sort
    axes: tuple[str, ...]
    cells: Mapping[Key, Printed | None]

    def has(self, *rows: Row) -> bool:
        return self._key(rows) in self.cells

    def value(self, *rows: Row) -> Value:
        """Return a cell as it is drawn."""
        printed = self.cells.get(self._key(rows))
        if isinstance(printed, Number):
            return printed.value
        if isinstance(printed, Mark):
            return Masked(self.issue.say("figures.below", least=str(printed.least)))
        if printed is None:
            return Masked(self.issue.say("figures.untold"))
        return Range(printed.lo, printed.hi)

    @property
    def unit(self) -> str:
        """Return whether persons are counted, or times."""
        return unit_of(self._key(()))

    def counted(self) -> str:
        """Return what is counted, and how many altogether where that is told."""
        said = self.issue.say("figures.once" if self.unit == PEOPLE else "figures.once_time")
        if not self.has():
            return said
        whole = value_words(self.value(), self.issue.language)
        return f"{said} {self.issue.say('figures.in_all', number=whole)}"

    def _key(self, rows: Sequence[Row]) -> Key:
        return whole_key([*self.sort.about, *rows], self.axes, self.issue.shown.period)


def figures_pdf(issue: Issue, office: OfficeFacts) -> bytes:
    """Return the figures of a period as PDF."""
    charts = [chart for told in _sorts(issue) for chart in _charts(told)]
    whose = in_own_direction(office.name, issue.language)
    return report(
        Report(
            language=issue.language,
            title=issue.say(
                "figures.title", period=period_words(issue.shown.period, issue.language)
            ),
            lead=issue.say(
                "figures.lead",
                office=whose,
                notes=" ".join(notes_of(issue)),
            ),
            keep=whose,
            charts=tuple(charts),
            practice=office.practice,
            number=issue.number,
        )
    )


def _sorts(issue: Issue) -> Iterator[_Told]:
    """Yield the tables of a period, those of one list together."""
    cells = {key: one for mine in issue.shown.tables.values() for key, one in mine}
    found: dict[_Sort, list[Table]] = {}
    for table in plans()[issue.shown.plan].tables:
        if table.id in issue.shown.tables:
            groups = dict.fromkeys(_group(axis) for axis in table.by)
            found.setdefault(_Sort(tuple(groups), table.about), []).append(table)
    for sort, tables in found.items():
        axes = dict.fromkeys(axis for one in tables for axis in one.by)
        yield _Told(issue, sort, tuple(axes), cells)


def _group(axis: str) -> str:
    return axis.partition(".")[0]


def _rows(told: _Told, group: str) -> Sequence[Row]:
    """Return the codes of a list, areas by region."""
    mine = (axis for axis in told.axes if _group(axis) == group)
    return [row for axis in mine for row in codes_along(axis)]


def _charts(told: _Told) -> Iterator[Chart]:
    """Yield the charts of one sort, as many as its columns need."""
    # Rows go on on the next page, and columns need another chart: so the longer list has rows.
    group, *others = sorted(told.sort.groups, key=lambda one: -len(_rows(told, one)))
    rows = _rows(told, group)
    if not others:
        rows = [row for row in rows if told.has(row)]
        if rows:
            yield _chart(told, group, rows, ())
        return
    columns = [one for one in _rows(told, others[0]) if any(told.has(row, one) for row in rows)]
    rows = [row for row in rows if any(told.has(row, one) for one in columns)]
    # So many parts that none has too many columns, and all have about as many.
    parts = -(-len(columns) // _MOST_COLUMNS)
    for part in range(parts):
        first, last = (len(columns) * one // parts for one in (part, part + 1))
        yield _chart(told, group, rows, columns[first:last])


def _chart(told: _Told, group: str, rows: Sequence[Row], columns: Sequence[Row]) -> Chart:
    issue = told.issue
    if columns:
        series = tuple(
            Series(code_words(*one, issue.language), tuple(told.value(row, one) for row in rows))
            for one in columns
        )
    else:
        series = (
            Series(issue.say(f"figures.{told.unit}"), tuple(told.value(row) for row in rows)),
        )
    return Chart(
        kind=Kind.DOTS,
        title=_title(told, columns, group),
        unit=told.counted(),
        heading=issue.say(f"figures.by.{group}"),
        categories=tuple(code_words(*row, issue.language) for row in rows),
        series=series,
        ordered=group in _ORDERED,
    )


def _title(told: _Told, columns: Sequence[Row], group: str) -> str:
    """Return what a chart tells, of whom, and by which columns."""
    issue = told.issue
    title = issue.say(f"figures.by.{group}")
    if columns:
        other = next(one for one in told.sort.groups if one != group)
        names = issue.say("list.join").join(code_words(*one, issue.language) for one in columns)
        title = issue.say(
            "figures.by_both", one=title, other=issue.say(f"figures.by.{other}"), names=names
        )
    for dim, code in told.sort.about:
        whom = code_words(dim, code, issue.language)
        title = issue.say("figures.about", whom=whom, title=title)
    return title
