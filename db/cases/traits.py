"""What people may be known by again, kept case by case for whoever looks for somebody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from casework.persons.traits import NAMES, PHONES, Traits, keys_of, traits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlcipher3 import Cursor

EMPTIED: Final = "delete from trait where case_id = ?"
# What stands before this in the alphabet are keys that few share.
CALLED: Final = "said "
NUMBER: Final = "number "
TOLD: Final = frozenset({*NAMES, *PHONES})
_OF: Final = "select value from trait where case_id = ?"
_BORN: Final = "select born_from, born_until from person where case_id = ?"
_KEEP: Final = "insert or ignore into trait (value, case_id) values (?, ?)"


def keep_traits(cursor: Cursor, case: bytes, said: Mapping[str, Any], on: date) -> None:
    """Keep what a form says by which somebody may be known, and under what it is found.

    What the case says already counts with it: a later form may tell a birth without a name.
    """
    if any(field in TOLD or field.startswith("person.") for field in said):
        values = trait_values(said, on, read_traits(*_rows(cursor, case)))
        cursor.executemany(_KEEP, ((value, case) for value in sorted(values)))


def trait_values(said: Mapping[str, Any], on: date, known: Traits) -> frozenset[str]:
    """Return under what somebody is kept after a form, by what was known with her birth in it."""
    if not (known.names or known.phones) and TOLD.isdisjoint(said):
        # A birth alone is shared by far too many.
        return frozenset()
    told = traits_of(said, on)
    whole = Traits(told.names | known.names, told.phones | known.phones, known.born)
    return keys_of(whole).union(f"{CALLED}{name}" for name in whole.names)


def read_traits(values: Iterable[str], born: tuple[str | None, str | None]) -> Traits:
    """Return the traits of a case out of its rows."""
    values = list(values)
    first, last = born
    return Traits(
        names=frozenset(one[len(CALLED) :] for one in values if one.startswith(CALLED)),
        phones=frozenset(one[len(NUMBER) :] for one in values if one.startswith(NUMBER)),
        born=(date.fromisoformat(first), date.fromisoformat(last)) if first and last else None,
    )


def _rows(cursor: Cursor, case: bytes) -> tuple[list[str], tuple[str | None, str | None]]:
    values = [value for (value,) in cursor.execute(_OF, (case,)).fetchall()]
    return values, cursor.execute(_BORN, (case,)).fetchone() or (None, None)
