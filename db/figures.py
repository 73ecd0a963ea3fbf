"""Counts over `countable` only: nobody is counted who has not agreed to it for that audience.

These are true numbers. They never leave the store as they are: suppression comes
before anything is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlcipher3 import Connection

    from casework.grant import Purpose

_BY_ANSWER: Final = """
select f.value, count(distinct i.case_id)
from form_fact as f
join form_instance as i on i.number = f.instance
join countable as c on c.case_id = i.case_id
where f.qid = ? and c.audience = ? and c.valid_from <= ? and c.valid_until >= ?
group by f.value
"""


def persons_by_answer(
    connection: Connection, qid: str, audience: Purpose, on: date
) -> Mapping[str, int]:
    """Return how many persons gave each answer to a question, each counted once an answer."""
    day = on.isoformat()
    rows = connection.execute(_BY_ANSWER, (qid, audience.value, day, day))
    return {str(value): int(number) for value, number in rows}
