"""Recovery codes as people type them: any case, any digits, letters that look like digits."""

from __future__ import annotations

import unicodedata
from typing import Final

# As the store reads the codes of two sheets.
_BETWEEN: Final = "+"
# One sheet has 56 letters, each of three 64.
_LONGEST_OF_ONE: Final = 60
_LOOKS_LIKE: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})


def tidy_code(typed: str) -> str:
    """Return what was typed as the sheet prints it, without the gaps between groups."""
    plain = (_plain(sign) for sign in unicodedata.normalize("NFKC", typed))
    return "".join(plain).upper().translate(_LOOKS_LIKE)


def groups_of(code: str) -> tuple[str, ...]:
    """Return the groups of a printed code, in the order in which they are read."""
    return tuple(code.split("-"))


def sheets_of(code: str) -> tuple[str, ...]:
    """Return the codes of the sheets that were made together: one, or three."""
    return tuple(code.split(_BETWEEN))


def is_of_three(typed: str) -> bool:
    """Return whether what was typed is as long as one of three sheets, and not as the one."""
    return _BETWEEN not in typed and len(tidy_code(typed)) > _LONGEST_OF_ONE


def together(*typed: str) -> str:
    """Return what was typed from several sheets as one code."""
    return _BETWEEN.join(map(tidy_code, typed))


def _plain(sign: str) -> str:
    if sign.isalpha():
        return sign
    digit = unicodedata.digit(sign, None)
    return "" if digit is None else str(digit)
