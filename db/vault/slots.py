"""The slot file as bytes: who may open the workbook, without saying who they are.

The layout is documented in docs/formats.md, precisely enough for another program.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass, field, replace
from enum import IntEnum
from hashlib import blake2b
from hmac import compare_digest
from importlib import import_module
from typing import TYPE_CHECKING, Final

from db.vault.cost import Cost
from db.vault.refusals import StoreRefused
from db.vault.unlocked import RECOVERY_ID

if TYPE_CHECKING:
    from nacl.secret import Aead

MAGIC: Final = b"ALNGKEYS"
VERSION: Final = 1
MAX_SLOTS: Final = 64
SALT_BYTES: Final = 16
_PRACTICE: Final = 1
_HEADER: Final = struct.Struct(">8sBB16s16sI32sH")
_COST: Final = struct.Struct(">IIB")
_SLOT: Final = struct.Struct(">B16s9s16s16s24s96s")
_DIGEST: Final = 32
_SECRETS: Final = struct.Struct(">32s16s32s")
_FREE: Final = Cost(0, 0, 0)
MAX_BYTES: Final = _HEADER.size + MAX_SLOTS * _SLOT.size + 2 * _DIGEST


class Kind(IntEnum):
    """What opens a slot."""

    PASSPHRASE = 1
    RECOVERY = 2


@dataclass(frozen=True, slots=True)
class Slot:
    """One way into the workbook, sealed."""

    kind: Kind
    slot_id: bytes
    cost: Cost
    salt: bytes
    commitment: bytes
    nonce: bytes
    sealed: bytes

    def encode(self) -> bytes:
        """Return the slot as it stands in the file."""
        cost = _COST.pack(self.cost.memory_kib, self.cost.passes, self.cost.lanes)
        return _SLOT.pack(
            self.kind, self.slot_id, cost, self.salt, self.commitment, self.nonce, self.sealed
        )


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a slot protects."""

    store_key: bytearray = field(repr=False)
    user_id: bytes
    author_seed: bytearray = field(repr=False)


@dataclass(frozen=True, slots=True)
class SlotFile:
    """The whole slot file of one generation."""

    store_id: bytes
    practice: bool
    name_salt: bytes
    generation: int
    recovery_key: bytes
    slots: tuple[Slot, ...]

    def find(self, slot_id: bytes) -> Slot | None:
        """Return the slot with this id, if there is one."""
        return next((slot for slot in self.slots if slot.slot_id == slot_id), None)

    def with_slot(self, slot: Slot) -> SlotFile:
        """Return the next generation, with this slot added or put in the place of its elder."""
        kept = tuple(other for other in self.slots if other.slot_id != slot.slot_id)
        if len(kept) >= MAX_SLOTS:
            raise StoreRefused("slots_full")
        return replace(self, slots=(*kept, slot), generation=self.generation + 1)

    def with_recovery_key(self, public: bytes) -> SlotFile:
        """Return the file with another public key for backups."""
        return replace(self, recovery_key=public)

    def without(self, slot_id: bytes) -> SlotFile:
        """Return the next generation, without the slot of this id."""
        kept = tuple(other for other in self.slots if other.slot_id != slot_id)
        return replace(self, slots=kept, generation=self.generation + 1)

    def encode(self, store_key: bytearray) -> bytes:
        """Return the bytes of the file, sealed under the store key as a whole."""
        header = _HEADER.pack(
            MAGIC,
            VERSION,
            _PRACTICE if self.practice else 0,
            self.store_id,
            self.name_salt,
            self.generation,
            self.recovery_key,
            len(self.slots),
        )
        body = header + b"".join(slot.encode() for slot in self.slots)
        return body + _digest(body) + _file_seal(body, store_key)


