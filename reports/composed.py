"""Paragraphs of one document, shaped and broken into lines: each is worked out once.

A letter that is tried in other air has the same words in the same lines.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from reports.bidi import clean
from reports.faces import faces_for
from reports.lines import EMPTY, break_into_lines
from reports.shaping import shape
from texts.language import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.lines import Line
    from reports.shaping import Piece


class Composed:
    """What the words of one document look like in its language."""

    def __init__(self, language: str) -> None:
        self._language: Final = language
        self._level: Final = 0 if language_of(language).direction == "ltr" else 1
        self._shaped: Final[dict[tuple[str, bool], tuple[Piece, ...]]] = {}
        self._lines: Final[dict[tuple[int, float], list[Line]]] = {}

    def shaped(self, text: str, *, bold: bool) -> tuple[Piece, ...]:
        """Return one paragraph as pieces; raises MissingGlyph for what no font can draw."""
        key = text, bold
        if key not in self._shaped:
            faces = faces_for(self._language, bold=bold)
            self._shaped[key] = shape(tidy(text), faces, self._language, self._level)
        return self._shaped[key]

    def lines(self, pieces: tuple[Piece, ...], room: float) -> list[Line]:
        """Return a shaped paragraph as lines no wider than the room at size 1, one at least."""
        # What was shaped is kept, so that no other paragraph can come to have its number.
        key = id(pieces), room
        if key not in self._lines:
            self._lines[key] = break_into_lines(pieces, room) or [EMPTY]
        return self._lines[key]


def tidy(text: str) -> str:
    """Return text as it may be set: composed, without controls that no reader sees."""
    kept = "".join(_printable(unicodedata.normalize("NFC", text)))
    return clean(kept)


def _printable(text: str) -> Iterator[str]:
    for character in text:
        if character == "\t":
            yield " "
        elif unicodedata.category(character) != "Cc":
            yield character
