"""The bytes of files on their way to others and from them: which are here, which are still lacking.

Until the last piece of one has come nobody sees it, and its digest vouches for the whole.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from db.homes.scopes import outgoing_piece
from db.log.streams import own_authors
from db.vault.engine import in_one

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlcipher3 import Connection

# Only what lives in a stream that is exchanged; what is local is nobody else's.
_LACKING: Final = (
    "select a.id, e.stream, a.digest, a.size, a.secret from attachment as a"
    " join entity as e on e.id = a.id join stream as s on s.id = e.stream where s.kind = 'shared'"
    " and not exists (select 1 from attachment_piece as p where p.attachment = a.id)"
    " order by a.id"
)
_HERE: Final = (
    "select a.id, e.stream, a.digest, a.size, a.secret, l.author, g.asked from attachment as a"
    " join entity as e on e.id = a.id join stream as s on s.id = e.stream"
    " left join lane as l on l.id = e.lane left join attachment_given as g on g.attachment = a.id"
    " where s.kind = 'shared'"
    " and exists (select 1 from attachment_piece as p where p.attachment = a.id) order by a.id"
)
_GIVEN: Final = "insert or replace into attachment_given values (?, ?)"
_KEEP: Final = "insert or ignore into attachment_coming values (?, ?, ?)"
_COMING: Final = "select content from attachment_coming where attachment = ? order by number"
_NUMBERS: Final = "select number from attachment_coming where attachment = ?"
_MOVE_IN: Final = (
    "insert into attachment_piece select attachment, number, content from attachment_coming"
    " where attachment = ?"
)
_DROP: Final = "delete from attachment_coming where attachment = ?"
_STRAY: Final = "delete from attachment_coming where attachment not in (select id from attachment)"


class File(NamedTuple):
    """A file by its id, the stream in which it lives, and what vouches for its bytes."""

    id: bytes
    stream: bytes
    digest: bytes
    size: int
    # By what it is sealed at a server.
    secret: bytes = b""


class CarriedFiles:
    """The files of one open workbook, as others give and get them."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._connection, self._now = connection, now

    def lacking(self) -> list[File]:
        """Return the files that are known here without their bytes."""
        return [File(*row) for row in self._connection.execute(_LACKING).fetchall()]

    def here(self) -> list[File]:
        """Return the files whose bytes are here."""
        return [File(*row[:5]) for row in self._connection.execute(_HERE).fetchall()]

    def to_give(self) -> list[File]:
        """Return what others wait for: what was kept here first and never given, or asked for."""
        own = own_authors(self._connection.cursor())
        return [
            File(*row[:5])
            for row in self._connection.execute(_HERE).fetchall()
            if row[6] or (row[6] is None and row[5] in own)
        ]

    def piece(self, file: bytes, number: int) -> bytes:
        """Return one piece of a file, or refuse it where that may not leave."""
        day = self._now().date().isoformat()
        return outgoing_piece(self._connection.cursor(), file, number, day)

    def mark(self, files: Iterable[bytes], *, asked: bool) -> None:
        """Keep that files were given, or that somebody asked for them."""
        self._connection.executemany(_GIVEN, [(file, int(asked)) for file in files])

    def come(self, file: bytes) -> set[int]:
        """Return the numbers of the pieces that came of a file that is not whole."""
        return {number for (number,) in self._connection.execute(_NUMBERS, (file,))}

    def keep(self, file: File, number: int, content: bytes, count: int) -> bool:
        """Keep a piece that came; return whether the file is whole now and what it must be.

        A whole that is not what its digest says is dropped, and comes once more.
        """
        with in_one(self._connection) as cursor:
            cursor.execute(_STRAY)
            cursor.execute(_KEEP, (file.id, number, content))
            if len(cursor.execute(_NUMBERS, (file.id,)).fetchall()) < count:
                return False
            digest = sha256()
            for (piece,) in cursor.execute(_COMING, (file.id,)):
                digest.update(piece)
            whole = digest.digest() == file.digest
            if whole:
                cursor.execute(_MOVE_IN, (file.id,))
            cursor.execute(_DROP, (file.id,))
            return whole
