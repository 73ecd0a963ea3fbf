"""What of a case is said for good has to be there again once the case is back.

Where a case left nothing of it stays. Whoever has it at home with a program of her own could bring
it out again without what a colleague had recorded as taken back: a yes would stand again. So each
workbook remembers what it had, by ids and a mark that tells nothing, until that is back or the case
is erased. What is missing, or is not what it was, holds all that was agreed until it comes, or
somebody who has talked with her lifts that.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import cbor2

from db.guards.triggers import KEPT_COLUMNS
from db.rows.moments import stored
from db.rows.rowplan import plans
from db.rows.these import THESE, listed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlcipher3 import Connection, Cursor

# What takes back, or says what was agreed to; what keeps somebody out, and who opened it in need.
_SAID_FOR_GOOD: Final = (
    *("conflict_link", "consent_event", "consent_grant", "glass", "hold", "letter_recall"),
)
_SALT: Final = 16
# So few bits that they tell nobody what it was; whoever does not know the salt guesses once.
_TELLING: Final = 2
_ROWS: Final = "select id, case_id, {columns} from {table} where id {these}"
_REMEMBER: Final = "insert or replace into taken_back values (?, ?, ?, null)"
_ANY: Final = "select 1 from taken_back limit 1"
_BACK: Final = (
    "select t.id, t.case_id, t.mark, t.since is not null from taken_back as t"
    " join casefile as c on c.id = t.case_id order by t.case_id, t.id"
)
_AWAY: Final = (
    "update taken_back set since = null where since is not null"
    " and case_id not in (select id from casefile)"
)
_IS_THERE: Final = "delete from taken_back where id = ?"
_MISSING: Final = "update taken_back set since = ? where id = ?"
_HOLDING: Final = (
    "select count(distinct t.case_id) from taken_back as t where t.since is not null"
    " and not exists (select 1 from consent_event as l where l.case_id = t.case_id"
    " and l.kind = 'lifted' and instr(l.seen, t.id) > 0)"
)


def remember(cursor: Cursor, gone: Iterable[bytes]) -> None:
    """Remember of what is about to go, while it is there, what may not be lacking later."""
    these = listed(gone)
    for table in _SAID_FOR_GOOD:
        rows = _rows(cursor, table, these)
        cursor.executemany(_REMEMBER, [(one, case, _marked(said)) for one, case, said in rows])


def look_again(cursor: Cursor, now: datetime) -> set[bytes]:
    """Look whether all is back of the cases that are; return those of which that changed."""
    if cursor.execute(_ANY).fetchone() is None:
        return set()
    cursor.execute(_AWAY)
    changed: set[bytes] = set()
    known = cursor.execute(_BACK).fetchall()
    these = listed(one for one, *_rest in known)
    there = {
        one: said
        for table in (_SAID_FOR_GOOD if known else ())
        for one, _case, said in _rows(cursor, table, these)
    }
    for one, case, mark, was_missing in known:
        if one in there and _marked(there[one], mark[:_SALT]) == mark:
            cursor.execute(_IS_THERE, (one,))
            changed |= {case} if was_missing else set()
        elif not was_missing:
            cursor.execute(_MISSING, (stored(now), one))
            changed.add(case)
    return changed


def held_back(connection: Connection) -> int:
    """Return in how many cases nothing that was agreed holds, as something is missing."""
    ((number,),) = connection.execute(_HOLDING).fetchall()
    return int(number)


def _rows(cursor: Cursor, table: str, these: str) -> list[tuple[bytes, bytes, dict[str, Any]]]:
    names = KEPT_COLUMNS.get(table) or [slot.name for slot in plans()[table].slots]
    columns = ", ".join(f'"{name}"' for name in names)
    query = _ROWS.format(columns=columns, table=table, these=THESE)
    return [
        (one, case, dict(zip(names, said, strict=True)))
        for one, case, *said in cursor.execute(query, (these,)).fetchall()
    ]


def _marked(said: dict[str, Any], salt: bytes = b"") -> bytes:
    """Return a mark by which what was said is known again, and can not be read."""
    salt = salt or os.urandom(_SALT)
    told = cbor2.dumps(sorted((name, value) for name, value in said.items() if value is not None))
    return salt + blake2b(told, key=salt, digest_size=_TELLING).digest()
