"""The life of keys: made for whoever reads, wrapped to each, opened and replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

from nacl.utils import random

from ledger.ops import ID_SIZE, OpRefused, decode, encode
from sync.members.entries import LARGEST, Deliver, Renew, Rotate, kem_digest
from sync.wire import keys
from sync.wire.envelope import KEY_SIZE, StreamKey
from sync.wire.keys import KeysRefused

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from ledger.ops import Value
    from sync.members.roster import Chain
    from sync.members.standing import Standing

# What an entry says beside its messages, and what stands around each of them.
_ROOM: Final = 1024
_BESIDE: Final = 64


@dataclass(frozen=True, slots=True)
class Seen:
    """How much of a stream a workbook knows: applied, there altogether, laid aside unread."""

    applied: int
    head: int
    parked: int = 0


def new_keys(standing: Standing, streams: Iterable[bytes]) -> tuple[StreamKey, ...]:
    """Return fresh keys for the next epochs of streams; none follows from an older one."""
    return tuple(
        StreamKey(stream, standing.epoch(stream) + 1, random(KEY_SIZE))
        for stream in sorted(set(streams))
    )


def rotation(standing: Standing, new: Iterable[StreamKey]) -> tuple[Rotate | Deliver, ...]:
    """Return what gives new keys to whoever may know them: one message for each workbook.

    One entry, and where it has no room for all, one more for each of the others.
    """
    fresh = {key.stream: key for key in new}
    streams = tuple(sorted((key.stream, key.epoch, key.commitment) for key in fresh.values()))
    sheet = b""
    if standing.recovery:
        info = _info("sheet", standing.org, b"", streams)
        sheet = keys.wrap(standing.recovery, _packed(fresh.values()), info)
    readers = standing.all_readers()
    told: dict[bytes, list[StreamKey]] = {}
    for stream, key in fresh.items():
        for workbook in readers[stream]:
            told.setdefault(workbook, []).append(key)
    room = LARGEST - _ROOM - len(sheet) - _BESIDE * len(streams)
    rows, more = [], []
    for workbook, some in sorted(told.items()):
        kem = standing.workbooks[workbook].kem
        wrapped = keys.wrap(kem, _packed(some), _info("keys", standing.org, workbook, streams))
        room -= len(wrapped) + _BESIDE
        if room >= 0:
            rows.append((workbook, kem_digest(kem), wrapped))
        else:
            more.append(delivery(standing, workbook, some))
    return Rotate(streams, tuple(rows), sheet), *more


def delivery(standing: Standing, workbook: bytes, some: Iterable[StreamKey]) -> Deliver:
    """Return what gives keys that exist to one workbook."""
    known = tuple(some)
    kem, epochs = standing.workbooks[workbook].kem, _epochs(known)
    info = _info("more", standing.org, workbook, epochs)
    return Deliver(workbook, kem_digest(kem), epochs, keys.wrap(kem, _packed(known), info))


def handed_over(standing: Standing, workbook: bytes, some: Iterable[StreamKey]) -> Deliver:
    """Return what says that a workbook was given keys by hand, with its enrolment."""
    kem = standing.workbooks[workbook].kem
    return Deliver(workbook, kem_digest(kem), _epochs(some), b"")


def opened(
    standing: Standing, what: Rotate | Deliver, workbook: bytes, pair: keys.KemPair
) -> tuple[StreamKey, ...]:
    """Return the keys that an entry brings to a workbook; what it says must be what it brings."""
    if isinstance(what, Deliver):
        if what.workbook != workbook or not what.wrapped:
            return ()
        info = _info("more", standing.org, workbook, what.epochs)
        found = _unpacked(keys.unwrap(pair, what.wrapped, info))
        told = {(stream, epoch): standing.streams[stream] for stream, epoch in what.epochs}
        if {(key.stream, key.epoch) for key in found} != told.keys():
            _refuse("keys.told")
        for key in found:
            place = told[key.stream, key.epoch]
            if key.epoch == place.epoch and key.commitment != place.commitment:
                _refuse("keys.commitment")
        return found
    wrapped = next((row[2] for row in what.keys if row[0] == workbook), None)
    if wrapped is None:
        return ()
    info = _info("keys", standing.org, workbook, what.streams)
    found = _checked(_unpacked(keys.unwrap(pair, wrapped, info)), what.streams)
    named = {stream for stream, _, _ in what.streams}
    if named & standing.reading(workbook) - {key.stream for key in found}:
        _refuse("keys.told")
    return found


def hindrances(
    chain: Chain, seen: Mapping[bytes, Seen], streams: Iterable[bytes]
) -> frozenset[str]:
    """Return why streams may not get a new key from this workbook; nothing means they may.

    Whoever turns a key without knowing all that lies under the old one may shut it away for ever.
    """
    found = set()
    if chain.fork:
        found.add("rotate.fork")
    if chain.waiting or chain.behind:
        found.add("rotate.waiting")
    for stream in streams:
        known = seen.get(stream)
        if known is None:
            # Nothing can lie in a stream that never had a key.
            if chain.roster.epoch(stream):
                found.add("rotate.unread")
            continue
        if known.applied < known.head:
            found.add("rotate.behind")
        if known.parked:
            found.add("rotate.parked")
    return frozenset(found)


def is_renewal_due(standing: Standing, workbook: bytes) -> bool:
    """Return whether something was wrapped to the present key pair of a workbook.

    Once it is opened, the pair is replaced: what was sent can then be opened by nobody.
    """
    present = kem_digest(standing.workbooks[workbook].kem)
    # What the first entry tells of was never wrapped: whoever founded made it.
    return any(
        given.kem == present and given.n > 1
        for (_, reader), given in standing.given.items()
        if reader == workbook
    )


def renewal(
    standing: Standing,
    workbook: bytes,
    public: bytes,
    held: Container[tuple[bytes, int]],
    short: Container[bytes] = (),
) -> Renew:
    """Return what says how far a workbook has opened all, and with which key it receives now.

    `held` are streams and epochs of which it has the keys: what it could not open is owed again,
    and so are the keys of streams that it is `short` of an older one for.
    """
    reading = standing.reading(workbook)
    lacking = [
        given.n - 1
        for (stream, reader), given in standing.given.items()
        if reader == workbook
        and stream in reading
        and (stream in short or (stream, given.epoch) not in held)
    ]
    return Renew(workbook, public, min([standing.n, *lacking]))


def _info(use: str, org: bytes, workbook: bytes, table: Value) -> bytes:
    return encode((use, org, workbook, table))


def _epochs(some: Iterable[StreamKey]) -> tuple[tuple[bytes, int], ...]:
    return tuple(sorted((key.stream, key.epoch) for key in some))


def _packed(some: Iterable[StreamKey]) -> bytes:
    return encode(tuple(sorted((key.stream, key.epoch, key.secret) for key in some)))


def _unpacked(secret: bytes) -> tuple[StreamKey, ...]:
    try:
        raw = decode(secret)
    except OpRefused:
        _refuse("keys.told")
    return tuple(map(key_of, raw)) if isinstance(raw, tuple) else _refuse("keys.told")


def key_of(row: object) -> StreamKey:
    """Return the key that a row of three parts spells, or refuse it."""
    match row:
        case (bytes(stream), int(epoch), bytes(secret)) if type(epoch) is int and epoch > 0:
            if (len(stream), len(secret)) == (ID_SIZE, KEY_SIZE):
                return StreamKey(stream, epoch, secret)
    return _refuse("keys.told")


def _checked(
    found: tuple[StreamKey, ...], streams: tuple[tuple[bytes, int, bytes], ...]
) -> tuple[StreamKey, ...]:
    """Return keys that are those which everybody else was promised, or refuse them."""
    if not {(key.stream, key.epoch, key.commitment) for key in found} <= {*streams}:
        _refuse("keys.commitment")
    return found


def _refuse(code: str) -> NoReturn:
    raise KeysRefused(code) from None
