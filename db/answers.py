"""A document as the store keeps it, and as the operations that it is the sum of."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import cbor2

from forms.document import ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlcipher3 import Cursor

INSTANCE: Final = "form_instance"
REPEAT: Final = "form_repeat"
# The place of a repeat's row: what it stands in, and which repeat it is a row of.
_IN, _OF = "in", "repeat"
_MADE: Final = "select o.value from entity as e join op as o using (lane, aseq, idx) where e.id = ?"


def packed(values: Mapping[str, Any]) -> bytes:
    """Return a document as it is stored."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=_plain).encode()


def unpacked(doc: bytes) -> dict[str, Any]:
    """Return a stored document."""
    values: dict[str, Any] = json.loads(doc)
    return values


def operations(
    entity: bytes, values: Mapping[str, Any], table: str = INSTANCE, **place: object
) -> Iterator[tuple[bytes, str, dict[str, Any]]]:
    """Return a document as new entities of the log: the form itself, and each row of a repeat."""
    yield entity, table, {**place, **_answers(values)}
    for qid, row in _rows(values):
        yield from operations(bytes.fromhex(row[ID]), row, REPEAT, **{_IN: entity, _OF: qid})


def _answers(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of one entity as the log writes them: no floats, no rows."""
    return {
        qid: _settled(value) for qid, value in values.items() if qid != ID and not _is_repeat(value)
    }


def _settled(value: object) -> object:
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


def _read_instance(cursor: Cursor, entity: bytes) -> dict[str, Any]:
    """Return the answers that a stored document shows of a form."""
    return _answers(_stored(cursor, entity) or {})


def _read_repeat(cursor: Cursor, entity: bytes) -> dict[str, Any]:
    """Return the answers that a stored document shows of one row of a repeat."""
    made = _made(cursor, entity)
    holder = made[_IN]
    while (doc := _stored(cursor, holder)) is None:
        holder = _made(cursor, holder)[_IN]
    row = _find(doc, entity.hex()) or {}
    return {_IN: made[_IN], _OF: made[_OF], **_answers(row)}


def _made(cursor: Cursor, entity: bytes) -> dict[str, Any]:
    row = cursor.execute(_MADE, (entity,)).fetchone()
    fields: dict[str, Any] = cbor2.loads(row[0]) if row else {}
    return fields


def _stored(cursor: Cursor, instance: bytes) -> dict[str, Any] | None:
    row = cursor.execute("select doc from form_instance where id = ?", (instance,)).fetchone()
    return unpacked(row[0]) if row else None


def _find(values: Mapping[str, Any], identity: str) -> Mapping[str, Any] | None:
    for _, row in _rows(values):
        found = row if row[ID] == identity else _find(row, identity)
        if found is not None:
            return found
    return None


# What `check` compares the operations of documents with.
READERS: Final = {INSTANCE: _read_instance, REPEAT: _read_repeat}
