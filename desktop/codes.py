"""Recovery codes as people type them: any case, any digits, letters that look like digits."""

from __future__ import annotations

import unicodedata
from typing import Final

_LOOKS_LIKE: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})


def tidy_code(typed: str) -> str:
    """Return what was typed as the sheet prints it, without the gaps between groups."""
    plain = (_plain(sign) for sign in unicodedata.normalize("NFKC", typed))
    return "".join(plain).upper().translate(_LOOKS_LIKE)


def groups_of(code: str) -> tuple[str, ...]:
    """Return the groups of a printed code, in the order in which they are read."""
    return tuple(code.split("-"))


def _plain(sign: str) -> str:
    if sign.isalpha():
        return sign
    digit = unicodedata.digit(sign, None)
    return "" if digit is None else str(digit)