def decode(data: bytes) -> SlotFile:
    """Return the slot file that these bytes spell, or refuse them with a code."""
    if len(data) < _HEADER.size or data[: len(MAGIC)] != MAGIC:
        raise StoreRefused("slots_damaged")
    if data[len(MAGIC)] > VERSION:
        raise StoreRefused("slots_newer")
    body, digest = data[: -2 * _DIGEST], data[-2 * _DIGEST : -_DIGEST]
    if len(body) < _HEADER.size or not compare_digest(_digest(body), digest):
        raise StoreRefused("slots_damaged")
    _, version, flags, store_id, name_salt, generation, recovery_key, count = _HEADER.unpack_from(
        body
    )
    right_length = _HEADER.size + count * _SLOT.size == len(body)
    if version != VERSION or flags > _PRACTICE or count > MAX_SLOTS or not right_length:
        raise StoreRefused("slots_damaged")
    slots = tuple(
        _decode_slot(body[at : at + _SLOT.size])
        for at in range(_HEADER.size, len(body), _SLOT.size)
    )
    if len({slot.slot_id for slot in slots}) != count:
        raise StoreRefused("slots_damaged")
    practice = flags == _PRACTICE
    return SlotFile(store_id, practice, name_salt, generation, recovery_key, slots)


def require_seal(data: bytes, store_key: bytearray) -> None:
    """Refuse a slot file that was changed by someone without the store key."""
    if not compare_digest(_file_seal(data[: -2 * _DIGEST], store_key), data[-_DIGEST:]):
        raise StoreRefused("slots_altered")


def name_id(name_salt: bytes, normal_name: str) -> bytes:
    """Return the slot id of a name, which does not tell the name."""
    data = normal_name.encode()
    return blake2b(data, key=name_salt, digest_size=16, person=b"slot name").digest()


def seal_slot(
    file: SlotFile, draft: Slot, slot_key: bytearray, secrets: Secrets, nonce: bytes | None = None
) -> Slot:
    """Return the slot with the secrets sealed under its key."""
    plain = _SECRETS.pack(bytes(secrets.store_key), secrets.user_id, bytes(secrets.author_seed))
    message = _cipher(slot_key).encrypt(plain, _associated(file.store_id, draft), nonce)
    return replace(
        draft,
        commitment=_commitment(slot_key),
        nonce=bytes(message.nonce),
        sealed=bytes(message.ciphertext),
    )


def open_slot(file: SlotFile, slot: Slot, slot_key: bytearray) -> Secrets | None:
    """Return the secrets of a slot, or nothing when the key is not its key."""
    # The cipher does not commit to its key, so the commitment is checked first.
    if not compare_digest(_commitment(slot_key), slot.commitment):
        return None
    try:
        plain = _cipher(slot_key).decrypt(slot.sealed, _associated(file.store_id, slot), slot.nonce)
    except import_module("nacl.exceptions").CryptoError:
        raise StoreRefused("slots_altered") from None
    store_key, user_id, author_seed = _SECRETS.unpack(plain)
    return Secrets(bytearray(store_key), user_id, bytearray(author_seed))


def draft_slot(kind: Kind, slot_id: bytes, cost: Cost = _FREE) -> Slot:
    """Return a slot with a fresh salt, still to be sealed."""
    return Slot(kind, slot_id, cost, os.urandom(SALT_BYTES), b"", b"", b"")


def _decode_slot(data: bytes) -> Slot:
    number, slot_id, cost_bytes, salt, commitment, nonce, sealed = _SLOT.unpack(data)
    if number not in set(Kind):
        raise StoreRefused("slots_damaged")
    kind, cost = Kind(number), Cost(*_COST.unpack(cost_bytes))
    if kind is Kind.PASSPHRASE:
        cost.require_bounds()
    elif cost != _FREE or slot_id != RECOVERY_ID:
        raise StoreRefused("slots_damaged")
    return Slot(kind, slot_id, cost, salt, commitment, nonce, sealed)


def _associated(store_id: bytes, slot: Slot) -> bytes:
    cost = _COST.pack(slot.cost.memory_kib, slot.cost.passes, slot.cost.lanes)
    return b"slot/1" + store_id + bytes([slot.kind]) + slot.slot_id + cost + slot.salt


def _commitment(slot_key: bytearray) -> bytes:
    return blake2b(key=slot_key, digest_size=16, person=b"slot commitment").digest()


def _cipher(slot_key: bytearray) -> Aead:
    key = blake2b(key=slot_key, digest_size=32, person=b"slot encryption").digest()
    # Imported here: it is needed while a passphrase opens a slot, and never after.
    made: Aead = import_module("nacl.secret").Aead(key)
    return made


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=_DIGEST, person=b"slot file").digest()


def _file_seal(body: bytes, store_key: bytearray) -> bytes:
    return blake2b(body, key=store_key, digest_size=_DIGEST, person=b"slot file seal").digest()
