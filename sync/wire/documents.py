"""What people sign for the server: rights, snapshots, attestations, purges. Clients pack them.

A document is signer (16), signature (64), body. The signature is over a hash that names the kind,
so that none can be taken for another, nor for a batch.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum, IntFlag, StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, Self

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from sync.wire.frames import DIGEST_SIZE, ID_SIZE, SIGNATURE_SIZE, author_id

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY_SIZE: Final = 32
CHALLENGE_SIZE: Final = 32
PROOF_SIZE: Final = 2 * ID_SIZE + CHALLENGE_SIZE + SIGNATURE_SIZE
_SIGNED_FROM: Final = ID_SIZE + SIGNATURE_SIZE
_TRANSPORT: Final = b"alongside transport 1"

_ACL: Final = struct.Struct(">16sQHHHI")
_STREAM: Final = struct.Struct(">16sBH")
_REPLICA: Final = struct.Struct(">16s32s")
_AUTHOR: Final = struct.Struct(">32s16sB")
_RIGHT: Final = struct.Struct(">HHB")
_SNAPSHOT: Final = struct.Struct(">16s16sHQ32sI")
_ATTEST: Final = struct.Struct(">16s16s16sQ")
_PURGE: Final = struct.Struct(">16sQBHHI")
_GONE: Final = struct.Struct(">16s16sI")
_UP_TO: Final = struct.Struct(">16sQ")
_SNAP: Final = struct.Struct(">16s16s")
_DIGEST: Final = struct.Struct(">32s")
_END: Final = 1 << 63


class DocumentRefused(ValueError):
    """Bytes are no document of this kind, or nobody who may signed them; a code."""


class Right(IntFlag):
    """What a workbook may do in a stream."""

    READ = 1
    WRITE = 2
    SNAPSHOT = 4
    BLOB = 8


class Signs(IntFlag):
    """What an author may sign besides her own batches."""

    ADMIN = 1


class Said(StrEnum):
    """The kinds of documents."""

    ACL = "alongside acl 1"
    SNAPSHOT = "alongside snapshot 1"
    ATTEST = "alongside attest 1"
    PURGE = "alongside purge 1"
    GONE = "alongside gone 1"


class Why(IntEnum):
    """Why batches are to go: they are summed up elsewhere, or somebody's case is erased."""

    COMPACT = 1
    ERASE = 2


@dataclass(frozen=True, slots=True)
class Signed:
    """A document that was taken apart and is not yet verified."""

    signer: bytes
    signature: bytes
    body: bytes

    def verify(self, said: Said, public: bytes) -> None:
        """Refuse it if the signer of this key did not sign this kind of document."""
        try:
            VerifyKey(public).verify(_digest(said, self.body), self.signature)
        except (BadSignatureError, ValueError):
            raise DocumentRefused("document.signature") from None


def sign(said: Said, body: bytes, seed: bytes) -> bytes:
    """Return a document with who signed it."""
    key = SigningKey(seed)
    signer = author_id(bytes(key.verify_key))
    return signer + key.sign(_digest(said, body)).signature + body


def taken_apart(data: bytes) -> Signed:
    """Return signer, signature and body of a document."""
    if len(data) <= _SIGNED_FROM:
        raise DocumentRefused("document.length")
    return Signed(data[:ID_SIZE], data[ID_SIZE:_SIGNED_FROM], data[_SIGNED_FROM:])


def _digest(said: Said, body: bytes) -> bytes:
    return blake2b(said.encode() + body, digest_size=DIGEST_SIZE).digest()


