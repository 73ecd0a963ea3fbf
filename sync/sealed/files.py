"""Bytes of files between workbooks: sealed piece by piece, so that whatever arrives is kept.

The layout is documented in docs/exchange.md. Whoever holds a file seals it to the same bytes, so
pieces of one file may come from several sticks; at a server one workbook goes on where another
stopped.
"""

from __future__ import annotations

import struct
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NoReturn

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from db.answers.attachments import PIECE_BYTES
from db.homes.scopes import ScopeRefused
from sync.members.member import sealing_key
from sync.wire.bundle import Part, PartKind
from sync.wire.envelope import StreamKey
from sync.wire.frames import ID_SIZE, padme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from db.exchange.carried_files import CarriedFiles, File
    from sync.members.member import Member

_HEAD: Final = struct.Struct(">16sI16sII")
_LENGTH: Final = struct.Struct(">I")
_NONCE: Final = struct.Struct(">16xQ")
_SMALLEST: Final = 256
_TAG: Final = 16
NAME_THERE: Final = 32
_PIECE, _WANTED = b"\x01", b"\x02"


class FileRefused(ValueError):
    """A piece is none of a file of ours; the message is a code."""


@dataclass(slots=True)
class FilesCame:
    """What became of pieces that came."""

    whole: int = 0
    pieces: int = 0
    refused: Counter[str] = field(default_factory=Counter)


def name_of(key: StreamKey, file: File) -> bytes:
    """Return what a file is called between those who hold the key of its stream."""
    return _derived(key, file, b"file name", ID_SIZE)


def seal_piece(key: StreamKey, file: File, number: int, content: bytes) -> bytes:
    """Return one piece of a file, filled up and sealed."""
    head = _HEAD.pack(key.stream, key.epoch, name_of(key, file), number, count_of(file))
    return head + _sealed(key, file, head, content)


def open_piece(key: StreamKey, file: File, piece: bytes) -> tuple[int, bytes]:
    """Return number and content of one piece of a file, or refuse it."""
    head, sealed = piece[: _HEAD.size], piece[_HEAD.size :]
    *_named, number, count = _HEAD.unpack(head)
    if count != count_of(file) or number >= count:
        _refuse("file.number")
    return number, _opened(key, file, head, sealed)


def name_there(file: File) -> bytes:
    """Return what a file is called at a server; it says nothing to whoever does not know it."""
    return _derived(_own_key(file), file, b"file at a server", NAME_THERE)


def pieces_there(file: File) -> int:
    """Return of how many pieces a file is at a server: those that are too many hold nothing."""
    return padme(count_of(file))


def piece_size_there(file: File) -> int:
    """Return how long each piece is at a server: only a file of one piece has shorter ones."""
    plain = _LENGTH.size + (file.size if count_of(file) == 1 else PIECE_BYTES)
    return max(_SMALLEST, padme(plain)) + _TAG


def size_there(file: File) -> int:
    """Return how long a file is at a server: one of a few sizes."""
    return pieces_there(file) * piece_size_there(file)


def seal_there(file: File, number: int, content: bytes) -> bytes:
    """Return one piece of a file as it is at a server."""
    head = _head_there(file, number)
    return _sealed(_own_key(file), file, head, content, piece_size_there(file) - _TAG)


def open_there(file: File, number: int, sealed: bytes) -> bytes:
    """Return what a piece at a server holds, or refuse it."""
    return _opened(_own_key(file), file, _head_there(file, number), sealed)


def _head_there(file: File, number: int) -> bytes:
    """Return what a piece at a server is bound to; it does not lie there."""
    key = _own_key(file)
    return _HEAD.pack(key.stream, key.epoch, name_of(key, file), number, pieces_there(file))


def _own_key(file: File) -> StreamKey:
    """Return the key of a file at a server: its own, so that it outlives those of its stream."""
    return StreamKey(file.stream, 0, file.secret)


def _sealed(key: StreamKey, file: File, head: bytes, content: bytes, least: int = 0) -> bytes:
    """Return content, filled up and sealed, bound to what stands before it."""
    *_named, number, _count = _HEAD.unpack(head)
    plain = _LENGTH.pack(len(content)) + content
    plain = plain.ljust(max(_SMALLEST, padme(len(plain)), least), b"\0")
    box = Aead(_derived(key, file, b"file encryption", 32))
    return box.encrypt(plain, head, _NONCE.pack(number)).ciphertext


def _opened(key: StreamKey, file: File, head: bytes, sealed: bytes) -> bytes:
    """Return what was sealed behind a head, or refuse it."""
    *_named, number, _count = _HEAD.unpack(head)
    box = Aead(_derived(key, file, b"file encryption", 32))
    try:
        plain = box.decrypt(sealed, head, _NONCE.pack(number))
    except (CryptoError, ValueError):
        # A piece that is shorter than a tag is no sealed one either.
        _refuse("file.seal")
    if len(plain) < _LENGTH.size:
        _refuse("file.length")
    (length,) = _LENGTH.unpack_from(plain)
    content, rest = plain[_LENGTH.size :][:length], plain[_LENGTH.size + length :]
    last = max(0, file.size - number * PIECE_BYTES)
    if length != len(content) or length != min(last, PIECE_BYTES) or any(rest):
        _refuse("file.length")
    return content


