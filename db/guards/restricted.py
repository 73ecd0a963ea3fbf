"""Which notes of a case are hidden from a worker, for every door by which forms are read."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from casework.team.restricted import may_read

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlcipher3 import Cursor

    from casework.team.worker import Worker

_NOTES: Final = (
    "select id, recorded_by, doc, state = 'draft' from form_instance"
    " where case_id = ? and form_id = 'note'"
)


def begun_seen(form: str) -> str:
    """Return the condition under which a form being filled in is no other worker's note."""
    return f"({form}.form_id <> 'note' or {form}.recorded_by = :worker)"


def hidden(cursor: Cursor, case: bytes, worker: Worker) -> frozenset[bytes]:
    """Return the ids of the notes of a case that a worker may not read."""
    rows = cursor.execute(_NOTES, (case,)).fetchall()
    # Imported for a case: a list asks for no more than the condition above.
    unpacked: Callable[[bytes], dict[str, Any]] = import_module("db.answers.stored").unpacked
    return frozenset(
        key
        for key, author, doc, begun in rows
        if not may_read(worker, author.hex(), unpacked(doc), begun=bool(begun))
    )
