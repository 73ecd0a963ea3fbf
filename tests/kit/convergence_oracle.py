"""What stands after any exchange, said again in plain sets: it knows nothing of how things meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

# The least safe first; of an instant the earliest is safe. Before she was born nobody agrees.
SAFE = {"status": ["open", "cancelled", "done", "void"], "active": ["yes", "no"]}
GONE, KEPT, BORN = object(), timedelta(days=80), 2001


@dataclass(eq=False)
class Said:
    """One thing that somebody saved, and what of all before she saw when she did."""

    entity: bytes
    field: str
    value: object
    sees: frozenset[Said] = frozenset()
    # By which operations: whoever has got so far in their lanes knows it.
    told: set[tuple[bytes, int, int]] = field(default_factory=set)


def standing(said) -> dict[tuple[bytes, str], set[Said]]:
    """Return of each field what nobody who saw it replaced."""
    replaced = {before for one in said for before in one.sees if before.field == one.field}
    found: dict[tuple[bytes, str], set[Said]] = {}
    for one in set(said) - replaced:
        found.setdefault((one.entity, one.field), set()).add(one)
    return found


def is_gone(stands, entity) -> bool | None:
    """Return whether something is gone; None where somebody who did not know changed it."""
    ends = {one for one in stands.get((entity, ""), ()) if one.value is GONE}
    rest = {one for key, some in stands.items() if key[0] == entity for one in some} - ends
    return None if rest - {seen for end in ends for seen in end.sees} and ends else bool(ends)


def is_shown(some, name, value) -> bool:
    """Return whether a value may be shown of a field of which some things stand."""
    values = [one.value for one in some]
    if name == "limits_explained_at":
        return value == min(values)
    return value == max(values, key=SAFE[name].index) if name in SAFE else value in values


def is_elsewhere(words, today: datetime) -> bool:
    """Return whether she agreed to it last, took it back never since, and the time is not over."""
    given = [one for one in words if one.value[0] == "yes" and one.value[1].year > BORN]
    last = max(given, key=lambda one: one.value[1:], default=None)
    ends = [one for one in words if one.value[0] == "no"]
    if last is None or any(last in one.sees or one.value[1] >= last.value[1] for one in ends):
        return False
    return last.value[1].date() <= today.date() <= (last.value[1] + KEPT).date()
