"""A document as the store keeps it, and as the operations that it is the sum of."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import cbor2

from db.log.cells import read_cells, read_entity
from forms.document import ID, FormDoc
from forms.fitting import fitting
from ledger.merge import shown
from ledger.ops import LIFE, MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlcipher3 import Cursor

    from db.log.ground import Ground
    from db.log.journal import Journal
    from forms.model import FormModel

    # By id: the table, and the fields of the log.
    Entities: TypeAlias = Mapping[bytes, tuple[str, dict[str, Any]]]

INSTANCE: Final = "form_instance"
REPEAT: Final = "form_repeat"
# The place of a repeat's row: what it stands in, and which repeat it is a row of.
_IN, _OF = "in", "repeat"
UNMASKED: Final = bytes(16)
_DOC: Final = "select doc, amends from form_instance where id = ?"
_REWRITE: Final = "update form_instance set doc = ? where id = ?"
_MADE: Final = "select o.value from entity as e join op as o using (lane, aseq, idx) where e.id = ?"


def packed(values: Mapping[str, Any]) -> bytes:
    """Return a document as it is stored."""
    return _PACKER.encode(values).encode()


def unpacked(doc: bytes) -> dict[str, Any]:
    """Return a stored document."""
    values: dict[str, Any] = _UNPACKER.decode(doc.decode())
    return values


def doc_of(model: FormModel, doc: bytes, language: str = "") -> FormDoc:
    """Return a stored form, without what another laptop wrote and no form lets be answered."""
    return FormDoc(model.form_id, model.version, fitting(model, unpacked(doc)), language)


def operations(
    instance: bytes, values: Mapping[str, Any], mask: bytes = UNMASKED
) -> Iterator[tuple[bytes, str, dict[str, Any]]]:
    """Return a document as entities of the log: the form itself, and each row of a repeat.

    A draft that changes a finished form has the rows of that form under their own ids. In the
    log they are other rows, or the draft would change the form: their ids are masked.
    """
    yield instance, INSTANCE, _answers(values)
    yield from _rows_below(instance, values, mask)


def _rows_below(
    holder: bytes, values: Mapping[str, Any], mask: bytes
) -> Iterator[tuple[bytes, str, dict[str, Any]]]:
    for qid, row in _rows(values):
        entity = _masked(bytes.fromhex(row[ID]), mask)
        yield entity, REPEAT, {_IN: holder, _OF: qid, **_answers(row)}
        yield from _rows_below(entity, row, mask)


def _masked(row: bytes, mask: bytes) -> bytes:
    """Return the id in the log for one in a document, and the other way round."""
    return bytes(one ^ other for one, other in zip(row, mask, strict=True))


def mask_of(instance: bytes, amends: bytes | None) -> bytes:
    """Return by what the ids of the rows of a form differ in the log."""
    return UNMASKED if amends is None else instance


def revise(journal: Journal, cursor: Cursor, before: Entities, after: Entities) -> None:
    """Record what turns one document into another: answers set, rows made and taken away."""
    for entity, (table, fields) in after.items():
        if entity in before:
            _set_changed(journal, (entity, table), before[entity][1], fields)
        else:
            _make(journal, cursor, (entity, table), fields)
    for entity in before.keys() - after.keys():
        journal.delete(entity, before[entity][0])


def rewrite(ground: Ground, instance: bytes, values: Mapping[str, Any]) -> dict[str, Any]:
    """Keep new answers of a form with the operations of what changed; return the old ones."""
    cursor = ground.pen()
    doc, amends = cursor.execute(_DOC, (instance,)).fetchall()[0]
    before, after, mask = unpacked(doc), packed(values), mask_of(instance, amends)
    revise(
        ground.journal,
        cursor,
        entities(instance, before, mask),
        entities(instance, unpacked(after), mask),
    )
    cursor.execute(_REWRITE, (after, instance))
    return before


def entities(instance: bytes, values: Mapping[str, Any], mask: bytes = UNMASKED) -> Entities:
    """Return the entities of a document by their ids."""
    return {entity: (table, fields) for entity, table, fields in operations(instance, values, mask)}


def _set_changed(
    journal: Journal, which: tuple[bytes, str], was: Mapping[str, Any], fields: Mapping[str, Any]
) -> None:
    for name in dict.fromkeys((*was, *fields)):
        if was.get(name) != fields.get(name):
            journal.set(*which, name, fields.get(name))


def _make(
    journal: Journal, cursor: Cursor, which: tuple[bytes, str], fields: Mapping[str, Any]
) -> None:
    """Record a new row, or one whose removal was undone."""
    known = read_entity(cursor, which[0])
    if known is None:
        journal.create(*which, fields)
        return
    cells = read_cells(cursor, known)
    was = {name: shown(tips, name) for name, tips in cells.items() if name != LIFE}
    if was[_IN] != fields[_IN]:
        raise ValueError("answers.row_elsewhere")
    journal.revive(*which)
    _set_changed(journal, which, was, fields)


def _answers(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of one entity as the log writes them: no floats, no rows."""
    return {
        qid: settled_answer(value)
        for qid, value in values.items()
        if qid != ID and not _is_repeat(value)
    }


def settled_answer(value: object) -> object:
    """Return an answer as the log writes it: a number with decimals as text."""
    if isinstance(value, float):
        return str(value)
    return tuple(value) if isinstance(value, list) else value


def _rows(values: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for qid, value in values.items():
        if _is_repeat(value):
            yield from ((qid, row) for row in value)


def _is_repeat(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and hasattr(value[0], "items")


def _plain(value: object) -> object:
    """Return a frozen part of a document as JSON knows it."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(type(value).__name__)


# Made once: a new one for each document costs as much as writing it. No document holds itself, and
# to watch for it takes a seventh of the time.
_PACKER: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, default=_plain
)
# Asked for itself, it does not look first in which of six ways bytes are written: in this one.
_UNPACKER: Final = json.JSONDecoder()


def _read_instance(cursor: Cursor, entity: bytes) -> dict[str, Any]:
    """Return the answers that a stored document shows of a form."""
    row = cursor.execute(_DOC, (entity,)).fetchone()
    return _answers(unpacked(row[0])) if row else {}


def _read_repeat(cursor: Cursor, entity: bytes) -> dict[str, Any]:
    """Return the answers that a stored document shows of one row of a repeat."""
    made = _made(cursor, entity)
    holder: bytes = made.get(_IN, b"")
    stored = cursor.execute(_DOC, (holder,)).fetchone()
    for _level in range(MAX_DEPTH):
        if stored is None:
            holder = _made(cursor, holder).get(_IN, b"")
            stored = cursor.execute(_DOC, (holder,)).fetchone()
    if stored is None or _OF not in made:
        # It stands in no form: whoever wrote it knows why.
        return {}
    doc, amends = stored
    row = _find(unpacked(doc), _masked(entity, mask_of(holder, amends)).hex()) or {}
    return {_IN: made[_IN], _OF: made[_OF], **_answers(row)}


def _made(cursor: Cursor, entity: bytes) -> dict[str, Any]:
    row = cursor.execute(_MADE, (entity,)).fetchone()
    fields: dict[str, Any] = cbor2.loads(row[0]) if row else {}
    return fields


def _find(values: Mapping[str, Any], identity: str) -> Mapping[str, Any] | None:
    for _, row in _rows(values):
        found = row if row[ID] == identity else _find(row, identity)
        if found is not None:
            return found
    return None


# What `check` compares the operations of documents with.
READERS: Final = {INSTANCE: _read_instance, REPEAT: _read_repeat}
