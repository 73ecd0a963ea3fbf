"""Operations: the smallest things that happen to the workbook, and their canonical bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as hidden
from enum import IntEnum
from hashlib import blake2b
from typing import Final, NamedTuple, NoReturn, TypeAlias, cast

import cbor2

from ledger.clock import LARGEST

Value: TypeAlias = "bool | int | str | bytes | tuple[Value, ...] | None"
Fields: TypeAlias = Mapping[str, Value]

ID_SIZE: Final = 16
AUTHOR_SIZE: Final = 32
MAX_CONTENT: Final = 4 * 1024 * 1024
MAX_OPERATIONS: Final = 20_000
MAX_ITEMS: Final = 100_000
MAX_DEPTH: Final = 8
MAX_NAME: Final = 64
MAX_NUMBER: Final = 2**63

# The life of an entity and its place are cells like any other, under names no column bears.
LIFE: Final = ""
PLACE: Final = "@stream"


class OpRefused(ValueError):
    """An operation or its bytes break a limit; the message is a code."""


class Kind(IntEnum):
    """What an operation does."""

    SET = 1
    CREATE = 2
    DELETE = 3
    ATTACH = 4
    MOVE = 5
    ERASE = 6
    SCHEMA = 7


class OpId(NamedTuple):
    """Where an operation stands: lane, batch of the lane, index in the batch."""

    lane: bytes
    aseq: int
    idx: int


@dataclass(frozen=True, slots=True)
class Op:
    """One operation on one entity; a `create` carries a map of its first fields."""

    id: OpId
    kind: Kind
    entity: bytes
    table: str
    field: str | None
    value: Value | Fields = hidden(repr=False)
    hlc: int
    parents: tuple[OpId, ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def order(self) -> tuple[int, OpId]:
        """Return the place in the display order: moment, then id."""
        return self.hlc, self.id


def lane_id(author: bytes, stream: bytes) -> bytes:
    """Return the id of the lane of an author in a stream."""
    if len(author) != AUTHOR_SIZE or len(stream) != ID_SIZE:
        _refuse("ledger.lane.size")
    return blake2b(author + stream, digest_size=ID_SIZE).digest()


def writes(op: Op) -> Fields:
    """Return the cells that an operation writes, with what it writes there."""
    if op.kind is Kind.CREATE:
        return cast("Fields", op.value)
    if op.kind is Kind.DELETE:
        return {LIFE: True}
    if op.kind is Kind.MOVE:
        return {PLACE: cast("Value", op.value)}
    if op.kind in {Kind.SET, Kind.ATTACH} and op.field is not None:
        return {op.field: cast("Value", op.value)}
    return {}


def settled(raw: object) -> Value:
    """Return a value as operations carry it: scalars, and lists as tuples; refuse the rest."""
    if isinstance(raw, str):
        return raw if raw.isascii() else _text(raw)
    if raw is None or isinstance(raw, bool | bytes):
        return raw
    if isinstance(raw, int):
        return raw if -MAX_NUMBER <= raw < MAX_NUMBER else _refuse("ledger.value.number")
    if isinstance(raw, (list, tuple)):
        return tuple([settled(item) for item in raw])
    return _refuse("ledger.value.kind")


def encode(value: Value | Fields) -> bytes:
    """Return the canonical bytes of a value or of a map of first fields."""
    if isinstance(value, dict) and all(map(str.isascii, value)):
        # Four times as fast as having the library sort: shorter names first, then by letters.
        return cbor2.dumps({name: value[name] for name in sorted(sorted(value), key=len)})
    return cbor2.dumps(value, canonical=True)


def decode(data: bytes) -> Value | Fields:
    """Return what canonical bytes hold, or refuse them."""
    raw = load(data)
    if isinstance(raw, dict):
        return {_name(key): settled(value) for key, value in raw.items()}
    return settled(raw)


def decode_kept(data: bytes) -> Value | Fields:
    """Return what canonical bytes hold that our own store keeps: they were looked at before."""
    raw = cbor2.loads(data)
    if isinstance(raw, dict):
        if list in set(map(type, raw.values())):
            told = raw.items()
            return {name: _kept(one) if type(one) is list else one for name, one in told}
        return raw
    return _kept(raw)


def _kept(raw: object) -> Value:
    return tuple(map(_kept, raw)) if isinstance(raw, list) else cast("Value", raw)


def encode_parents(parents: Sequence[OpId]) -> bytes:
    """Return the canonical bytes of a list of operation ids."""
    return cbor2.dumps(sorted(parents), canonical=True)


def decode_parents(data: bytes) -> tuple[OpId, ...]:
    """Return the operation ids that our own store keeps as bytes."""
    return tuple(OpId(*item) for item in cbor2.loads(data))


def encode_batch(ops: Sequence[Op]) -> bytes:
    """Return the content of one batch: the lanes that parents name, then the operations."""
    if len(ops) > MAX_OPERATIONS:
        _refuse("ledger.batch.count")
    lanes = sorted({parent.lane for op in ops for parent in op.parents})
    number = {lane: n for n, lane in enumerate(lanes)}
    wire = [
        [
            int(op.kind),
            op.entity,
            op.table,
            op.field,
            op.value,
            op.hlc,
            sorted([number[p.lane], p.aseq, p.idx] for p in op.parents),
        ]
        for op in ops
    ]
    content = cbor2.dumps([lanes, wire], canonical=True)
    if len(content) > MAX_CONTENT:
        _refuse("ledger.batch.size")
    return _light(content)


def decode_batch(content: bytes, lane: bytes, aseq: int) -> tuple[Op, ...]:
    """Return the operations of a lane's batch, or refuse the whole batch."""
    if len(content) > MAX_CONTENT:
        _refuse("ledger.batch.size")
    raw = load(content)
    if not (isinstance(raw, list) and [type(part) for part in raw] == [list, list]):
        _refuse("ledger.batch.shape")
    lanes = [_id(item) for item in raw[0]]
    if len(raw[1]) > MAX_OPERATIONS:
        _refuse("ledger.batch.count")
    ops = tuple(_op(item, OpId(lane, aseq, idx), lanes) for idx, item in enumerate(raw[1]))
    return ops if encode_batch(ops) == content else _refuse("ledger.batch.canonical")


