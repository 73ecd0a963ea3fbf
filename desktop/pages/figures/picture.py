"""The picture of one column of figures: dots on lines, A to Z, in one colour, nobody ranked.

A range is a span on its line, a mark is hatched as far as it may reach, and where nothing is told
the whole line is. It is read as one sentence; the table above it has the same one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

import texts
from casework.protect.printed import Mark, Number, Span
from desktop.look import look
from desktop.look.marks import paint_mark
from desktop.pages.figures.words import cell_words
from desktop.parts.hatch import hatch
from desktop.parts.in_order import in_order
from desktop.parts.paragraphs import paint_wrapped
from desktop.parts.sides import LEADING
from texts.dates import number

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from casework.protect.printed import Printed
    from desktop.pages.figures.grid import Axis, Grid

_LANE: Final = 30
_FOOT: Final = 24
_EDGE: Final = 8
_NAMES: Final = (120, 230)
_DOT: Final = 5
_MARK: Final = 16
_AFTER: Final = 70
_TALL: Final = 10_000
_WRAP: Final = Qt.TextFlag.TextWordWrap
_STEPS: Final = (1, 2, 5)
_TICKS: Final = 4


def column_said(grid: Grid, column: int) -> str:
    """Return what a column is about; in discreet mode neither eye nor voice is told."""
    one = grid.columns[column]
    return texts.say("mask.name") if look().discreet and one.dim else one.full


class DotsPicture(QLabel):
    """One column of a grid: a line for each row, with a dot where its number is."""

    def __init__(self) -> None:
        super().__init__()
        self._grid: Grid | None = None
        self._column, self._revealed = 0, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_column(self, grid: Grid, column: int) -> None:
        """Show another column."""
        self._grid, self._column = grid, column
        self.setAccessibleName(
            texts.say(
                "figures_page.picture_name", what=column_said(grid, column), title=grid.sort.title
            )
        )
        self.updateGeometry()
        self.update()

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        self._revealed = on
        self.update()

    def _rows(self) -> list[tuple[Axis, Printed | None]]:
        """Return the rows with a cell here; everybody is no row of a picture."""
        grid = self._grid
        if grid is None:
            return []
        here = [n for n in range(len(grid.rows) - 1) if grid.has(n, self._column)]
        return [(grid.rows[n], grid.at(n, self._column)) for n in here]

    def sizeHint(self) -> QSize:
        """Return the height of all lines."""
        room = QRect(0, 0, look().px(_NAMES[1] - _MARK - 12), look().px(_TALL))
        names = (one.words for one, _told in self._rows())
        highest = max((_boxed(room, words).height() for words in names), default=0)
        high = max(look().px(_LANE), highest + look().px(6))
        return QSize(look().px(2 * _NAMES[0]), high * len(self._rows()) + look().px(_FOOT + _EDGE))

    def minimumSizeHint(self) -> QSize:
        """Return the same: lines are never pressed together."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the scale, then each row."""
        rows = self._rows()
        if not rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Dots(painter, self, rows).paint(masked=look().discreet and not self._revealed)
        painter.end()


