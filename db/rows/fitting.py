"""Whether what came from elsewhere fits the columns of this program: types, codes, moments.

What does not fit is kept in the log and waits, as what a newer program wrote does; shown, it would
stop whoever looks at the case.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from casework.consent.event import ConsentKind
from casework.consent.grant import Purpose, Reach
from casework.files.attachment import Cleaned, Form, Sort
from casework.persons.pair import PairAnswer
from casework.records.case import CaseStatus
from casework.referrals.referral import ReferralStatus
from casework.tasks.task import TaskKind, TaskStatus
from casework.team.worker import Role
from db.rows.base import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# Of what is read as a code or a moment: how it is read.
_READ: Final[dict[tuple[str, str], Callable[[Any], object]]] = {
    ("app_user", "role"): Role,
    ("attachment", "sort"): Sort,
    ("attachment", "form"): Form,
    ("attachment", "cleaned"): Cleaned,
    ("attachment", "taken_on"): date.fromisoformat,
    ("case_pair", "answer"): PairAnswer,
    ("casefile", "opened_on"): date.fromisoformat,
    ("casefile", "status"): CaseStatus,
    ("consent_event", "at"): datetime.fromisoformat,
    ("consent_event", "kind"): ConsentKind,
    ("consent_event", "purpose"): Purpose,
    ("consent_event", "reach"): Reach,
    ("consent_grant", "given_at"): datetime.fromisoformat,
    ("consent_grant", "purpose"): Purpose,
    ("consent_grant", "reach"): Reach,
    ("consent_grant", "valid_from"): date.fromisoformat,
    ("consent_grant", "valid_until"): date.fromisoformat,
    ("form_instance", "estimated_on"): date.fromisoformat,
    ("form_instance", "recorded_at"): datetime.fromisoformat,
    ("form_instance", "recorded_on"): date.fromisoformat,
    ("glass", "opened_at"): datetime.fromisoformat,
    ("glass", "until"): datetime.fromisoformat,
    ("letter", "issued_at"): datetime.fromisoformat,
    ("letter", "issued_on"): date.fromisoformat,
    ("letter", "valid_until"): date.fromisoformat,
    ("letter_reply", "replied_on"): date.fromisoformat,
    ("referral", "begun_on"): date.fromisoformat,
    ("referral", "status"): ReferralStatus,
    ("task", "kind"): TaskKind,
    ("task", "status"): TaskStatus,
}


def fits(table: str, column: str, value: object) -> bool:
    """Return whether a column can hold a value so that it is read back as what it was."""
    if value is None:
        return True
    if type(value) is not _types(table).get(column):
        return False
    read = _READ.get((table, column))
    if read is None:
        return True
    with suppress(ValueError):
        read(value)
        return True
    return False


def misfits(table: str, column: str, values: Sequence[object]) -> set[int]:
    """Return the places of those among many values that a column can not hold."""
    told = {NoneType, _types(table).get(column)}
    if not told.issuperset(map(type, values)):
        return {place for place, one in enumerate(values) if not fits(table, column, one)}
    if (table, column) not in _READ:
        return set()
    # Of what is read as a code or a moment few are different.
    bad = {one for one in set(values) if not fits(table, column, one)}
    return {place for place, one in enumerate(values) if one in bad} if bad else set()


@cache
def _types(table: str) -> Mapping[str, type]:
    return {one.name: one.type.python_type for one in Row.metadata.tables[table].columns}
