"""What was due with figures and left out of them: no reader has it, and none may work it out later.

A mark that could not be kept is left out. Nothing is said of its cell then, but the proof of what
is published later has to know of it, or later figures might tell what the mark would have hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.figures.plan import cells, name_of, plans, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casework.protect.shape import Name


def unsaid(published: Iterable[tuple[str, str]], told: Iterable[Name]) -> Sequence[Name]:
    """Return the cells of plans that were published for a period and were never told at all.

    `published` are the names of plans, each with a period.
    """
    known, every = plans(), frozenset(told)
    due = {
        name_of(key)
        for plan, period in {*published}
        if plan in known
        for mine in cells(known[plan], period).values()
        for key, _margin in mine
    }
    return sorted(due - every, key=lambda one: (year_of(one), one.people, one.key))
