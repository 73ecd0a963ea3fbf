"""Tables in the flow: columns run as the language does, and rows split where a page ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.platypus.flowables import Flowable

from reports.flow import artifact
from reports.styles import HAIRLINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.flow import TextBlock
    from reports.paper import Paper

GAP = 10.0
PAD = 1.9
TIGHT = 0.4
TICKED = 1.5
RULE = 0.5
# A row lower than this moves to the next page rather than being cut.
WHOLE = 160.0

Row = tuple["TextBlock", ...]


class Grid(Flowable):
    """Rows of text blocks under each other; the first column stands where reading starts."""

    def __init__(
        self, paper: Paper, rows: Sequence[Row], shares: Sequence[float], *, pad: float = PAD
    ) -> None:
        super().__init__()
        self.paper = paper
        self.rows = tuple(rows)
        self.shares = tuple(shares)
        self.pad = pad
        self.ruled = pad == PAD

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size of all rows in a column."""
        self.width = width
        self.height = sum(self._heights(width))
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the rows that fit and the others; a row higher than the page is cut itself."""
        room = height
        for at, needed in enumerate(self._heights(width)):
            if needed > room:
                return self._parted(at, width, room if needed > WHOLE else 0.0)
            room -= needed
        return [self]

    def draw(self) -> None:
        """Draw each row, and a fine line between rows."""
        top = self.height
        for at, (row, height) in enumerate(zip(self.rows, self._heights(self.width), strict=True)):
            if at and self.ruled:
                self._rule(top)
            for cell, (left, width) in zip(row, self._columns(self.width), strict=False):
                _, used = cell.wrap(width, height)
                cell.drawOn(self.canv, left, top - self.pad - used)
            top -= height

    def _parted(self, at: int, width: float, room: float) -> list[Flowable]:
        """Return the rows before one and the others, or nothing; that one is cut if it has room."""
        before, (row, *after) = self.rows[:at], self.rows[at:]
        columns = self._columns(width)
        _, label = row[0].wrap(columns[0][1], 0.0)
        if room - 2 * self.pad < label <= WHOLE:
            # Only what the label stands for goes on on the next page: half a question asks nothing.
            room = 0.0
        parts = [
            cell.divided(column, room - 2 * self.pad)
            for cell, (_, column) in zip(row, columns, strict=False)
        ]
        # What is cut stays with the rows before it: a line parts it from them like any other.
        if any(upper.has_lines for upper, _ in parts):
            upper, lower = zip(*parts, strict=True)
            return [self._with((*before, upper)), self._with((lower, *after))]
        return [self._with(before), self._with((row, *after))] if before else []

    def _with(self, rows: Sequence[Row]) -> Grid:
        return Grid(self.paper, rows, self.shares, pad=self.pad)

    def _columns(self, width: float) -> list[tuple[float, float]]:
        """Return left edge and width of each column, in reading order."""
        room = width - GAP * (len(self.shares) - 1)
        total = sum(self.shares)
        found: list[tuple[float, float]] = []
        start = 0.0
        for share in self.shares:
            column = room * share / total
            found.append((start if self.paper.rightward else width - start - column, column))
            start += column + GAP
        return found

    def _heights(self, width: float) -> Iterator[float]:
        columns = self._columns(width)
        for row in self.rows:
            sized = [
                cell.wrap(column, 0.0) for cell, (_, column) in zip(row, columns, strict=False)
            ]
            yield max(height for _, height in sized) + 2 * self.pad

    def _rule(self, top: float) -> None:
        artifact(self.canv)
        self.canv.setLineWidth(RULE)
        self.canv.setStrokeGray(HAIRLINE)
        self.canv.line(0, top, self.width, top)
        self.canv.addLiteral("EMC")
