"""Documents made of the operations on their answers: the other way round than `db.answers.stored`.

A document is looked at when something in it comes, and written once when everything has come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import cbor2

from db.answers.stored import entities, mask_of, packed, unpacked
from db.log.shown_rows import Awaited
from db.rows.these import THESE, listed
from forms.document import ID
from ledger.ops import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlcipher3 import Cursor

    from ledger.ops import Value

_IN, _OF = "in", "repeat"
# A question has a dotted name, a column a plain one.
_DOTTED: Final = "."
_STORED: Final = "select number, doc, amends from form_instance where id = ?"
_THERE: Final = "select 1 from form_instance where id = ?"
_WRITE: Final = "update form_instance set doc = ? where id = ?"
_MADE: Final = (
    "select o.hlc, o.lane, o.aseq, o.idx, o.value from entity as e"
    " join op as o using (lane, aseq, idx) where e.id = ?"
)
_THESE_THERE: Final = ("select id from form_instance where id", THESE)
_THESE_MADE: Final = (
    "select e.id, o.value from entity as e join op as o using (lane, aseq, idx) where e.id",
    THESE,
)
_BELOW: Final = (
    "insert or ignore into opaque_op select lane, aseq, idx, id, 'parent', ? from entity"
    " where id = ? and lane is not null"
)


@dataclass(frozen=True, slots=True)
class Before:
    """What a form said before anything came: its number here, and its document."""

    number: int
    doc: bytes


@dataclass(slots=True)
class _Page:
    """A document under way: the answers of the form and of each row, by their ids in the log."""

    mask: bytes
    parts: dict[bytes, dict[str, Any]]


class Assembled:
    """The documents that operations change, as long as one taking lasts."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._pages: dict[bytes, _Page] = {}
        self._roots: dict[bytes, bytes] = {}
        self._new: set[bytes] = set()
        # Forms that were here, and what they said; of a new one there is nothing.
        self.before: dict[bytes, Before | None] = {}

    def begin(self, instance: bytes, answers: Mapping[str, Value]) -> bytes:
        """Return the document of a new form, as far as it has no rows."""
        self.before.setdefault(instance, None)
        self._new.add(instance)
        return document(answers)

    def answer(self, instance: bytes, answers: Mapping[str, Value]) -> list[str]:
        """Take in the answers of a form; return the names of fields that are none."""
        if instance in self._new:
            # They stand in the document that it began with.
            self._new.discard(instance)
        else:
            self._page(instance).parts[instance] = _said(answers)
        return [name for name in answers if _DOTTED not in name]

    def row(self, entity: bytes, fields: Mapping[str, Value]) -> list[str]:
        """Take in a row of a repeat; return the names of fields that are no answers."""
        holder, repeat = fields.get(_IN), fields.get(_OF)
        if not isinstance(holder, bytes) or not isinstance(repeat, str):
            return list(fields)
        page = self._page(self._root(holder))
        if holder not in page.parts:
            raise Awaited(holder)
        page.parts[entity] = {_IN: holder, _OF: repeat, **_said(fields)}
        self._roots[entity] = self._root(holder)
        return [name for name in fields if _DOTTED not in name and name not in {_IN, _OF}]

    def drop_row(self, entity: bytes) -> None:
        """Take a row out; what stands below it waits until it is there again."""
        root = self._roots.get(entity) or self._stored_root(entity)
        if root is None or entity not in (page := self._page(root)).parts:
            return
        del page.parts[entity]
        for below in [one for one, said in page.parts.items() if said.get(_IN) == entity]:
            self.drop_row(below)
            self._cursor.execute(_BELOW, (entity, below))

    def drop(self, instance: bytes) -> None:
        """Let a whole form go, with what it said kept for whoever undoes what followed."""
        self._remember(instance)
        self._pages.pop(instance, None)

    def root_of(self, entity: bytes) -> bytes | None:
        """Return the form in which a row stands."""
        return self._roots.get(entity) or self._stored_root(entity)

    def write(self) -> None:
        """Write every document that changed."""
        for instance, page in self._pages.items():
            if self._cursor.execute(_THERE, (instance,)).fetchone():
                self._cursor.execute(
                    _WRITE, (packed(_composed(self._cursor, instance, page)), instance)
                )
        self._pages.clear()

    def _page(self, instance: bytes) -> _Page:
        if instance not in self._pages:
            stored = self._remember(instance)
            if stored is None:
                raise Awaited(instance)
            doc, amends = stored
            mask = mask_of(instance, amends)
            made = entities(instance, unpacked(doc), mask)
            parts = {entity: dict(fields) for entity, (_table, fields) in made.items()}
            self._pages[instance] = _Page(mask, parts)
        return self._pages[instance]

    def _remember(self, instance: bytes) -> tuple[bytes, bytes | None] | None:
        row = self._cursor.execute(_STORED, (instance,)).fetchone()
        if row is None:
            return None
        self.before.setdefault(instance, Before(row[0], row[1]))
        return row[1], row[2]

    def _root(self, holder: bytes) -> bytes:
        """Return the form that something stands in, directly or in a row of it."""
        root = self.root_of(holder)
        if root is None:
            raise Awaited(holder)
        return root

    def _stored_root(self, entity: bytes) -> bytes | None:
        """Return the same by the operations that made the rows."""
        root = roots_of(self._cursor, [entity]).get(entity)
        if root is not None:
            self._roots[entity] = root
        return root