def count_of(file: File) -> int:
    """Return in how many pieces a file travels."""
    return -(-file.size // PIECE_BYTES)


def _derived(key: StreamKey, file: File, person: bytes, size: int) -> bytes:
    bound = key.stream + struct.pack(">I", key.epoch) + file.id + file.digest
    return blake2b(bound, key=key.secret, person=person, digest_size=size).digest()


class SealedFiles:
    """The files of one workbook of an organisation, given to others and got from them."""

    def __init__(self, member: Member, files: CarriedFiles) -> None:
        self._member, self._files = member, files
        # Of what came without its bytes: its name under each key that something came with.
        self._names: dict[tuple[bytes, int], dict[bytes, File]] = {}

    def parts(self, read: AbstractSet[bytes] | None = None) -> Iterator[Part]:
        """Yield what others wait for, and the names of what this workbook waits for.

        Of what is for one workbook alone: the files in the streams that are `read` there.
        """
        for file in self._files.to_give():
            if read is not None and file.stream not in read:
                continue
            key = sealing_key(self._member, file.stream)
            if key is not None:
                # Its case may have come home while others were written.
                with suppress(ScopeRefused):
                    for number in range(count_of(file)):
                        content = self._files.piece(file.id, number)
                        yield Part(PartKind.BLOB, _PIECE + seal_piece(key, file, number, content))
                    self._files.mark([file.id], asked=False)
        keys = ((self._key(file), file) for file in self._files.lacking())
        names = [name_of(key, file) for key, file in keys if key is not None]
        if names:
            yield Part(PartKind.BLOB, _WANTED + b"".join(sorted(names)))

    def take(self, bodies: Iterable[bytes]) -> FilesCame:
        """Keep the pieces of files that are known here; what has all of them is there."""
        came = FilesCame()
        self._names = {}
        for body in bodies:
            try:
                if body[:1] == _PIECE:
                    self._take_piece(body[1:], came)
                elif body[:1] == _WANTED:
                    self._note_wanted(body[1:])
                else:
                    _refuse("file.sort")
            except FileRefused as refused:
                came.refused[str(refused)] += 1
        return came

    def lacking(self, streams: AbstractSet[bytes]) -> list[File]:
        """Return the files in some streams that are known here without their bytes."""
        return [one for one in self._files.lacking() if one.stream in streams]

    def missing(self, file: File) -> list[int]:
        """Return the numbers of the pieces that have not come of a file that is still wanted."""
        if file not in self._files.lacking():
            return []
        come = self._files.come(file.id)
        return [number for number in range(count_of(file)) if number not in come]

    def span(self, file: File, first: int, most: int) -> bytes:
        """Return what goes to a server of a file from a byte on, or refuse it."""
        found, length = bytearray(), piece_size_there(file)
        number, skipped = divmod(first, length)
        while len(found) - skipped < most and number < pieces_there(file):
            is_filling = number >= count_of(file)
            # What only fills up goes no more either once the file may not leave.
            content = self._files.piece(file.id, 0 if is_filling else number)
            found += seal_there(file, number, b"" if is_filling else content)
            number += 1
        return bytes(found[skipped : skipped + most])

    def take_there(self, file: File, number: int, sealed: bytes) -> bool:
        """Keep a piece that came from a server; return whether the file is whole with it.

        What is whole and not what it must be is refused, and comes once more.
        """
        content, missing = open_there(file, number, sealed), self.missing(file)
        if number not in missing:
            return False
        is_last = missing == [number]
        is_whole = self._files.keep(file, number, content, count_of(file))
        if is_last and not is_whole:
            _refuse("file.digest")
        return is_whole

    def _take_piece(self, piece: bytes, came: FilesCame) -> None:
        if len(piece) < _HEAD.size:
            _refuse("file.sort")
        stream, epoch, name, number, _count = _HEAD.unpack_from(piece)
        key = self._member.key(stream, epoch)
        # Of a stream for others, of a file that is not known yet, that is here, or that is erased.
        file = self._waiting(key).get(name) if key else None
        if key is None or file is None or number in self._files.come(file.id):
            return
        number, content = open_piece(key, file, piece)
        came.pieces += 1
        if self._files.keep(file, number, content, count_of(file)):
            came.whole += 1
            del self._names[stream, epoch][name]

    def _waiting(self, key: StreamKey) -> dict[bytes, File]:
        at = key.stream, key.epoch
        if at not in self._names:
            self._names[at] = {
                name_of(key, file): file
                for file in self._files.lacking()
                if file.stream == key.stream
            }
        return self._names[at]

    def _note_wanted(self, names: bytes) -> None:
        wanted = {names[at : at + ID_SIZE] for at in range(0, len(names), ID_SIZE)}
        keys = ((self._key(file), file) for file in self._files.here())
        self._files.mark(
            [file.id for key, file in keys if key is not None and name_of(key, file) in wanted],
            asked=True,
        )

    def _key(self, file: File) -> StreamKey | None:
        return self._member.key(file.stream, self._member.roster.epoch(file.stream))


def _refuse(code: str) -> NoReturn:
    raise FileRefused(code) from None
