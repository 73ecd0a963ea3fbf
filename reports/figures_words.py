"""Figures in words: what a cell is about, and what is printed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.figures.people import UNKNOWN, YES
from casework.protect.printed import Mark, Number
from forms.codelists import label

if TYPE_CHECKING:
    from casework.protect.printed import Printed

_LISTS: Final = {"age": "age_band_report", "gender": "gender", "area": "area"}
_ANY_LIST: Final = "yes_no_answer"


def code_words(dim: str, code: str, language: str) -> str:
    """Return what a code of a dimension is called; a yes to something is named by it."""
    if code == UNKNOWN:
        return label(_ANY_LIST, UNKNOWN, language)
    named = dim if code == YES else code if "." in code else f"{_LISTS[dim]}.{code}"
    list_id, _, found = named.partition(".")
    return label(list_id, found, language)


def shown_as(printed: Printed | None) -> str:
    """Return a printed cell in signs that every language reads; nothing of what is not told."""
    if printed is None:
        return ""
    if isinstance(printed, Mark):
        return f"<{printed.least}"
    if isinstance(printed, Number):
        return str(printed.value)
    return f"{printed.lo}-{printed.hi}"
