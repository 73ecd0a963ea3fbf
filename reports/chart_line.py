"""A chart of lines: points in an order that is a fact of the world, time above all.

Time runs as the language is read. What is not told is a gap, and nothing is drawn across it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reports.chart import Masked, Range, ends, known
from reports.chart_legend import legend
from reports.chart_scale import scale_over
from reports.chart_shapes import BRACKET, MARKER, Block, Marker, Picture, Rule, Said, Unknown
from reports.styles import BLACK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.chart import Chart, Series, Value
    from reports.chart_scale import Scale
    from reports.chart_shapes import Shape
    from reports.chart_words import Lettering, SetWords

_HIGH: Final = 150.0
_ABOVE: Final = 14.0
_TICK: Final = 3.0
_SCALE_GAP: Final = 5.0
_MOST_STEPS: Final = 5
_MOST_LINES: Final = 3
_NAMES_APART: Final = 6.0
_GAP_WIDTH: Final = 7.0
_CLOSE: Final = 0.8
_NEAR: Final = 1.2
_SAMPLES: Final = 24

Box = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Field:
    """Where points stand: the scale at the start, a slot for each category, the names below."""

    lettering: Lettering
    scale: Scale
    axis: float
    slot: float
    base: float
    width: float

    def at(self, category: int) -> float:
        return self.axis + (category + 0.5) * self.slot

    def up(self, value: float) -> float:
        return self.base + self.scale.share(value) * _HIGH


def line_picture(chart: Chart, lettering: Lettering, width: float) -> Picture:
    """Return a chart of lines, laid out for a column; it stays in one piece."""
    found = [both[1] for value in chart.values() if (both := ends(value))]
    scale = scale_over(found, _MOST_STEPS)
    widest = max(lettering.tick(tick).width for tick in scale.ticks())
    axis = widest + _SCALE_GAP
    slot = (width - axis) / len(chart.categories)
    names = _names(chart, lettering, slot)
    base = max(words.height for _, words in names) + _TICK + 1.0
    field = _Field(lettering, scale, axis, slot, base, width)
    shapes = [*_scaled(field), *_named(field, names), *_gaps(chart, field), *_lines(chart, field)]
    block = Block(base + _HIGH + _ABOVE, tuple(shapes))
    return Picture(legend(chart, lettering, width), (block,))


def _names(chart: Chart, lettering: Lettering, slot: float) -> list[tuple[int, SetWords]]:
    """Return the names under the scale: each, or every second, third … where they are long."""
    whole = len(chart.categories)
    for every in range(1, whole + 1):
        room = slot * every - _NAMES_APART
        shown = [(at, chart.categories[at]) for at in range(0, whole, every)]
        if any(lettering.longest_word(name) > room for _, name in shown) and every < whole:
            continue
        said = [(at, lettering.small(name, max(room, 1.0), "middle")) for at, name in shown]
        if every == whole or all(len(words.lines) <= _MOST_LINES for _, words in said):
            return said
    raise AssertionError


def _scaled(field: _Field) -> Iterator[Shape]:
    """Yield the scale: a light rule at each of its numbers, and a firm one at nought."""
    for tick in field.scale.ticks():
        up, words = field.up(float(tick)), field.lettering.tick(tick)
        yield Said(field.axis - _SCALE_GAP - words.width, up - words.height / 2, words)
        if tick:
            yield Rule(field.axis, up, field.width, up)
    yield Rule(field.axis, field.base, field.width, field.base, BLACK, 0.7)


def _named(field: _Field, names: Sequence[tuple[int, SetWords]]) -> Iterator[Shape]:
    for at, words in names:
        middle = field.at(at)
        yield Rule(middle, field.base, middle, field.base - _TICK, BLACK, 0.5)
        start = min(max(0.0, middle - words.width / 2), field.width - words.width)
        yield Said(start, field.base - _TICK - 1.0 - words.height, words)


def _gaps(chart: Chart, field: _Field) -> Iterator[Shape]:
    """Yield a faint box wherever something is not told."""
    for at in range(len(chart.categories)):
        if any(isinstance(value, Masked) for value in chart.of(at)):
            long = min(_GAP_WIDTH, field.slot * 0.7)
            yield Unknown(field.at(at) - long / 2, field.base, long, _HIGH)


def _lines(chart: Chart, field: _Field) -> Iterator[Shape]:
    """Yield the numbers for which there is room, the lines, and the marks over them."""
    segments = [
        (look, one) for look, series in enumerate(chart.series) for one in _segments(series, field)
    ]
    marks = [
        mark for look, series in enumerate(chart.series) for mark in _marks(series, look, field)
    ]
    # Numbers first: what they stand on is white, and must not cut into a line.
    yield from _written(chart, field, [one for _, one in segments], marks)
    for look, ((start, low), (end, top)) in segments:
        yield Rule(start, low, end, top, BLACK, 1.1, look)
    yield from marks


def _segments(series: Series, field: _Field) -> Iterator[tuple[Point, Point]]:
    """Yield the stretches between points that follow each other and are both told."""
    points = [
        None if (told := known(value)) is None else (field.at(at), field.up(told))
        for at, value in enumerate(series.values)
    ]
    for one, other in pairwise(points):
        if one and other:
            yield one, other


def _marks(series: Series, look: int, field: _Field) -> Iterator[Shape]:
    for at, value in enumerate(series.values):
        told = known(value)
        if told is not None:
            yield Marker(field.at(at), field.up(told), look)
        elif isinstance(value, Range):
            yield from _upright(field.at(at), (field.up(value.low), field.up(value.high)), look)


def _upright(at: float, reach: tuple[float, float], look: int) -> Iterator[Shape]:
    """Yield a range that stands upright, between its brackets."""
    low, high = reach
    yield Rule(at, low, at, high, BLACK, 0.7)
    for end in (low, high):
        yield Rule(at - BRACKET, end, at + BRACKET, end, BLACK, 0.9)
    if high - low > 6 * MARKER:
        yield from (Marker(at, end, look) for end in (low + MARKER + 1, high - MARKER - 1))


def _written(
    chart: Chart, field: _Field, segments: Sequence[tuple[Point, Point]], marks: Sequence[Shape]
) -> Iterator[Said]:
    """Yield the numbers that touch no line, no mark and no other number; the table has them all.

    Where two series meet in a point, its number is written once.
    """
    taken = [_around(mark) for mark in marks if isinstance(mark, Marker)]
    met: set[tuple[int, Value]] = set()
    for series in chart.series:
        for at, value in enumerate(series.values):
            if ends(value) is None or (at, value) in met:
                continue
            met.add((at, value))
            words = field.lettering.value(value)
            for box in _places(field, field.at(at), value, words):
                if not _touches(box, taken, segments):
                    taken.append(box)
                    low = (box[1] + box[3] - words.height) / 2
                    yield Said(box[0], low, words, plate=True)
                    break


def _places(field: _Field, middle: float, value: Value, words: SetWords) -> Iterator[Box]:
    """Yield where the number of a point may stand: above it, or else below."""
    low, high = ends(value) or (0.0, 0.0)
    tall, start = words.style.size, middle - words.width / 2
    for under in (field.up(high) + MARKER + _NEAR, field.up(low) - MARKER - _NEAR - tall):
        box = (start, under, start + words.width, under + tall)
        if under > field.base and start > field.axis and box[2] <= field.width:
            yield box


def _around(mark: Marker) -> Box:
    return (mark.start - MARKER, mark.low - MARKER, mark.start + MARKER, mark.low + MARKER)


def _touches(box: Box, taken: Sequence[Box], segments: Sequence[tuple[Point, Point]]) -> bool:
    left, low, right, high = (
        edge + by for edge, by in zip(box, (-_CLOSE, -_CLOSE, _CLOSE, _CLOSE), strict=True)
    )
    if any(a < right and c > left and b < high and d > low for a, b, c, d in taken):
        return True
    return any(
        left < x + (u - x) * step / _SAMPLES < right and low < y + (v - y) * step / _SAMPLES < high
        for (x, y), (u, v) in segments
        if x < right and u > left
        for step in range(_SAMPLES + 1)
    )
