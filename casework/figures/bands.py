"""Bands of numbers as lists name them: `0_5` from nought to five, `61_over` from there on."""

from __future__ import annotations

from functools import cache
from typing import Final

from forms.codelists import code_list

_OVER: Final = "over"


def band(list_id: str, number: int) -> str:
    """Return the code of the band of a number, or nothing where none holds it."""
    return next((code for code, least, most in _bands(list_id) if least <= number <= most), "")


def band_between(list_id: str, least: int, most: int) -> str:
    """Return the band of a number of which the least and the most are known.

    It is nothing where the two lie in different ones: what could be either is not known.
    """
    found = {band(list_id, least), band(list_id, most)}
    return found.pop() if len(found) == 1 else ""


@cache
def _bands(list_id: str) -> tuple[tuple[str, int, float], ...]:
    codes = [one.id for one in code_list(list_id).codes.values() if not one.non_answer]
    ends = [code.partition("_") for code in codes]
    return tuple(
        (code, int(first), float("inf") if last == _OVER else int(last))
        for code, (first, _, last) in zip(codes, ends, strict=True)
    )
