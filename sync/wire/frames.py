"""Bytes on the wire: header, sizes, signature. All of it that the server knows."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

if TYPE_CHECKING:
    from collections.abc import Iterable

MAGIC: Final = b"ALX\x01"
SUITE: Final = 1
ID_SIZE: Final = 16
DIGEST_SIZE: Final = 32
NONCE_SIZE: Final = 24
TAG_SIZE: Final = 16
SIGNATURE_SIZE: Final = 64
# What is authenticated beside the ciphertext: everything before nonce and size.
BOUND_SIZE: Final = 156
LARGEST: Final = 65_536
START: Final = bytes(DIGEST_SIZE)

_HEADER: Final = struct.Struct(">4sBBH16s16s16sQ32sI16sQ32s24sI")
HEADER_SIZE: Final = _HEADER.size
OVERHEAD: Final = HEADER_SIZE + TAG_SIZE + SIGNATURE_SIZE
LARGEST_BATCH: Final = LARGEST + OVERHEAD
_BUCKETS: Final = (256, 512, 1024, 2048, 4096, 8192, 16384)
_LENGTH: Final = struct.Struct(">I")
_SEQ: Final = struct.Struct(">Q")
_SIGNED: Final = b"alongside batch 1"
_LOGGED: Final = b"alongside log 1"

# So many signatures that were found to be good are remembered, each in some hundred bytes.
_REMEMBERED: Final = 1 << 15

# Stores hold no larger whole number, and no lane nor log comes that far.
LARGEST_NUMBER: Final = (1 << 63) - 1


class FrameRefused(ValueError):
    """Bytes are no batch of ours; the message is a code."""


class Kind(IntEnum):
    """What a batch carries."""

    OPS = 1
    SNAPSHOT = 2
    ROSTER = 3
    HEARTBEAT = 4
    STATS = 5


@dataclass(frozen=True, slots=True)
class Header:
    """What stands in clear before the ciphertext; `size` is that of the padded content."""

    kind: Kind
    generation: int
    org: bytes
    stream: bytes
    author: bytes
    aseq: int
    prev: bytes
    epoch: int
    commitment: bytes
    seen_seq: int
    seen_head: bytes
    nonce: bytes
    size: int

    def pack(self) -> bytes:
        """Return the header as bytes."""
        return _HEADER.pack(
            MAGIC,
            SUITE,
            self.kind,
            self.generation,
            self.org,
            self.stream,
            self.author,
            self.aseq,
            self.prev,
            self.epoch,
            self.commitment,
            self.seen_seq,
            self.seen_head,
            self.nonce,
            self.size,
        )


def parse(batch: bytes) -> Header:
    """Return the header of a batch, its sizes checked, or refuse it; nothing is opened."""
    if not HEADER_SIZE <= len(batch) <= LARGEST_BATCH:
        raise FrameRefused("frame.length")
    magic, suite, kind, *rest = _HEADER.unpack_from(batch)
    if magic != MAGIC:
        raise FrameRefused("frame.magic")
    if suite != SUITE:
        raise FrameRefused("frame.suite")
    if kind not in Kind.__members__.values():
        raise FrameRefused("frame.kind")
    header = Header(Kind(kind), *rest)
    if header.size != padded(header.size) or len(batch) != header.size + OVERHEAD:
        raise FrameRefused("frame.size")
    if header.aseq == 0 or (header.aseq == 1) != (header.prev == START):
        raise FrameRefused("frame.chain")
    if max(header.aseq, header.seen_seq) > LARGEST_NUMBER:
        raise FrameRefused("frame.number")
    return header


def padded(size: int) -> int:
    """Return the size that content is filled up to: a bucket, from 16 KiB on by Padmé."""
    if size > LARGEST:
        raise FrameRefused("frame.length")
    for bucket in _BUCKETS:
        if size <= bucket:
            return bucket
    return padme(size)


def padme(size: int) -> int:
    """Return a size rounded up by Padmé: of its bits only as many stay as its logarithm has."""
    exponent = size.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return (size + step - 1) // step * step


def batch_id(batch: bytes) -> bytes:
    """Return the name of a batch: the hash of header and ciphertext, without the signature."""
    return blake2b(batch[:-SIGNATURE_SIZE], digest_size=DIGEST_SIZE).digest()


def author_id(public: bytes) -> bytes:
    """Return the short name of an author: the hash of the key that verifies her."""
    return blake2b(public, digest_size=ID_SIZE).digest()


def bound(header: bytes) -> bytes:
    """Return what of a header the ciphertext is bound to."""
    return header[:BOUND_SIZE]


def sign(sealed: bytes, seed: bytes) -> bytes:
    """Return a batch: header and ciphertext, signed by its author."""
    return sealed + vouch(_SIGNED, sealed, seed)


def verify(batch: bytes, public: bytes) -> None:
    """Refuse a batch that its author did not sign."""
    vouched(_SIGNED, batch[:-SIGNATURE_SIZE], batch[-SIGNATURE_SIZE:], public)


def vouch(domain: bytes, said: bytes, seed: bytes) -> bytes:
    """Return the signature of an author under what she says as one kind of statement."""
    return SigningKey(seed).sign(_digest(domain, said)).signature


def vouched(domain: bytes, said: bytes, signature: bytes, public: bytes) -> None:
    """Refuse what an author did not say, or said as another kind of statement."""
    _verify(public, _digest(domain, said), signature)


@lru_cache(maxsize=_REMEMBERED)
def _verify(public: bytes, digest: bytes, signature: bytes) -> None:
    """Refuse a signature that is none of a key's; what is one is looked at once.

    What waits for something is tried with all that comes, and a roster is heard as a whole.
    """
    try:
        VerifyKey(public).verify(digest, signature)
    except (BadSignatureError, ValueError):
        raise FrameRefused("frame.signature") from None


def _digest(domain: bytes, said: bytes) -> bytes:
    return blake2b(domain + said, digest_size=DIGEST_SIZE).digest()


def logged(before: bytes, seq: int, batch: bytes) -> bytes:
    """Return the hash of a stream's log after one more batch, given by its id."""
    return blake2b(_LOGGED + before + _SEQ.pack(seq) + batch, digest_size=DIGEST_SIZE).digest()


def framed(batches: Iterable[bytes]) -> bytes:
    """Return batches one after the other, each behind its length."""
    return b"".join(_LENGTH.pack(len(batch)) + batch for batch in batches)


def unframed(data: bytes) -> tuple[list[bytes], bytes]:
    """Return the whole batches that bytes begin with, and what is left of a torn one."""
    found, at = [], 0
    while len(data) - at >= _LENGTH.size:
        (size,) = _LENGTH.unpack_from(data, at)
        if not HEADER_SIZE <= size <= LARGEST_BATCH:
            raise FrameRefused("frame.length")
        if len(data) - at - _LENGTH.size < size:
            break
        at += _LENGTH.size
        found.append(data[at : at + size])
        at += size
    return found, data[at:]
