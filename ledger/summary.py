"""What nobody replaced of a stream, summed up by columns: a newcomer needs no more to go on.

Each value keeps the operation that wrote it, so whatever comes later meets it as it would have met
that operation. The layout is documented in docs/exchange.md; one part of it is one content here.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import cbor2

from ledger.ops import Kind, Op, OpId, writes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DIGEST_SIZE: Final = 32
_ENTITY: Final = b"snapshot entity"
_ROOT: Final = b"snapshot root"


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
