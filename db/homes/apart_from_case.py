"""Of a case that stays something may go: it is told in the history of that.

A note that few may read comes home alone, files are taken away, and the time of some forms is over
before that of their case. A program of somebody's own may say so of more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.log.routes import CASE, CASEFILE, INSTANCE, OTHER, REPEAT
from db.rows.rowplan import plans
from db.rows.these import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlcipher3 import Cursor

_CASES: Final = frozenset({CASEFILE, INSTANCE, REPEAT})
_WHOSE: Final = (
    "select distinct case_id from (select id, case_id from form_instance union all"
    " select id, case_id from attachment) where id in (select unhex(value) from json_each(?1))"
    " and case_id not in (select unhex(value) from json_each(?1)) order by case_id"
)


def is_of_a_case(table: str) -> bool:
    """Return whether what a table holds is a case, or a part of one."""
    plan = plans().get(table)
    return table in _CASES or bool(plan and any(slot.name in {CASE, OTHER} for slot in plan.slots))


def cases_left_alone(cursor: Cursor, gone: Iterable[bytes]) -> list[bytes]:
    """Return of which cases forms or files are about to go, and the case is not."""
    return [case for (case,) in cursor.execute(_WHOSE, (listed(gone),)).fetchall()]
