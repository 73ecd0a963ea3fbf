"""What nobody replaced of a stream, summed up by columns: a newcomer needs no more to go on.

Each value keeps the operation that wrote it, so whatever comes later meets it as it would have met
that operation. The layout is documented in docs/exchange.md; one part of it is one content here.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import cbor2

from ledger.ops import Kind, Op, OpId, writes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.ops import Value

DIGEST_SIZE: Final = 32
_ENTITY: Final = b"snapshot entity"
_ROOT: Final = b"snapshot root"
_FLAT: Final = frozenset({str, bytes})
_HELD: Final = frozenset({dict, list, tuple})


@dataclass(frozen=True, slots=True)
class LaneEnd:
    """How much of a lane is summed up: its last batch, by number and id, and its author's key."""

    lane: bytes
    author: bytes
    aseq: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """What a summary says of itself; with its first `listed` parts a list can be shown."""

    lanes: tuple[LaneEnd, ...]
    listed: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Awaited:
    """An operation that another has replaced in a cell before it came."""

    id: OpId
    entity: bytes
    field: str


class _Absent:
    """What stands in a column where a thing has not that first field."""


ABSENT: Final = _Absent()


@dataclass(frozen=True, slots=True)
class Rows:
    """What made some things of one table, by columns; `start` is the number of the first.

    Names of first fields are in the order of canonical bytes, and so are they in each thing.
    """

    table: str
    start: int
    entities: list[bytes]
    columns: Mapping[str, Sequence[Value | _Absent]]
    ids: list[OpId]
    moments: list[int]
    parents: list[tuple[OpId, ...]]

    def __len__(self) -> int:
        return len(self.entities)

    def __iter__(self) -> Iterator[Op]:
        return map(self.op, range(len(self)), self.fields())

    def op(self, place: int, fields: Mapping[str, Value]) -> Op:
        """Return the operation that made one of the things."""
        entity, above = self.entities[place], self.parents[place]
        head = (self.ids[place], Kind.CREATE, entity, self.table, None)
        return Op(*head, fields, self.moments[place], above)

    def fields(self) -> list[dict[str, Value]]:
        """Return the first fields of each thing."""
        names = tuple(self.columns)
        if not names:
            return [{} for _ in self.entities]
        rows: Iterable[tuple[Any, ...]] = zip(*self.columns.values(), strict=True)
        if any(ABSENT in column for column in self.columns.values()):
            return [
                {name: value for name, value in zip(names, row, strict=True) if value is not ABSENT}
                for row in rows
            ]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def size(self) -> int:
        """Return how long all text and bytes are that the first fields of all of them hold."""
        return sum(map(_size_of_column, self.columns.values()))


def _size_of_column(column: Sequence[Any]) -> int:
    # Nearly each column is of one kind: that is looked at without a look at each value.
    kinds = set(map(type, column))
    if kinds <= _FLAT:
        return sum(map(len, column))
    return 0 if kinds.isdisjoint(_FLAT | _HELD) else sum(map(size_of, column))


def size_of(value: object) -> int:
    """Return how long all text and bytes are that a value, or first fields, hold."""
    # It is asked of each value of a summary: by kinds, and in one pass, it takes a third.
    told: Any = value
    kind = type(told)
    if kind in _FLAT:
        return len(told)
    total = 0
    for one in (told.values() if kind is dict else told) if kind in _HELD else ():
        inner = type(one)
        if inner in _FLAT:
            total += len(one)
        elif inner in _HELD:
            total += size_of(one)
    return total


def digests(ops: Iterable[Op]) -> dict[bytes, bytes]:
    """Return for each entity the hash of all that stands of it, whoever sums it up."""
    found: dict[bytes, list[Op]] = {}
    for op in ops:
        # What wrote nothing that still stands is kept by some and not by others.
        if op.kind is Kind.ERASE or writes(op):
            found.setdefault(op.entity, []).append(op)
    return {entity: _digest(entity, some) for entity, some in found.items()}


def root_of(told: Mapping[bytes, bytes]) -> bytes:
    """Return the one hash of all entities with their digests."""
    whole = blake2b(person=_ROOT, digest_size=DIGEST_SIZE)
    for entity, digest in sorted(told.items()):
        whole.update(entity + digest)
    return whole.digest()


def _digest(entity: bytes, ops: Iterable[Op]) -> bytes:
    said = [
        [*op.id, int(op.kind), op.table, op.field, op.value, op.hlc, sorted(op.parents)]
        for op in sorted(ops, key=lambda op: op.id)
    ]
    data = cbor2.dumps([entity, said], canonical=True)
    return blake2b(data, person=_ENTITY, digest_size=DIGEST_SIZE).digest()
