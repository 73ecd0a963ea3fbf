"""The functions of the language by subject, and the table of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from forms.expr.functions import (
    choices,
    codes,
    dates,
    geo,
    nodes,
    numbers,
    repeats,
    special,
    text,
)

if TYPE_CHECKING:
    from forms.expr.functions.registry import Function

STANDARD: Final[dict[str, Function]] = {
    name: function
    for module in (choices, codes, dates, geo, nodes, numbers, repeats, special, text)
    for name, function in module.TABLE.items()
}
