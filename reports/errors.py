"""Why a paper could not be made: codes, and code points, but never a value of a case."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable


class PaperRefused(Exception):
    """Raised when a document cannot be made as asked; its sentence is `error.<code>`."""

    code: ClassVar[str]
    characters = ""


class MissingGlyph(PaperRefused):
    """Raised for characters that no font of ours can draw, and names them.

    Where it is known, `fields` are the text ids of the labels they stand under.
    """

    code = "missing_glyph"

    def __init__(self, characters: Iterable[str]) -> None:
        self.signs = frozenset(characters)
        self.fields: tuple[str, ...] = ()
        self.characters = ", ".join(map(_named, sorted(self.signs)))
        super().__init__(self.characters)


class FontsMissing(PaperRefused):
    """Raised when a font was not built; carries the file's name."""

    code = "fonts_missing"


class TooManyGlyphs(PaperRefused):
    """Raised when one document needs more glyphs than a font can hold."""

    code = "too_many_glyphs"


class TooManyMarks(PaperRefused):
    """Raised when marks pile up on one character beyond what a font can say."""

    code = "too_many_marks"


class SealingMissing(PaperRefused):
    """Raised where the library that seals is not installed."""

    code = "sealing_missing"


class NoRecipient(PaperRefused):
    """Raised when what a file should be sealed to is no key."""

    code = "recipient_unreadable"


class TooLargeForWords(PaperRefused):
    """Raised when what is sealed to words would not fit into memory."""

    code = "too_large_for_words"


class NotOpened(PaperRefused):
    """Raised when a sealed file does not open with a key, or is damaged."""

    code = "sealed_not_opened"


class TornOff(PaperRefused):
    """Raised when a file could not be sealed to its end."""

    code = "file_not_written"


class EmptyPassphrase(PaperRefused):
    """Raised when protection is asked for with a passphrase that protects nothing."""

    code = "empty_passphrase"


def _named(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()
