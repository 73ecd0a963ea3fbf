"""Sealed backups: the ciphertext of the store, and its key sealed to the recovery sheet.

A backup carries no passphrase slot, so a lost medium gives nobody anything to guess at.
The layout is documented in docs/formats.md.
"""

from __future__ import annotations

import os
import struct
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from hmac import compare_digest
from typing import TYPE_CHECKING, BinaryIO, Final

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead

from db import migrate
from db.backups.former import had_another_key
from db.media.folders import draft_of
from db.rows import settings
from db.vault import engine, keys, recovery
from db.vault.anew import under_another_key
from db.vault.copying import chunks, still
from db.vault.durable import sync_folder
from db.vault.moving_in import moving_in
from db.vault.refusals import StoreRefused, of_new_place, of_system
from db.vault.wiping import wipe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlcipher3 import dbapi2

    from db.vault.keys import Newcomer, Unlocked

MAGIC: Final = b"ALNGSAVE"
VERSION: Final = 1
MAX_READERS: Final = 8
_LEAST_BYTES: Final = 256 << 10
_START: Final = struct.Struct(">8sBB")
_SEALED_KEY: Final = 80
_NONCE: Final = 24
_MANIFEST: Final = struct.Struct(">q16s32sBIQ32s155x")
_SEALED_MANIFEST: Final = _MANIFEST.size + 16
_TAG: Final = 32


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says about itself, sealed."""

    created: int
    store_id: bytes
    store_key: bytearray = field(repr=False)
    practice: bool
    shape: int
    size: int
    digest: bytes

    def encode(self) -> bytes:
        """Return the manifest as 256 bytes."""
        return _MANIFEST.pack(
            self.created,
            self.store_id,
            bytes(self.store_key),
            self.practice,
            self.shape,
            self.size,
            self.digest,
        )


@dataclass(frozen=True, slots=True)
class Restored:
    """A workbook that came back: open, with the new recovery code to print."""

    unlocked: Unlocked
    recovery_code: str
    created: int


def back_up(
    connection: dbapi2.Connection,
    unlocked: Unlocked,
    target: Path,
    now: Callable[[], datetime],
    other_readers: Iterable[bytes] = (),
) -> int:
    """Write a sealed backup of an open store; return its size in bytes.

    Besides the recovery sheet, further X25519 public keys may be given to read it.
    """
    readers = (unlocked.recovery_key, *other_readers)
    if not 1 <= len(readers) <= MAX_READERS:
        raise StoreRefused("backup_readers")
    draft = draft_of(target)
    shape = migrate.version_of(connection)
    try:
        with ExitStack() as undo:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            undo.callback(partial(draft.unlink, missing_ok=True))
            with os.fdopen(descriptor, "wb") as file, still(connection) as source:
                file.write(bytes(_head_bytes(len(readers))))
                body = _Counted(chunks(source))
                file.writelines(body)
                manifest = Manifest(
                    int(now().timestamp()),
                    unlocked.store_id,
                    unlocked.store_key,
                    unlocked.practice,
                    shape,
                    body.size,
                    body.digest(),
                )
                written = _finish(file, _seal(manifest, readers), unlocked.store_key)
            draft.replace(target)
            undo.pop_all()
        sync_folder(target.parent)
    except OSError as error:
        raise of_new_place(error) from None
    return written


@contextmanager
def body_of(backup: Path) -> Iterator[BinaryIO]:
    """Give the body of a backup with the noise behind it; its head says nothing without a code."""
    with backup.open("rb") as file:
        _head_of(file)
        yield file


def require_head(backup: Path, store_key: bytearray) -> None:
    """Refuse a backup whose head is not the one that was written for the code to open.

    Without the code nobody reads a head, so what is at the end of the file vouches for it.
    """
    with backup.open("rb") as file:
        head = _head_of(file)
        length = file.seek(0, os.SEEK_END)
        file.seek(max(len(head), length - _TAG))
        if not compare_digest(file.read(_TAG), _tag(head, store_key)):
            raise StoreRefused("backup_unvouched")


def is_of(backup: Path, store_key: bytearray) -> bool:
    """Return whether a file is a backup that was written with a store key."""
    try:
        require_head(backup, store_key)
    except (OSError, StoreRefused):
        return False
    return True


def read_manifest(backup: Path, code: str) -> Manifest:
    """Return what a backup says about itself to the holder of the recovery code."""
    try:
        with backup.open("rb") as file:
            return _open(file, code)[0]
    except OSError as error:
        raise of_system(error) from None


def restore(
    backup: Path,
    home: Path,
    code: str,
    person: Newcomer,
    replay: Callable[[dbapi2.Connection], bytes | None],
) -> Restored:
    """Bring a backup back into an empty folder, for a person with her name and passphrase.

    The copy is written under a key of its own, verified, brought up to date and handed to
    `replay`, which repeats the erasures and may return the id under which the store knows the
    person. Only then is that key kept anywhere: before, nobody can open it, nor can what is left
    of it when something ends this. If any of this fails, nothing is left.
    """
    key = bytearray(os.urandom(32))
    with moving_in(home, empty=True) as draft:
        manifest = _unpack(backup, draft / keys.STORE, code, key)
        user_id = _make_ready(draft, key, manifest, replay)
        origin = keys.Origin(os.urandom(16), key, manifest.practice, user_id)
        unlocked, new_code = keys.restore_vault(draft, person, origin)
    return Restored(unlocked, new_code, manifest.created)


def _head_of(file: BinaryIO) -> bytes:
    """Return the head of a backup as it stands there, with the file at its body."""
    start = file.read(_START.size)
    if len(start) < _START.size or start[: len(MAGIC)] != MAGIC or start[-1] > MAX_READERS:
        raise StoreRefused("backup_damaged")
    return start + file.read(_head_bytes(start[-1]) - len(start))


def padded_size(size: int) -> int:
    """Return the size a file is padded to: at most 12 % more, and few different sizes (Padme)."""
    size = max(size, _LEAST_BYTES)
    exponent = size.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (size + mask) & ~mask


def _head_bytes(readers: int) -> int:
    return _START.size + readers * _SEALED_KEY + _NONCE + _SEALED_MANIFEST


class _Counted:
    """Pieces of a body, measured and digested while they pass."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self.size = pieces, 0
        self._hasher = blake2b(digest_size=32, person=b"backup body")
        self.digest = self._hasher.digest

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._hasher.update(piece)
            self.size += len(piece)
            yield piece


