"""A workbook in which some agreed to be counted, and some did not."""

from __future__ import annotations

from copy import copy

from make import Clock, Desks

OUTSIDE = {
    "purpose": "statistics_external",
    "recipient": None,
    "items": None,
}


def some_agreed(template, home, clock=None):
    """Return a template in which thirteen women and twelve men agreed to figures, and when."""
    clock = clock or Clock()
    desks = Desks(template, home, clock)
    for gender in ["woman"] * 13 + ["man"] * 12:
        desks.agree(desks.visit(gender=gender), **OUTSIDE)
    desks.agree(desks.visit(gender="woman"), **(OUTSIDE | {"answer": "refused"}))
    desks.visit(gender="non_binary")
    desks.close()
    made = copy(template)
    made.home = desks.home
    return made, clock.moment
