"""The parts of a summary as bytes: columns of ids, moments, parents and values, and back again.

The layout is documented in docs/exchange.md; whatever is read here was verified before.
"""

from __future__ import annotations

from enum import IntEnum
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

import cbor2

from ledger.clock import COUNTER_BITS, LARGEST, milliseconds, moment
from ledger.ops import (
    AUTHOR_SIZE,
    ID_SIZE,
    MAX_NAME,
    MAX_NUMBER,
    Kind,
    Op,
    OpId,
    OpRefused,
    load,
    settled,
)
from ledger.summary import DIGEST_SIZE, Awaited, Contents, LaneEnd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ledger.ops import Value

VERSION: Final = 1
# Of a choice among this many values a byte says which; more seldom repeated it would not pay.
_CHOICES: Final = 256
_REPEATED: Final = 4
_SCALARS: Final = frozenset({str, int, bytes, bool, type(None)})
_CHOSEN: Final = frozenset({str, int, bytes, type(None)})


class Section(IntEnum):
    """What one part of a summary holds."""

    CONTENTS = 0
    ROWS = 1
    OPERATIONS = 2
    AWAITED = 3
    WORDS = 4


class _Column(IntEnum):
    PLAIN = 0
    REFERENCES = 1
    CHOICES = 2


# ------------------------------------------------------------------------------------- writing


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
    values = [one[name] for one in fields if name in one]
    which = None if all(there) else _bits(there)
    return [which, *_column(values, numbers, own)]


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
            return [_Column.REFERENCES, _deltas(cast("list[int]", known))]
    if kinds <= _CHOSEN:
        chosen = sorted(set(values), key=lambda one: cbor2.dumps(one, canonical=True))
        if len(chosen) < _CHOICES and len(chosen) * _REPEATED <= len(values):
            place = {one: n for n, one in enumerate(chosen)}
            return [_Column.CHOICES, chosen, bytes(place[one] for one in values)]
    return [_Column.PLAIN, list(values)]


# ------------------------------------------------------------------------------------- reading


class Reader:
    """Reads the parts of one summary in their order."""

    def __init__(self) -> None:
        self._ids: list[bytes] = []

    def read(self, content: bytes) -> tuple[Section, Any]:
        """Return what a part is and holds: contents, operations, what is awaited, or words."""
        raw = load(content)
        if not (isinstance(raw, list) and raw and type(raw[0]) is int):
            _refuse("shape")
        try:
            section = Section(raw[0])
            return section, _READ[section](self, *raw[1:])
        except OpRefused:
            raise
        except (TypeError, ValueError, IndexError, KeyError, AttributeError, OverflowError):
            _refuse("shape")

    def contents(self, version: int, lanes: list[Any], listed: int, root: bytes) -> Contents:
        """Read the part that says what the summary is."""
        if version != VERSION or type(listed) is not int or len(root) != DIGEST_SIZE:
            _refuse("contents")
        ends = tuple(
            LaneEnd(
                _sized(lane), _sized(author, AUTHOR_SIZE), _count(aseq), _sized(digest, DIGEST_SIZE)
            )
            for lane, author, aseq, digest in lanes
        )
        if len({one.lane for one in ends}) != len(ends):
            _refuse("contents")
        return Contents(ends, listed, root)

    def rows(
        self, lanes: list[Any], stamps: list[Any], which: list[Any], columns: list[Any]
    ) -> list[Op]:
        """Read what made some things of one table."""
        table, start, ids = which
        if start != len(self._ids) or len(ids) % ID_SIZE or type(table) is not str:
            _refuse("rows")
        entities = [ids[at : at + ID_SIZE] for at in range(0, len(ids), ID_SIZE)]
        self._ids += entities
        fields: list[dict[str, Value]] = [{} for _ in entities]
        for name, there, kind, *told in columns:
            if len(_text(name)) > MAX_NAME:
                _refuse("rows")
            some = fields if there is None else _chosen(fields, there)
            for one, value in zip(some, self._column(kind, *told), strict=True):
                one[name] = value
        stamped = _stamped(lanes, *stamps)
        return [
            Op(op_id, Kind.CREATE, entity, table, None, said, hlc, above)
            for entity, said, (op_id, hlc, above) in zip(entities, fields, stamped, strict=True)
        ]

    def operations(
        self, lanes: list[Any], stamps: list[Any], kinds: bytes, told: list[Any]
    ) -> list[Op]:
        """Read operations that no row holds."""
        entities, tables, fields, values = told
        columns = self._named(entities), self._column(*tables), self._column(*fields), values
        rows = zip(kinds, *columns, _stamped(lanes, *stamps), strict=True)
        return [
            Op(
                op_id,
                Kind(kind),
                entity,
                _text(table),
                None if name is None else _text(name),
                _value(kind, value),
                hlc,
                above,
            )
            for kind, entity, table, name, value, (op_id, hlc, above) in rows
        ]

    def awaited(
        self, lanes: list[Any], places: list[Any], entities: list[Any], fields: list[Any]
    ) -> list[Awaited]:
        """Read what was replaced before it came."""
        told = zip(
            _ids_of(lanes, places), self._named(entities), self._column(*fields), strict=True
        )
        return [Awaited(op_id, entity, _text(field)) for op_id, entity, field in told]

    def words(self, entities: list[Any], texts: list[Any]) -> list[tuple[bytes, str]]:
        """Read words by which some things are found."""
        return [*zip(self._named(entities), map(_text, texts), strict=True)]

    def _named(self, entities: list[Any]) -> list[bytes]:
        if any(type(one) is int and one < 0 for one in entities):
            _refuse("reference")
        return [self._ids[one] if type(one) is int else _sized(one) for one in entities]

    def _column(self, kind: int, values: list[Any], places: bytes = b"") -> Sequence[Value]:
        if kind == _Column.REFERENCES:
            known = list(accumulate(values))
            if known and min(known) < 0:
                _refuse("reference")
            return [self._ids[one] for one in known]
        settle = _settled(values)
        if kind == _Column.CHOICES:
            return [settle[place] for place in places]
        return settle if kind == _Column.PLAIN else _refuse("column")


