"""The few ways in which paper sets text, sized for the script of a language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from texts.language import language_of

BODY: Final = 10.0
LEADING: Final = 1.38
BLACK, DARK, QUIET, HAIRLINE = 0.0, 0.13, 0.38, 0.78
# Scripts that need more air, and look small beside Latin at the same size.
_AIR: Final = {
    "Letters Arabic": 1.48,
    "Letters Bengali": 1.5,
    "Letters Devanagari": 1.5,
    "Letters Khmer": 1.72,
    "Letters Myanmar": 1.78,
    "Letters Thai": 1.52,
}
_GROWTH: Final = {"Letters Arabic": 1.07, "Letters Thai": 1.08}
# How much of the air between lines, and between parts, is left where that saves a page.
CLOSE_LINES: Final = 0.93
CLOSE_PARTS: Final = 0.65

Marker = Literal["disc", "box"]


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a block of text looks; lengths in points, `grey` from 0 (black) to 1."""

    size: float
    leading: float
    bold: bool = False
    grey: float = DARK
    before: float = 0.0
    after: float = 0.0
    role: str = "P"
    align: Literal["start", "end"] = "start"
    indent: float = 0.0
    marker: Marker | None = None
    bar: bool = False
    blank: float = 0.0
    keep_with_next: bool = False


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of one language."""

    title: TextStyle
    heading: TextStyle
    body: TextStyle
    end: TextStyle
    strong: TextStyle
    label: TextStyle
    value: TextStyle
    item: TextStyle
    warning: TextStyle
    small: TextStyle
    lead: TextStyle
    tick: TextStyle


@cache
def styles_for(language: str, *, close: bool = False) -> Styles:
    """Return the styles of a language; `close` sets lines and parts nearer to each other."""
    font = language_of(language).font
    lines, parts = (CLOSE_LINES, CLOSE_PARTS) if close else (1.0, 1.0)
    size, air = BODY * _GROWTH.get(font, 1.0), _AIR.get(font, LEADING) * lines

    def sized(factor: float, before: float = 0.0, after: float = 0.0) -> TextStyle:
        return TextStyle(
            size * factor, size * factor * air, before=before * parts, after=after * parts
        )

    item = replace(sized(1, after=1.5), indent=12, marker="disc", role="LBody")
    heading = replace(sized(1.1, 8, 2), bold=True, keep_with_next=True, role="H2")
    return Styles(
        title=replace(sized(1.6, 13, 6), bold=True, grey=BLACK, role="H1"),
        heading=replace(heading, grey=BLACK),
        body=sized(1, after=4),
        end=sized(1, 9, 4),
        strong=replace(sized(1), bold=True, grey=BLACK),
        label=replace(sized(0.95), leading=size * air, grey=QUIET),
        value=sized(1),
        item=item,
        warning=replace(item, bar=True, indent=20),
        small=replace(sized(0.86, after=3), grey=QUIET),
        lead=replace(sized(0.86, before=8), grey=QUIET),
        tick=replace(sized(1, 2.5, 2.5), indent=18, marker="box", role="LBody"),
    )
