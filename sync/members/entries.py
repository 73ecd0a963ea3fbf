"""What the roster says, entry by entry: who belongs, who may, which keys. One spelling in bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Annotated, Any, Final, NoReturn, TypeAlias, get_type_hints

from ledger.ops import ID_SIZE, MAX_NUMBER, Fields, OpRefused, decode, encode
from sync.wire.frames import DIGEST_SIZE
from sync.wire.keys import PUBLIC_SIZE, WRAPPING

Check: TypeAlias = Callable[[object], bool]

SUITE: Final = 1
KEY_SIZE: Final = 32
COMMITMENT_SIZE: Final = 16
FAMILIES: Final = ("roster", "config", "caseload", "restricted", "stats")
# An entry must fit into one sealed batch though nothing in it can be compressed.
LARGEST: Final = 64_000
_LONGEST: Final = 255
_SIGNED: Final = b"alongside roster 1"
_KEM: Final = b"alongside kem 1"


class RosterRefused(ValueError):
    """An entry is not as it must be or not allowed; the message is a code."""


def refuse(code: str) -> NoReturn:
    """Refuse with a code."""
    raise RosterRefused(code)


def _sized(*sizes: int) -> Check:
    return lambda raw: type(raw) is bytes and len(raw) in sizes


def _message(*, or_none: bool = False) -> Check:
    return lambda raw: type(raw) is bytes and (len(raw) >= WRAPPING or (or_none and not raw))


def _number(smallest: int, top: int = MAX_NUMBER) -> Check:
    return lambda raw: type(raw) is int and smallest <= raw < top


def _word(*choices: str) -> Check:
    return lambda raw: type(raw) is str and raw in choices


def _flag(raw: object) -> bool:
    return type(raw) is bool


def _rows(*sizes: int | None, of: int = 1) -> Check:
    """Return a check of rows in order, unlike in their first `of` parts; no size is a number."""

    def fits(raw: object) -> bool:
        if type(raw) is not tuple:
            return False
        if not all(type(row) is tuple and _row_fits(row, sizes) for row in raw):
            return False
        names = [row[:of] for row in raw]
        return names == sorted(set(names))

    return fits


def _row_fits(row: tuple[object, ...], sizes: tuple[int | None, ...]) -> bool:
    return len(row) == len(sizes) and all(
        (type(part) is int and 0 <= part < MAX_NUMBER)
        if size is None
        else (type(part) is bytes and (len(part) == size or (size == WRAPPING < len(part))))
        for part, size in zip(row, sizes, strict=True)
    )


def _digests(raw: object) -> bool:
    return (
        type(raw) is tuple
        and bool(raw)
        and all(type(one) is bytes and len(one) == DIGEST_SIZE for one in raw)
        and list(raw) == sorted(set(raw))
    )


def _address(raw: object) -> bool:
    return type(raw) is str and len(raw) <= _LONGEST and all("!" <= sign <= "~" for sign in raw)


_Id: TypeAlias = Annotated[bytes, _sized(ID_SIZE)]
_Digest: TypeAlias = Annotated[bytes, _sized(DIGEST_SIZE)]
_Key: TypeAlias = Annotated[bytes, _sized(KEY_SIZE)]
_Kem: TypeAlias = Annotated[bytes, _sized(PUBLIC_SIZE)]
_Commitment: TypeAlias = Annotated[bytes, _sized(COMMITMENT_SIZE)]
_Pin: TypeAlias = Annotated[bytes, _sized(0, DIGEST_SIZE)]
_Wrapped: TypeAlias = Annotated[bytes, _message()]
_MayBeWrapped: TypeAlias = Annotated[bytes, _message(or_none=True)]
_Flag: TypeAlias = Annotated[bool, _flag]
_Family: TypeAlias = Annotated[str, _word(*FAMILIES[1:])]
_Whom: TypeAlias = Annotated[str, _word("user", "workbook")]
_Whose: TypeAlias = Annotated[str, _word("author", "workbook")]
_Address: TypeAlias = Annotated[str, _address]
_Number: TypeAlias = Annotated[int, _number(0)]
_Count: TypeAlias = Annotated[int, _number(1)]
_Generation: TypeAlias = Annotated[int, _number(1, 2**16)]
_Digests: TypeAlias = Annotated[tuple[bytes, ...], _digests]
_Lanes: TypeAlias = Annotated[tuple[tuple[bytes, int], ...], _rows(ID_SIZE, None)]
_Epochs: TypeAlias = Annotated[tuple[tuple[bytes, int], ...], _rows(ID_SIZE, None, of=2)]
_NewEpochs: TypeAlias = Annotated[
    tuple[tuple[bytes, int, bytes], ...], _rows(ID_SIZE, None, COMMITMENT_SIZE)
]
_Messages: TypeAlias = Annotated[
    tuple[tuple[bytes, bytes, bytes], ...], _rows(ID_SIZE, DIGEST_SIZE, WRAPPING)
]


@dataclass(frozen=True, slots=True)
class Found:
    """An organisation begins: its first workbook, its first administrator, this very stream."""

    org: _Id
    workbook: _Id
    transport: _Key
    kem: _Kem
    author: _Key
    user: _Id
    stream: _Id
    commitment: _Commitment


@dataclass(frozen=True, slots=True)
class Admit:
    """A workbook joins; `code` is the digest of what it asked with."""

    workbook: _Id
    transport: _Key
    kem: _Kem
    code: _Digest


@dataclass(frozen=True, slots=True)
class NewAuthor:
    """A user of a workbook gets a name of her own, and rights."""

    author: _Key
    user: _Id
    workbook: _Id
    writes: _Flag
    administers: _Flag


@dataclass(frozen=True, slots=True)
class Rights:
    """What an author may changes; `last` as with `Grant`."""

    author: _Id
    writes: _Flag
    administers: _Flag
    last: _Lanes


@dataclass(frozen=True, slots=True)
class NewStream:
    """A stream begins, still without a key."""

    stream: _Id
    family: _Family


@dataclass(frozen=True, slots=True)
class Grant:
    """A workbook or a user reads and writes a stream from now on, or no longer.

    `last` names for every lane that may go on no longer the last number that was accepted.
    """

    stream: _Id
    to: _Whom
    who: _Id
    read: _Flag
    write: _Flag
    last: _Lanes


@dataclass(frozen=True, slots=True)
class Rotate:
    """Streams get a new key: one message for each workbook with all that it may read.

    A message stands beside the digest of the key it was wrapped to; `sheet` is the message to the
    organisation's recovery key, if it has one.
    """

    streams: _NewEpochs
    keys: _Messages
    sheet: _MayBeWrapped


@dataclass(frozen=True, slots=True)
class Deliver:
    """Keys that exist go to one workbook more; without a message: they were handed over."""

    workbook: _Id
    kem: _Digest
    epochs: _Epochs
    wrapped: _MayBeWrapped


@dataclass(frozen=True, slots=True)
class Revoke:
    """A workbook or an author belongs no longer; `last` as with `Grant`."""

    of: _Whose
    who: _Id
    last: _Lanes


@dataclass(frozen=True, slots=True)
class Accept:
    """A person decided that more of a lane that ended is taken in."""

    lane: _Id
    last: _Count


@dataclass(frozen=True, slots=True)
class LogReset:
    """The log of a stream was filled again after a rollback, and counts anew."""

    stream: _Id
    generation: _Generation
    base: _Digest


@dataclass(frozen=True, slots=True)
class ServerMove:
    """The server is at another address, or there is none; `pin` is the hash of its key, if any."""

    address: _Address
    pin: _Pin


@dataclass(frozen=True, slots=True)
class Recovery:
    """The organisation has a recovery key, or another one: all keys that exist, wrapped to it.

    It is heeded here and never made: another program may say it.
    """

    kem: _Kem
    wrapped: _Wrapped


@dataclass(frozen=True, slots=True)
class Settle:
    """An administrator says which branches of a roster that was split do not count."""

    dropped: _Digests


@dataclass(frozen=True, slots=True)
class Renew:
    """A workbook receives with another key pair, having opened all up to an entry's number.

    It stands beside the chain: of its entry `before` is the digest of the key that it replaces.
    """

    workbook: _Id
    kem: _Kem
    upto: _Number


What: TypeAlias = (
    Found
    | Admit
    | NewAuthor
    | Rights
    | NewStream
    | Grant
    | Rotate
    | Deliver
    | Revoke
    | Accept
    | LogReset
    | ServerMove
    | Recovery
    | Settle
    | Renew
)
_NAMES: Final[dict[str, type[Any]]] = {
    "found": Found,
    "admit": Admit,
    "author": NewAuthor,
    "rights": Rights,
    "stream": NewStream,
    "grant": Grant,
    "rotate": Rotate,
    "deliver": Deliver,
    "revoke": Revoke,
    "accept": Accept,
    "log_reset": LogReset,
    "server_move": ServerMove,
    "recovery": Recovery,
    "settle": Settle,
    "renew": Renew,
}
_KINDS: Final = {kind: name for name, kind in _NAMES.items()}
_FRONT: Final = ("suite", "kind", "n", "before")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one batch of the roster's stream carries: its number, what it follows, what it says."""

    n: int
    before: bytes
    what: What

    def encode(self) -> bytes:
        """Return the one spelling of the entry."""
        name = _KINDS[type(self.what)]
        said = {part: getattr(self.what, part) for part in _checks(name)}
        front = (SUITE, name, self.n, self.before)
        content = encode({**dict(zip(_FRONT, front, strict=True)), **said})
        # What others would refuse is never written.
        parse(content)
        return content

    def digest(self, by: bytes) -> bytes:
        """Return what the next entry names it by: the hash of who signed it and what it says."""
        return _digest(self, by)


