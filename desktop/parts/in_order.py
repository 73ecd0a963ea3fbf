"""Words on the screen in the order in which they are said, whichever way they run.

Without this the telephone number +000 91 234 5678 stands as 5678 234 91 000+ among Arabic or Urdu
words, because the rules of Unicode say so; and a sign that nobody sees, pasted with a name, could
turn round all that stands after it. What is kept is what was typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import bidirectional

from PySide6.QtCore import Qt

from texts.dates import NO_BREAK_SPACE
from texts.kept_together import isolated, places_together, without_stray

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

# What stands before says how a number runs; behind an isolate or in a new line nothing does.
_STRONG: Final = frozenset({"L", "R", "AL", "PDI", "B"})
_ARABIC_FIGURE: Final = re.compile("[\u0660-\u0669]")
_FIGURE: Final = re.compile(r"\d")
_ISOLATED: Final = re.compile("\u2066[^\u2066-\u2069]*\u2069")
# Whatever runs to the left, and what else could turn a line round.
_TURNING: Final = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def in_order(words: str, way: Qt.LayoutDirection) -> str:
    """Return words as they are shown where lines run that way: no number turns round or breaks."""
    kept = without_stray(words) if _TURNING.search(words) else words
    mirrored = way is Qt.LayoutDirection.RightToLeft
    if not _FIGURE.search(kept) or not (mirrored or _TURNING.search(kept)):
        return kept
    parts, done = [], 0
    for begins, ends in turning_places(kept):
        parts += [kept[done:begins], isolated(kept[begins:ends])]
        done = ends
    return _ISOLATED.sub(_unbroken, "".join((*parts, kept[done:])))


def turning_places(words: str) -> Iterator[tuple[int, int]]:
    """Yield where each number begins and ends that would turn round, or could.

    Behind words that run to the right it goes along with them; isolated it would cut them in two.
    """
    done, after = 0, ""
    for begins, ends in places_together(words):
        strong = map(bidirectional, reversed(words[done:begins]))
        after = next((way for way in strong if way in _STRONG), after)
        if after != "L" or _ARABIC_FIGURE.search(words, begins, ends):
            yield begins, ends
        done = ends


def could_turn(words: str) -> bool:
    """Return whether anything in words runs to the left, or could turn a line round."""
    return bool(_TURNING.search(words))


def _unbroken(found: Match[str]) -> str:
    # Between figures of Arabic a plain space would take the direction of the words around them.
    return found.group().replace(" ", NO_BREAK_SPACE)
