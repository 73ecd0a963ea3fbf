"""What she took back after a backup was made: known from the lists, where a restored store is not.

Only ids travel: which event of which case took something back, and not what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.guards.triggers import TAKEN_BACK
from db.guards.unions import united_with
from db.rows import settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlcipher3 import Cursor

# One event, and a case in which it counts.
TakenBack = tuple[bytes, bytes]

_UNKNOWN: Final = (
    "select 1 from casefile where id = :case"
    " and not exists (select 1 from entity where id = :event)"
)


def taken_back(cursor: Cursor) -> list[TakenBack]:
    """Return every event of a store by which somebody agreed to less than before.

    It counts in all cases of one person, so it is known of each of them.
    """
    said = [(bytes(event), bytes(case)) for event, case in cursor.execute(TAKEN_BACK).fetchall()]
    others = united_with(cursor, {case for _, case in said})
    return [*said, *((event, other) for event, case in said for other in sorted(others[case]))]


def keep_unheard(cursor: Cursor, said: Iterable[TakenBack]) -> None:
    """Keep in which cases of a restored store less was agreed to than it knows."""
    cases = set(unheard(cursor))
    for event, case in said:
        if cursor.execute(_UNKNOWN, {"case": case, "event": event}).fetchone():
            cases.add(case.hex())
    settings.keep_list(cursor, settings.UNHEARD, sorted(cases))


def unheard(cursor: Cursor) -> list[str]:
    """Return the cases in which a yes may not be relied on before it was talked about."""
    return settings.kept_list(cursor, settings.UNHEARD)


def heard(cursor: Cursor) -> None:
    """Forget the cases again, now that each of them says so itself."""
    settings.forget(cursor, settings.UNHEARD)