# A roster is heard as a whole whenever something is new in it: what was worked out of its entries
# before is not worked out again.
_KEPT: Final = 4096


@lru_cache(maxsize=_KEPT)
def _digest(entry: Entry, by: bytes) -> bytes:
    return blake2b(_SIGNED + by + entry.encode(), digest_size=DIGEST_SIZE).digest()


@lru_cache(maxsize=_KEPT)
def parse(content: bytes) -> Entry:
    """Return the entry that bytes spell, every part of its size, or refuse them."""
    if len(content) > LARGEST:
        refuse("roster.length")
    try:
        raw = decode(content)
    except OpRefused:
        raise RosterRefused("roster.bytes") from None
    if not isinstance(raw, dict) or type(raw.get("suite")) is not int:
        refuse("roster.shape")
    # First of all: what another suite means by its parts nobody here knows.
    if raw["suite"] != SUITE:
        refuse("roster.suite")
    name = raw.get("kind")
    if type(name) is not str or name not in _NAMES:
        refuse("roster.kind")
    return _read(name, raw)


def _read(name: str, raw: Fields) -> Entry:
    front, checks = {"n": _number(0), "before": _sized(DIGEST_SIZE)}, _checks(name)
    if raw.keys() != {*_FRONT, *checks}:
        refuse("roster.shape")
    if not all(fits(raw[part]) for part, fits in {**front, **checks}.items()):
        refuse("roster.part")
    said: Any = {part: raw[part] for part in checks}
    place: Any = {part: raw[part] for part in front}
    return Entry(what=_NAMES[name](**said), **place)


@cache
def _checks(name: str) -> dict[str, Check]:
    """Return the parts of a kind of entry, each with what it must be."""
    hints = get_type_hints(_NAMES[name], include_extras=True)
    return {part: hint.__metadata__[0] for part, hint in hints.items()}


def kem_digest(public: bytes) -> bytes:
    """Return the short name of a public key that keys are wrapped to."""
    return blake2b(_KEM + public, digest_size=DIGEST_SIZE).digest()
