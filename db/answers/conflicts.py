"""What stands side by side in the cases of one worker, in SQL: read, and settled by one value."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, cast

from casework.records.conflict import Found, Head, Joined, Place, Who
from db.answers.assembled import Assembled
from db.answers.restricted import hidden
from db.answers.stored import INSTANCE, REPEAT, mask_of, settled_answer
from db.cases.listed import list_tasks
from db.guards.reach import cleared, reach_of, reached
from db.log.cells import read_cells, read_entity, read_op
from db.log.speakers import speakers
from db.log.streams import own_authors
from db.rows.base import Entity, Row
from db.rows.fitting import may_hold
from db.rows.rowplan import every_row, plan_of, plans, rules
from db.rows.these import listed
from ledger.clock import milliseconds
from ledger.merge import ORDINARY, in_conflict, shown, written
from ledger.ops import LIFE, PLACE, decode, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlcipher3 import Cursor

    from casework.team.worker import Worker
    from db.log.cells import Known
    from db.log.ground import Ground
    from forms.document import Answer
    from ledger.merge import FieldRule
    from ledger.ops import Op, Value

_CASE: Final = "casefile"
# What nobody decides: it goes with what was decided, or says the same in other words.
_BESIDE: Final = frozenset(
    {
        *("amends", "answered_at", "answered_by", "asked_at", "at", "base", "begun_on"),
        *("changed_at", "changed_on", "closed_at", "closed_by", "created_at", "decided_at"),
        *("done_on", "estimated_on", "home"),
        *("kept_at", "language", "opened_at", "recorded_at", "recorded_by", "recorded_on"),
        *("replied_on", "reviewed_at", "since", "stream", "version"),
    }
)
_TWICE: Final = (
    "select c.entity, e.type, c.field from cell_conflict as c join entity as e on e.id = c.entity"
    " group by c.entity, c.field having count(distinct c.value) > 1"
)
_GONE: Final = "select id, type, '' from entity where life = 2"
_THESE: Final = "in (select unhex(value) from json_each(:these))"
_OF: Final = "select id, case_id from {table} where id"
_FORMS: Final = (
    "select id, case_id, form_id, version, state, amends from form_instance where id",
    _THESE,
)
_REACHED: Final = ("select id, code,", cleared(), "from casefile where id", _THESE, "and")
_AUTHORS: Final = (
    "select l.id, l.author, (select u.name from app_user as u where u.author = l.author limit 1)"
    " from lane as l"
)
_USERS: Final = "select id, name from app_user"
_NAMES: Final = (
    "select name from app_user where id = :one union select name from service where id = :one"
)
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
_LABEL: Final = "select {column} from {table} where id = ?"
# What was said with a value goes with it where that is taken.
_TOGETHER: Final = {
    ("breach", "status"): ("closed_by", "closed_at"),
    ("outside_request", "answer"): ("order_no", "answered_by", "answered_at"),
    ("outside_request", "order_no"): ("answered_by", "answered_at"),
}
_SAID_WITH: Final = (
    "select w.value from cell_conflict as c join cell_conflict as w"
    " on w.entity = c.entity and w.lane = c.lane and w.hlc = c.hlc"
    " where c.entity = ? and c.field = ? and c.value = ? and w.field = ?"
    " order by c.hlc desc, c.lane desc limit 1"
)
_BY_ITSELF: Final = frozenset({"author", "code", "key"})
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
        """Return what is to decide in one case, or in all that she sees as they are."""
        cursor = self._ground.cursor()
        speakers = _Speakers(cursor, self._now())
        return [
            _found(cursor, place, speakers)
            for place in self._places()
            if case_id in {"", place.case_id}
        ]

    def outside(self) -> Sequence[Found]:
        """Return what is to decide in what belongs to no case: services, people, the office."""
        cursor = self._ground.cursor()
        waiting = [one for one in cursor.execute(_TWICE).fetchall() if one[1] in _CALLED]
        speakers = _Speakers(cursor, self._now()) if waiting else None
        found = []
        for entity, table, field in waiting:
            if speakers is not None and _is_asked(table, field) and field not in _BY_ITSELF:
                query = _LABEL.format(column=_CALLED[table], table=table)
                row = cursor.execute(query, (entity,)).fetchone()
                label = str(row[0]) if row else ""
                place = Place("", "", entity.hex(), table, field, label=label)
                found.append(_found(cursor, place, speakers))
        return found

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
        if known is None or left - _BESIDE:
            return
        cells = read_cells(cursor, known)
        for name in sorted(left):
            value = shown(cells[name], name, _rule(known.type, name))
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
            if case not in withheld:
                withheld[case] = hidden(cursor, case, self._worker)
            if form is None or form[0] not in withheld[case]:
                where = (case, code, entity, table, field)
                yield _place(where, form)


class _Speakers:
    """Who wrote what, by the lanes that operations stand in; of others as the roster says it."""

    def __init__(self, cursor: Cursor, now: datetime) -> None:
        own, known = own_authors(cursor), speakers(cursor)
        called = dict(cursor.execute(_USERS).fetchall())
        at_work: defaultdict[bytes, set[str]] = defaultdict(set)
        for one in known.values():
            at_work[one.workbook].add(called.get(one.user, ""))
        self._lanes: dict[bytes, tuple[str, bool, tuple[str, ...]]] = {}
        for lane, author, name in cursor.execute(_AUTHORS).fetchall():
            signed = known.get(author)
            by = name or (called.get(signed.user, "") if signed else "")
            people = at_work[signed.workbook] - {""} if signed else set()
            # While it works alone, whoever signs here is at this laptop.
            is_here = author in own or (not known and name is not None)
            self._lanes[lane] = by, is_here, tuple(sorted(people))
        self._zone = now.tzinfo

    def who(self, op: Op) -> Who:
        """Return who wrote an operation, and when."""
        name, is_here, laptop = self._lanes.get(op.id.lane, ("", False, ()))
        at = datetime.fromtimestamp(milliseconds(op.hlc) / 1000, UTC).astimezone(self._zone)
        return Who(name, is_here, at, laptop)


def side_by_side(cursor: Cursor) -> list[tuple[bytes, str, str]]:
    """Return every field to which different things were said, and what one took away."""
    twice = [row for row in cursor.execute(_TWICE).fetchall() if _is_asked(*row[1:])]
    return twice + [(entity, table, LIFE) for entity, table, _ in cursor.execute(_GONE).fetchall()]


def _is_asked(table: str, field: str) -> bool:
    """Return whether somebody decides about a field: all questions, and what is told of a case."""
    return "." in field or (field not in {LIFE, PLACE} | _BESIDE and table != REPEAT)


def owners_of(
    cursor: Cursor, waiting: Iterable[tuple[bytes, str, str]]
) -> dict[bytes, tuple[bytes, tuple[Any, ...] | None]]:
    """Return the case of each thing, and the form that it is or stands in."""
    by_table: defaultdict[str, set[bytes]] = defaultdict(set)
    for entity, table, _field in waiting:
        by_table[table].add(entity)
    roots = {one: one for one in by_table.pop(INSTANCE, ())}
    assembled = Assembled(cursor)
    roots |= {one: assembled.root_of(one) or b"" for one in by_table.pop(REPEAT, ())}
    asked = {"these": listed(roots.values())}
    forms = {row[0]: row for row in cursor.execute(" ".join(_FORMS), asked).fetchall()}
    found: dict[bytes, tuple[bytes, tuple[Any, ...] | None]] = {
        one: (forms[root][1], forms[root]) for one, root in roots.items() if root in forms
    }
    for one in by_table.pop(_CASE, ()):
        found[one] = one, None
    for table, some in by_table.items():
        if _has_case(table):
            query = " ".join((_OF.format(table=table), _THESE))
            rows = cursor.execute(query, {"these": listed(some)}).fetchall()
            found |= {one: (case, None) for one, case in rows}
    return found


def _place(where: tuple[bytes, str, bytes, str, str], form: tuple[Any, ...] | None) -> Place:
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


def _found(cursor: Cursor, place: Place, speakers: _Speakers) -> Found:
    known = cast("Known", read_entity(cursor, bytes.fromhex(place.entity)))
    cells = read_cells(cursor, known)
    if place.name == LIFE:
        return Found(place, _lives(cells, speakers), None, None, is_protected=False, joined=())
    tips = sorted(cells[place.name], key=lambda op: op.order)
    rule = _rule(place.table, place.name)
    heads = [
        Head(
            *(speakers.who(tip), _value(tip, place.name), _named(cursor, tip, place.name)),
            fits=may_hold(place.table, place.name, written(tip, place.name)),
        )
        for tip in tips
    ]
    return Found(
        place,
        tuple(heads),
        cast("Answer | None", shown(tips, place.name, rule)),
        _before(cursor, tips, place.name),
        is_protected=rule.protected,
        joined=tuple(_joined(cells, known, speakers)),
    )


def _lives(cells: Mapping[str, frozenset[Op]], speakers: _Speakers) -> tuple[Head, ...]:
    """Return who took a thing away, and what was said of it by whoever did not know."""
    deletes = [tip for tip in cells[LIFE] if written(tip, LIFE) is True]
    covered = {parent for delete in deletes for parent in delete.parents}
    said = {
        name: tip
        for name, tips in sorted(cells.items())
        for tip in tips
        if tip not in deletes and tip.id not in covered
    }
    last = max(said.values(), key=lambda op: op.order)
    changed = tuple((name, _value(tip, name)) for name, tip in said.items() if "." in name)
    kept = Head(speakers.who(last), changed=changed)
    return (*(Head(speakers.who(one), is_gone=True) for one in deletes), kept)


def _before(cursor: Cursor, tips: Iterable[Op], field: str) -> Answer | None:
    """Return what stood on both laptops before, as far as it is known here."""
    parents = {parent for tip in tips for parent in tip.parents}
    known = [op for parent in parents if (op := read_op(cursor, parent)) is not None]
    if not known:
        return None
    return _value(max(known, key=lambda op: op.order), field)


def _joined(
    cells: Mapping[str, frozenset[Op]], known: Known, speakers: _Speakers
) -> Iterator[Joined]:
    """Yield the answers of the same form that were changed since and had no second one."""
    for name, tips in sorted(cells.items()):
        changed = [tip for tip in tips if tip.id != known.made]
        if "." in name and changed and not in_conflict(tips, name):
            tip = max(changed, key=lambda op: op.order)
            yield Joined(name, _value(tip, name), speakers.who(tip).is_here)


def _value(op: Op, field: str) -> Answer | None:
    value = written(op, field)
    # A document says lists as JSON does; an id is said by its name.
    if isinstance(value, tuple):
        return list(cast("tuple[str, ...]", value))
    return value.hex() if isinstance(value, bytes) else cast("Answer | None", value)


def _named(cursor: Cursor, op: Op, field: str) -> str:
    """Return the name of who or what an id stands for."""
    value = written(op, field)
    if not isinstance(value, bytes):
        return ""
    rows = cursor.execute(_NAMES, {"one": value}).fetchall()
    return str(rows[0][0]) if rows else ""


def _rule(table: str, field: str) -> FieldRule:
    return rules().get((table, field), ORDINARY)


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


def _has_case(table: str) -> bool:
    return table in plans() and any(slot.name == "case_id" for slot in plans()[table].slots)
