"""Which fill or mark is whose, in lines above the chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.chart import Kind, Masked
from reports.chart_shapes import Bar, Block, Marker, Rule, Said, Unknown, raised
from reports.styles import BLACK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.chart import Chart
    from reports.chart_shapes import Shape
    from reports.chart_words import Lettering

KEY: Final = 15.0
KEY_HIGH: Final = 7.5
KEY_GAP: Final = 4.5
_LONG: Final = {Kind.LINE: 22.0, Kind.DOTS: 8.0}
_APART: Final = 16.0
_BELOW: Final = 6.0


def legend(chart: Chart, lettering: Lettering, width: float) -> Block:
    """Return the names of the series, each beside its key; of one series nothing need be said."""
    lines: list[Block] = []
    waiting: list[Shape] = []
    at = tall = 0.0
    for key, name in _items(chart):
        long = _LONG.get(chart.kind, KEY)
        said = lettering.label(name, width - long - KEY_GAP)
        needed = long + KEY_GAP + said.width
        if waiting and at + needed > width:
            lines.append(Block(tall, tuple(waiting)))
            waiting, at, tall = [], 0.0, 0.0
        middle = said.height / 2
        waiting += _key(chart.kind, key, (at, middle, long))
        waiting.append(Said(at + long + KEY_GAP, 0.0, said))
        at += needed + _APART
        tall = max(tall, said.height)
    if waiting:
        lines.append(Block(tall, tuple(waiting)))
    return _under_each_other(lines)


def _items(chart: Chart) -> Iterator[tuple[int | None, str]]:
    """Yield what needs a key: series where there are several, and gaps in a line with their word.

    In a line a gap is too narrow for its word; elsewhere the word stands in the gap.
    """
    if len(chart.series) > 1:
        yield from ((at, one.name) for at, one in enumerate(chart.series))
    if chart.kind is Kind.LINE:
        words = (value.word for value in chart.values() if isinstance(value, Masked))
        yield from ((None, word) for word in dict.fromkeys(words))


def _key(kind: Kind, look: int | None, place: tuple[float, float, float]) -> Iterator[Shape]:
    start, middle, long = place
    if look is None:
        yield Unknown(start + long / 2 - 4, middle - KEY_HIGH / 2, 8.0, KEY_HIGH)
    elif kind is Kind.LINE:
        yield Rule(start, middle, start + long, middle, BLACK, 1.1, look)
        yield Marker(start + long / 2, middle, look)
    elif kind is Kind.DOTS:
        yield Marker(start + long / 2, middle, look)
    else:
        yield Bar(start, middle - KEY_HIGH / 2, long, KEY_HIGH, look)


def _under_each_other(lines: Sequence[Block]) -> Block:
    if not lines:
        return Block(0.0)
    high = low = sum(line.high for line in lines) + _BELOW
    shapes: list[Shape] = []
    for line in lines:
        low -= line.high
        shapes += raised(line.shapes, low)
    return Block(high, tuple(shapes))