def _op(raw: object, op_id: OpId, lanes: Sequence[bytes]) -> Op:
    if not (isinstance(raw, list) and len(raw) == len(Op.__slots__) - 1):
        _refuse("ledger.op.shape")
    kind, entity, table, name, value, hlc, parents = raw
    if not (isinstance(kind, int) and kind in Kind.__members__.values()):
        _refuse("ledger.op.kind")
    if not isinstance(parents, list):
        _refuse("ledger.op.parents")
    fields = isinstance(value, dict)
    if fields != (kind == Kind.CREATE):
        _refuse("ledger.op.value")
    return Op(
        op_id,
        Kind(kind),
        _id(entity),
        _name(table),
        None if name is None else _name(name),
        {_name(key): settled(item) for key, item in value.items()} if fields else settled(value),
        hlc if type(hlc) is int and 0 <= hlc <= LARGEST else _refuse("ledger.op.hlc"),
        tuple(_parent(item, op_id, lanes) for item in parents),
    )


def _parent(raw: object, child: OpId, lanes: Sequence[bytes]) -> OpId:
    if not (isinstance(raw, list) and [type(part) for part in raw] == [int, int, int]):
        _refuse("ledger.op.parents")
    lane, aseq, idx = raw
    if not (lane < len(lanes) and min(raw) >= 0 and max(raw) < MAX_NUMBER):
        _refuse("ledger.op.parents")
    parent = OpId(lanes[lane], aseq, idx)
    # Within a lane only what was written before can be replaced: two operations of one author
    # can never hide each other.
    if parent.lane == child.lane and parent >= child:
        _refuse("ledger.op.parents")
    return parent


# What cbor2 would turn into dates, big numbers, patterns, references: refused unread.
_TAGS: Final = (
    *range(6),
    *(25, 28, 29, 30, 35, 36, 37, 43000, 43001, 100, 256, 258, 260, 261, 1004, 55799, 55800),
)


# How many bytes follow the first of an item, by its low bits, to say a number or a length.
_WIDTHS: Final = {24: 1, 25: 2, 26: 4, 27: 8}
# The first bytes of strings, of bytes and of text.
_STRINGS: Final = range(2 << 5, 4 << 5)


def _light(data: bytes) -> bytes:
    """Return bytes that hold few enough items, counted without making any of them.

    A list of empty lists takes a byte for each of them here, and a hundred where it is read.
    """
    end, items = len(data), 0
    at = 0 if end > MAX_ITEMS else end
    # This turns as often as a summary has things: what is told by most first bytes comes first.
    while at < end and items <= MAX_ITEMS:
        first = data[at]
        said, at = first & 31, at + 1
        if said in _WIDTHS:
            start, at = at, at + _WIDTHS[said]
            said = int.from_bytes(data[start:at])
        if first in _STRINGS:
            at += said
        items += 1
    return data if items <= MAX_ITEMS else _refuse("ledger.bytes.items")


def load(data: bytes) -> object:
    """Return what canonical bytes hold, few enough items of kinds that operations carry."""
    _light(data)
    try:
        raw = cbor2.loads(
            data,
            max_depth=MAX_DEPTH,
            allow_indefinite=False,
            allow_duplicate_keys=False,
            strict_hashable_types=True,
            tag_hook=_no_tag,
            semantic_decoders=dict.fromkeys(_TAGS, _no_tag),
        )
        again = cbor2.dumps(raw, canonical=True)
    except (cbor2.CBORError, UnicodeError, RecursionError, ValueError) as cause:
        raise OpRefused("ledger.bytes.decode") from cause
    return raw if again == data else _refuse("ledger.bytes.canonical")


def _no_tag(*_args: object) -> NoReturn:
    raise OpRefused("ledger.bytes.tag")


def _refuse(code: str) -> NoReturn:
    raise OpRefused(code)


def _id(raw: object) -> bytes:
    return raw if isinstance(raw, bytes) and len(raw) == ID_SIZE else _refuse("ledger.op.id")


def _name(raw: object) -> str:
    if isinstance(raw, str) and len(raw) <= MAX_NAME:
        return _text(raw)
    return _refuse("ledger.op.name")


def _text(raw: str) -> str:
    try:
        raw.encode()
    except UnicodeEncodeError:
        _refuse("ledger.value.text")
    return raw
