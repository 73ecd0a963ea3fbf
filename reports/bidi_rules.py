"""The rules of UAX #9 for one isolating run sequence: weak types, brackets, neutrals, levels."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_OPEN_BRACKETS = 63
_ISOLATES = frozenset({"LRI", "RLI", "FSI", "PDI"})
_NEUTRAL = _ISOLATES | {"B", "S", "WS", "ON"}
# How far a class lies above its sequence (I1, I2); others by nothing in an even one, 1 in an odd.
_RISES = ({"R": 1, "AN": 2, "EN": 2}, {"R": 0})
_SEPARATORS = frozenset({"ES", "CS"})
_NUMBERS = frozenset({"EN", "AN"})
# The blocks that hold paired brackets.
_BRACKET_BLOCKS = (
    range(0x28, 0x7E),
    range(0xF3A, 0xF3E),
    range(0x169B, 0x169D),
    range(0x2045, 0x2090),
    range(0x2308, 0x232B),
    range(0x2768, 0x2776),
    range(0x27C5, 0x27F0),
    range(0x2983, 0x2999),
    range(0x29D8, 0x29FE),
    range(0x2E22, 0x2E5D),
    range(0x3008, 0x301C),
    range(0xFE59, 0xFE5F),
    range(0xFF08, 0xFF64),
)
# Two pairs that cross in the code chart, and two that equal the pair at U+3008.
_CROSSED = {"\u298d": "\u2990", "\u298f": "\u298e"}
_SAME = {"\u2329": "\u3008", "\u232a": "\u3009"}


@dataclass(slots=True)
class Sequence:
    """Characters of one level that the rules see as neighbours."""

    places: list[int]
    characters: list[str]
    classes: list[str]
    level: int
    start: str
    end: str

    @property
    def direction(self) -> str:
        """Return the strong class that goes with the level."""
        return "R" if self.level % 2 else "L"


def resolve(sequence: Sequence) -> list[int]:
    """Return the final level of every character of a sequence."""
    had = set(sequence.classes)
    marks = [name == "NSM" for name in sequence.classes]
    if "NSM" in had:
        _marks(sequence)
    if not had.isdisjoint({"EN", "AL"}):
        _arabic_numbers(sequence)
    if not had.isdisjoint(_SEPARATORS):
        _separators(sequence)
    if not had.isdisjoint(_SEPARATORS | {"ET"}):
        _terminators(sequence)
    if "EN" in had:
        _latin_numbers(sequence)
    if not _BRACKETS.isdisjoint(sequence.characters):
        _brackets(sequence, marks)
    _neutrals(sequence)
    level = sequence.level
    rises = _RISES[level % 2]
    return [level + rises.get(name, level % 2) for name in sequence.classes]


def _marks(sequence: Sequence) -> None:
    """Give each mark the class of what it stands on (W1)."""
    before = sequence.start
    for at, name in enumerate(sequence.classes):
        if name == "NSM":
            sequence.classes[at] = "ON" if before in _ISOLATES else before
        before = sequence.classes[at]


def _arabic_numbers(sequence: Sequence) -> None:
    """Make digits after Arabic letters Arabic numbers (W2), and Arabic letters plain R (W3)."""
    strong = sequence.start
    for at, name in enumerate(sequence.classes):
        if name in {"L", "R", "AL"}:
            strong = name
        if name == "EN" and strong == "AL":
            sequence.classes[at] = "AN"
        elif name == "AL":
            sequence.classes[at] = "R"


def _separators(sequence: Sequence) -> None:
    """Let one separator between two numbers of a kind belong to them (W4)."""
    classes = sequence.classes
    for at in range(1, len(classes) - 1):
        around = classes[at - 1]
        if classes[at] not in _SEPARATORS or around != classes[at + 1]:
            continue
        if around == "EN" or (around == "AN" and classes[at] == "CS"):
            classes[at] = around


def _terminators(sequence: Sequence) -> None:
    """Let signs beside European numbers belong to them (W5); the others are neutral (W6)."""
    classes = sequence.classes
    for start, end in _stretches(classes, frozenset({"ET"})):
        before = classes[start - 1] if start else ""
        after = classes[end] if end < len(classes) else ""
        classes[start:end] = ["EN" if "EN" in {before, after} else "ON"] * (end - start)
    for at, name in enumerate(classes):
        if name in _SEPARATORS:
            classes[at] = "ON"


def _latin_numbers(sequence: Sequence) -> None:
    """Let numbers after Latin letters run with them (W7)."""
    strong = sequence.start
    for at, name in enumerate(sequence.classes):
        if name in {"L", "R"}:
            strong = name
        elif name == "EN" and strong == "L":
            sequence.classes[at] = "L"


def _brackets(sequence: Sequence, marks: list[bool]) -> None:
    """Set both brackets of a pair to one direction (N0)."""
    for opening, closing in sorted(_pairs(sequence)):
        direction = _bracket_direction(sequence, opening, closing)
        if direction is None:
            continue
        for bracket in (opening, closing):
            sequence.classes[bracket] = direction
            follower = bracket + 1
            while follower < len(marks) and marks[follower]:
                sequence.classes[follower] = direction
                follower += 1


def _pairs(sequence: Sequence) -> list[tuple[int, int]]:
    """Return the places of the bracket pairs (BD16)."""
    waiting: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for at, character in enumerate(sequence.characters):
        if sequence.classes[at] != "ON":
            continue
        bracket = _SAME.get(character, character)
        if bracket in CLOSING_OF:
            if len(waiting) == MOST_OPEN_BRACKETS:
                return []
            waiting.append((CLOSING_OF[bracket], at))
        elif bracket in _CLOSERS:
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == bracket:
                    found.append((waiting[depth][1], at))
                    del waiting[depth:]
                    break
    return found


def _bracket_direction(sequence: Sequence, opening: int, closing: int) -> str | None:
    own, classes = sequence.direction, sequence.classes
    inside = {_strong(classes[at]) for at in range(opening + 1, closing)} - {None}
    if not inside:
        return None
    if own in inside:
        return own
    # Read backwards in place: a copy of all that stands before, for each pair, takes for ever.
    for at in range(opening - 1, -1, -1):
        if (strong := _strong(classes[at])) is not None:
            return strong
    return sequence.start


def _neutrals(sequence: Sequence) -> None:
    """Let neutrals follow their neighbours where those agree (N1), else the level (N2)."""
    classes = sequence.classes
    for start, end in _stretches(classes, _NEUTRAL):
        before = _strong(classes[start - 1]) if start else sequence.start
        after = _strong(classes[end]) if end < len(classes) else sequence.end
        agreed = before if before == after and before is not None else sequence.direction
        classes[start:end] = [agreed] * (end - start)


def _strong(name: str) -> str | None:
    if name in _NUMBERS:
        return "R"
    return name if name in {"L", "R"} else None


def _stretches(classes: list[str], names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each unbroken stretch of some classes."""
    at = 0
    while at < len(classes):
        end = at
        while end < len(classes) and classes[end] in names:
            end += 1
        if end > at:
            yield at, end
        at = end + 1


def _bracket_table() -> dict[str, str]:
    """Return each opening bracket with its closing one: the next one in the chart that mirrors."""
    found = dict(_CROSSED)
    waiting = ""
    for character in (chr(code) for block in _BRACKET_BLOCKS for code in block):
        kind = unicodedata.category(character) if unicodedata.mirrored(character) else ""
        if kind == "Ps":
            waiting = character
        elif kind == "Pe" and waiting:
            found.setdefault(_SAME.get(waiting, waiting), _SAME.get(character, character))
            waiting = ""
    return found


CLOSING_OF = _bracket_table()
_CLOSERS = frozenset(CLOSING_OF.values())
_BRACKETS = _CLOSERS | CLOSING_OF.keys() | _SAME.keys()
