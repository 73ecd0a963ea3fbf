"""Numbers inside text: kept on one line and in the order in which they are said.

Without this the telephone number +000 91 234 5678 prints as 5678 234 91 000+ in Arabic,
because the rules of Unicode say so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

_ISOLATE, _POP, _TO_THE_RIGHT = "\u2066", "\u2069", "\u200e"
_ISOLATED = "\u2066[^\u2066-\u2069]*\u2069"
# Tried only where a stretch begins: else a long one is walked through over and over.
_MAIL = r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_CODE = r"(?<![\w-])(?=[A-Z0-9-]*[0-9])[A-Z0-9]+(?:-[A-Z0-9]+)+(?![\w-])"
# A bracket belongs to it where it is closed within: else one half of a pair would be isolated.
_AREA = r"(?:\((?=\d[\d \u00a0.-]*\)[\d \u00a0().-]*\d))?"
_TELEPHONE = rf"(?<![\w+])\+?{_AREA}\d[\d \u00a0().-]{{5,}}\d(?!\w)"
_TIMES = r"\d{1,2}:\d{2}(?:\s?[-\u2013]\s?\d{1,2}:\d{2})?"
_DATE = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}"
_RANGE = r"(?<!\d)\d+\s?[-\u2013]\s?\d+(?!\d)"
_KEPT_TOGETHER: Final = re.compile(
    f"{_ISOLATED}|{_MAIL}|{_TIMES}|{_DATE}|{_CODE}|{_TELEPHONE}|{_RANGE}"
)
# Each of them holds a digit or this sign, and most sentences hold neither.
_HOLDS_SOME: Final = re.compile(r"[\d@]")

# Between Arabic figures a space or a dash takes their direction, also in an isolate.
_GROUP: Final = re.compile("[\u0660-\u0669]+")
_NEXT_GROUP: Final = re.compile("(?<=[\u0660-\u0669][ \u00a0\u2013-])(?=[\u0660-\u0669])")
_SPACES: Final = " \u00a0"
# A telephone begins so, and no year and no age.
_DIALLED: Final = ("\u0660", "+", "(")
_FROM_AND_TO: Final = 2

# Signs that nobody sees and nobody types; they come with what was pasted from elsewhere. Beside a
# figure a mark of direction parts a number, and each part goes its own way.
_MARKS: Final = "[\u200e\u200f\u061c]+"
_IN_A_NUMBER: Final = re.compile(
    rf"(?:(?<=[\d+])|(?<=[\d+][ \u00a0])){_MARKS}|{_MARKS}(?=[ \u00a0]?[\d+])"
)
_OLD_CONTROLS: Final = re.compile("[\u202a-\u202e]")
_ISOLATES: Final = re.compile("[\u2066-\u2069]")
_PAIR: Final = re.compile("[\u2066-\u2068]([^\u2066-\u2069]*)\u2069")
# As deep as Unicode lets one direction stand in another.
_DEEPEST = 125
# A sign that turns nothing, is not seen and lets lines break where the stray ones let them.
_IDLE = "\u206a"


def as_typed(text: str) -> str:
    """Return typed text without stray signs that could turn round a number or what follows."""
    return without_stray(_in_whole_numbers(text, ""))


def with_idle_signs(text: str) -> str:
    """Return text as long as before, with a sign that does nothing for each stray one."""
    return without_stray(_in_whole_numbers(text, _IDLE), _IDLE)


def _in_whole_numbers(text: str, instead: str) -> str:
    return _IN_A_NUMBER.sub(lambda found: instead * len(found.group()), text)


def without_stray(text: str, instead: str = "") -> str:
    """Return text without signs that could turn round what stands after them.

    Marks of direction stay: our own sentences put them between two years.
    """
    kept = rest = _OLD_CONTROLS.sub(instead, text)
    for _ in range(_DEEPEST):
        if not _ISOLATES.search(rest):
            return kept
        rest = _PAIR.sub(r"\1", rest)
    return _ISOLATES.sub(instead, kept) if _ISOLATES.search(rest) else kept


def protect(text: str) -> str:
    """Return text in which no number, time, date in digits, code or address turns round or breaks.

    Each is isolated; lines are never broken inside an isolate.
    """
    return _KEPT_TOGETHER.sub(_isolated, text) if _HOLDS_SOME.search(text) else text


def places_together(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each of them begins and ends, unless it is isolated already."""
    if _HOLDS_SOME.search(text):
        for found in _KEPT_TOGETHER.finditer(text):
            if not found.group().startswith(_ISOLATE):
                yield found.span()


def next_groups(part: str) -> Iterator[int]:
    """Yield where further groups of Arabic figures begin that would stand before the first.

    From one year, age or hour to another they go to the left, as the words around them.
    """
    groups = _GROUP.findall(part)
    dialled = len(groups) > _FROM_AND_TO or part.startswith(_DIALLED)
    for found in _NEXT_GROUP.finditer(part):
        if part[found.start() - 1] in _SPACES or (dialled and ":" not in part):
            yield found.start()


def isolated(part: str) -> str:
    """Return one number, code or address so that nothing in it turns round."""
    signs, done = [_ISOLATE], 0
    for at in next_groups(part):
        signs += [part[done:at], _TO_THE_RIGHT]
        done = at
    return "".join((*signs, part[done:], _POP))


def _isolated(found: Match[str]) -> str:
    part = found.group()
    return part if part.startswith(_ISOLATE) else isolated(part)