def roots_of(cursor: Cursor, rows: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return the form in which each of some rows stands, by the operations that made them.

    A few statements for all of them; a row in no form that is here is left out.
    """
    at, roots = {row: row for row in rows}, dict[bytes, bytes]()
    for _level in range(MAX_DEPTH):
        if not at:
            break
        these = (listed(set(at.values())),)
        there = {one for (one,) in cursor.execute(" ".join(_THESE_THERE), these).fetchall()}
        made = cursor.execute(" ".join(_THESE_MADE), these).fetchall()
        holders = {one: _loaded(value).get(_IN) for one, value in made}
        roots |= {row: place for row, place in at.items() if place in there}
        at = {
            row: holder
            for row, place in at.items()
            if row not in roots and isinstance(holder := holders.get(place), bytes)
        }
    return roots


def _composed(cursor: Cursor, instance: bytes, page: _Page) -> dict[str, Any]:
    below: dict[bytes, list[bytes]] = {}
    for entity, said in page.parts.items():
        if entity != instance:
            below.setdefault(said[_IN], []).append(entity)
    for rows in below.values():
        if len(rows) > 1:
            rows.sort(key=lambda one: _made_at(cursor, one))
    return _values(instance, page, below)


def _values(entity: bytes, page: _Page, below: Mapping[bytes, list[bytes]]) -> dict[str, Any]:
    values = {name: one for name, one in page.parts[entity].items() if _DOTTED in name}
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in below.get(entity, ()):
        said = {ID: _unmasked(row, page.mask), **_values(row, page, below)}
        rows.setdefault(page.parts[row][_OF], []).append(said)
    return values | rows


def _made_at(cursor: Cursor, entity: bytes) -> tuple[Any, ...]:
    row = cursor.execute(_MADE, (entity,)).fetchone()
    return tuple(row[:4]) if row else (0,)


def document(fields: Mapping[str, Value]) -> bytes:
    """Return the document of a form that has no rows, out of all its fields."""
    return packed(_said(fields))


def _said(answers: Mapping[str, Value]) -> dict[str, Any]:
    """Return the answers among fields; one that was taken back says nothing."""
    return {name: value for name, value in answers.items() if value is not None and _DOTTED in name}


def _unmasked(row: bytes, mask: bytes) -> str:
    return bytes(one ^ other for one, other in zip(row, mask, strict=True)).hex()


def _loaded(value: bytes) -> dict[str, Any]:
    fields: dict[str, Any] = cbor2.loads(value)
    return fields
