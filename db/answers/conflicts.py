"""What stands side by side in the cases of one worker, in SQL: read, and settled by one value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from casework.records.conflict import meant
from db.answers.all_said import AllSaid, rule_of
from db.answers.restricted import NOTES, hidden
from db.answers.side_by_side import BESIDE, owners_of, place_of, places_outside, side_by_side
from db.answers.stored import settled_answer
from db.cases.listed import list_tasks
from db.guards.reach import cleared, reach_of, reached
from db.log.cells import read_cells, read_entity
from db.rows.base import Entity, Row
from db.rows.rowplan import every_row, plan_of
from db.rows.these import listed
from ledger.merge import shown
from ledger.ops import LIFE, decode, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlcipher3 import Cursor

    from casework.records.conflict import Found, Place
    from casework.team.worker import Worker
    from db.log.ground import Ground
    from forms.document import Answer
    from ledger.ops import Value

_THESE: Final = "in (select unhex(value) from json_each(:these))"
_REACHED: Final = ("select id, code,", cleared(), "from casefile where id", _THESE, "and")
# What was said with a value goes with it where that is taken.
_TOGETHER: Final = {
    ("breach", "status"): ("closed_by", "closed_at"),
    ("outside_request", "answer"): ("order_no", "letter_mark", "answered_by", "answered_at"),
    ("outside_request", "order_no"): ("letter_mark", "answered_by", "answered_at"),
}
_SAID_WITH: Final = (
    "select w.value from cell_conflict as c join cell_conflict as w"
    " on w.entity = c.entity and w.lane = c.lane and w.hlc = c.hlc"
    " where c.entity = ? and c.field = ? and c.value = ? and w.field = ?"
    " order by c.hlc desc, c.lane desc limit 1"
)
_STANDS: Final = "select 1 from cell_conflict where entity = ? and field = ?"
_LEFT: Final = "select distinct field from cell_conflict where entity = ?"
_ALIVE: Final = "update entity set life = 0 where id = ? and life = 2"


class SqlConflicts:
    """What is to decide in the cases that one worker reaches."""

    def __init__(self, ground: Ground, worker: Worker, now: Callable[[], datetime]) -> None:
        self._ground = ground
        self._worker = worker
        self._now = now

    def masked(self) -> Sequence[str]:
        """Return the codes of the cases that this worker sees masked and that wait for somebody."""
        cursor = self._ground.cursor()
        owners = owners_of(cursor, side_by_side(cursor))
        reaches = self._reached({case for case, *_form in owners.values()})
        return sorted({code for code, clear in reaches.values() if not clear})

    def count(self) -> int:
        """Return how much is to decide in the cases that this worker sees as they are."""
        return sum(1 for _ in self._places())

    def found(self, case_id: str = "") -> Sequence[Found]:
        """Return what is to decide in one case, or in all that she sees as they are.

        What stood before and what was joined is not read: a list shows neither.
        """
        return self._said().heads(self._of(case_id))

    def whole(self, case_id: str, name: str = "") -> Sequence[Found]:
        """Return what is to decide in a case, or without one outside of all, as it is decided.

        With a name only what may be meant by it.
        """
        said = self._said()
        places = self._of(case_id) if case_id else places_outside(self._ground.cursor())
        return said.whole(meant(places, name) if name else places)

    def outside(self) -> Sequence[Found]:
        """Return what is to decide in what belongs to no case: services, people, the office."""
        return self._said().heads(places_outside(self._ground.cursor()))

    def _said(self) -> AllSaid:
        return AllSaid(self._ground.cursor(), self._now())

    def _of(self, case_id: str) -> list[Place]:
        return [place for place in self._places() if case_id in {"", place.case_id}]

    def write(self, place: Place, value: Answer | None) -> None:
        """Set a column that is no answer of a form."""
        row_of = _row_class(place.table)
        row = self._ground.session.get_one(row_of, bytes.fromhex(place.entity))
        slots = {slot.name: slot.key for slot in plan_of(row_of).slots}
        self._take_along(place, _stored(place, value))
        setattr(row, slots[place.name], _stored(place, value))
        self._ground.session.flush()
        if place.case_id:
            list_tasks(self._ground.cursor(), bytes.fromhex(place.case_id))

    def keep(self, place: Place) -> None:
        """Keep a thing that somebody took away elsewhere."""
        entity = bytes.fromhex(place.entity)
        self._ground.journal.set(entity, place.table, LIFE, value=False)
        self._written().execute(_ALIVE, (entity,))

    def settle(self, place: Place, value: Answer | None) -> None:
        """Record the value of a field in place of all that still stand there."""
        entity, cursor = bytes.fromhex(place.entity), self._written()
        if cursor.execute(_STANDS, (entity, place.name)).fetchone():
            stored = settled_answer(_stored(place, value))
            self._take_along(place, stored)
            self._ground.journal.set(entity, place.table, place.name, stored)
        self._settle_beside(entity)

    def _take_along(self, place: Place, value: object) -> None:
        """Let what was said with a value hold too, where its rows say that they go together."""
        entity, cursor = bytes.fromhex(place.entity), self._ground.cursor()
        for name in _TOGETHER.get((place.table, place.name), ()):
            asked = entity, place.name, encode(cast("Value", value)), name
            for (said,) in cursor.execute(_SAID_WITH, asked).fetchall():
                held = decode(said)
                setattr(self._ground.session.get_one(_row_class(place.table), entity), name, held)
                self._ground.journal.set(entity, place.table, name, held)
        self._ground.session.flush()

    def _settle_beside(self, entity: bytes) -> None:
        """Let what nobody decides stand as it is shown, once nothing else is left to decide."""
        cursor = self._written()
        left = {field for (field,) in cursor.execute(_LEFT, (entity,)).fetchall()}
        known = read_entity(cursor, entity)
        if known is None or left - BESIDE:
            return
        cells = read_cells(cursor, known)
        for name in sorted(left):
            value = shown(cells[name], name, rule_of(known.type, name))
            self._ground.journal.set(entity, known.type, name, value)

    def _written(self) -> Cursor:
        """Return a cursor that sees what waits in the journal too."""
        cursor = self._ground.pen()
        self._ground.journal.write(cursor)
        return cursor

    # --- where something is to decide

    def _reached(self, cases: Iterable[bytes]) -> dict[bytes, tuple[str, bool]]:
        """Return code and clearness of those of some cases that she reaches."""
        asked = reach_of(self._worker, self._now()) | {"these": listed(cases)}
        query = " ".join((*_REACHED, reached()))
        rows = self._ground.cursor().execute(query, asked).fetchall()
        return {case: (code, bool(clear)) for case, code, clear in rows}

    def _places(self) -> Iterator[Place]:
        """Yield what is to decide, case by case; what few may read is for them alone."""
        cursor = self._ground.cursor()
        waiting = side_by_side(cursor)
        if not waiting:
            return
        owners = owners_of(cursor, waiting)
        reaches = self._reached({case for case, *_form in owners.values()})
        withheld: dict[bytes, frozenset[bytes]] = {}
        for entity, table, field in waiting:
            case, form = owners.get(entity, (b"", None))
            code, clear = reaches.get(case, ("", False))
            if not clear:
                continue
            if form is not None and form[2] == NOTES:
                if case not in withheld:
                    withheld[case] = hidden(cursor, case, self._worker)
                if form[0] in withheld[case]:
                    continue
            yield place_of((case, code, entity, table, field), form)


def _row_class(table: str) -> type[Entity]:
    return next(
        row for row in every_row() if issubclass(row, Entity) and row.__tablename__ == table
    )


def _stored(place: Place, value: Answer | None) -> object:
    """Return a value as its column holds it: an id is said in hex on the other side."""
    if "." in place.name or not isinstance(value, str):
        return value
    column = Row.metadata.tables[place.table].c[place.name]
    return bytes.fromhex(value) if column.type.python_type is bytes else value
