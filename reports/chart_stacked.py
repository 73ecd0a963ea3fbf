"""Rows in which the series follow each other in one bar, with all of them together at its end.

What is not told as a number stands after the bar with its word: a bar that left it out without a
word would look like the whole.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reports.chart import Masked, ends, known
from reports.chart_legend import KEY_HIGH
from reports.chart_rows import VALUE_GAP, Manner
from reports.chart_shapes import Bar, Block, Rule, Said, bracketed, raised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.chart import Chart, Value
    from reports.chart_rows import Frame, Reach
    from reports.chart_shapes import Shape
    from reports.chart_words import Lettering, SetWords

_BAR: Final = 12.0
_INSIDE: Final = 4.0
_KEY: Final = 7.5
_KEY_GAP: Final = 2.6
_NOTE_GAP: Final = 8.0
_NOTES_APART: Final = 1.5
_LEADER: Final = 0.62


def _reaches(chart: Chart, lettering: Lettering) -> Iterator[Reach]:
    for at in range(len(chart.categories)):
        values = chart.of(at)
        yield _far(values), lettering.whole(_sum(_told(values)))


def _row(frame: Frame, values: Sequence[Value]) -> Block:
    """Return one category: its bar, what stands after it, and what found no room there."""
    bar, narrow = _parts(frame, values)
    untold = [(look, value) for look, value in enumerate(values) if known(value) is None]
    far = frame.at(_far(values)) + VALUE_GAP
    if not untold:
        whole = frame.lettering.whole(_sum(_told(values)))
        bar.append(Said(far, (_BAR - whole.height) / 2, whole))
        far += whole.width + _NOTE_GAP
    notes = [
        (look, frame.lettering.value(value, frame.room - _KEY - _KEY_GAP))
        for look, value in sorted([*narrow, *untold], key=lambda one: one[0])
    ]
    beside, below = _notes(frame, notes, far)
    return Block(_BAR + below.high, (*raised([*bar, *beside], below.high), *below.shapes))


def _parts(frame: Frame, values: Sequence[Value]) -> tuple[list[Shape], list[tuple[int, Value]]]:
    """Return the bar, and the values whose part of it is too narrow to write them in."""
    shapes: list[Shape] = []
    narrow: list[tuple[int, Value]] = []
    alone = sum(bool(ends(value) != (0, 0)) for value in values) == 1
    start = Decimal(0)
    for look, value in enumerate(values):
        told = known(value)
        if not told:
            continue
        end = start + Decimal(str(told))
        left, right = frame.at(float(start)), frame.at(float(end))
        shapes.append(Bar(left, 0.0, right - left, _BAR, look))
        words = frame.lettering.value(value)
        start = end
        if alone:
            continue
        if words.width + 2 * _INSIDE <= right - left:
            middle = (left + right - words.width) / 2
            shapes.append(Said(middle, (_BAR - words.height) / 2, words, plate=True))
        else:
            narrow.append((look, value))
    low, high = _between(values)
    if high:
        first, last = frame.at(float(start) + low), frame.at(float(start) + high)
        shapes.append(Rule(frame.at(float(start)), _BAR / 2, first, _BAR / 2, _LEADER, 0.5))
        shapes += bracketed(first, last, _BAR / 2, 0, 0.0)
    return shapes, narrow


def _notes(
    frame: Frame, notes: Sequence[tuple[int, SetWords]], start: float
) -> tuple[list[Shape], Block]:
    """Return the notes that stand after the bar, and those that need lines under it."""
    beside: list[Shape] = []
    lines: list[list[Shape]] = []
    at, tall = start, []
    for look, words in notes:
        long = _KEY + _KEY_GAP + words.width
        if at + long > frame.width:
            lines.append([])
            tall.append(0.0)
            at = frame.axis + VALUE_GAP
        high = words.height if lines else _BAR
        into = lines[-1] if lines else beside
        into.append(Bar(at, (high - KEY_HIGH) / 2, _KEY, KEY_HIGH, look))
        into.append(Said(at + _KEY + _KEY_GAP, (high - words.height) / 2, words))
        if lines:
            tall[-1] = max(tall[-1], high)
        at += long + _NOTE_GAP
    low = whole = sum(tall) + _NOTES_APART * len(tall)
    shapes: list[Shape] = []
    for line, high in zip(lines, tall, strict=True):
        low -= high + _NOTES_APART
        shapes += raised(line, low)
    return beside, Block(whole, tuple(shapes))


def _told(values: Sequence[Value]) -> list[float]:
    return [told for value in values if (told := known(value)) is not None]


def _between(values: Sequence[Value]) -> tuple[float, float]:
    """Return between which numbers those lie together of which only two ends are told.

    Where one is not told at all, nobody knows where the bar would end, and nothing is drawn.
    """
    if any(isinstance(value, Masked) for value in values):
        return 0, 0
    found = [told for value in values if known(value) is None and (told := ends(value))]
    return _sum([low for low, _ in found]), _sum([high for _, high in found])


def _far(values: Sequence[Value]) -> float:
    """Return how far a bar reaches, with what it may be more."""
    return _sum([*_told(values), _between(values)[1]])


def _sum(numbers: Sequence[float]) -> float:
    """Return numbers added up as they are written; whole ones give a whole one."""
    added = sum((Decimal(str(one)) for one in numbers), Decimal(0))
    return int(added) if all(isinstance(one, int) for one in numbers) else float(added)


STACK: Final = Manner(_row, _reaches)
