"""Rows in which each series has a line of its own: bars under each other, or dots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.chart import Masked, Range, ends, known
from reports.chart_rows import VALUE_GAP, Manner
from reports.chart_shapes import MARKER, Bar, Block, Hatched, Marker, Rule, Said, bracketed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reports.chart import Chart, Value
    from reports.chart_rows import Frame, Reach
    from reports.chart_shapes import Shape
    from reports.chart_words import Lettering

_BAR: Final = 8.4
_PITCH: Final = 11.0
_THIN: Final = 3.4
# What is there at all is to be seen, however little it is.
_LEAST: Final = 0.8
_LEADER: Final = 0.62
_INSIDE: Final = 6.0
# What is not told is hatched, as long in every row: its length says nothing.
_HATCHED: Final = 22.0
_HIDDEN: Final = 5.2


def _reaches(chart: Chart, lettering: Lettering) -> Iterator[Reach]:
    for value in chart.values():
        found = ends(value)
        if found is not None:
            yield found[1], lettering.value(value)


def _row(frame: Frame, values: Sequence[Value], drawn: _Drawn) -> Block:
    """Return one category: a line for each series, the first on top."""
    room = frame.room - VALUE_GAP - (_HATCHED if drawn is _dot else 0.0)
    said = [frame.lettering.value(value, room) for value in values]
    highs = [
        max(_PITCH, words.height) if isinstance(value, Masked) else _PITCH
        for value, words in zip(values, said, strict=True)
    ]
    low = sum(highs)
    shapes: list[Shape] = []
    for look, (value, words, high) in enumerate(zip(values, said, highs, strict=True)):
        low -= high
        middle = low + high / 2
        found = ends(value)
        far = frame.axis
        if found is not None:
            shapes += drawn(frame, value, look, middle)
            far = frame.at(found[1]) + (MARKER if drawn is _dot else 0.0)
        elif drawn is _dot:
            shapes.append(Hatched(frame.axis, middle - _HIDDEN / 2, _HATCHED, _HIDDEN))
            far = frame.axis + _HATCHED
        shapes.append(Said(far + VALUE_GAP, middle - words.height / 2, words, plate=True))
    return Block(sum(highs), tuple(shapes))


def _bar(frame: Frame, value: Value, look: int, middle: float) -> Iterator[Shape]:
    told = known(value)
    if isinstance(value, Range):
        low, high = frame.at(value.low), frame.at(value.high)
        yield from bracketed(low, high, middle, look, _THIN)
    elif told:
        long = max(frame.at(told) - frame.axis, _LEAST)
        yield Bar(frame.axis, middle - _BAR / 2, long, _BAR, look)


def _dot(frame: Frame, value: Value, look: int, middle: float) -> Iterator[Shape]:
    told = known(value)
    if isinstance(value, Range):
        low, high = frame.at(value.low), frame.at(value.high)
        yield Rule(frame.axis, middle, low, middle, _LEADER, 0.5)
        yield from bracketed(low, high, middle, look, 0.0)
        if frame.several and high - low > 2 * _INSIDE + 2 * MARKER:
            # Whose range it is shows at both ends: a mark between them would be a guess.
            yield from (Marker(at, middle, look) for at in (low + _INSIDE, high - _INSIDE))
    elif told is not None:
        yield Rule(frame.axis, middle, frame.at(told), middle, _LEADER, 0.5)
        yield Marker(frame.at(told), middle, look)


if TYPE_CHECKING:
    _Drawn = Callable[[Frame, Value, int, float], Iterator[Shape]]

BARS: Final = Manner(lambda frame, values: _row(frame, values, _bar), _reaches)
DOTS: Final = Manner(lambda frame, values: _row(frame, values, _dot), _reaches, MARKER)
