"""The words of a chart: set by the text layer at the few sizes that a chart has."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from reports.chart import value_words
from reports.marks import protect
from reports.paper import HALF_CAPITAL
from reports.styles import BLACK, DARK, QUIET, styles_for
from texts.dates import number

if TYPE_CHECKING:
    from decimal import Decimal

    from reports.chart import Value
    from reports.lines import Line
    from reports.paper import Paper
    from reports.styles import TextStyle

At = Literal["start", "middle", "end"]
_SIDE: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
_LABEL, _VALUE, _TICK = 0.9, 0.8, 0.78


@dataclass(frozen=True, slots=True)
class SetWords:
    """Words in lines; `at` says where a line shorter than the longest stands."""

    lines: tuple[Line, ...]
    style: TextStyle
    at: At = "start"

    @property
    def width(self) -> float:
        """Return the width of the longest line."""
        return max(line.width for line in self.lines) * self.style.size

    @property
    def height(self) -> float:
        """Return the height of all lines."""
        return len(self.lines) * self.style.leading

    def ink(self, paper: Paper, left: float, low: float) -> str:
        """Return the drawing operators of the words in their box."""
        side = _SIDE[self.at] if paper.rightward else 1 - _SIDE[self.at]
        size, leading = self.style.size, self.style.leading
        shown = []
        for row, line in enumerate(self.lines):
            middle = low + self.height - (row + 0.5) * leading
            free = self.width - line.width * size
            shown.append(
                paper.ink(line, self.style, left + side * free, middle - HALF_CAPITAL * size)
            )
        return "".join(shown)


class Lettering:
    """Sets the words of the charts of one paper."""

    def __init__(self, paper: Paper) -> None:
        self.paper: Final = paper
        value = replace(styles_for(paper.language).value, before=0.0, after=0.0)

        def sized(factor: float, grey: float = DARK, *, bold: bool = False) -> TextStyle:
            size, leading = value.size * factor, value.leading * factor
            return replace(value, size=size, leading=leading, grey=grey, bold=bold)

        self._label, self._value = sized(_LABEL), sized(_VALUE)
        self._tick, self._whole = sized(_TICK, QUIET), sized(_VALUE, BLACK, bold=True)

    def label(self, words: str, room: float = math.inf, at: At = "start") -> SetWords:
        """Return the name of a category or of a series."""
        return self._set(words, self._label, room, at)

    def value(self, value: Value, room: float = math.inf) -> SetWords:
        """Return what is written at a bar or a dot."""
        return self._set(value_words(value, self.paper.language), self._value, room)

    def whole(self, value: Value) -> SetWords:
        """Return what is written at the end of a bar of several parts: all of them together."""
        return self._set(value_words(value, self.paper.language), self._whole)

    def tick(self, value: Decimal) -> SetWords:
        """Return a number of the scale."""
        return self._set(number(value, self.paper.language), self._tick)

    def small(self, words: str, room: float, at: At = "start") -> SetWords:
        """Return what stands under a scale."""
        return self._set(words, self._tick, room, at)

    def longest_word(self, words: str) -> float:
        """Return the room that a name of a category under a scale needs not to be cut."""
        return max(self.small(word, math.inf).width for word in words.split())

    def _set(
        self, words: str, style: TextStyle, room: float = math.inf, at: At = "start"
    ) -> SetWords:
        # A name is one paragraph whatever it was typed with.
        pieces = self.paper.composed.shaped(protect(" ".join(words.split())), bold=style.bold)
        lines = self.paper.composed.lines(pieces, room / style.size)
        return SetWords(tuple(lines), style, at)
