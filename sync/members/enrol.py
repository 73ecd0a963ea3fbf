"""A workbook joins without a network: what it asks with, six words, what it is answered with.

The request is no secret, but it must be hers: whoever administers hears its six words from the
person who sends it, and reads the same. The answer has six words too, for the way back: who made
an organisation of her own can not answer in the place of the one that was asked.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NoReturn, cast

from nacl.signing import SigningKey
from nacl.utils import random

from ledger.ops import ID_SIZE, OpRefused, decode, encode
from sync.members import rules
from sync.members.entries import KEY_SIZE, Admit, NewAuthor, RosterRefused
from sync.members.keylife import key_of
from sync.members.rosterlog import LogRefused, Origin, RosterLog, read_log
from sync.wire import keys
from sync.wire.frames import (
    DIGEST_SIZE,
    SIGNATURE_SIZE,
    FrameRefused,
    author_id,
    padme,
    vouch,
    vouched,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.ops import Fields
    from sync.members.roster import Roster
    from sync.wire.envelope import StreamKey

PROTOCOL: Final = 1
SUITE: Final = 1
WORDS: Final = 6
ASKS: Final = b"ALNGASKS"
JOIN: Final = b"ALNGJOIN"
LARGEST_REQUEST: Final = 4096
LARGEST_ANSWER: Final = 64 * 1024 * 1024
_BITS: Final = 11
_CODE: Final = 16
_LENGTH: Final = struct.Struct(">I")
_REQUEST: Final = b"alongside request 1"
_TRANSPORT: Final = b"alongside request transport 1"
_ANSWER: Final = b"alongside enrolment 1"
_SIZES: Final = {
    "author": KEY_SIZE,
    "code": _CODE,
    "kem": keys.PUBLIC_SIZE,
    "transport": KEY_SIZE,
    "user": ID_SIZE,
    "workbook": ID_SIZE,
}
_ANSWERED: Final = {"authors", "batches", "keys", "org", "request", "root", "stream"}


class EnrolRefused(ValueError):
    """A request or an answer is not what it must be; the message is a code."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks to join, with which public keys; `data` is all of it, signed by two of them."""

    workbook: bytes
    user: bytes
    author: bytes
    transport: bytes
    kem: bytes
    code: bytes
    data: bytes = field(repr=False)

    @property
    def digest(self) -> bytes:
        """Return the hash of the request: its words are drawn from it, and it is used once."""
        return blake2b(_REQUEST + self.data, digest_size=DIGEST_SIZE).digest()

    def admit(self) -> Admit:
        """Return the entry that lets the workbook in."""
        return Admit(self.workbook, self.transport, self.kem, self.digest)

    def authored(self, *, writes: bool, administers: bool, user: bytes = b"") -> NewAuthor:
        """Return the entry that makes its user an author, or somebody who is known already."""
        return NewAuthor(self.author, user or self.user, self.workbook, writes, administers)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What an answer holds: the roster, the batches that it was made of, keys of streams."""

    log: RosterLog
    keys: tuple[StreamKey, ...]
    digest: bytes


def ask(
    workbook: bytes, user: bytes, kem: bytes, author_seed: bytes, transport_seed: bytes
) -> Request:
    """Return a request to join with a code that is used once, signed by both keys it names."""
    said: Fields = {
        "protocol": PROTOCOL,
        "suite": SUITE,
        "author": bytes(SigningKey(author_seed).verify_key),
        "code": random(_CODE),
        "kem": kem,
        "transport": bytes(SigningKey(transport_seed).verify_key),
        "user": user,
        "workbook": workbook,
    }
    body = ASKS + encode(said)
    seals = vouch(_TRANSPORT, body, transport_seed) + vouch(_REQUEST, body, author_seed)
    return read_request(body + seals)


def read_request(data: bytes) -> Request:
    """Return the request that bytes are, or refuse them; whose it is only the words tell."""
    if not data.startswith(ASKS) or len(data) > LARGEST_REQUEST:
        _refuse("enrol.request")
    at = len(data) - 2 * SIGNATURE_SIZE
    body, seals = data[:at], data[at:]
    said = _map(body[len(ASKS) :], "enrol.request")
    if (said.get("protocol"), said.get("suite")) != (PROTOCOL, SUITE):
        _refuse("enrol.suite")
    if said.keys() != {*_SIZES, "protocol", "suite"}:
        _refuse("enrol.request")
    parts = {name: _sized(said[name], size, "enrol.request") for name, size in _SIZES.items()}
    try:
        rules.require_public(parts["author"], parts["transport"])
        rules.require_kem(parts["kem"])
        vouched(_TRANSPORT, body, seals[:SIGNATURE_SIZE], parts["transport"])
        vouched(_REQUEST, body, seals[SIGNATURE_SIZE:], parts["author"])
    except RosterRefused:
        _refuse("enrol.key")
    except FrameRefused:
        _refuse("enrol.signature")
    return Request(**parts, data=data)


def require_new(request: Request, roster: Roster) -> None:
    """Refuse a request that was answered before, or that names what belongs to another."""
    if request.digest in roster.spent:
        _refuse("enrol.used")
    try:
        admitted = rules.admit(roster, request.admit())
        rules.new_author(admitted, request.authored(writes=False, administers=False))
    except RosterRefused:
        _refuse("enrol.taken")


def six_words(digest: bytes, listed: Sequence[str]) -> tuple[str, ...]:
    """Return the words that stand for a hash: eleven bits each, drawn from a whole list."""
    if len(listed) < 1 << _BITS:
        _refuse("enrol.words")
    bits = int.from_bytes(digest, "big") >> (8 * len(digest) - WORDS * _BITS)
    drawn = [bits >> _BITS * place & ((1 << _BITS) - 1) for place in reversed(range(WORDS))]
    # Longer lists are walked through in even steps, so that no two words begin nearly alike.
    return tuple(listed[number * len(listed) >> _BITS] for number in drawn)


def answer(request: Request, log: RosterLog, some: Iterable[StreamKey]) -> bytes:
    """Return the enrolment file: the roster and keys, sealed to the workbook that asked."""
    roster = log.roster
    said: Fields = {
        "authors": tuple(sorted(author.public for author in roster.authors.values())),
        "batches": log.batches,
        "keys": tuple(sorted((key.stream, key.epoch, key.secret) for key in some)),
        "org": roster.org,
        "request": request.digest,
        "root": roster.root,
        "stream": roster.stream,
    }
    content = encode(said)
    plain = _LENGTH.pack(len(content)) + content
    plain = plain.ljust(padme(len(plain)), b"\0")
    sealed = JOIN + keys.wrap(request.kem, plain, _ANSWER + request.digest)
    return sealed if len(sealed) <= LARGEST_ANSWER else _refuse("enrol.length")


def answer_digest(root: bytes, request: Request) -> bytes:
    """Return the hash whose words both sides read before an answer is believed."""
    return blake2b(_ANSWER + root + request.digest, digest_size=DIGEST_SIZE).digest()


def open_answer(data: bytes, request: Request | None, pair: keys.KemPair) -> Enrolled:
    """Return what an enrolment file holds for the one request that still waits, or refuse it."""
    if request is None:
        _refuse("enrol.used")
    if not data.startswith(JOIN) or len(data) > LARGEST_ANSWER:
        _refuse("enrol.file")
    try:
        plain = keys.unwrap(pair, data[len(JOIN) :], _ANSWER + request.digest)
    except keys.KeysRefused:
        _refuse("enrol.sealed")
    said = _map(_emptied(plain), "enrol.file")
    if said.keys() != _ANSWERED or said["request"] != request.digest:
        _refuse("enrol.file")
    try:
        found = tuple(key_of(row) for row in _rows(said["keys"]))
        log = read_log(
            _blobs(said["batches"]),
            Origin(
                _sized(said["org"], ID_SIZE, "enrol.file"),
                _sized(said["stream"], ID_SIZE, "enrol.file"),
                _sized(said["root"], DIGEST_SIZE, "enrol.file"),
            ),
            _blobs(said["authors"]),
            found,
        )
    except keys.KeysRefused:
        _refuse("enrol.keys")
    except LogRefused:
        _refuse("enrol.roster")
    _require_mine(log.roster, request)
    _require_keys(log.roster, request.workbook, found)
    return Enrolled(log, found, answer_digest(log.roster.root, request))


def _require_mine(roster: Roster, request: Request) -> None:
    """Refuse a roster in which not exactly this request was granted."""
    mine, author = roster.workbooks.get(request.workbook), author_id(request.author)
    if mine is None or (mine.transport, mine.kem) != (request.transport, request.kem):
        _refuse("enrol.other")
    me = roster.authors.get(author)
    # Who she is says whoever lets her in: she may work at another workbook already.
    if me is None or me.workbook != request.workbook:
        _refuse("enrol.other")
    if not roster.is_active(author) or request.digest not in roster.spent:
        _refuse("enrol.other")


def _require_keys(roster: Roster, workbook: bytes, found: Iterable[StreamKey]) -> None:
    """Refuse keys of streams that are not read, and others than everybody was promised.

    One that is missing is no fault: whoever answers may not read all; it stays owed.
    """
    known, reading = list(found), roster.reading(workbook)
    if len({(key.stream, key.epoch) for key in known}) != len(known):
        _refuse("enrol.keys")
    for key in known:
        epoch = roster.epoch(key.stream)
        if key.stream not in reading or key.epoch > epoch:
            _refuse("enrol.keys")
        if key.epoch == epoch and key.commitment != roster.streams[key.stream].commitment:
            _refuse("enrol.keys")


def _emptied(plain: bytes) -> bytes:
    if len(plain) < _LENGTH.size:
        _refuse("enrol.file")
    end = _LENGTH.size + _LENGTH.unpack_from(plain)[0]
    if end > len(plain) or len(plain) != padme(end) or any(plain[end:]):
        _refuse("enrol.file")
    return plain[_LENGTH.size : end]


def _map(content: bytes, code: str) -> dict[str, object]:
    try:
        said = decode(content)
    except OpRefused:
        _refuse(code)
    return dict(said) if isinstance(said, dict) else _refuse(code)


def _sized(raw: object, size: int, code: str) -> bytes:
    return raw if isinstance(raw, bytes) and len(raw) == size else _refuse(code)


def _rows(raw: object) -> tuple[object, ...]:
    return raw if isinstance(raw, tuple) else _refuse("enrol.file")


def _blobs(raw: object) -> tuple[bytes, ...]:
    rows = _rows(raw)
    if not all(isinstance(row, bytes) for row in rows):
        _refuse("enrol.file")
    return cast("tuple[bytes, ...]", rows)


def _refuse(code: str) -> NoReturn:
    # Nothing of what was read may stand in what is told of it.
    raise EnrolRefused(code) from None