def _finish(file: BinaryIO, head: bytes, store_key: bytearray) -> int:
    """Pad the file with noise, put the head in its place and make all of it durable."""
    length = file.tell()
    missing = padded_size(length + _TAG) - _TAG - length
    while missing:
        missing -= file.write(os.urandom(min(missing, 1 << 20)))
    file.write(_tag(head, store_key))
    file.seek(0)
    file.write(head)
    file.flush()
    os.fsync(file.fileno())
    return file.seek(0, os.SEEK_END)


def _tag(head: bytes, store_key: bytearray) -> bytes:
    """Return what vouches for a head; to nobody without the key is it anything but noise."""
    return blake2b(head, key=store_key, digest_size=_TAG, person=b"backup head").digest()


def _seal(manifest: Manifest, readers: tuple[bytes, ...]) -> bytes:
    file_key = os.urandom(32)
    start = _START.pack(MAGIC, VERSION, len(readers))
    boxes = b"".join(SealedBox(PublicKey(reader)).encrypt(file_key) for reader in readers)
    return start + boxes + bytes(Aead(file_key).encrypt(manifest.encode(), start + boxes))


def _open(file: BinaryIO, code: str) -> tuple[Manifest, int]:
    """Return the manifest and where the body begins."""
    secret = recovery.read(code)
    start = file.read(_START.size)
    if len(start) < _START.size or start[: len(MAGIC)] != MAGIC:
        raise StoreRefused("backup_damaged")
    _, version, readers = _START.unpack(start)
    if version > VERSION:
        raise StoreRefused("backup_newer")
    rest = file.read(_head_bytes(readers) - len(start)) if 1 <= readers <= MAX_READERS else b""
    if version != VERSION or len(start) + len(rest) != _head_bytes(readers):
        raise StoreRefused("backup_damaged")
    boxes, sealed = rest[: readers * _SEALED_KEY], rest[readers * _SEALED_KEY :]
    box = SealedBox(recovery.backup_key(secret))
    wipe(secret)
    file_key = _first_opened(box, boxes)
    if file_key is None:
        raise recovery.stranger(code, "wrong_recovery_backup")
    try:
        plain = Aead(file_key).decrypt(sealed[_NONCE:], start + boxes, sealed[:_NONCE])
    except CryptoError:
        raise StoreRefused("backup_damaged") from None
    created, store_id, store_key, practice, shape, size, digest = _MANIFEST.unpack(plain)
    manifest = Manifest(
        created, store_id, bytearray(store_key), bool(practice), shape, size, digest
    )
    return manifest, _head_bytes(readers)


def _first_opened(box: SealedBox[PrivateKey], boxes: bytes) -> bytes | None:
    for at in range(0, len(boxes), _SEALED_KEY):
        try:
            file_key = box.decrypt(boxes[at : at + _SEALED_KEY])
        except CryptoError:
            continue
        if len(file_key) == Aead.KEY_SIZE:
            return file_key
    return None


def _unpack(backup: Path, store: Path, code: str, key: bytearray) -> Manifest:
    """Write the store of a backup under another key, without any page of it lying in between."""
    with backup.open("rb") as file:
        manifest, begin = _open(file, code)
        if manifest.shape > migrate.CURRENT.version:
            raise StoreRefused("newer", found=manifest.shape, known=migrate.CURRENT.version)
        file.seek(begin)
        descriptor = os.open(store, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        body = _Counted(_exactly(file, manifest.size))
        with os.fdopen(descriptor, "wb") as copy:
            try:
                for page in under_another_key(body, manifest.store_key, key):
                    copy.write(page)
            except StoreRefused:
                raise StoreRefused("backup_damaged") from None
            copy.flush()
            os.fsync(copy.fileno())
    if body.size != manifest.size or not compare_digest(body.digest(), manifest.digest):
        raise StoreRefused("backup_damaged")
    return manifest


def _exactly(file: BinaryIO, size: int) -> Iterable[bytes]:
    while size and (piece := file.read(min(size, 1 << 20))):
        size -= len(piece)
        yield piece


def _make_ready(
    draft: Path,
    key: bytearray,
    manifest: Manifest,
    replay: Callable[[dbapi2.Connection], bytes | None],
) -> bytes | None:
    connection = engine.connect(draft / keys.STORE, key)
    try:
        if engine.find_damage(connection):
            raise StoreRefused("backup_damaged")
        migrate.upgrade(connection)
        user_id = replay(connection)
        had_another_key(connection, engine.list_key(manifest.store_key), draft.parent)
        # Its keys are made anew, and counted anew.
        settings.forget(connection, settings.SLOTS)
    finally:
        connection.close()
        wipe(manifest.store_key)
    for copy in migrate.copies_aside(draft):
        copy.unlink()
    return user_id
