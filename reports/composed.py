"""Paragraphs of one document, shaped and broken into lines: each is worked out once.

A letter that is tried in other air has the same words in the same lines.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
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


# A soft hyphen is one too: where a word ends is for this house to say, and it draws no hyphen.
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u2065]")


class Composed:
    """What the words of one document look like in its language."""

    def __init__(self, language: str) -> None:
        self._language: Final = language
        self._shaped: Final[dict[tuple[str, bool], tuple[Piece, ...]]] = {}
        self._lines: Final[dict[tuple[int, float], list[Line]]] = {}

    def shaped(self, text: str, *, bold: bool) -> tuple[Piece, ...]:
        """Return one paragraph as pieces; raises MissingGlyph for what no font can draw."""
        key = text, bold
        if key not in self._shaped:
            often = text.rstrip(" ") in fixed_sentences(self._language)
            shaped = _shaped_once if often else _shaped
            self._shaped[key] = shaped(text, self._language, bold=bold)
        return self._shaped[key]

    def lines(self, pieces: tuple[Piece, ...], room: float) -> list[Line]:
        """Return a shaped paragraph as lines no wider than the room at size 1, one at least."""
        # What was shaped is kept, so that no other paragraph can come to have its number.
        key = id(pieces), room
        if key not in self._lines:
            self._lines[key] = break_into_lines(pieces, room) or [EMPTY]
        return self._lines[key]


def _shaped(text: str, language: str, *, bold: bool) -> tuple[Piece, ...]:
    level = 0 if language_of(language).direction == "ltr" else 1
    return shape(tidy(text), faces_for(language, bold=bold), language, level)


# Only what stands in every letter: words of a case are not kept beyond their document.
_shaped_once: Final = cache(_shaped)


def tidy(text: str) -> str:
    """Return text as it may be set: composed, without controls that no reader sees."""
    # Composed last: with a control taken out, a letter and its accent may have become neighbours.
    return unicodedata.normalize("NFC", clean(_CONTROLS.sub("", text.replace("\t", " "))))
