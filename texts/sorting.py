"""A to Z in any language: letters without case, marks and signs, as in a book."""

from __future__ import annotations

import unicodedata


def sort_key(words: str) -> str:
    """Return the letters of words by which they are sorted wherever people read them."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in plain if letter.isalnum() or letter == " ").strip()