_READ: Final[dict[Section, Callable[..., Any]]] = {
    Section.CONTENTS: Reader.contents,
    Section.ROWS: Reader.rows,
    Section.OPERATIONS: Reader.operations,
    Section.AWAITED: Reader.awaited,
    Section.WORDS: Reader.words,
}


def _settled(values: list[Any]) -> list[Value]:
    kinds = set(map(type, values))
    if kinds <= {str, bytes}:
        return values
    if not kinds <= _SCALARS or int in kinds:
        return [settled(one) for one in values]
    return values


def _value(kind: int, value: object) -> Value | dict[str, Value]:
    if isinstance(value, dict) is not (kind == Kind.CREATE):
        _refuse("value")
    if isinstance(value, dict):
        return {_text(name): settled(one) for name, one in value.items()}
    return settled(value)


def _chosen(rows: Sequence[Any], which: bytes) -> list[Any]:
    if len(which) != -(-len(rows) // 8):
        _refuse("column")
    bits = bin(int.from_bytes(b"\x01" + which))[3:]
    if "1" in bits[len(rows) :]:
        _refuse("column")
    return [row for row, bit in zip(rows, bits, strict=False) if bit == "1"]


def _ids_of(lanes: list[Any], places: list[Any]) -> list[OpId]:
    where, numbers, indexes = (list(accumulate(column)) for column in places)
    if any(column and min(column) < 0 for column in (where, numbers, indexes)):
        _refuse("place")
    if any(column and max(column) >= MAX_NUMBER for column in (numbers, indexes)):
        _refuse("place")
    known = [_sized(lane) for lane in lanes]
    told = zip(where, numbers, indexes, strict=True)
    return [OpId(known[lane], aseq, idx) for lane, aseq, idx in told]


def _stamped(
    lanes: list[Any], places: list[Any], moments: list[Any], parents: list[Any]
) -> list[tuple[OpId, int, tuple[OpId, ...]]]:
    ids = _ids_of(lanes, places)
    walls, counters = list(accumulate(moments[0])), moments[1]
    hlcs = [moment(wall, counter) for wall, counter in zip(walls, counters, strict=True)]
    if hlcs and not (min(hlcs) >= 0 and max(hlcs) <= LARGEST and max(counters) < 1 << COUNTER_BITS):
        _refuse("moment")
    counts, *above = parents
    if counts and min(counts) < 0:
        _refuse("parents")
    named = iter(list(zip(*above, strict=True)))
    found = [
        tuple(_parent(op_id, lanes, next(named, None)) for _ in range(count))
        for op_id, count in zip(ids, counts, strict=True)
    ]
    if next(named, None) is not None:
        _refuse("parents")
    return list(zip(ids, hlcs, found, strict=True))


def _parent(own: OpId, lanes: list[bytes], told: tuple[int, int, int] | None) -> OpId:
    if told is None:
        _refuse("parents")
    lane, batches, places = told
    parent = OpId(lanes[lane], own.aseq - batches, own.idx - places)
    if lane < 0 or not 0 <= parent.aseq < MAX_NUMBER or not 0 <= parent.idx < MAX_NUMBER:
        _refuse("parents")
    return parent


def _sized(raw: object, size: int = ID_SIZE) -> bytes:
    return raw if isinstance(raw, bytes) and len(raw) == size else _refuse("id")


def _count(raw: object) -> int:
    return raw if type(raw) is int and 0 < raw < MAX_NUMBER else _refuse("number")


def _text(raw: object) -> str:
    return raw if isinstance(raw, str) else _refuse("name")


def _refuse(code: str) -> NoReturn:
    raise OpRefused(f"ledger.summary.{code}") from None
