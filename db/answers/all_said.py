"""What was said of many things side by side, by whom and when, read of all of them at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

from casework.records.conflict import Found, Head, Joined, Who
from db.log.cells import op_of, read_ops
from db.log.heads import load
from db.log.speakers import speakers
from db.log.streams import own_authors
from db.rows.fitting import may_hold
from db.rows.rowplan import rules
from db.rows.these import THESE, listed
from ledger.clock import milliseconds
from ledger.merge import ORDINARY, in_conflict, shown, written
from ledger.ops import LIFE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlcipher3 import Cursor

    from casework.records.conflict import Place
    from forms.document import Answer
    from ledger.merge import FieldRule
    from ledger.ops import Op, OpId

_AUTHORS: Final = (
    "select l.id, l.author, (select u.name from app_user as u where u.author = l.author limit 1)"
    " from lane as l"
)
_USERS: Final = "select id, name from app_user"
_SERVICES: Final = ("select id, name from service where id", THESE)
# All heads of a cell that has more than one stand there.
_BESIDE: Final = (
    "select c.field, o.* from cell_conflict as c join op as o using (lane, aseq, idx)",
    "where c.entity",
    THESE,
)


class AllSaid:
    """What stands at some places: a few statements for all of them, however many they are."""

    def __init__(self, cursor: Cursor, now: datetime) -> None:
        self._cursor, self._now = cursor, now

    @cached_property
    def _speakers(self) -> _Speakers:
        return _Speakers(self._cursor, self._now)

    def heads(self, places: Sequence[Place]) -> list[Found]:
        """Return what was said, without what stood before and what was joined since."""
        if not places:
            return []
        things = [(place, bytes.fromhex(place.entity)) for place in places]
        tips = self._beside(thing for place, thing in things if place.name != LIFE)
        lives, _made = self._cells(thing for place, thing in things if place.name == LIFE)
        named = self._named(tips)
        return [
            self._life(place, lives[thing])
            if place.name == LIFE
            else self._found(place, tips[thing, place.name], named)
            for place, thing in things
        ]

    def whole(self, places: Sequence[Place]) -> list[Found]:
        """Return what was said with what stood before, and what was joined of the same thing."""
        found = self.heads(places)
        asked = [one for one in found if one.place.name != LIFE]
        things = [bytes.fromhex(one.place.entity) for one in asked]
        cells, made = self._cells(things)
        before = read_ops(
            self._cursor,
            {
                parent
                for one, thing in zip(asked, things, strict=True)
                for tip in cells[thing][one.place.name]
                for parent in tip.parents
            },
        )
        joined = {thing: tuple(self._joined(cells[thing], made[thing])) for thing in cells}
        wholes = {
            one.place: replace(
                one,
                before=_before(before, cells[thing][one.place.name], one.place.name),
                joined=joined[thing],
            )
            for one, thing in zip(asked, things, strict=True)
        }
        return [wholes.get(one.place, one) for one in found]

    # --- what is read

    def _beside(self, things: Iterable[bytes]) -> dict[tuple[bytes, str], list[Op]]:
        """Return the heads of every field of some things that has more than one."""
        found: defaultdict[tuple[bytes, str], list[Op]] = defaultdict(list)
        rows = self._cursor.execute(" ".join(_BESIDE), (listed(set(things)),)).fetchall()
        for field, *row in rows:
            op = op_of(row)
            found[op.entity, field].append(op)
        return found

    def _cells(
        self, things: Iterable[bytes]
    ) -> tuple[dict[bytes, dict[str, frozenset[Op]]], dict[bytes, OpId | None]]:
        """Return every field of some things with its heads, and what made each."""
        taken = load(self._cursor, set(things))
        tips = {tip for one in taken.values() for tips in one.tips.values() for tip in tips}
        ops = read_ops(self._cursor, tips)
        for one in taken.values():
            one.ops = ops
        cells = {thing: one.cells(self._cursor) for thing, one in taken.items()}
        return cells, {thing: one.known.made for thing, one in taken.items()}

    def _named(self, tips: Mapping[tuple[bytes, str], Iterable[Op]]) -> Mapping[bytes, str]:
        """Return the names of all whom or which ids among some values stand for."""
        said = {written(tip, field) for (_thing, field), ops in tips.items() for tip in ops}
        ids = listed(value for value in said if isinstance(value, bytes))
        services = self._cursor.execute(" ".join(_SERVICES), (ids,)).fetchall()
        return dict(services) | self._speakers.called

    # --- what it comes to

    def _found(self, place: Place, ops: Iterable[Op], named: Mapping[bytes, str]) -> Found:
        tips = sorted(ops, key=lambda op: op.order)
        rule = rule_of(place.table, place.name)
        heads = []
        for tip in tips:
            value = written(tip, place.name)
            called = named.get(value, "") if isinstance(value, bytes) else ""
            fits = may_hold(place.table, place.name, value)
            heads.append(Head(self._speakers.who(tip), _value(tip, place.name), called, fits=fits))
        holds = cast("Answer | None", shown(tips, place.name, rule))
        return Found(place, tuple(heads), holds, None, is_protected=rule.protected, joined=())

    def _life(self, place: Place, cells: Mapping[str, frozenset[Op]]) -> Found:
        heads = _lives(cells, self._speakers)
        return Found(place, heads, None, None, is_protected=False, joined=())

    def _joined(self, cells: Mapping[str, frozenset[Op]], made: OpId | None) -> Iterator[Joined]:
        """Yield the answers of the same form that were changed since and had no second one."""
        for name, tips in sorted(cells.items()):
            changed = [tip for tip in tips if tip.id != made]
            if "." in name and changed and not in_conflict(tips, name):
                tip = max(changed, key=lambda op: op.order)
                yield Joined(name, _value(tip, name), self._speakers.who(tip).is_here)


class _Speakers:
    """Who wrote what, by the lanes that operations stand in; of others as the roster says it."""

    def __init__(self, cursor: Cursor, now: datetime) -> None:
        own, known = own_authors(cursor), speakers(cursor)
        self.called = called = dict(cursor.execute(_USERS).fetchall())
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


def _before(before: Mapping[OpId, Op], tips: Iterable[Op], field: str) -> Answer | None:
    """Return what stood on both laptops before, as far as it is known here."""
    parents = {parent for tip in tips for parent in tip.parents}
    known = [before[parent] for parent in parents if parent in before]
    if not known:
        return None
    return _value(max(known, key=lambda op: op.order), field)


def _value(op: Op, field: str) -> Answer | None:
    value = written(op, field)
    # A document says lists as JSON does; an id is said by its name.
    if isinstance(value, tuple):
        return list(cast("tuple[str, ...]", value))
    return value.hex() if isinstance(value, bytes) else cast("Answer | None", value)


def rule_of(table: str, field: str) -> FieldRule:
    """Return how operations on a field are brought together."""
    return rules().get((table, field), ORDINARY)
