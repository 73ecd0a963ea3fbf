"""A stick: batches and more in one file, sealed to named workbooks and filled up.

The layout is documented in docs/exchange.md. Nothing that is inside has to be believed because it
came in a bundle: batches are signed by themselves, and may come in any order, any number of times.
"""

from __future__ import annotations

import struct
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b
from hmac import compare_digest
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from nacl.bindings import crypto_secretstream_xchacha20poly1305_ABYTES as TAG
from nacl.bindings import crypto_secretstream_xchacha20poly1305_HEADERBYTES as HEADER
from nacl.bindings import crypto_secretstream_xchacha20poly1305_init_pull as init_pull
from nacl.bindings import crypto_secretstream_xchacha20poly1305_init_push as init_push
from nacl.bindings import crypto_secretstream_xchacha20poly1305_pull as pull
from nacl.bindings import crypto_secretstream_xchacha20poly1305_push as push
from nacl.bindings import crypto_secretstream_xchacha20poly1305_state as new_state
from nacl.bindings import crypto_secretstream_xchacha20poly1305_TAG_FINAL as FINAL
from nacl.bindings import crypto_secretstream_xchacha20poly1305_TAG_MESSAGE as MORE
from nacl.utils import random

from sync.wire.frames import (
    DIGEST_SIZE,
    ID_SIZE,
    LARGEST_NUMBER,
    SIGNATURE_SIZE,
    FrameRefused,
    padme,
    vouch,
    vouched,
)
from sync.wire.keys import WRAPPING, KeysRefused, unwrap, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import BinaryIO

    from sync.wire.keys import KemPair

MAGIC: Final = b"ALNGBNDL"
VERSION: Final = 1
MOST_READERS: Final = 256
LARGEST_PART: Final = 1 << 20
MESSAGE: Final = 64 << 10
KEY_SIZE: Final = 32
WRAPPED: Final = WRAPPING + KEY_SIZE
_START: Final = struct.Struct(">8sBH16s")
_PART: Final = struct.Struct(">BI")
_WHO: Final = struct.Struct(">16s16s16s")
_LANE: Final = struct.Struct(">16sQ")
_INFO: Final = b"alongside bundle 1"
_SAID: Final = b"alongside have 1"
_END: Final = 0


class BundleRefused(ValueError):
    """A file is no bundle, is not for this workbook, or is not whole; the message is a code."""


class PartKind(IntEnum):
    """What a part of a bundle is; others may follow."""

    HAVE = 1
    BATCH = 2
    SNAPSHOT = 3
    BLOB = 4
    ENDS = 5
    WORDS = 6


class Part(NamedTuple):
    """One part of a bundle: its kind, also one that is not known yet, and its bytes."""

    kind: int
    body: bytes

    @property
    def name(self) -> str:
        """Return what a part is called; one of a kind not known yet is called by its number."""
        known = self.kind in PartKind.__members__.values()
        return PartKind(self.kind).name.lower() if known else f"part.{self.kind}"


@dataclass(frozen=True, slots=True)
class Have:
    """How far a workbook knows each lane, said by one of its authors."""

    org: bytes
    workbook: bytes
    author: bytes
    lanes: Mapping[bytes, int]

    def said(self, seed: bytes) -> Part:
        """Return this as a part of a bundle, signed by the author."""
        who = _WHO.pack(self.org, self.workbook, self.author)
        body = who + b"".join(_LANE.pack(*one) for one in sorted(self.lanes.items()))
        return Part(PartKind.HAVE, body + vouch(_SAID, body, seed))


def read_have(
    body: bytes, org: bytes, author: Callable[[bytes], tuple[bytes, bytes] | None]
) -> Have:
    """Return how far a workbook of ours knows each lane, or refuse who says so.

    `author` gives the key of an author by her id, and her workbook: she speaks for no other.
    """
    workbook, name, lanes = said_of_lanes(body, org, author, (_SAID, _LANE))
    if lanes != sorted(dict(lanes).items()) or not all(
        0 < aseq <= LARGEST_NUMBER for _, aseq in lanes
    ):
        _refuse("bundle.have")
    return Have(org, workbook, name, dict(lanes))


def said_of_lanes(
    body: bytes,
    org: bytes,
    author: Callable[[bytes], tuple[bytes, bytes] | None],
    how: tuple[bytes, struct.Struct],
) -> tuple[bytes, bytes, list[tuple[Any, ...]]]:
    """Return a workbook, an author of it, and what she says of lanes, row by row.

    `how` are the domain in which she signed, and the shape of a row.
    """
    domain, row = how
    said, signature = body[:-SIGNATURE_SIZE], body[-SIGNATURE_SIZE:]
    if len(said) < _WHO.size or (len(said) - _WHO.size) % row.size:
        _refuse("bundle.have")
    of, workbook, name = _WHO.unpack_from(said)
    known = author(name) if of == org else None
    if known is None or known[1] != workbook:
        _refuse("bundle.author")
    try:
        vouched(domain, said, signature, known[0])
    except FrameRefused as refused:
        _refuse(str(refused))
    return workbook, name, list(row.iter_unpack(said[_WHO.size :]))


# ------------------------------------------------------------------------------------- writing


