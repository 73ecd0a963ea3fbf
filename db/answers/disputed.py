"""Which answers of a case wait for a decision, as fields of its file, in whichever form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.records.entries import fields_asked
from db.answers.side_by_side import owners_of, side_by_side
from db.log.cells import read_cells, read_entity
from ledger.ops import LIFE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlcipher3 import Cursor

    from db.answers.shelf import Shelf

_FORM: Final = "select id from form_version where form_id = ? and version = ?"


def disputed(
    cursor: Cursor, shelf: Shelf, case: bytes, apart: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield the fields of which two laptops said different things, each with what it is said of.

    Every filling of the forms `apart` is about an episode or an exploiter of its own. Forms that
    are not finished count, and those that this worker does not read: what they say of her is in
    question all the same.
    """
    waiting = side_by_side(cursor)
    owners = owners_of(cursor, waiting)
    for entity, _table, name in waiting:
        owner, form = owners.get(entity, (b"", None))
        if owner != case or form is None:
            continue
        root, _case, form_id, version, *_rest = form
        for (key,) in cursor.execute(_FORM, (form_id, version)).fetchall():
            asked = fields_asked(shelf.model(cursor, key), _names(cursor, entity, name))
            about = root.hex() if form_id in apart else ""
            yield from ((field, about) for field in asked)


def _names(cursor: Cursor, entity: bytes, name: str) -> frozenset[str]:
    """Return the questions that one thing to decide is about: all of what one took away."""
    known = read_entity(cursor, entity)
    if name != LIFE or known is None:
        return frozenset({name})
    return frozenset(read_cells(cursor, known))
