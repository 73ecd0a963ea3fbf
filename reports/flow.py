"""Text in the flow of pages: blocks that wrap, split and mirror, and know their place in a tree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportlab.platypus.flowables import Flowable

from reports.paper import HALF_CAPITAL

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from reports.lines import Line
    from reports.paper import Paper
    from reports.styles import TextStyle
    from reports.tags import Element

DISC = 1.2
DISC_GAP = 7.0
BOX = 8.5
BAR = 2.0
PEN = 0.7


class _Marks:
    """What stands beside the words of a block: a marker, a bar, a line to write on."""

    def __init__(
        self, canvas: Canvas, style: TextStyle, size: tuple[float, float], *, rightward: bool
    ) -> None:
        self._canvas, self._style, self._rightward = canvas, style, rightward
        self._width, self._height = size

    def marker(self) -> None:
        """Draw the disc or the box to tick before the first line."""
        middle = self._height - self._style.leading / 2
        if self._style.marker == "disc":
            x = self._from_start(self._style.indent - DISC_GAP)
            artifact(self._canvas)
            self._canvas.setFillGray(self._style.grey)
            self._canvas.circle(x, middle, DISC, stroke=0, fill=1)
        else:
            x = self._from_start(BOX / 2 + PEN)
            artifact(self._canvas)
            self._canvas.setLineWidth(PEN)
            self._canvas.setStrokeGray(self._style.grey)
            self._canvas.rect(x - BOX / 2, middle - BOX / 2, BOX, BOX)
        self._canvas.addLiteral("EMC")

    def bar(self) -> None:
        """Draw the bar at the start of all lines."""
        after = self._style.after
        artifact(self._canvas)
        self._canvas.setFillGray(self._style.grey)
        x = self._from_start(BAR / 2) - BAR / 2
        self._canvas.rect(x, -after, BAR, self._height + after, stroke=0, fill=1)
        self._canvas.addLiteral("EMC")

    def blank(self, last: Line, baseline: float) -> None:
        """Draw the line to write on, after the last word."""
        used = self._style.indent + 6 + last.width * self._style.size
        y = baseline - 1.5
        ends = (
            self._from_start(used),
            self._from_start(min(self._width, used + self._style.blank)),
        )
        artifact(self._canvas)
        self._canvas.setLineWidth(PEN)
        self._canvas.setStrokeGray(self._style.grey)
        self._canvas.line(min(ends), y, max(ends), y)
        self._canvas.addLiteral("EMC")

    def _from_start(self, distance: float) -> float:
        return distance if self._rightward else self._width - distance


class TextBlock(Flowable):
    """One or more paragraphs in one style, set once and drawn where the page has room."""

    def __init__(self, paper: Paper, text: str, style: TextStyle, element: Element) -> None:
        super().__init__()
        self.paper = paper
        self.style = style
        self.element = element
        self.element.spoken = paper.spoken(text)
        # A space after each, for those who hear one run into the next.
        self._paragraphs = [
            paper.composed.shaped(f"{part} ", bold=style.bold) for part in text.splitlines()
        ]
        self._lines: list[Line] = []
        self._set_for: float | None = -1.0
        self._last = True
        self._again = False
        self._adopt_spaces()

    def _adopt_spaces(self) -> None:
        self.spaceBefore = self.style.before
        self.spaceAfter = self.style.after
        self.keepWithNext = int(self.style.keep_with_next)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size this block takes in a column."""
        if self._set_for not in {None, width}:
            room = (width - self.style.indent) / self.style.size
            self._lines = [
                line
                for pieces in self._paragraphs
                for line in self.paper.composed.lines(pieces, room)
            ]
            self._set_for = width
        self.width = width
        self.height = len(self._lines) * self.style.leading
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the part that fits and the rest, or nothing when not one line fits."""
        if self.style.leading > height:
            return []
        self.wrap(width, height)
        upper, lower = self.divided(width, height)
        return [upper, lower] if lower.has_lines else [self]

    def divided(self, width: float, room: float) -> tuple[TextBlock, TextBlock]:
        """Return the lines that fit a height and the lines that do not."""
        self.wrap(width, room)
        fitting = max(0, int((room + 0.01) // self.style.leading))
        upper, lower = self._lines[:fitting], self._lines[fitting:]
        first = self._part(upper, replace(self.style, after=0.0), last=self._last and not lower)
        rest = replace(self.style, before=0.0, marker=None)
        return first, self._part(lower, rest, last=self._last)

    @property
    def has_lines(self) -> bool:
        """Return whether there is anything to draw."""
        return bool(self._lines)

    def again(self) -> TextBlock:
        """Return the same words for a second place, where they are seen and not read out again."""
        return self._part(self._lines, self.style, last=self._last, again=True)

    def _part(
        self, lines: list[Line], style: TextStyle, *, last: bool, again: bool = False
    ) -> TextBlock:
        part = object.__new__(type(self))
        part.__dict__.update(self.__dict__)
        part.style, part._lines, part._last, part._again = style, lines, last, again
        part._set_for = None  # what was split keeps its lines
        part._adopt_spaces()
        return part

    def draw(self) -> None:
        """Draw the lines, and the marker or bar at their start."""
        if not self._lines:
            return
        size = self.width, self.height
        marks = _Marks(self.canv, self.style, size, rightward=self.paper.rightward)
        if self.style.marker:
            marks.marker()
        if self.style.bar:
            marks.bar()
        self._begin()
        for row, line in enumerate(self._lines):
            self.canv.addLiteral(self._line_ink(line, row))
        self.canv.addLiteral("EMC")
        if self.style.blank and self._last:
            marks.blank(self._lines[-1], self._baseline(len(self._lines) - 1))

    def _begin(self) -> None:
        """Begin what is read out, or what only shows."""
        if self._again:
            artifact(self.canv)
            return
        mark = self.paper.tags.mark(self.element, self.canv.getPageNumber() - 1)
        self.canv.addLiteral(f"/{self.element.role} <</MCID {mark.number}>> BDC")

    def _line_ink(self, line: Line, row: int) -> str:
        width = line.width * self.style.size
        at_left = (self.style.align == "start") == self.paper.rightward
        left = self.style.indent if self.paper.rightward else 0.0
        right = self.width if self.paper.rightward else self.width - self.style.indent
        return self.paper.ink(
            line, self.style, left if at_left else right - width, self._baseline(row)
        )

    def _baseline(self, row: int) -> float:
        return self.height - (row + 0.5) * self.style.leading - HALF_CAPITAL * self.style.size


def artifact(canvas: Canvas) -> None:
    """Begin something that is no part of the text; close it with EMC."""
    canvas.addLiteral("/Artifact BMC")
