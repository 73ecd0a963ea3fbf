"""What is a part of a case goes with it: what may leave, or be erased, while its case stays.

A note that few may read comes home alone, files are taken away, and the time of some forms is over
before that of their case. Of nothing else does our program ever say so: whoever does, with one of
her own, would take from everybody what a colleague wrote, or took back.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from casework.keeping.retention import rules
from casework.keeping.scope import STAY_ALONE
from db.log.routes import CASE, CASEFILE, HOLDER, INSTANCE, OTHER, REPEAT
from db.rows.rowplan import plans
from db.rows.these import listed
from ledger.ops import PLACE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlcipher3 import Cursor

_CASES: Final = frozenset({CASEFILE, INSTANCE, REPEAT})
_FORM: Final = "form_id"
_FILE: Final = "attachment"
_LIVES: Final = "select stream from entity where id = ? and lane is not null and life in (0, 2)"
_GONE: Final = (
    "select 1 from entity where id = ?1 and life in (1, 3) union all"
    " select 1 from cell_meta as c join op as o using (lane, aseq, idx)"
    " where c.entity = ?1 and c.field = ?2 and o.kind = 5"
)
_WHOSE: Final = (
    "select distinct case_id from (select id, case_id from form_instance union all"
    " select id, case_id from attachment) where id in (select unhex(value) from json_each(?1))"
    " and case_id not in (select unhex(value) from json_each(?1)) order by case_id"
)


def is_of_a_case(table: str) -> bool:
    """Return whether what a table holds is a case, or a part of one."""
    plan = plans().get(table)
    return table in _CASES or bool(plan and any(slot.name in {CASE, OTHER} for slot in plan.slots))


def leaves_alone(table: str, fields: Mapping[str, Any]) -> bool:
    """Return whether something may leave a stream, and its case stays there."""
    if table == INSTANCE:
        return fields.get(_FORM) in STAY_ALONE
    return table == CASEFILE or not is_of_a_case(table)


def is_erased_alone(table: str, fields: Mapping[str, Any]) -> bool:
    """Return whether something may be erased, and its case is not."""
    if table == INSTANCE:
        return fields.get(_FORM) in _forms_over()
    return table in {CASEFILE, _FILE} or not is_of_a_case(table)


def stays_with(cursor: Cursor, fields: Mapping[str, Any], left: Collection[bytes]) -> bool:
    """Return whether a part stays, though somebody says that it left: all that it is a part of is.

    Two cases stand together where both live. What nobody has heard of did not leave.
    """
    named = (fields.get(name) for name in (CASE, OTHER, HOLDER))
    wholes = [whole for whole in named if isinstance(whole, bytes)]
    if not wholes or not all(_is_not_gone(cursor, one) for one in wholes if one not in left):
        return False
    places = {cursor.execute(_LIVES, (one,)).fetchone() for one in wholes}
    return len(places) == 1 and not any(one in left for one in wholes)


def cases_left_alone(cursor: Cursor, gone: Iterable[bytes]) -> list[bytes]:
    """Return of which cases forms or files are about to go, and the case is not."""
    return [case for (case,) in cursor.execute(_WHOSE, (listed(gone),)).fetchall()]


def _is_not_gone(cursor: Cursor, whole: bytes) -> bool:
    return cursor.execute(_GONE, (whole, PLACE)).fetchone() is None


@cache
def _forms_over() -> frozenset[str]:
    return frozenset(form for rule in rules() for form in rule.forms)