class _Dots:
    """One painting: where names end and the scale begins, and what stands on each line."""

    def __init__(
        self, painter: QPainter, on: QLabel, rows: list[tuple[Axis, Printed | None]]
    ) -> None:
        self._to, self._rows = painter, rows
        self._mirrored = on.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._wide = on.width()
        self._bottom = on.height() - look().px(_FOOT)
        self._lane = (self._bottom - look().px(_EDGE)) / len(rows)
        letters = look().metrics("body")
        longest = max(letters.horizontalAdvance(one.words) for one, _told in rows)
        least, most = (look().px(one) for one in _NAMES)
        wanted = longest + look().px(_MARK + 16)
        self._names = min(max(least, wanted), most, self._wide // 2)
        self._step, self._end = _scale(max(one.hi if one else 0 for _axis, one in rows))

    def _x(self, value: float) -> float:
        """Return where a number stands on the scale."""
        room = self._wide - self._names - look().px(_AFTER)
        x = self._names + look().px(_EDGE) + room * value / self._end
        return self._wide - x if self._mirrored else x

    def _between(self, low: float, high: float, middle: float, tall: float) -> QRectF:
        left, right = sorted((self._x(low), self._x(high)))
        return QRectF(left, middle - tall / 2, right - left, tall)

    def paint(self, *, masked: bool) -> None:
        """Paint everything, what lies below first."""
        self._paint_scale()
        for number_, (one, printed) in enumerate(self._rows):
            middle = look().px(_EDGE) + self._lane * (number_ + 0.5)
            self._paint_name(one, middle, masked=masked)
            self._paint_told(printed, middle)

    def _paint_scale(self) -> None:
        has = look().colours
        self._to.setFont(look().font("caption"))
        for value in range(0, self._end + 1, self._step):
            x = round(self._x(value)) + 0.5
            self._to.setPen(QPen(has.line, 1))
            self._to.drawLine(QPointF(x, 0), QPointF(x, self._bottom))
            self._to.setPen(has.muted)
            half = look().px(30)
            place = QRectF(x - half, self._bottom, 2 * half, look().px(_FOOT))
            self._to.drawText(place, Qt.AlignmentFlag.AlignCenter, number(value))

    def _paint_name(self, one: Axis, middle: float, *, masked: bool) -> None:
        side, start = look().px(_MARK), 0
        if one.kind:
            left = self._wide - side if self._mirrored else 0
            paint_mark(self._to, one.kind, QRectF(left, middle - side / 2, side, side))
            start = side + look().px(8)
        if masked:
            return
        room = QRectF(start, middle - self._lane / 2, self._names - start, self._lane)
        if self._mirrored:
            room.moveLeft(self._wide - self._names)
        way = Qt.LayoutDirection.RightToLeft if self._mirrored else Qt.LayoutDirection.LeftToRight
        self._to.setFont(look().font("body"))
        self._to.setPen(look().colours.text)
        paint_wrapped(self._to, room, in_order(one.words, way), way)

    def _paint_told(self, printed: Printed | None, middle: float) -> None:
        has, ends = look().colours, 0.0
        if isinstance(printed, Number):
            ends = printed.value
            self._to.setPen(QPen(has.accent_line, look().px(2)))
            self._to.drawLine(QPointF(self._x(0), middle), QPointF(self._x(ends), middle))
            self._to.setPen(Qt.PenStyle.NoPen)
            self._to.setBrush(has.accent)
            self._to.drawEllipse(QPointF(self._x(ends), middle), *[look().px(_DOT)] * 2)
        elif isinstance(printed, Span):
            ends = printed.hi
            place = self._between(printed.lo, printed.hi, middle, look().px(2 * _DOT))
            self._to.setPen(QPen(has.accent, 1))
            self._to.setBrush(has.accent_soft)
            self._to.drawRoundedRect(place, look().px(_DOT), look().px(_DOT))
        elif isinstance(printed, Mark):
            ends = printed.hi
            place = self._between(0, ends, middle, look().px(2 * _DOT + 4))
            hatch(self._to, place)
            self._to.setPen(QPen(has.line_strong, 1))
            self._to.setBrush(Qt.BrushStyle.NoBrush)
            self._to.drawRect(place)
        else:
            # It may be as much as anything: the whole line is hatched, and nothing has an edge.
            ends = self._end
            hatch(self._to, self._between(0, ends, middle, look().px(2 * _DOT + 4)))
        self._paint_value(cell_words(printed), self._x(ends), middle)

    def _paint_value(self, words: str, x: float, middle: float) -> None:
        gap = look().px(_DOT + 5)
        wide = self._wide - x - gap if not self._mirrored else x - gap
        left = 0.0 if self._mirrored else x + gap
        room = QRectF(left, middle - self._lane / 2, wide, self._lane)
        self._to.setFont(look().font("small"))
        self._to.setPen(look().colours.text)
        way = Qt.LayoutDirection.RightToLeft if self._mirrored else Qt.LayoutDirection.LeftToRight
        said, out = in_order(words, way), look().px(2)
        around = self._to.boundingRect(room, int(LEADING), said).adjusted(-out, 0, out, 0)
        # No line of the scale runs through what is read.
        self._to.fillRect(around, look().colours.surface)
        self._to.drawText(room, int(LEADING), said)


def _boxed(room: QRect, words: str) -> QRect:
    return look().metrics("body").boundingRect(room, int(_WRAP), words)


def _scale(most: int) -> tuple[int, int]:
    """Return a round step, and the round end of a scale that holds a number."""
    ten = 1
    while True:
        for one in _STEPS:
            if one * ten * _TICKS >= most:
                step = one * ten
                return step, step * _TICKS
        ten *= 10
