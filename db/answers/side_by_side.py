"""Where something stands side by side: in which thing and field, of which case, in which form."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from casework.records.conflict import Place
from db.answers.assembled import roots_of
from db.answers.stored import INSTANCE, REPEAT, mask_of
from db.rows.rowplan import plans
from db.rows.these import THESE, listed
from ledger.ops import LIFE, PLACE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlcipher3 import Cursor

_CASE: Final = "casefile"
# What belongs to no case, and by which column it is called; of these nobody decides a key.
_CALLED: Final = {
    "app_user": "name",
    "breach": "noticed_on",
    "breach_action": "taken_on",
    "office": "name",
    "outside_request": "asked_on",
    "service": "name",
    "treaty": "title",
}
_LABELS: Final = "select id, {column} from {table} where id"
_BY_ITSELF: Final = frozenset({"author", "code", "key"})
# What nobody decides: it goes with what was decided, or says the same in other words.
BESIDE: Final = frozenset(
    {
        *("amends", "answered_at", "answered_by", "asked_at", "at", "base", "begun_on"),
        *("changed_at", "changed_on", "closed_at", "closed_by", "code", "code_before"),
        *("created_at", "decided_at", "done_on", "estimated_on", "home", "letter_mark"),
        *("kept_at", "language", "opened_at", "recorded_at", "recorded_by", "recorded_on"),
        *("replied_on", "reviewed_at", "since", "stream", "version"),
    }
)
_TWICE: Final = (
    "select c.entity, e.type, c.field from cell_conflict as c join entity as e on e.id = c.entity"
    " group by c.entity, c.field having count(distinct c.value) > 1"
)
_GONE: Final = "select id, type, '' from entity where life = 2"
_OF: Final = "select id, case_id from {table} where id"
_FORMS: Final = (
    "select id, case_id, form_id, version, state, amends from form_instance where id",
    THESE,
)


def side_by_side(cursor: Cursor) -> list[tuple[bytes, str, str]]:
    """Return every field to which different things were said, and what one took away."""
    twice = [row for row in cursor.execute(_TWICE).fetchall() if _is_asked(*row[1:])]
    return twice + [(entity, table, LIFE) for entity, table, _ in cursor.execute(_GONE).fetchall()]


def _is_asked(table: str, field: str) -> bool:
    """Return whether somebody decides about a field: all questions, and what is told of a case."""
    return "." in field or (field not in {LIFE, PLACE} | BESIDE and table != REPEAT)


def owners_of(
    cursor: Cursor, waiting: Iterable[tuple[bytes, str, str]]
) -> dict[bytes, tuple[bytes, tuple[Any, ...] | None]]:
    """Return the case of each thing, and the form that it is or stands in."""
    by_table: defaultdict[str, set[bytes]] = defaultdict(set)
    for entity, table, _field in waiting:
        by_table[table].add(entity)
    roots = {one: one for one in by_table.pop(INSTANCE, ())}
    roots |= roots_of(cursor, by_table.pop(REPEAT, ()))
    asked = (listed(roots.values()),)
    forms = {row[0]: row for row in cursor.execute(" ".join(_FORMS), asked).fetchall()}
    found: dict[bytes, tuple[bytes, tuple[Any, ...] | None]] = {
        one: (forms[root][1], forms[root]) for one, root in roots.items() if root in forms
    }
    for one in by_table.pop(_CASE, ()):
        found[one] = one, None
    for table, some in by_table.items():
        if _has_case(table):
            query = " ".join((_OF.format(table=table), THESE))
            rows = cursor.execute(query, (listed(some),)).fetchall()
            found |= {one: (case, None) for one, case in rows}
    return found


def place_of(where: tuple[bytes, str, bytes, str, str], form: tuple[Any, ...] | None) -> Place:
    """Return the place of a field of a thing in a case, given as ids, code, table and name."""
    case, code, entity, table, field = where
    place = Place(case.hex(), code, entity.hex(), table, field)
    if form is None:
        return place
    root, _case, form_id, version, state, amends = form
    mask = mask_of(root, amends)
    inside = bytes(one ^ other for one, other in zip(entity, mask, strict=True))
    return Place(
        *(place.case_id, code, place.entity, table, field, root.hex(), form_id, version),
        row=inside.hex() if table == REPEAT else "",
        is_draft=state == "draft",
    )


def places_outside(cursor: Cursor) -> list[Place]:
    """Return what is to decide in what belongs to no case, each with what it is called."""
    waiting = [
        (entity, table, field)
        for entity, table, field in cursor.execute(_TWICE).fetchall()
        if table in _CALLED and _is_asked(table, field) and field not in _BY_ITSELF
    ]
    labels: dict[bytes, str] = {}
    for table in {table for _entity, table, _field in waiting}:
        these = listed(entity for entity, of, _field in waiting if of == table)
        query = " ".join((_LABELS.format(column=_CALLED[table], table=table), THESE))
        labels |= {one: str(label) for one, label in cursor.execute(query, (these,)).fetchall()}
    return [
        Place("", "", entity.hex(), table, field, label=labels.get(entity, ""))
        for entity, table, field in waiting
    ]


def _has_case(table: str) -> bool:
    return table in plans() and any(slot.name == "case_id" for slot in plans()[table].slots)
