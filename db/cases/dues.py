"""What is due by what forms say, in SQL: written from the documents, read for tasks."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from casework.tasks.due import NEWEST_COUNTS, SAY_SO, DueLine, due_id, dues, whole_id
from casework.tasks.task import TaskKind
from db.cases.listed import GOING_ON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlcipher3 import Cursor

    from forms.document import FormDoc

EMPTIED: Final = "delete from due where case_id = ?"
_EARLIER: Final = "delete from due where case_id = ? and form_id = ?"
_PUT: Final = "insert or replace into due values (?,?,?,?,?,?,?,?,?)"
_NOT_DONE: Final = (
    "and not exists (select 1 from task as t where t.source <> ''"
    " and t.source in (d.id, d.whole) and t.status = 'done') and"
)
DUE: Final = (
    "select d.id, d.whole, d.case_id, d.kind, d.due, d.at, d.until, d.key from due as d",
    "join casefile as c on c.id = d.case_id where d.due <= :last",
    "and (d.until = '' or d.until > :now)",
    _NOT_DONE,
    GOING_ON,
)
# In which cases something helps for a while yet, and is for today.
_HELPING: Final = (
    # Said so, or the planner looks at every case there is.
    "select distinct c.number from due as d indexed by due_for_a_while",
    "cross join casefile as c on c.id = d.case_id",
    "where d.until <> '' and d.until > :now and d.due <= :last",
    _NOT_DONE,
    GOING_ON,
)
ORDER: Final = "order by d.due, d.at = '', d.at, d.id"


def keep_dues(cursor: Cursor, ids: tuple[bytes, bytes], at: str, doc: FormDoc) -> None:
    """Write what is due by one form; `ids` are those of the case and of the form."""
    if doc.form_id in NEWEST_COUNTS:
        cursor.execute(_EARLIER, (ids[0], doc.form_id))
    for row in due_rows(ids, at, doc):
        cursor.execute(_PUT, row)


def due_rows(ids: tuple[bytes, bytes], at: str, doc: FormDoc) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of what is due by one form."""
    if doc.form_id not in SAY_SO:
        return
    case, instance = ids
    recorded_on = date.fromisoformat(at[: len("2000-01-01")])
    for due in dues(doc.form_id, doc.values, recorded_on):
        until = due.until.isoformat(timespec="minutes") if due.until else ""
        hour = due.at.isoformat(timespec="minutes") if due.at else ""
        name = due_id(case.hex(), instance.hex(), due)
        day = due.on.isoformat()
        whole = whole_id(case.hex(), instance.hex(), due)
        yield (name, whole, case, doc.form_id, due.kind.value, day, hour, until, due.key)


def here(now: datetime) -> str:
    """Return a moment as rows of what is due spell it: of this place, to the minute."""
    return now.replace(tzinfo=None).isoformat(timespec="minutes")


def helping(cursor: Cursor, now: datetime) -> list[int]:
    """Return the numbers of the cases in which something is for today: it helps for a while."""
    values = {"now": here(now), "last": now.date().isoformat()}
    return [number for (number,) in cursor.execute(" ".join(_HELPING), values)]


def due_line(row: tuple[Any, ...]) -> DueLine:
    """Return one thing that is due as casework knows it."""
    name, whole, case, kind, on, at, until, key = row
    return DueLine(
        id=name,
        whole=whole,
        case_id=case.hex(),
        kind=TaskKind(kind),
        on=date.fromisoformat(on),
        at=time.fromisoformat(at) if at else None,
        until=datetime.fromisoformat(until) if until else None,
        key=key,
    )
