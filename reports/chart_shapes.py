"""What a chart is made of: bars, rules, markers and words, each with its place.

Places are measured from where reading starts, so that a chart is laid out once and turned round
for whoever reads from the right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from reports.styles import BLACK, HAIRLINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.chart_words import SetWords

# Half of a marker, and half of a bracket at the end of a range.
MARKER: Final = 2.9
BRACKET: Final = 3.6


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled box; its `look` is the number of its series."""

    start: float
    low: float
    long: float
    high: float
    look: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; `look` is that of the line of a series, None for a plain one."""

    start: float
    low: float
    end: float
    top: float
    grey: float = HAIRLINE
    pen: float = 0.5
    look: int | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """The mark of a series at a place."""

    start: float
    low: float
    look: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A faint box of dots: here something is not told."""

    start: float
    low: float
    long: float
    high: float


@dataclass(frozen=True, slots=True)
class Hatched:
    """A box of strokes without an edge, beside the word that stands in place of a number."""

    start: float
    low: float
    long: float
    high: float


@dataclass(frozen=True, slots=True)
class Said:
    """Words in a box that is just as large as they are; a `plate` lies under what is on a bar."""

    start: float
    low: float
    words: SetWords
    plate: bool = False

    @property
    def long(self) -> float:
        """Return how wide the words are."""
        return self.words.width

    @property
    def high(self) -> float:
        """Return how high the words stand."""
        return self.words.height


Shape: TypeAlias = Bar | Rule | Marker | Unknown | Hatched | Said


@dataclass(frozen=True, slots=True)
class Block:
    """Some shapes that stay together, with their room; they stand from its lower edge up."""

    high: float
    shapes: tuple[Shape, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart that is laid out: its head, its blocks under each other, rules behind all blocks."""

    head: Block
    blocks: tuple[Block, ...]
    ruled: tuple[float, ...] = ()

    def part(self, first: int, last: int) -> Block:
        """Return the head with some of the blocks under it."""
        low = sum(block.high for block in self.blocks[first:last])
        shapes = [*raised(self.head.shapes, low)]
        shapes += [Rule(at, 0.0, at, low) for at in self.ruled]
        high = low + self.head.high
        for block in self.blocks[first:last]:
            low -= block.high
            shapes += raised(block.shapes, low)
        if self.ruled:
            shapes.append(Rule(self.ruled[0], 0.0, self.ruled[0], _foot(self, high), BLACK, 0.7))
        return Block(high, tuple(shapes))


def _foot(picture: Picture, high: float) -> float:
    return high - picture.head.high


def raised(shapes: Iterable[Shape], by: float) -> Iterator[Shape]:
    """Yield shapes further up."""
    for shape in shapes:
        if isinstance(shape, Rule):
            yield replace(shape, low=shape.low + by, top=shape.top + by)
        else:
            yield replace(shape, low=shape.low + by)


def mirrored(shape: Shape, width: float) -> Shape:
    """Return a shape as it stands where reading starts at the right."""
    if isinstance(shape, Rule):
        return replace(shape, start=width - shape.start, end=width - shape.end)
    if isinstance(shape, Marker):
        return replace(shape, start=width - shape.start)
    return replace(shape, start=width - shape.start - shape.long)


def bracketed(low: float, high: float, middle: float, look: int, thick: float) -> Iterator[Shape]:
    """Yield a range along the reading: a thin bar between two brackets."""
    if thick:
        yield Bar(low, middle - thick / 2, max(high - low, 0.4), thick, look)
    else:
        yield Rule(low, middle, high, middle, BLACK, 0.7)
    for end, inward in ((low, 1.6), (high, -1.6)):
        yield Rule(end, middle - BRACKET, end, middle + BRACKET, BLACK, 0.9)
        for at in (middle - BRACKET, middle + BRACKET):
            yield Rule(end, at, end + inward, at, BLACK, 0.9)
