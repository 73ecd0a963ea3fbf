"""Which files are at a server: begun there, whole there, still to be sent or to be let go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from db.exchange.carried_files import File
from db.rows import settings
from db.rows.moments import read, stored
from db.rows.these import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlcipher3 import Connection

_TO_SEND: Final = (
    "select a.id, e.stream, a.digest, a.size, a.secret from attachment as a"
    " join entity as e on e.id = a.id"
    " where e.stream in (select unhex(value) from json_each(:streams))"
    " and not exists (select 1 from line_file as f where f.server = :n and f.file = a.id"
    " and f.stream = e.stream and f.is_whole)"
    " and exists (select 1 from attachment_piece as p where p.attachment = a.id)"
    " order by a.size, a.id"
)
# What was erased, taken home or brought into another stream has nothing to do there any more.
_TO_LET_GO: Final = (
    "select f.file, f.stream, f.name from line_file as f where f.server = :n"
    " and f.stream in (select unhex(value) from json_each(:streams))"
    " and not exists (select 1 from attachment as a join entity as e on e.id = a.id"
    " where a.id = f.file and e.stream = f.stream) order by f.stream, f.name"
)
_KEEP: Final = "insert or replace into line_file values (?, ?, ?, ?, ?)"
_FORGET: Final = "delete from line_file where server = ? and file = ? and stream = ?"
_STREAMS: Final = "select distinct stream from line_file where server = ?"
_NAMES: Final = "select file, stream, name, is_whole from line_file where server = ? and stream = ?"


class There(NamedTuple):
    """A file in a stream, and what its bytes are called at a server."""

    file: bytes
    stream: bytes
    name: bytes


class Asked(NamedTuple):
    """When it was asked last for files that are lacking, for which, and the pause from then on."""

    at: datetime
    minutes: int
    which: str


class LineFiles:
    """What is known of the files at one server; what went to one was not sent to another."""

    def __init__(self, connection: Connection, n: int) -> None:
        self._connection, self._n = connection, n

    def to_send(self, streams: Iterable[bytes]) -> list[File]:
        """Return the files in some streams that are here and not whole there, the smallest first.

        Nothing leaves by this: each piece is asked for by itself.
        """
        asked = {"n": self._n, "streams": listed(streams)}
        return [File(*row) for row in self._connection.execute(_TO_SEND, asked).fetchall()]

    def to_let_go(self, streams: Iterable[bytes]) -> list[There]:
        """Return what is there, or was begun, of files that are in these streams no longer."""
        asked = {"n": self._n, "streams": listed(streams)}
        return [There(*row) for row in self._connection.execute(_TO_LET_GO, asked).fetchall()]

    def keep(self, there: There, *, is_whole: bool) -> None:
        """Keep that a file was begun there, or is whole."""
        self._connection.execute(_KEEP, (self._n, *there, int(is_whole)))

    def forget(self, some: Iterable[There]) -> None:
        """Keep nothing more of files: they are gone there, or never came."""
        rows = [(self._n, one.file, one.stream) for one in some]
        self._connection.executemany(_FORGET, rows)

    def streams(self) -> set[bytes]:
        """Return the streams of which any file was sent there."""
        return {stream for (stream,) in self._connection.execute(_STREAMS, (self._n,))}

    def compare(self, stream: bytes, there: Collection[bytes]) -> None:
        """Send again what is not among those that the server says to have whole."""
        rows = self._connection.execute(_NAMES, (self._n, stream)).fetchall()
        self.forget(There(*row[:3]) for row in rows if row[3] and row[2] not in there)

    @property
    def asked(self) -> Asked | None:
        """Return when it was asked in vain last for files that are lacking."""
        said = settings.kept(self._connection, self._key)
        if said is None:
            return None
        at, minutes, which = said.split(" ")
        return Asked(read(at), int(minutes), which)

    def ask(self, asked: Asked) -> None:
        """Keep that it was asked in vain."""
        value = f"{stored(asked.at)} {asked.minutes} {asked.which}"
        settings.keep(self._connection, self._key, value)

    @property
    def _key(self) -> str:
        return f"{settings.LINE_FILES}{self._n}"
