"""Bytes of files between workbooks: sealed piece by piece, so that whatever arrives is kept.

The layout is documented in docs/exchange.md. Whoever holds a file seals it to the same bytes, so
pieces of one file may come from several sticks.
"""

from __future__ import annotations

import struct
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NoReturn

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from db.attachments import PIECE_BYTES
from sync.bundle import Part, PartKind
from sync.frames import ID_SIZE, padme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from db.carried_files import CarriedFiles, File
    from sync.envelope import StreamKey
    from sync.member import Member

_HEAD: Final = struct.Struct(">16sI16sII")
_LENGTH: Final = struct.Struct(">I")
_NONCE: Final = struct.Struct(">16xQ")
_SMALLEST: Final = 256
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
    plain = _LENGTH.pack(len(content)) + content
    plain = plain.ljust(max(_SMALLEST, padme(len(plain))), b"\0")
    box = Aead(_derived(key, file, b"file encryption", 32))
    return head + box.encrypt(plain, head, _NONCE.pack(number)).ciphertext


def open_piece(key: StreamKey, file: File, piece: bytes) -> tuple[int, bytes]:
    """Return number and content of one piece of a file, or refuse it."""
    head, sealed = piece[: _HEAD.size], piece[_HEAD.size :]
    *_named, number, count = _HEAD.unpack(head)
    if count != count_of(file) or number >= count:
        _refuse("file.number")
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
    last = file.size - number * PIECE_BYTES
    if len(content) != min(last, PIECE_BYTES) or any(rest):
        _refuse("file.length")
    return number, content


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

    def parts(self) -> Iterator[Part]:
        """Yield what others wait for, and the names of what this workbook waits for."""
        for file in self._files.to_give():
            key = self._key(file)
            if key is not None:
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
