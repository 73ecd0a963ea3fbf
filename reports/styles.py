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
_AIR: Final = {"Letters Arabic": 1.55}
_GROWTH: Final = {"Letters Arabic": 1.07}

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
    strong: TextStyle
    label: TextStyle
    value: TextStyle
    item: TextStyle
    warning: TextStyle
    small: TextStyle
    tick: TextStyle


@cache
def styles_for(language: str) -> Styles:
    """Return the styles of a language."""
    font = language_of(language).font
    size, air = BODY * _GROWTH.get(font, 1.0), _AIR.get(font, LEADING)

    def sized(factor: float) -> TextStyle:
        return TextStyle(size * factor, size * factor * air)

    body = replace(sized(1), after=4)
    item = replace(sized(1), indent=12, marker="disc", role="LBody", after=1.5)
    heading = replace(sized(1.1), bold=True, keep_with_next=True, role="H2")
    return Styles(
        title=replace(sized(1.6), bold=True, grey=BLACK, before=13, after=6, role="H1"),
        heading=replace(heading, grey=BLACK, before=8, after=2),
        body=body,
        strong=replace(sized(1), bold=True, grey=BLACK),
        label=replace(sized(0.95), leading=size * air, grey=QUIET),
        value=sized(1),
        item=item,
        warning=replace(item, bar=True, indent=20),
        small=replace(sized(0.86), grey=QUIET, after=3),
        tick=replace(sized(1), indent=18, marker="box", before=2.5, after=2.5, role="LBody"),
    )
