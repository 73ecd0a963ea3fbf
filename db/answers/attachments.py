"""Files kept with a case in SQL: their bytes come in pieces and go out in pieces."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from casework.files.attachment import Attachment, Cleaned, Form, Sort
from db.homes.erasing_here import erase_here
from db.rows.attachments import AttachmentRow
from db.rows.halves import sweep
from db.vault.alchemy import DRIVER_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlcipher3 import Connection, Cursor

    from db.log.ground import Ground

PIECE_BYTES: Final = 1 << 16
_SECRET: Final = 32
# A file comes in by several transactions, so that the log of the store stays short; until its
# row is there nobody sees it, and what came of one that ends halfway is taken away again.
_AT_ONCE: Final = 64
_PUT: Final = "insert into attachment_piece values (?, ?, ?)"
_PIECE: Final = "select content from attachment_piece where attachment = ? and number = ?"
_COLUMNS: Final = (
    "select id, case_id, sort, number, form, size, digest, cleaned, taken_on, source, kept_at,"
    " ifnull((select name from app_user where app_user.id = kept_by), '')"
    " from attachment"
)
_OF: Final = (_COLUMNS, "where case_id = ? order by kept_at desc, id")
_ONE: Final = (_COLUMNS, "where case_id = ? and id = ?")
# Of a file that was removed no row is left, but the log says for ever that one came in.
_NEXT: Final = (
    "select 1 + max((select ifnull(max(number), 0) from attachment"
    " where case_id = :case and sort = :sort), (select count(*) from audit_entry"
    " where object = :case and action = 'attachment_added' and reason = :sort))"
)
# The bytes of a file from elsewhere may come later, or never: it has all pieces or none. One that
# was kept here has all of them.
_KNOWN: Final = (
    "select a.id, a.digest from attachment as a"
    " where exists (select 1 from attachment_piece as p where p.attachment = a.id)"
    " or exists (select 1 from entity as e join lane as l on l.id = e.lane"
    " join app_user as u on u.author = l.author where e.id = a.id) order by a.kept_at, a.id"
)


class SqlAttachments:
    """The files of the cases."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def pour(self, attachment_id: str, pieces: Iterable[bytes]) -> tuple[int, str]:
        """Write the bytes of a file that is to come; return how many they are, and their digest."""
        sweep(self._ground.pen())
        entity, size, digest = bytes.fromhex(attachment_id), 0, sha256()
        for number, piece in enumerate(_evenly(pieces)):
            self._ground.pen().execute(_PUT, (entity, number, piece))
            size += len(piece)
            digest.update(piece)
            if number % _AT_ONCE == _AT_ONCE - 1:
                self._ground.commit()
                self._ground.when_lost(_sweep_again)
        return size, digest.hexdigest()

    def next_number(self, case_id: str, sort: Sort) -> int:
        """Return the number of the next file of a sort in a case; none is used a second time."""
        asked = {"case": bytes.fromhex(case_id), "sort": sort.value}
        ((number,),) = self._ground.cursor().execute(_NEXT, asked).fetchall()
        return int(number)

    def add(self, attachment: Attachment, worker_id: str) -> None:
        """Keep what is known of a file whose bytes are there."""
        taken = attachment.taken_on
        self._ground.put(
            AttachmentRow,
            id=bytes.fromhex(attachment.id),
            case_id=bytes.fromhex(attachment.case_id),
            sort=attachment.sort.value,
            number=attachment.number,
            form=attachment.form.value,
            size=attachment.size,
            digest=bytes.fromhex(attachment.digest),
            secret=os.urandom(_SECRET),
            cleaned=attachment.cleaned.value,
            taken_on=taken.isoformat() if taken else None,
            source=attachment.source,
            kept_at=attachment.kept_at,
            kept_by=bytes.fromhex(worker_id),
        )

    def of(self, case_id: str) -> Sequence[Attachment]:
        """Return the files of a case, the last kept first."""
        rows = self._ground.cursor().execute(" ".join(_OF), (bytes.fromhex(case_id),))
        return [_attachment(row) for row in rows]

    def named(self, case_id: str, attachment_id: str) -> Attachment | None:
        """Return one file of a case, or None."""
        asked = (bytes.fromhex(case_id), bytes.fromhex(attachment_id))
        row = self._ground.cursor().execute(" ".join(_ONE), asked).fetchone()
        return None if row is None else _attachment(row)

    def pieces(self, attachment_id: str) -> Iterator[bytes]:
        """Yield the bytes of a file."""
        yield from _stored(self._ground.cursor(), bytes.fromhex(attachment_id))

    def remove(self, attachment_id: str, basis: str) -> None:
        """Erase one file for ever; what is left is its random id, the day and the basis."""
        erase_here(self._ground, {bytes.fromhex(attachment_id): AttachmentRow.__tablename__}, basis)


def damaged_attachments(connection: Connection) -> list[str]:
    """Return the ids of the files whose bytes are not what was kept."""
    known = connection.execute(_KNOWN).fetchall()
    return [entity.hex() for entity, digest in known if _digest(connection, entity) != digest]


def _sweep_again(connection: Connection) -> None:
    """Leave nothing of a file that ends halfway; what can not be done now the next start does."""
    with suppress(*DRIVER_ERRORS):
        sweep(connection.cursor())


def _digest(connection: Connection, entity: bytes) -> bytes:
    digest = sha256()
    for piece in _stored(connection.cursor(), entity):
        digest.update(piece)
    return digest.digest()


def _stored(cursor: Cursor, entity: bytes) -> Iterator[bytes]:
    number = 0
    while (row := cursor.execute(_PIECE, (entity, number)).fetchone()) is not None:
        yield row[0]
        number += 1


def _evenly(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces of one size but for the last."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= PIECE_BYTES:
            yield bytes(held[:PIECE_BYTES])
            del held[:PIECE_BYTES]
    if held:
        yield bytes(held)


def _attachment(row: tuple[Any, ...]) -> Attachment:
    entity, case, sort, number, form, size, digest, cleaned, taken, source, kept_at, by = row
    return Attachment(
        id=entity.hex(),
        case_id=case.hex(),
        sort=Sort(sort),
        number=number,
        form=Form(form),
        size=size,
        digest=digest.hex(),
        cleaned=Cleaned(cleaned),
        taken_on=date.fromisoformat(taken) if taken else None,
        source=source,
        kept_at=kept_at,
        kept_by=by,
    )
