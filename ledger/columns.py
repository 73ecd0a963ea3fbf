"""The parts of a summary as bytes: columns of ids, moments, parents and values.

The layout is documented in docs/exchange.md; `ledger.columns_read` reads them again.
"""

from __future__ import annotations

from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, cast

import cbor2

from ledger.clock import COUNTER_BITS, milliseconds
from ledger.ops import MAX_CONTENT
from ledger.summary import size_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.ops import Op, OpId, Value
    from ledger.summary import Awaited, Contents

VERSION: Final = 1
# Of a choice among this many values a byte says which; more seldom repeated it would not pay.
_CHOICES: Final = 256
_REPEATED: Final = 4
_CHOSEN: Final = frozenset({str, int, bytes, type(None)})


# What the operations of a part hold, each for itself, is no more than this: few bytes name much.
MOST_HELD: Final = 2 * MAX_CONTENT


class Section(IntEnum):
    """What one part of a summary holds."""

    CONTENTS = 0
    ROWS = 1
    OPERATIONS = 2
    AWAITED = 3
    WORDS = 4


class Sort(IntEnum):
    """How the values of one column are written."""

    PLAIN = 0
    REFERENCES = 1
    CHOICES = 2


def held_by(ops: Sequence[Op]) -> int:
    """Return how much operations hold, each for itself, with a place for each first field."""
    names = {name for op in ops if isinstance(op.value, dict) for name in op.value}
    return sum(size_of(op.value) for op in ops) + len(names) * len(ops)


class Writer:
    """Writes parts of one summary; things that have rows are numbered in the order written."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}

    def contents(self, told: Contents) -> bytes:
        """Return the part that says what the summary is."""
        lanes = [[one.lane, one.author, one.aseq, one.digest] for one in told.lanes]
        return _packed([Section.CONTENTS, VERSION, lanes, told.listed, told.root])

    def rows(self, table: str, ops: Sequence[Op]) -> bytes:
        """Return a part with what made some things of one table, by columns."""
        lanes = _lanes(ops)
        numbers = self._numbers
        start = len(numbers)
        fields = [cast("Mapping[str, Value]", op.value) for op in ops]
        own = {op.entity: start + place for place, op in enumerate(ops)}
        names = sorted(sorted({name for one in fields for name in one}), key=len)
        columns = [[name, *_written(fields, name, numbers, own)] for name in names]
        ids = b"".join(op.entity for op in ops)
        return _packed([Section.ROWS, lanes, _stamps(ops, lanes), [table, start, ids], columns])

    def number(self, ops: Iterable[Op]) -> None:
        """Number the things of a part that is written for good."""
        for op in ops:
            self._numbers[op.entity] = len(self._numbers)

    def operations(self, ops: Sequence[Op]) -> bytes:
        """Return a part with operations that no row holds."""
        lanes = _lanes(ops)
        kinds = bytes(op.kind for op in ops)
        tables = _column([op.table for op in ops], {}, {})
        fields = _column([op.field for op in ops], {}, {})
        values = [op.value for op in ops]
        entities = self._named([op.entity for op in ops])
        told = [entities, tables, fields, values]
        return _packed([Section.OPERATIONS, lanes, _stamps(ops, lanes), kinds, told])

    def awaited(self, some: Sequence[Awaited]) -> bytes:
        """Return a part with what was replaced before it came."""
        ids = [one.id for one in some]
        lanes = sorted({one.lane for one in ids})
        fields = _column([one.field for one in some], {}, {})
        told = [_places(ids, lanes), self._named([one.entity for one in some]), fields]
        return _packed([Section.AWAITED, lanes, *told])

    def words(self, said: Sequence[tuple[bytes, str]]) -> bytes:
        """Return a part with words by which some things are found before all of them is there."""
        texts = [text for _entity, text in said]
        return _packed([Section.WORDS, self._named([entity for entity, _ in said]), texts])

    def _named(self, entities: Iterable[bytes]) -> list[int | bytes]:
        return [self._numbers.get(entity, entity) for entity in entities]


def _packed(raw: list[Any]) -> bytes:
    return cbor2.dumps(raw, canonical=True)


def _lanes(ops: Iterable[Op]) -> list[bytes]:
    found = {op.id.lane for op in ops}
    return sorted(found.union(parent.lane for op in ops for parent in op.parents))


def _deltas(values: Sequence[int]) -> list[int]:
    return [*values[:1], *(after - before for before, after in pairwise(values))]


def _places(ids: Sequence[OpId], lanes: Sequence[bytes]) -> list[list[int]]:
    number = {lane: n for n, lane in enumerate(lanes)}
    columns = [number[one.lane] for one in ids], [one.aseq for one in ids], [one.idx for one in ids]
    return [_deltas(column) for column in columns]


def _stamps(ops: Sequence[Op], lanes: Sequence[bytes]) -> list[Any]:
    """Return ids, moments and parents: these beside the ids of those that name them."""
    number = {lane: n for n, lane in enumerate(lanes)}
    places = _places([op.id for op in ops], lanes)
    moments = [
        _deltas([milliseconds(op.hlc) for op in ops]),
        [op.hlc % (1 << COUNTER_BITS) for op in ops],
    ]
    named = [(op.id, parent) for op in ops for parent in sorted(op.parents)]
    parents = [
        [len(op.parents) for op in ops],
        [number[parent.lane] for _own, parent in named],
        [own.aseq - parent.aseq for own, parent in named],
        [own.idx - parent.idx for own, parent in named],
    ]
    return [places, moments, parents]


def _written(
    fields: Sequence[Mapping[str, Value]],
    name: str,
    numbers: Mapping[bytes, int],
    own: Mapping[bytes, int],
) -> list[Any]:
    """Return which rows have a field, or nothing if all have it, and what it says there."""
    there = [name in one for one in fields]
    if all(there):
        return [None, *_column([one[name] for one in fields], numbers, own)]
    values = [one[name] for one in fields if name in one]
    return [_bits(there), *_column(values, numbers, own)]


def _bits(there: Sequence[bool]) -> bytes:
    number = int("".join("01"[one] for one in there).ljust(-(-len(there) // 8) * 8, "0"), 2)
    return number.to_bytes(-(-len(there) // 8))


def _column(
    values: Sequence[Value], numbers: Mapping[bytes, int], own: Mapping[bytes, int]
) -> list[Any]:
    kinds = set(map(type, values))
    if kinds == {bytes} and (numbers or own):
        named = cast("Sequence[bytes]", values)
        known = [numbers[one] if one in numbers else own.get(one) for one in named]
        if None not in known:
            return [Sort.REFERENCES, _deltas(cast("list[int]", known))]
    if kinds <= _CHOSEN:
        chosen = sorted(set(values), key=lambda one: cbor2.dumps(one, canonical=True))
        if len(chosen) < _CHOICES and len(chosen) * _REPEATED <= len(values):
            place = {one: n for n, one in enumerate(chosen)}
            return [Sort.CHOICES, chosen, bytes(place[one] for one in values)]
    return [Sort.PLAIN, list(values)]
