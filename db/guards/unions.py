"""Cases of one person: which are read together, in SQL and by id.

One is the case under which all are found; the others point to it and to nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlcipher3 import Cursor

_SAME: Final = "select case_id, other_id from case_pair where answer = 'same'"
_UNDER: Final = (
    "(select {case} union select m.other_id from case_pair as m where m.answer = 'same'"
    " and m.case_id = ifnull((select r.case_id from case_pair as r where r.other_id = {case}"
    " and r.answer = 'same'), {case}) union select u.case_id from case_pair as u"
    " where u.other_id = {case} and u.answer = 'same')"
)


def one_persons(case: str) -> str:
    """Return what selects the ids of a case and of all others of its person."""
    return _UNDER.format(case=case)


def heads(cursor: Cursor) -> dict[bytes, bytes]:
    """Return for every case that is kept with another the one under which it is found."""
    return {part: head for head, part in cursor.execute(_SAME).fetchall()}


def united_with(cursor: Cursor, cases: Iterable[bytes]) -> Mapping[bytes, frozenset[bytes]]:
    """Return for each of some cases the others of the same person."""
    known = heads(cursor)
    together: defaultdict[bytes, set[bytes]] = defaultdict(set)
    for part, head in known.items():
        together[head] |= {head, part}
    alone: frozenset[bytes] = frozenset()
    return {case: frozenset(together.get(known.get(case, case), alone)) - {case} for case in cases}
