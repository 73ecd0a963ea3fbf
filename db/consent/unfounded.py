"""Letters, tellings and referrals from elsewhere that rest on no agreement known here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.guards.triggers import UNFOUNDED
from db.rows.these import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlcipher3 import Cursor

_CLEARED: Final = "delete from unfounded where case_id in (select unhex(value) from json_each(?))"
_MARK: Final = ("insert or ignore into unfounded (entity, case_id, sort)", UNFOUNDED)
_OF: Final = "select entity, sort from unfounded where case_id = ? order by sort, entity"


def mark_unfounded(cursor: Cursor, cases: Iterable[bytes]) -> None:
    """Look again, in some cases, at what was told and asked for elsewhere."""
    these = listed(cases)
    cursor.execute(_CLEARED, (these,))
    cursor.execute(" ".join(_MARK), {"cases": these})


def unfounded(cursor: Cursor, case: bytes) -> Sequence[tuple[bytes, str]]:
    """Return what in a case rests on no agreement known here, each with what it is."""
    return cursor.execute(_OF, (case,)).fetchall()
