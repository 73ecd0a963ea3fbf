"""The table under a chart: every number of it, for those who hear the page and those who check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from reportlab.platypus import PageBreak

from reports.chart import value_words
from reports.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus.flowables import Flowable

    from reports.chart import Chart
    from reports.flow import TextBlock
    from reports.grid import Row
    from reports.setting import Setter

_NAME_SHARE, _VALUE_SHARE = 5.0, 2.0
_SMALLER: Final = 0.9
_WHOLE: Final = 340.0


class _HeadedGrid(Grid):
    """A table whose first row, and what it counts, stand again on every page that it goes on to."""

    over: tuple[TextBlock, ...] = ()
    begins_page = False

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the rows that fit and the others under one head; a short table is not cut."""
        head, *rows = self.rows
        below = Grid(self.paper, rows, self.shares, pad=self.pad)
        room = height - Grid(self.paper, [head], self.shares, pad=self.pad).wrap(width, 0.0)[1]
        parts = below.split(width, room) if self.wrap(width, height)[1] > _WHOLE else []
        if len(parts) <= 1:
            return [] if self.begins_page else self._on_the_next_page(self.rows)
        upper, lower = (part.rows for part in parts if isinstance(part, Grid))
        again = tuple(block.again() for block in head)
        return [self._with((head, *upper)), *self._on_the_next_page((again, *lower))]

    def _on_the_next_page(self, rows: Sequence[Row]) -> list[Flowable]:
        """Return rows for the next page, where nothing else would say what they count."""
        rest = self._with(rows)
        rest.begins_page = True
        return [PageBreak(), *(block.again() for block in self.over), rest]

    def _with(self, rows: Sequence[Row]) -> _HeadedGrid:
        made = _HeadedGrid(self.paper, rows, self.shares, pad=self.pad)
        made.over = self.over
        return made


def table(chart: Chart, setter: Setter, over: tuple[TextBlock, ...]) -> Grid:
    """Return the categories of a chart under each other, with the value of every series.

    On a page where its chart does not stand, what is `over` the chart stands over it again.
    """
    style = setter.styles.value
    plain = replace(
        style, size=style.size * _SMALLER, leading=style.leading * _SMALLER, before=0.0, after=0.0
    )
    head = replace(plain, bold=True)
    # Ones stand under ones whichever way the language runs: a number begins at the left in all.
    side: Literal["start", "end"] = "end" if setter.paper.rightward else "start"
    number, number_head = replace(plain, align=side), replace(head, align=side)
    whole = setter.paper.tags.document.child("Table")
    row = whole.child("TR")
    rows: list[Row] = [
        (
            setter.cell(chart.heading, head, row.child("TH", scope="Column")),
            *(
                setter.cell(one.name, number_head, row.child("TH", scope="Column"))
                for one in chart.series
            ),
        )
    ]
    for at, category in enumerate(chart.categories):
        row = whole.child("TR")
        name = setter.cell(category, plain, row.child("TH", scope="Row"))
        words = (value_words(value, setter.paper.language) for value in chart.of(at))
        rows.append((name, *(setter.cell(said, number, row.child("TD")) for said in words)))
    shares = (_NAME_SHARE, *(_VALUE_SHARE for _ in chart.series))
    made = _HeadedGrid(setter.paper, rows, shares)
    made.over = over
    return made
