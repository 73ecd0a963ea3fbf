"""The merge rule: a cell's value is the set of operations that nobody replaced."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

import cbor2

from ledger.ops import LIFE, PLACE, Kind, Op, OpId, Value, encode, writes

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence


class Shown(Enum):
    """Which of several values is shown until a person decides."""

    LATEST = "latest"
    SAFEST = "safest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How a field shows a conflict; `safest` lists values from the least to the most safe."""

    shown: Shown = Shown.LATEST
    safest: tuple[Value, ...] = ()

    @property
    def protected(self) -> bool:
        """Return whether a conflict here bears the red marker."""
        return self.shown in {Shown.SAFEST, Shown.LOWEST}


ORDINARY: Final = FieldRule()
EARLIEST: Final = FieldRule(Shown.LOWEST)

Rules: TypeAlias = "Mapping[tuple[str, str], FieldRule]"


def safest(*values: Value) -> FieldRule:
    """Return the rule of a protected field, its values from the least to the most safe."""
    return FieldRule(Shown.SAFEST, values)


class Life(Enum):
    """What has become of an entity."""

    LIVE = 0
    DELETED = 1
    DISPUTED = 2
    ERASED = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One field: the operations nobody replaced, and replaced ones that have yet to arrive."""

    heads: frozenset[Op] = frozenset()
    awaited: frozenset[OpId] = frozenset()


def absorb(cell: Cell, op: Op, seen: Callable[[OpId], bool]) -> Cell:
    """Return the cell after one more operation; `seen` tells which others arrived before it."""
    named = frozenset(op.parents)
    heads = frozenset(head for head in cell.heads if head.id not in named)
    unseen = frozenset(parent for parent in named if not seen(parent))
    awaited = (cell.awaited | unseen) - {op.id}
    return Cell(heads if op.id in cell.awaited else heads | {op}, awaited)


def heads(ops: Iterable[Op]) -> frozenset[Op]:
    """Return the operations of one field that no other of them names as a parent."""
    known = frozenset(ops)
    named = {parent for op in known for parent in op.parents}
    return frozenset(op for op in known if op.id not in named)


def written(head: Op, field: str) -> Value:
    """Return what an operation wrote into a field."""
    return writes(head).get(field)


def in_conflict(tips: Iterable[Op], field: str) -> bool:
    """Return whether the heads of a field say different things."""
    return len({encode(written(tip, field)) for tip in tips}) > 1


def shown(tips: Iterable[Op], field: str, rule: FieldRule = ORDINARY) -> Value:
    """Return the value a field shows: the only one, or the one its rule prefers."""
    ordered = sorted(tips, key=lambda op: op.order)
    values = [written(tip, field) for tip in ordered]
    if rule.shown is Shown.SAFEST:
        return max(values, key=lambda value: _rank(value, rule.safest))
    if rule.shown is Shown.LOWEST:
        return min((value for value in values if value is not None), key=_size, default=None)
    return values[-1]


def _rank(value: Value, known: Sequence[Value]) -> tuple[int, bytes]:
    """Return a safety; a value unknown here (of a newer app) ranks just below the safest known."""
    place = 2 * known.index(value) if value in known else 2 * len(known) - 3
    return place, encode(value)


def _size(value: Value) -> tuple[int, str, bytes]:
    number = value if isinstance(value, int) else 0
    return number, value if isinstance(value, str) else "", encode(value)


@dataclass(frozen=True, slots=True)
class State:
    """Everything known: each operation once; of an erased entity only its erasure."""

    ops: Mapping[OpId, Op]


EMPTY: Final = State({})


def learn(state: State, ops: Iterable[Op]) -> State:
    """Return the state after more operations, in whatever order and however often they come."""
    known = {**state.ops, **{op.id: op for op in ops}}
    erased = {op.entity for op in known.values() if op.kind is Kind.ERASE}
    return State(
        {
            op_id: op
            for op_id, op in known.items()
            if op.entity not in erased or op.kind is Kind.ERASE
        }
    )


def join(one: State, other: State) -> State:
    """Return what two replicas know together."""
    return learn(one, other.ops.values())


def awaited(state: State) -> frozenset[OpId]:
    """Return the operations that others name but nobody has brought yet."""
    named = {parent for op in state.ops.values() for parent in op.parents}
    return frozenset(named - state.ops.keys())


@dataclass(frozen=True, slots=True)
class View:
    """One entity as its operations show it."""

    entity: bytes
    table: str
    life: Life
    cells: Mapping[str, frozenset[Op]]

    def shown(self, rules: Rules) -> dict[str, Value]:
        """Return the value of each field."""
        return {
            field: shown(tips, field, rules.get((self.table, field), ORDINARY))
            for field, tips in sorted(self.cells.items())
        }


def view(ops: Iterable[Op]) -> View:
    """Return one entity from all its operations."""
    known = sorted(ops, key=lambda op: op.id)
    by_field: dict[str, list[Op]] = {}
    for op in known:
        for field in writes(op):
            by_field.setdefault(field, []).append(op)
    cells = {field: heads(of_field) for field, of_field in by_field.items()}
    erased = any(op.kind is Kind.ERASE for op in known)
    table = min(op.table for op in known)
    return View(known[0].entity, table, Life.ERASED if erased else life(cells), cells)


def life(cells: Mapping[str, frozenset[Op]]) -> Life:
    """Return whether an entity lives: deleting loses to whatever the deleter had not seen."""
    if not _deletes(cells):
        return Life.LIVE
    return Life.DISPUTED if unseen(cells, seen_by(cells)) else Life.DELETED


def _deletes(cells: Mapping[str, frozenset[Op]]) -> set[Op]:
    return {tip for tip in cells.get(LIFE, ()) if written(tip, LIFE) is True}


def seen_by(cells: Mapping[str, frozenset[Op]]) -> set[OpId]:
    """Return what those had seen of an entity who deleted it."""
    return {parent for delete in _deletes(cells) for parent in delete.parents}


def unseen(cells: Mapping[str, frozenset[Op]], seen: Container[OpId]) -> list[Op]:
    """Return what stands of an entity that is not among what was `seen`, nor deletes it."""
    deletes = _deletes(cells)
    # To say where it lives changes nothing of it.
    told = (tips for field, tips in cells.items() if field != PLACE)
    return [tip for tips in told for tip in tips if tip not in deletes and tip.id not in seen]


def repeats(op: Op, before: Op) -> bool:
    """Return whether an operation says once more what another one said: it bears its moment."""
    return (op.entity, op.kind, op.hlc) == (before.entity, before.kind, before.hlc)


def views(state: State) -> list[View]:
    """Return all entities of a state, by id."""
    by_entity: dict[bytes, list[Op]] = {}
    for op in state.ops.values():
        by_entity.setdefault(op.entity, []).append(op)
    return [view(ops) for _entity, ops in sorted(by_entity.items())]


def canonical(state: State, rules: Rules) -> bytes:
    """Return the bytes that every replica with the same operations shows."""
    shape = [
        [
            entity.entity,
            entity.table,
            entity.life.value,
            [
                [field, value, sorted(tip.id for tip in entity.cells[field])]
                for field, value in entity.shown(rules).items()
            ],
        ]
        for entity in views(state)
    ]
    return cbor2.dumps([shape, sorted(awaited(state))], canonical=True)


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """A grant or a withdrawal of one scope: when it was said, and which events it had seen."""

    id: bytes
    at: int
    withdraws: bool
    seen: frozenset[bytes] = frozenset()


def standing(events: Iterable[ConsentEvent]) -> frozenset[bytes]:
    """Return the grants that no withdrawal ended, in whatever order the events came."""
    known = frozenset(events)
    withdrawals = [event for event in known if event.withdraws]
    return frozenset(
        event.id
        for event in known
        if not event.withdraws and not any(_ends(end, event) for end in withdrawals)
    )


def _ends(withdrawal: ConsentEvent, grant: ConsentEvent) -> bool:
    if grant.id in withdrawal.seen or grant.at < withdrawal.at:
        return True
    # In the same moment only a renewal that knew of the withdrawal stands.
    return grant.at == withdrawal.at and withdrawal.id not in grant.seen
