"""A to Z in any language: letters without case, marks and signs, as in a book."""

from __future__ import annotations

import unicodedata
from typing import Final

# Two letters in one sign stand in a book where both would.
_IN_TWO: Final = str.maketrans({"œ": "oe", "æ": "ae"})


def sort_key(words: str) -> str:
    """Return the letters of words by which they are sorted wherever people read them."""
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_IN_TWO))
    return "".join(letter for letter in plain if letter.isalnum() or letter == " ").strip()