def write(parts: Iterable[Part], org: bytes, readers: Mapping[bytes, bytes]) -> Iterator[bytes]:
    """Yield a file for workbooks of an organisation, given by id with their public keys."""
    if not 0 < len(readers) <= MOST_READERS:
        _refuse("bundle.readers")
    key = random(KEY_SIZE)
    # In an order that tells nothing of who they are.
    wrapped = sorted(wrap(public, key, _info(org, name)) for name, public in readers.items())
    state = new_state()
    header = init_push(state, _derived(key, b"bundle encrypted"))
    start = _START.pack(MAGIC, VERSION, len(wrapped), _commitment(key))
    before = b"".join((start, *wrapped, header))
    yield before
    bound = _digest(before)
    waiting = b""
    for message in _messages(parts):
        if waiting:
            yield push(state, waiting, bound, MORE)
        waiting = message
    yield push(state, waiting, bound, FINAL)


def _messages(parts: Iterable[Part]) -> Iterator[bytes]:
    held, length = bytearray(), 0
    for kind, body in parts:
        if not 0 < len(body) <= LARGEST_PART or not _END < kind < 1 << 8:
            _refuse("bundle.part")
        held += _PART.pack(kind, len(body)) + body
        length += _PART.size + len(body)
        whole = len(held) // MESSAGE * MESSAGE
        for at in range(0, whole, MESSAGE):
            yield bytes(held[at : at + MESSAGE])
        del held[:whole]
    written = length - len(held)
    for _ in range((_filled(length) - written) // MESSAGE):
        yield bytes(held.ljust(MESSAGE, b"\0"))
        held.clear()


def _filled(length: int) -> int:
    return max(1, -(-padme(max(1, length)) // MESSAGE)) * MESSAGE


# ------------------------------------------------------------------------------------- reading


def read(file: BinaryIO, org: bytes, workbook: bytes, *pairs: KemPair) -> Iterator[Part]:
    """Return the parts of a bundle, or refuse a file that is none or is not for this workbook.

    Any of the pairs that the workbook receives with may open it.

    Parts come as they are read. Those before a refusal are as they were written and may be used:
    from a torn file comes what there is, and then the refusal.
    """
    start = _exactly(file, _START.size)
    magic, version, count, commitment = _START.unpack(start)
    if magic != MAGIC:
        _refuse("bundle.magic")
    if version != VERSION:
        _refuse("bundle.version")
    if not 0 < count <= MOST_READERS:
        _refuse("bundle.readers")
    wrapped = _exactly(file, count * WRAPPED)
    key = _unwrapped(wrapped, _info(org, workbook), pairs)
    # The cipher alone would let one file open differently for two of its readers.
    if not compare_digest(_commitment(key), commitment):
        _refuse("bundle.commitment")
    header = _exactly(file, HEADER)
    state = new_state()
    init_pull(state, header, _derived(key, b"bundle encrypted"))
    return _parts(_opened(file, state, _digest(start + wrapped + header)))


def _unwrapped(wrapped: bytes, info: bytes, pairs: Iterable[KemPair]) -> bytes:
    wraps = [wrapped[at : at + WRAPPED] for at in range(0, len(wrapped), WRAPPED)]
    for pair, one in product(pairs, wraps):
        with suppress(KeysRefused):
            return unwrap(pair, one, info)
    return _refuse("bundle.reader")


def _opened(file: BinaryIO, state: new_state, bound: bytes) -> Iterator[bytes]:
    tag = MORE
    while tag == MORE:
        sealed = _exactly(file, MESSAGE + TAG)
        try:
            message, tag = pull(state, sealed, bound)
        except RuntimeError:
            _refuse("bundle.changed")
        yield message
    if tag != FINAL:
        _refuse("bundle.changed")
    if file.read(1):
        _refuse("bundle.trailing")


def _parts(messages: Iterator[bytes]) -> Iterator[Part]:
    held, total, length = b"", 0, None
    for message in messages:
        total += len(message)
        held += message
        at = 0
        while length is None and (part := _part(held, at)):
            yield part
            at += _PART.size + len(part.body)
        held = held[at:]
        if length is None and held[:1] == b"\0":
            length = total - len(held)
        if length is not None:
            if held.strip(b"\0"):
                _refuse("bundle.padding")
            held = b""
    if held:
        _refuse("bundle.part")
    if total != _filled(total if length is None else length):
        _refuse("bundle.padding")


def _part(held: bytes, at: int) -> Part | None:
    if len(held) - at < _PART.size or held[at] == _END:
        return None
    kind, size = _PART.unpack_from(held, at)
    # What is empty would cost whoever reads it more than whoever wrote it.
    if not 0 < size <= LARGEST_PART:
        _refuse("bundle.part")
    at += _PART.size
    return Part(kind, held[at : at + size]) if len(held) - at >= size else None


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    return data if len(data) == size else _refuse("bundle.torn")


def _info(org: bytes, workbook: bytes) -> bytes:
    if {len(org), len(workbook)} != {ID_SIZE}:
        _refuse("bundle.readers")
    return _INFO + org + workbook


def _commitment(key: bytes) -> bytes:
    return _derived(key, b"bundle committed", 16)


def _derived(key: bytes, person: bytes, size: int = KEY_SIZE) -> bytes:
    return blake2b(key=key, person=person, digest_size=size).digest()


def _digest(before: bytes) -> bytes:
    return blake2b(before, person=b"bundle beginning", digest_size=DIGEST_SIZE).digest()


def _refuse(code: str) -> NoReturn:
    raise BundleRefused(code) from None
