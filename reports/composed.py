"""Paragraphs of one document, shaped and broken into lines: each is worked out once.

A letter that is tried in other air has the same words in the same lines.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reports.bidi import clean
from reports.faces import faces_for
from reports.lines import EMPTY, break_into_lines
from reports.shaping import shape
from reports.templates import fixed_sentences
from texts.language import language_of

if TYPE_CHECKING:
    from reports.lines import Line
    from reports.shaping import Piece

    Lines = dict[tuple[int, float], list[Line]]

# One sentence stands in few widths: there are far fewer lines of them than this.
_MOST_LINES: Final = 10_000
# An office says some twenty things, in any of the languages of letters.
_MOST_OFTEN: Final = 10_000
# A soft hyphen is one too: where a word ends is for this house to say, and it draws no hyphen.
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u2065]")


class Composed:
    """What the words of one document look like in its language."""

    def __init__(self, language: str) -> None:
        self._language: Final = language
        self._shaped: Final[dict[tuple[str, bool], tuple[Piece, ...]]] = {}
        self._lines: Final[Lines] = {}
        self._fixed: Final[set[int]] = set()
        self._tidy: Final[dict[str, str]] = {}
        # What the office says in every letter, besides what every office says.
        self._often: Final[set[str]] = set()
        self.squares: Final[dict[str, list[list[bool]]]] = {}

    def expect(self, text: str) -> None:
        """Keep the look of words for the next documents; they must be of no case."""
        self._often.update(text.splitlines())

    def shaped(self, text: str, *, bold: bool) -> tuple[Piece, ...]:
        """Return one paragraph as pieces; raises MissingGlyph for what no font can draw."""
        key = text, bold
        if key not in self._shaped:
            said = text.rstrip(" ")
            often = said in self._often or said in fixed_sentences(self._language)
            shaped = _shaped_once if often else _shaped
            pieces = self._shaped[key] = shaped(text, self._language, bold=bold)
            if often:
                self._fixed.add(id(pieces))
        return self._shaped[key]

    def lines(self, pieces: tuple[Piece, ...], room: float) -> list[Line]:
        """Return a shaped paragraph as lines no wider than the room at size 1, one at least."""
        # What was shaped is kept, so that no other paragraph can come to have its number.
        key = id(pieces), room
        kept = _fixed_lines if id(pieces) in self._fixed else self._lines
        if key not in kept:
            if len(kept) >= _MOST_LINES:
                kept.clear()
            kept[key] = break_into_lines(pieces, room) or [EMPTY]
        return kept[key]

    def tidied(self, text: str) -> str:
        """Return text as it may be set."""
        if text not in self._tidy:
            self._tidy[text] = tidy(text)
        return self._tidy[text]


def _shaped(text: str, language: str, *, bold: bool) -> tuple[Piece, ...]:
    level = 0 if language_of(language).direction == "ltr" else 1
    return shape(tidy(text), faces_for(language, bold=bold), language, level)


# Only what stands in every letter: words of a case are not kept beyond their document.
_shaped_once: Final = lru_cache(_MOST_OFTEN)(_shaped)
_fixed_lines: Final[Lines] = {}


def tidy(text: str) -> str:
    """Return text as it may be set: composed, without controls that no reader sees."""
    # Composed last: with a control taken out, a letter and its accent may have become neighbours.
    return unicodedata.normalize("NFC", clean(_CONTROLS.sub("", text.replace("\t", " "))))
