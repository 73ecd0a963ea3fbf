"""Charts of rows: names at the start, a scale above, and beside each name what its values are.

Rows stand under each other, so that a long name wraps and many of them go on to the next page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from reports.chart_legend import legend
from reports.chart_scale import scale_over
from reports.chart_shapes import Block, Picture, Said, raised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reports.chart import Chart, Value
    from reports.chart_scale import Scale
    from reports.chart_shapes import Shape
    from reports.chart_words import Lettering, SetWords

VALUE_GAP: Final = 4.0
_WIDEST_NAMES: Final = 0.36
_NAMES_GAP: Final = 9.0
_MOST_STEPS: Final = 6
_AIR: Final = 2.6
_TICK_GAP: Final = 2.0
_BETWEEN: Final = {True: 8.0, False: 5.5}

# How far each row reaches, and the words that stand at its end.
Reach: TypeAlias = "tuple[float, SetWords]"


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the scale of a chart begins, how long it is, and how much room there is in all."""

    lettering: Lettering
    scale: Scale
    axis: float
    long: float
    width: float
    several: bool

    def at(self, value: float) -> float:
        """Return where a value stands."""
        return self.axis + self.scale.share(value) * self.long

    @property
    def room(self) -> float:
        """Return the room from the beginning of the scale to the end of the column."""
        return self.width - self.axis


@dataclass(frozen=True, slots=True)
class Manner:
    """How one kind of chart draws a row, and how far its rows reach, their last mark included."""

    row: Callable[[Frame, Sequence[Value]], Block]
    reaches: Callable[[Chart, Lettering], Iterable[Reach]]
    beyond: float = 0.0


def rows_picture(chart: Chart, manner: Manner, lettering: Lettering, width: float) -> Picture:
    """Return a chart of rows, laid out for a column."""
    names = [lettering.label(one, width * _WIDEST_NAMES) for one in chart.categories]
    axis = max(name.width for name in names) + _NAMES_GAP
    frame = _framed(chart, manner, lettering, (axis, width))
    between = _BETWEEN[len(chart.series) > 1]
    blocks = [
        _beside(name, manner.row(frame, chart.of(at)), between) for at, name in enumerate(names)
    ]
    ruled = tuple(frame.at(float(tick)) for tick in frame.scale.ticks())
    return Picture(_head(chart, frame), tuple(blocks), ruled)


def _framed(
    chart: Chart, manner: Manner, lettering: Lettering, edges: tuple[float, float]
) -> Frame:
    """Return the frame in which every row ends within the column, its last words included."""
    axis, width = edges
    reaches = list(manner.reaches(chart, lettering))
    found = [far for far, _ in reaches]
    widest = max(lettering.tick(tick).width for tick in scale_over(found, 1).ticks())
    room = width - axis
    scale = scale_over(found, max(1, min(_MOST_STEPS, int(room / (_AIR * widest + 12)))))
    long = room - lettering.tick(scale.ticks()[-1]).width / 2
    for far, words in reaches:
        if far:
            long = min(long, (room - manner.beyond - VALUE_GAP - words.width) / scale.share(far))
    return Frame(lettering, scale, axis, long, width, len(chart.series) > 1)


def _head(chart: Chart, frame: Frame) -> Block:
    """Return the legend, and under it the numbers of the scale."""
    above = legend(chart, frame.lettering, frame.width)
    ticks = [(frame.at(float(tick)), frame.lettering.tick(tick)) for tick in frame.scale.ticks()]
    high = max(words.height for _, words in ticks) + _TICK_GAP
    shapes: list[Shape] = [Said(at - words.width / 2, _TICK_GAP, words) for at, words in ticks]
    return Block(above.high + high, (*raised(above.shapes, high), *shapes))


def _beside(name: SetWords, row: Block, between: float) -> Block:
    """Return a row with its name at its start, both in the middle of their height."""
    high = max(name.height, row.high) + between
    said = Said(0.0, (high - name.height) / 2, name)
    return Block(high, (said, *raised(row.shapes, (high - row.high) / 2)))
