"""The values of the design, read once: colours by theme, sizes at 100 % text, timing."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QColor

_FILE: Final = Path(__file__).with_name("tokens.json")


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour of one theme, by what it is for."""

    canvas: QColor
    nav: QColor
    surface: QColor
    subtle: QColor
    line: QColor
    line_strong: QColor
    text: QColor
    muted: QColor
    faint: QColor
    accent: QColor
    accent_hover: QColor
    accent_press: QColor
    accent_soft: QColor
    accent_line: QColor
    on_accent: QColor
    focus: QColor
    care: QColor
    care_soft: QColor
    care_line: QColor
    problem: QColor
    problem_soft: QColor
    problem_line: QColor
    info: QColor
    info_soft: QColor
    info_line: QColor
    hidden: QColor
    scrim: QColor


@dataclass(frozen=True, slots=True)
class ExperienceColours:
    """The three tones of one experience; all six have the same lightness."""

    ink: QColor
    fill: QColor
    soft: QColor


@cache
def tokens() -> dict[str, Any]:
    """Return the values of the design."""
    values: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return values


@cache
def colours(theme: str, *, strong: bool = False) -> Colours:
    """Return the colours of a theme; strong ones for whoever asked the system for contrast."""
    named = dict(tokens()["colour"][theme])
    if strong:
        pure = "#FFFFFF" if theme == "light" else "#000000"
        named |= dict.fromkeys(("canvas", "nav", "surface", "subtle"), pure)
        # Every edge alike: what is recorded or matters must not step back behind what is not.
        named |= dict.fromkeys(
            (name for name in named if name.endswith("line")), named["line_strong"]
        )
        # What is not typed yet, and what cannot be used, must not pass for what is and can.
        named |= {"muted": named["text"], "faint": named["muted"]}
    return Colours(**{field.name: QColor(named[field.name]) for field in fields(Colours)})


@cache
def experience_colours(code: str, theme: str) -> ExperienceColours:
    """Return the tones of one experience, by its code."""
    return ExperienceColours(
        **{part: QColor(value) for part, value in tokens()["experience"][code][theme].items()}
    )


def size(name: str) -> int:
    """Return a size of the design in pixels at 100 % text."""
    value: int = tokens()["size"][name]
    return value


def space(name: str) -> int:
    """Return a room between things of the design in pixels at 100 % text."""
    value: int = tokens()["space"][name]
    return value


def row_height(*, compact: bool) -> int:
    """Return how high a row of a table is in pixels at 100 % text."""
    value: int = tokens()["size"]["row"]["compact" if compact else "comfortable"]
    return value


def window_size(name: str) -> tuple[int, int]:
    """Return the width and height of a window in pixels; windows do not grow with the text."""
    across, down = tokens()["size"][name]
    return across, down


def timing(name: str) -> int:
    """Return a time of the design in the unit that its name ends with."""
    value: int = tokens()["timing"][name]
    return value