@dataclass(frozen=True, slots=True)
class Acl:
    """Who belongs to an organisation and what each workbook may do in each stream."""

    org: bytes
    version: int
    # id, kind, generation
    streams: Sequence[tuple[bytes, int, int]]
    # id, key of its transport
    replicas: Sequence[tuple[bytes, bytes]]
    # public key, id of her workbook, what she may sign
    authors: Sequence[tuple[bytes, bytes, int]]
    # place of a workbook, place of a stream, rights
    rights: Sequence[tuple[int, int, int]]

    def pack(self) -> bytes:
        """Return it as bytes."""
        parts = (self.streams, self.replicas, self.authors, self.rights)
        lines = [_ACL.pack(self.org, self.version, *map(len, parts))]
        for shape, rows in zip((_STREAM, _REPLICA, _AUTHOR, _RIGHT), parts, strict=True):
            lines += [shape.pack(*row) for row in rows]
        return b"".join(lines)

    @classmethod
    def unpack(cls, body: bytes) -> Self:
        """Return what bytes say, every place in it one that is there, nothing twice."""
        (org, version, *counts), rows = _rows(body, _ACL, (_STREAM, _REPLICA, _AUTHOR, _RIGHT))
        streams, replicas, authors, rights = rows
        workbooks = {one[0] for one in replicas}
        whole = (
            all(who < counts[1] and where < counts[0] for who, where, _ in rights)
            and all(workbook in workbooks for _, workbook, _ in authors)
            and all(_once(part, 1) for part in (streams, replicas, authors))
            and _once(rights, 2)
        )
        if not whole:
            raise DocumentRefused("document.places")
        return cls(org, version, streams, replicas, authors, rights)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot that is to come: up to where it covers a stream, and the names of its parts."""

    org: bytes
    stream: bytes
    generation: int
    covers: int
    log_hash: bytes
    parts: Sequence[bytes]

    def pack(self) -> bytes:
        """Return it as bytes."""
        facts = self.org, self.stream, self.generation, self.covers, self.log_hash
        return _SNAPSHOT.pack(*facts, len(self.parts)) + b"".join(self.parts)

    @classmethod
    def unpack(cls, body: bytes) -> Self:
        """Return what bytes say."""
        (org, stream, generation, covers, log_hash, _), (parts,) = _rows(
            body, _SNAPSHOT, (_DIGEST,)
        )
        return cls(org, stream, generation, covers, log_hash, [name for (name,) in parts])

    @property
    def name(self) -> bytes:
        """Return the id by which it is asked for."""
        return blake2b(self.pack(), digest_size=ID_SIZE).digest()


@dataclass(frozen=True, slots=True)
class Attest:
    """Another workbook came to the same."""

    org: bytes
    stream: bytes
    snapshot: bytes
    covers: int

    def pack(self) -> bytes:
        """Return it as bytes."""
        return _ATTEST.pack(self.org, self.stream, self.snapshot, self.covers)

    @classmethod
    def unpack(cls, body: bytes) -> Self:
        """Return what bytes say."""
        facts, _ = _rows(body, _ATTEST, ())
        return cls(*facts)


@dataclass(frozen=True, slots=True)
class Purge:
    """An order to let batches, snapshots and files go; `number` counts orders without a gap."""

    org: bytes
    number: int
    why: Why
    # stream, number in the stream up to which its batches go
    up_to: Sequence[tuple[bytes, int]]
    # stream, snapshot
    snapshots: Sequence[tuple[bytes, bytes]]
    blobs: Sequence[bytes]

    def pack(self) -> bytes:
        """Return it as bytes."""
        counts = len(self.up_to), len(self.snapshots), len(self.blobs)
        lines = [_PURGE.pack(self.org, self.number, self.why, *counts)]
        lines += [_UP_TO.pack(*row) for row in self.up_to]
        lines += [_SNAP.pack(*row) for row in self.snapshots]
        return b"".join([*lines, *self.blobs])

    @classmethod
    def unpack(cls, body: bytes) -> Self:
        """Return what bytes say."""
        (org, number, why, *_), rows = _rows(body, _PURGE, (_UP_TO, _SNAP, _DIGEST))
        if why not in Why.__members__.values():
            raise DocumentRefused("document.why")
        up_to, snapshots, blobs = rows
        return cls(org, number, Why(why), up_to, snapshots, [name for (name,) in blobs])


@dataclass(frozen=True, slots=True)
class Gone:
    """An order to let files of one stream go: their cases were erased, or live there no longer."""

    org: bytes
    stream: bytes
    files: Sequence[bytes]

    def pack(self) -> bytes:
        """Return it as bytes."""
        return _GONE.pack(self.org, self.stream, len(self.files)) + b"".join(self.files)

    @classmethod
    def unpack(cls, body: bytes) -> Self:
        """Return what bytes say."""
        (org, stream, _), (files,) = _rows(body, _GONE, (_DIGEST,))
        return cls(org, stream, [name for (name,) in files])


def _rows(
    body: bytes, head: struct.Struct, shapes: Sequence[struct.Struct]
) -> tuple[tuple[Any, ...], list[Any]]:
    """Return the head of a body and its rows; its last numbers say how many of each there are."""
    if len(body) < head.size:
        raise DocumentRefused("document.length")
    facts = head.unpack_from(body)
    counts = facts[len(facts) - len(shapes) :]
    sizes = [shape.size * count for shape, count in zip(shapes, counts, strict=True)]
    if head.size + sum(sizes) != len(body):
        raise DocumentRefused("document.length")
    at, found = head.size, list[Any]()
    for shape, size in zip(shapes, sizes, strict=True):
        found.append(list(shape.iter_unpack(body[at : at + size])))
        at += size
    numbers = (*facts, *(cell for rows in found for row in rows for cell in row))
    if any(isinstance(one, int) and one >= _END for one in numbers):
        # No store holds it.
        raise DocumentRefused("document.number")
    return facts, found


def _once(rows: Sequence[tuple[bytes | int, ...]], columns: int) -> bool:
    return len({row[:columns] for row in rows}) == len(rows)


def prove(server: str, org: bytes, replica: bytes, challenge: bytes, seed: bytes) -> bytes:
    """Return what a workbook sends to be let in: signed for the server of this name alone."""
    signature = SigningKey(seed).sign(_asked(server, org, replica, challenge)).signature
    return org + replica + challenge + signature


def proven(server: str, proof: bytes, public: bytes) -> bool:
    """Return whether the workbook of a transport key signed the challenge for this server."""
    org, replica = proof[:ID_SIZE], proof[ID_SIZE : 2 * ID_SIZE]
    challenge = proof[2 * ID_SIZE : 2 * ID_SIZE + CHALLENGE_SIZE]
    try:
        VerifyKey(public).verify(_asked(server, org, replica, challenge), proof[-SIGNATURE_SIZE:])
    except (BadSignatureError, ValueError):
        return False
    return True


def _asked(server: str, org: bytes, replica: bytes, challenge: bytes) -> bytes:
    named = server.encode()
    return _TRANSPORT + len(named).to_bytes(2) + named + org + replica + challenge
