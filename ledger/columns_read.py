"""The parts of a summary read again: whatever is read here was verified before.

What made the things of a part stays in columns, so that whoever writes rows of it needs no
operation for each; it gives them one by one to whoever asks.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NoReturn

from ledger.clock import COUNTER_BITS, LARGEST, moment
from ledger.columns import MOST_HELD, VERSION, Section, Sort
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
from ledger.summary import ABSENT, DIGEST_SIZE, Awaited, Contents, LaneEnd, Rows, size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledger.ops import Value

_SCALARS: Final = frozenset({str, int, bytes, bool, type(None)})


class Reader:
    """Reads the parts of one summary in their order."""

    def __init__(self) -> None:
        self._ids: list[bytes] = []
        # How much more the operations of one part may hold.
        self._room = 0

    def read(self, content: bytes) -> tuple[Section, Any]:
        """Return what a part is and holds: contents, operations, what is awaited, or words."""
        raw, self._room = load(content), MOST_HELD
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
    ) -> Rows:
        """Read what made some things of one table."""
        table, start, ids = which
        if start != len(self._ids) or len(ids) % ID_SIZE:
            _refuse("rows")
        entities = [ids[at : at + ID_SIZE] for at in range(0, len(ids), ID_SIZE)]
        self._ids += entities
        found = {
            _name(name): self._spread(len(entities), there, self._column(kind, *told))
            for name, there, kind, *told in columns
        }
        if len(found) != len(columns):
            _refuse("rows")
        ordered = {name: found[name] for name in sorted(found, key=_canonical)}
        op_ids, moments, parents = _stamped(lanes, *stamps)
        if len(op_ids) != len(entities):
            _refuse("rows")
        return Rows(_name(table), start, entities, ordered, op_ids, moments, parents)

    def operations(
        self, lanes: list[Any], stamps: list[Any], kinds: bytes, told: list[Any]
    ) -> list[Op]:
        """Read operations that no row holds."""
        entities, tables, fields, values = told
        columns = self._named(entities), self._column(*tables), self._column(*fields), values
        rows = zip(kinds, *columns, *_stamped(lanes, *stamps), strict=True)
        return [
            Op(
                op_id,
                Kind(kind),
                entity,
                _name(table),
                None if name is None else _name(name),
                _value(kind, value),
                hlc,
                above,
            )
            for kind, entity, table, name, value, op_id, hlc, above in rows
        ]

    def awaited(
        self, lanes: list[Any], places: list[Any], entities: list[Any], fields: list[Any]
    ) -> list[Awaited]:
        """Read what was replaced before it came."""
        told = zip(
            _ids_of(lanes, places), self._named(entities), self._column(*fields), strict=True
        )
        return [Awaited(op_id, entity, _name(field)) for op_id, entity, field in told]

    def words(self, entities: list[Any], texts: list[Any]) -> list[tuple[bytes, str]]:
        """Read words by which some things are found."""
        return [*zip(self._named(entities), map(_text, texts), strict=True)]

    def _named(self, entities: list[Any]) -> list[bytes]:
        if any(type(one) is int and one < 0 for one in entities):
            _refuse("reference")
        return [self._ids[one] if type(one) is int else _sized(one) for one in entities]

    def _column(self, kind: int, values: list[Any], places: bytes = b"") -> Sequence[Value]:
        if kind == Sort.REFERENCES:
            known = list(accumulate(values))
            if known and min(known) < 0:
                _refuse("reference")
            return [self._ids[one] for one in known]
        settle = _settled(values)
        if kind == Sort.CHOICES:
            sizes = [*map(size_of, settle)]
            self._take_room(sum(sizes[place] for place in places))
            return [settle[place] for place in places]
        return settle if kind == Sort.PLAIN else _refuse("column")

    def _spread(self, count: int, which: bytes | None, values: Sequence[Value]) -> Sequence[Any]:
        """Return what each thing says in a column; one that has it not is not in the column."""
        if which is None:
            return values if len(values) == count else _refuse("column")
        if len(which) != -(-count // 8):
            _refuse("column")
        self._take_room(count)
        bits = bin(int.from_bytes(b"\x01" + which))[3:]
        if "1" in bits[count:] or bits.count("1") != len(values):
            _refuse("column")
        told = iter(values)
        return [next(told) if bit == "1" else ABSENT for bit in bits[:count]]

    def _take_room(self, size: int) -> None:
        self._room -= size
        if self._room < 0:
            _refuse("size")


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


def _name(raw: object) -> str:
    return one if len(one := _text(raw)) <= MAX_NAME else _refuse("name")


def _canonical(name: str) -> tuple[int, bytes]:
    """Return where a name stands in canonical bytes: shorter ones first, then by their bytes."""
    written = name.encode()
    return len(written), written


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
) -> tuple[list[OpId], list[int], list[tuple[OpId, ...]]]:
    ids = _ids_of(lanes, places)
    walls, counters = list(accumulate(moments[0])), moments[1]
    hlcs = [moment(wall, counter) for wall, counter in zip(walls, counters, strict=True)]
    if hlcs and not (min(hlcs) >= 0 and max(hlcs) <= LARGEST and max(counters) < 1 << COUNTER_BITS):
        _refuse("moment")
    counts, *above = parents
    if counts and min(counts) < 0:
        _refuse("parents")
    named = iter(list(zip(*above, strict=True)))
    if len(counts) != len(ids) or len(hlcs) != len(ids):
        _refuse("parents")
    found = [
        tuple(_parent(op_id, lanes, next(named, None)) for _ in range(count)) if count else ()
        for op_id, count in zip(ids, counts, strict=True)
    ]
    if next(named, None) is not None:
        _refuse("parents")
    return ids, hlcs, found


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
