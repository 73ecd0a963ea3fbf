"""A batch as others receive it: content compressed, filled up, sealed, signed; and opened again.

The layout is documented in docs/exchange.md. Nothing is parsed before it is authenticated.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from hashlib import blake2b
from hmac import compare_digest
from typing import Final, NoReturn

import zstandard
from nacl.exceptions import CryptoError
from nacl.secret import Aead
from nacl.signing import SigningKey
from nacl.utils import random

from ledger.ops import MAX_CONTENT
from sync.wire import frames
from sync.wire.frames import Header, Kind

KEY_SIZE: Final = 32
# What is written piece by piece fills 48 KiB of a batch: names and numbers beside it take no more
# than three times as much. Whoever seals what says nothing new would fill a workbook with it.
MOST_CONTENT: Final = 1 << 18
# What sums up says in one batch what many said, and figures are one table.
_SUMMED: Final = frozenset({Kind.SNAPSHOT, Kind.STATS})
# The highest level takes ten times as long, and saves one byte in thirty.
LEVEL: Final = 9
_LENGTH: Final = struct.Struct(">I")
_EPOCH: Final = struct.Struct(">I")
_FULL: Final = frames.LARGEST - _LENGTH.size


class EnvelopeRefused(ValueError):
    """Content can not be sealed, or what was sealed can not be opened; the message is a code."""


@dataclass(frozen=True, slots=True)
class StreamKey:
    """The secret of a stream in one of its epochs, and what is derived from it."""

    stream: bytes
    epoch: int
    secret: bytes = field(repr=False)

    @property
    def commitment(self) -> bytes:
        """Return what a batch says of its key, so that it opens under no other."""
        return self._derived(b"batch commitment", 16)

    @property
    def cipher_key(self) -> bytes:
        """Return the key that content is sealed with."""
        return self._derived(b"batch encryption", KEY_SIZE)

    def _derived(self, person: bytes, size: int) -> bytes:
        bound = self.stream + _EPOCH.pack(self.epoch)
        return blake2b(bound, key=self.secret, person=person, digest_size=size).digest()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a batch stands: its lane and number there, and what its author had seen."""

    org: bytes
    stream: bytes
    author: bytes
    kind: Kind
    generation: int
    aseq: int
    prev: bytes
    seen_seq: int = 0
    seen_head: bytes = bytes(frames.DIGEST_SIZE)


def seal(content: bytes, place: Place, key: StreamKey, seed: bytes) -> bytes:
    """Return content as a batch of its author, whose signing seed is given."""
    return _sealed(content, place, key, seed, random(frames.NONCE_SIZE))


def _sealed(content: bytes, place: Place, key: StreamKey, seed: bytes, nonce: bytes) -> bytes:
    _check(place, key, seed)
    plain = _filled(content, _most(place.kind))
    header = Header(
        kind=place.kind,
        generation=place.generation,
        org=place.org,
        stream=place.stream,
        author=place.author,
        aseq=place.aseq,
        prev=place.prev,
        epoch=key.epoch,
        commitment=key.commitment,
        seen_seq=place.seen_seq,
        seen_head=place.seen_head,
        nonce=nonce,
        size=len(plain),
    ).pack()
    box = Aead(key.cipher_key).encrypt(plain, frames.bound(header), nonce)
    batch = frames.sign(header + box.ciphertext, seed)
    # What others would refuse is never sent.
    frames.parse(batch)
    return batch


def _check(place: Place, key: StreamKey, seed: bytes) -> None:
    ids, digests = (place.org, place.stream, place.author), (place.prev, place.seen_head)
    if {*map(len, ids)} != {frames.ID_SIZE} or {*map(len, digests)} != {frames.DIGEST_SIZE}:
        _refuse("envelope.place")
    if place.stream != key.stream or len(key.secret) != KEY_SIZE:
        _refuse("envelope.key")
    if place.author != frames.author_id(bytes(SigningKey(seed).verify_key)):
        _refuse("envelope.author")


def _most(kind: Kind) -> int:
    """Return how large what a batch of some kind says may be when it is opened."""
    return MAX_CONTENT if kind in _SUMMED else MOST_CONTENT


def _filled(content: bytes, most: int) -> bytes:
    if len(content) > most:
        _refuse("envelope.content")
    packed = zstandard.ZstdCompressor(level=LEVEL).compress(content) if content else b""
    if len(packed) > _FULL:
        _refuse("envelope.length")
    plain = _LENGTH.pack(len(packed)) + packed
    return plain.ljust(frames.padded(len(plain)), b"\0")


def unseal(batch: bytes, key: StreamKey) -> bytes:
    """Return the content of a batch whose signature was verified, or refuse it."""
    header = frames.parse(batch)
    if (header.stream, header.epoch) != (key.stream, key.epoch):
        _refuse("envelope.key")
    # The cipher alone would let one batch open under several keys.
    if not compare_digest(header.commitment, key.commitment):
        _refuse("envelope.commitment")
    box = batch[frames.HEADER_SIZE : -frames.SIGNATURE_SIZE]
    try:
        plain = Aead(key.cipher_key).decrypt(box, frames.bound(batch), header.nonce)
    except CryptoError:
        _refuse("envelope.seal")
    return _emptied(plain, _most(header.kind))


def _emptied(plain: bytes, most: int = MAX_CONTENT) -> bytes:
    (length,) = _LENGTH.unpack_from(plain)
    end = _LENGTH.size + length
    if end > len(plain):
        _refuse("envelope.length")
    # Filled up by the rule and with zeros only: no size and no byte is left to tell by.
    if len(plain) != frames.padded(end) or any(plain[end:]):
        _refuse("envelope.padding")
    return _unpacked(plain[_LENGTH.size : end], most) if length else b""


def _unpacked(packed: bytes, most: int = MAX_CONTENT) -> bytes:
    if not packed.startswith(zstandard.FRAME_HEADER):
        _refuse("envelope.frame")
    try:
        told = zstandard.get_frame_parameters(packed)
        # What says no size says the largest there is. No more is opened than was said.
        if not 0 < told.content_size <= most:
            _refuse("envelope.content")
        if told.dict_id or told.window_size > MAX_CONTENT:
            _refuse("envelope.frame")
        return zstandard.ZstdDecompressor().decompress(packed, allow_extra_data=False)
    except zstandard.ZstdError:
        _refuse("envelope.frame")


def _refuse(code: str) -> NoReturn:
    # Nothing of what was read may stand in what is told of it.
    raise EnvelopeRefused(code) from None
