"""The streams of this workbook: what all replicas hold, what never leaves, what is exchanged."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Final

from db.log.routes import LOCAL, SHARED
from db.rows import settings
from db.vault.engine import BEGIN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy.orm import Session
    from sqlcipher3 import Connection, Cursor

    from db.log.journal import Journal
    from db.rows.base import Entity

_ADD: Final = "insert or ignore into stream (id, kind) values (?, ?)"
_EXCHANGED: Final = "select 1 from stream where kind = 'shared'"
# Whoever writes into a stream that never leaves sits at this laptop, and so do its users, and whom
# the list of laptops says to sit here, or did before this one was lost.
_OWN_AUTHORS: Final = (
    "select l.author from lane as l join stream as s on s.id = l.stream where s.kind = 'caseload'"
    " union select unhex(k.value) from setting as o join json_each(o.value) as k"
    " where o.key = 'exchange.own'"
    " union select u.author from app_user as u where exists (select 1 from setting as k"
    " where k.key = 'stream.caseload.' || lower(hex(u.id)))"
)
CONFIG = "config"
# What a worker keeps on this laptop only: it never leaves.
CASELOAD = LOCAL


class Streams:
    """The streams of one worker; new things stay with her unless they belong elsewhere."""

    def __init__(
        self, journal: Journal, config: bytes, caseload: bytes, *, shares: bool = False
    ) -> None:
        self._journal = journal
        self._config = config
        journal.stream = caseload
        journal.shares = shares

    def add_for_all(self, session: Session, row: Entity) -> None:
        """Keep a row in the stream that every replica of the organisation holds."""
        self._journal.places[row.id] = self._config
        session.add(row)
        session.flush()


def streams_of(connection: Connection, journal: Journal, user_id: str) -> Streams:
    """Return the streams of a worker, made at the first need."""
    config = _stream(connection, CONFIG, settings.CONFIG_STREAM)
    caseload = _stream(connection, CASELOAD, f"{settings.CASELOAD_STREAM}{user_id}")
    shares = connection.execute(_EXCHANGED).fetchone() is not None
    return Streams(journal, config, caseload, shares=shares)


def _stream(connection: Connection, kind: str, name: str) -> bytes:
    found = settings.kept(connection, name)
    if found is not None:
        return bytes.fromhex(found)
    stream = os.urandom(16)
    connection.execute(BEGIN)
    settings.keep(connection, name, stream.hex())
    connection.execute(_ADD, (stream, kind))
    connection.commit()
    return stream


def share(connection: Connection, user_id: str, stream: bytes, keepers: Collection[str]) -> None:
    """Let cases of a worker live in an exchanged stream, whose copies some services keep.

    Without anybody who keeps them nothing ever leaves: what she agrees to names a service.
    """
    said = json.dumps(sorted(keepers))
    settings.keep(connection, f"{settings.SHARED_STREAM}{user_id}", stream.hex())
    settings.keep(connection, f"{settings.KEPT_WITH}{stream.hex()}", said)
    follow(connection, stream)


def unshare(connection: Connection, user_id: str) -> None:
    """Let no case from here live in the stream of a worker any more, if any did."""
    settings.forget(connection, f"{settings.SHARED_STREAM}{user_id}")


def follow(connection: Connection, stream: bytes) -> None:
    """Take in an exchanged stream to which no worker of this workbook gives her cases."""
    connection.execute(_ADD, (stream, SHARED))


def shared_stream(cursor: Cursor, user_id: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the exchanged stream of a worker and who keeps its copies; or nothing at all."""
    found = settings.kept(cursor, f"{settings.SHARED_STREAM}{user_id}")
    if found is None:
        return b"", ()
    return bytes.fromhex(found), tuple(settings.kept_list(cursor, f"{settings.KEPT_WITH}{found}"))


def own_authors(cursor: Cursor) -> frozenset[bytes]:
    """Return the keys by which the people of this workbook sign, also those they had before."""
    return frozenset(author for (author,) in cursor.execute(_OWN_AUTHORS))


def keep_administering(connection: Connection, users: Iterable[bytes]) -> None:
    """Keep who of those who sit here may speak for the office, as the list of laptops says."""
    said = " ".join(sorted(one.hex() for one in users))
    if settings.kept(connection, settings.ADMINISTERING) != said:
        settings.keep(connection, settings.ADMINISTERING, said)


def keep_own(connection: Connection, authors: Iterable[bytes]) -> None:
    """Keep by which keys those sign who sit here, with all that were known before."""
    before = settings.kept_list(connection, settings.OWN)
    said = sorted({*before, *(one.hex() for one in authors)})
    if said != before:
        settings.keep_list(connection, settings.OWN, said)


def keep_elsewhere(connection: Connection, authors: Mapping[bytes, bytes]) -> None:
    """Keep by which key each of those signs who work at other laptops, and not here."""
    said = json.dumps({user.hex(): author.hex() for user, author in sorted(authors.items())})
    if settings.kept(connection, settings.ELSEWHERE) != said:
        settings.keep(connection, settings.ELSEWHERE, said)


def elsewhere(cursor: Cursor, user: bytes | None) -> bytes:
    """Return by which key somebody signs who works at another laptop, and not here; or nothing."""
    found = settings.kept(cursor, settings.ELSEWHERE) if user else None
    return bytes.fromhex(json.loads(found).get(user.hex(), "")) if user and found else b""
