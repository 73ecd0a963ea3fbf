"""A chart in the flow of pages: one drawing with a sentence, or several where it is long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.platypus import PageBreak
from reportlab.platypus.flowables import Flowable

from reports.chart import Kind
from reports.chart_grouped import BARS, DOTS
from reports.chart_ink import draw_shape
from reports.chart_line import line_picture
from reports.chart_rows import rows_picture
from reports.chart_shapes import mirrored
from reports.chart_stacked import STACK

if TYPE_CHECKING:
    from reports.chart import Chart
    from reports.chart_shapes import Block, Picture
    from reports.chart_words import Lettering
    from reports.flow import TextBlock
    from reports.tags import Element

_ROWS: Final = {Kind.GROUPED: BARS, Kind.STACKED: STACK, Kind.DOTS: DOTS}
_AFTER: Final = 6.0
# Fewer rows than this do not stand alone on a page.
_FEW: Final = 3


def picture(chart: Chart, lettering: Lettering, width: float) -> Picture:
    """Return a chart laid out for a column, as reading starts at the left."""
    if chart.kind is Kind.LINE:
        return line_picture(chart, lettering, width)
    return rows_picture(chart, _ROWS[chart.kind], lettering, width)


class ChartFigure(Flowable):
    """A drawing; what does not fit on a page goes on on the next, with its scale and legend.

    What stands `over` it, its title and unit, stands over it again there.
    """

    over: tuple[TextBlock, ...] = ()

    def __init__(
        self,
        chart: Chart,
        lettering: Lettering,
        place: Element,
        sentence: str,
        rows: tuple[int, int | None] = (0, None),
    ) -> None:
        super().__init__()
        self.chart, self.lettering = chart, lettering
        self.place, self.sentence, self.rows = place, sentence, rows
        self.spaceAfter = _AFTER

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size of the drawing in a column."""
        self.width, self.height = width, self._part(width).high
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the rows that fit, and the others as a drawing of their own."""
        whole = picture(self.chart, self.lettering, width)
        first, last = self.rows[0], self.rows[1] or len(whole.blocks)
        if last - first <= _FEW:
            return []
        room = height - whole.head.high
        for at in range(first, last):
            room -= whole.blocks[at].high
            if room < 0:
                cut = min(at, last - _FEW)
                return self._cut(first, cut, last) if cut - first >= _FEW else []
        return [self]

    def _cut(self, first: int, cut: int, last: int) -> list[Flowable]:
        """Return two drawings, the second with what it shows over it, as it begins a page."""
        again = (block.again() for block in self.over)
        return [self._with(first, cut), PageBreak(), *again, self._with(cut, last)]

    def draw(self) -> None:
        """Draw every shape where the language has it."""
        paper = self.lettering.paper
        left, low = self.canv.absolutePosition(0, 0)
        element = self.place.child("Figure")
        element.alternative = self.sentence
        element.box = (left, low, left + self.width, low + self.height)
        mark = paper.tags.mark(element, self.canv.getPageNumber() - 1)
        self.canv.addLiteral(f"/Figure <</MCID {mark.number}>> BDC")
        for shape in self._part(self.width).shapes:
            placed = shape if paper.rightward else mirrored(shape, self.width)
            draw_shape(self.canv, paper, placed)
        self.canv.addLiteral("EMC")

    def _part(self, width: float) -> Block:
        whole = picture(self.chart, self.lettering, width)
        return whole.part(self.rows[0], self.rows[1] or len(whole.blocks))

    def _with(self, first: int, last: int) -> ChartFigure:
        rows = first, last
        made = ChartFigure(self.chart, self.lettering, self.place, self.sentence, rows)
        made.over = self.over
        return made
