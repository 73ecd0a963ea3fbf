"""Which notes of a case are hidden from a worker, for every door by which forms are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.team.restricted import may_read
from db.answers.stored import unpacked

if TYPE_CHECKING:
    from sqlcipher3 import Cursor

    from casework.team.worker import Worker

NOTES: Final = "note"
_NOTES: Final = (
    "select id, recorded_by, doc, state = 'draft' from form_instance"
    " where case_id = ? and form_id = ?"
)


def hidden(cursor: Cursor, case: bytes, worker: Worker) -> frozenset[bytes]:
    """Return the ids of the notes of a case that a worker may not read."""
    rows = cursor.execute(_NOTES, (case, NOTES)).fetchall()
    return frozenset(
        key
        for key, author, doc, begun in rows
        if not may_read(worker, author.hex(), unpacked(doc), begun=bool(begun))
    )
