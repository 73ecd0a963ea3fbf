"""How shapes become ink: six fills and six marks that a printer without colours keeps apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.chart_shapes import MARKER, Bar, Hatched, Marker, Rule, Said, Unknown
from reports.styles import BLACK

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

    from reports.chart_shapes import Shape
    from reports.paper import Paper

    Box = Bar | Hatched

_EDGE: Final = BLACK
_PEN: Final = 0.6
_SOLID, _LIGHT, _WHITE = 0.34, 0.86, 1.0
_HATCH: Final = 3.0
_CROSS: Final = 4.0
_DOTTED: Final = 2.6
_DOT: Final = 1.24
_RIM: Final = 1.6
# How the lines of series go on: whole, in strokes, in dots, and mixed.
_DASHES: Final[tuple[tuple[float, ...], ...]] = (
    *((), (5, 2), (1.2, 1.8), (7, 2, 1.2, 2), (2.6, 1.6), (9, 3)),
)


def draw_shape(canvas: Canvas, paper: Paper, shape: Shape) -> None:
    """Draw one shape where it stands on the page."""
    if isinstance(shape, Said):
        if shape.plate:
            _plate(canvas, shape)
        canvas.addLiteral(shape.words.ink(paper, shape.start, shape.low))
    elif isinstance(shape, Bar):
        _bar(canvas, shape)
    elif isinstance(shape, Marker):
        _MARKS[shape.look](canvas, shape.start, shape.low)
    elif isinstance(shape, Rule):
        _rule(canvas, shape)
    elif isinstance(shape, Hatched):
        _hatched(canvas, shape)
    else:
        _unknown(canvas, shape)


def _rule(canvas: Canvas, rule: Rule) -> None:
    canvas.setLineWidth(rule.pen)
    canvas.setStrokeGray(rule.grey)
    canvas.setDash([*_DASHES[rule.look or 0]])
    canvas.line(rule.start, rule.low, rule.end, rule.top)
    canvas.setDash([])


def _bar(canvas: Canvas, bar: Bar) -> None:
    """Draw a box with its fill, and its edge around it."""
    canvas.setLineWidth(_PEN)
    canvas.setStrokeGray(_EDGE)
    canvas.setFillGray({0: _SOLID, 1: _LIGHT}.get(bar.look, _WHITE))
    canvas.rect(bar.start, bar.low, bar.long, bar.high, stroke=0, fill=1)
    if bar.look in _FILLS:
        _within(canvas, bar, _FILLS[bar.look])
    canvas.rect(bar.start, bar.low, bar.long, bar.high, stroke=1, fill=0)


def _hatched(canvas: Canvas, box: Hatched) -> None:
    """Draw strokes over a white box, so that no line of the scale runs through."""
    canvas.setLineWidth(_PEN)
    canvas.setStrokeGray(_SOLID)
    canvas.setFillGray(_WHITE)
    canvas.rect(box.start, box.low, box.long, box.high, stroke=0, fill=1)
    _within(canvas, box, _slanted)


def _within(canvas: Canvas, box: Box, fill: Callable[[Canvas, Box], None]) -> None:
    """Draw a fill that ends where its box does."""
    canvas.saveState()
    inside = canvas.beginPath()
    inside.rect(box.start, box.low, box.long, box.high)
    canvas.clipPath(inside, stroke=0, fill=0)
    fill(canvas, box)
    canvas.restoreState()


def _slanted(canvas: Canvas, bar: Box) -> None:
    _strokes(canvas, bar, _HATCH, bar.high)


def _crossed(canvas: Canvas, bar: Box) -> None:
    _strokes(canvas, bar, _CROSS, bar.high)
    _strokes(canvas, bar, _CROSS, -bar.high)


def _upright(canvas: Canvas, bar: Box) -> None:
    _strokes(canvas, bar, _HATCH, 0.0)


def _strokes(canvas: Canvas, bar: Box, apart: float, lean: float) -> None:
    """Draw strokes across a box, each leaning over by a length."""
    at = bar.start + min(0.0, -lean) + apart / 2
    strokes = []
    while at < bar.start + bar.long + abs(lean):
        strokes.append((at, bar.low, at + lean, bar.low + bar.high))
        at += apart
    canvas.lines(strokes)


def _dots(canvas: Canvas, bar: Box) -> None:
    """Draw dots in rows, those of every second row between those of the first."""
    rows = max(1, round(bar.high / _DOTTED * 1.15))
    # A stroke without length between round ends is a dot: a row of them is one line.
    canvas.setLineCap(1)
    canvas.setLineWidth(_DOT)
    canvas.setDash([0, _DOTTED])
    for row in range(rows):
        low = bar.low + (row + 0.5) * bar.high / rows
        start = bar.start + _DOTTED * (0.5 if row % 2 == 0 else 1.0)
        canvas.line(start, low, bar.start + bar.long, low)


def _plate(canvas: Canvas, said: Said) -> None:
    """Draw white under words, so that a fill does not run through them."""
    high = said.words.style.size
    low = said.low + (said.high - high) / 2
    canvas.setFillGray(_WHITE)
    canvas.rect(said.start - _RIM, low, said.long + 2 * _RIM, high, stroke=0, fill=1)


def _unknown(canvas: Canvas, box: Unknown) -> None:
    """Draw two dotted lines with nothing between them."""
    canvas.setLineWidth(0.8)
    canvas.setStrokeGray(0.35)
    canvas.setDash([1, 2])
    for at in (box.start, box.start + box.long):
        canvas.line(at, box.low, at, box.low + box.high)
    canvas.setDash([])


_FILLS: Final[dict[int, Callable[[Canvas, Box], None]]] = {
    2: _slanted,
    3: _dots,
    4: _crossed,
    5: _upright,
}


def _disc(canvas: Canvas, at: float, low: float) -> None:
    _mark_pens(canvas, _EDGE)
    canvas.circle(at, low, MARKER, stroke=1, fill=1)


def _open_square(canvas: Canvas, at: float, low: float) -> None:
    _mark_pens(canvas, _WHITE)
    half = MARKER * 0.9
    canvas.rect(at - half, low - half, 2 * half, 2 * half, stroke=1, fill=1)


def _diamond(canvas: Canvas, at: float, low: float) -> None:
    _mark_pens(canvas, _EDGE)
    half = MARKER * 1.3
    path = canvas.beginPath()
    path.moveTo(at, low - half)
    for across, up in ((half, 0.0), (0.0, half), (-half, 0.0)):
        path.lineTo(at + across, low + up)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _plus(canvas: Canvas, at: float, low: float) -> None:
    canvas.setStrokeGray(_EDGE)
    canvas.setLineWidth(1.7)
    canvas.line(at - MARKER * 1.2, low, at + MARKER * 1.2, low)
    canvas.line(at, low - MARKER * 1.2, at, low + MARKER * 1.2)


def _ring(canvas: Canvas, at: float, low: float) -> None:
    _mark_pens(canvas, _WHITE)
    canvas.circle(at, low, MARKER, stroke=1, fill=1)


def _square(canvas: Canvas, at: float, low: float) -> None:
    _mark_pens(canvas, _EDGE)
    half = MARKER * 0.9
    canvas.rect(at - half, low - half, 2 * half, 2 * half, stroke=0, fill=1)


def _mark_pens(canvas: Canvas, fill: float) -> None:
    canvas.setFillGray(fill)
    canvas.setStrokeGray(_EDGE)
    canvas.setLineWidth(1.1)


_MARKS: Final = (_disc, _open_square, _diamond, _plus, _ring, _square)
