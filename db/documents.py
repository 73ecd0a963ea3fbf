"""Forms and filled-in forms in SQL: the document, its operations, and what is derived from it."""

from __future__ import annotations

import os
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING, Final

from casework.casefile import case_file
from casework.entries import by_field, entries_of
from db.answers import operations, packed, unpacked
from db.listed import list_experiences
from db.moments import stored
from db.projections import area_of, project
from db.search import SearchIndex
from db.tables import FormInstanceRow, FormVersionRow
from forms.answers import facts, search_text
from forms.document import FormDoc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlcipher3 import Cursor

    from casework.case import CaseSummary
    from casework.casefile import CaseFile, Entry
    from casework.filled import Filled
    from casework.worker import Worker
    from db.ground import Ground
    from db.shelf import Shelf
    from db.streams import Streams
    from forms.model import FormModel

# Forms of which each filling is a thing of its own, so that a grant may leave one out.
_EPISODE: Final = "episode"
_FACTS: Final = "insert or ignore into form_fact (qid, instance, repeat, value) values (?,?,?,?)"
_FORMS: Final = (
    "select distinct form_id from form_version where state = 'published' order by form_id"
)
_NEWEST: Final = (
    "select id from form_version where form_id = ? and state = 'published'"
    " order by published_at desc limit 1"
)
_FILLED: Final = (
    "select id from form_instance where case_id = ? and form_id = ? and state = 'final'"
    " order by number"
)
_DOCUMENTS: Final = (
    "select i.id, i.form_id, i.version, i.doc, v.id from form_instance as i"
    " join form_version as v using (form_id, version)"
    " where i.case_id = ? and i.state = 'final' order by i.number"
)
_CASE: Final = "select number, code from casefile where id = ?"
_CASES: Final = (
    "select id, number, code from casefile where id in (select case_id from form_instance)"
)
_AREA: Final = "update casefile set area = ? where id = ?"
_NAMES: Final = ("person.name_used", "person.legal_name", "contact.phone")


class SqlDocuments:
    """What is asked, and what was answered."""

    def __init__(self, ground: Ground, streams: Streams, shelf: Shelf, worker: Worker) -> None:
        self._ground = ground
        self._streams = streams
        self._shelf = shelf
        self._worker = worker

    def form_ids(self) -> Sequence[str]:
        """Return the ids of the published forms."""
        return [row[0] for row in self._ground.cursor().execute(_FORMS)]

    def model(self, form_id: str) -> FormModel | None:
        """Return the newest published version of a form."""
        cursor = self._ground.cursor()
        row = cursor.execute(_NEWEST, (form_id,)).fetchone()
        return None if row is None else self._shelf.model(cursor, row[0])

    def publish(self, forms: Mapping[str, bytes], at: datetime) -> None:
        """Publish forms from their sources."""
        for source in forms.values():
            model = self._shelf.compile(source)
            row = FormVersionRow(
                id=os.urandom(16),
                form_id=model.form_id,
                version=model.version,
                source=source,
                model=self._shelf.pack(model),
                digest=sha256(source).hexdigest(),
                state="published",
                published_at=stored(at),
            )
            self._streams.add_for_all(self._ground.session, row)

    def add(self, case_id: str, filled: Filled, at: datetime) -> str:
        """Keep a filled-in form; return its id."""
        model, doc = filled.model, filled.doc
        case, instance = bytes.fromhex(case_id), os.urandom(16)
        cursor = self._ground.pen()
        number = _next(cursor)
        self._ground.put(
            FormInstanceRow,
            id=instance,
            case_id=case,
            form_id=model.form_id,
            version=model.version,
            state="final",
            language=filled.language,
            recorded_by=bytes.fromhex(self._worker.id),
            recorded_at=stored(at),
            number=number,
            doc=packed(doc.values),
        )
        for entity, table, fields in operations(instance, doc.values):
            self._ground.journal.create(entity, table, fields)
        cursor.executemany(_FACTS, _facts(number, model, doc))
        project(cursor, case, instance, model, doc)
        if model.form_id == _EPISODE:
            list_experiences(cursor, case)
        self._index(case, area_of(model, doc))
        return instance.hex()

    def episodes(self, case: CaseSummary) -> Sequence[str]:
        """Return the ids of the episodes of a case, in the order they were recorded."""
        rows = self._ground.cursor().execute(_FILLED, (bytes.fromhex(case.id), _EPISODE))
        return [row[0].hex() for row in rows]

    def file_of(self, case: CaseSummary) -> CaseFile:
        """Return all that is on record about one person."""
        said: dict[tuple[str, str], list[Entry]] = {}
        cursor = self._ground.cursor()
        for instance, model, doc in documents_of(cursor, self._shelf, bytes.fromhex(case.id)):
            episode = instance.hex() if model.form_id == _EPISODE else ""
            fresh: dict[tuple[str, str], list[Entry]] = {}
            for entry in entries_of(model, doc, episode):
                fresh.setdefault((entry.field, entry.episode), []).append(entry)
            # What a later form says of a field stands in place of what an earlier one said.
            said.update(fresh)
        return case_file(case.id, case.code, chain.from_iterable(said.values()))

    def _index(self, case: bytes, area: str) -> None:
        """Make the whole case findable again by its code and all its free text."""
        cursor = self._ground.pen()
        if area:
            cursor.execute(_AREA, (area, case))
        for number, code in cursor.execute(_CASE, (case,)).fetchall():
            SearchIndex(cursor).put(number, _text(cursor, self._shelf, case, code))


def findable(model: FormModel, doc: FormDoc) -> str:
    """Return the words by which a case is found: free text, and the names she goes by."""
    said = by_field(model, doc)
    names = [str(said[field]) for field in _NAMES if field in said]
    return "\n".join([*names, search_text(model, doc)])


def _facts(number: int, model: FormModel, doc: FormDoc) -> Iterator[tuple[str, int, bytes, str]]:
    for fact in facts(model, doc):
        yield fact.qid, number, bytes.fromhex(fact.repeat_id), str(fact.value)


def _next(cursor: Cursor) -> int:
    last = cursor.execute("select max(number) from form_instance").fetchone()
    return int((last and last[0]) or 0) + 1


def texts_of(cursor: Cursor, shelf: Shelf) -> Iterator[tuple[int, str]]:
    """Return the number and the findable words of every case that has any."""
    for case, number, code in cursor.execute(_CASES).fetchall():
        yield number, _text(cursor, shelf, case, code)


def _text(cursor: Cursor, shelf: Shelf, case: bytes, code: str) -> str:
    said = [findable(model, doc) for _, model, doc in documents_of(cursor, shelf, case)]
    return "\n".join([code, code.replace("-", ""), *said])


def documents_of(
    cursor: Cursor, shelf: Shelf, case: bytes
) -> Iterator[tuple[bytes, FormModel, FormDoc]]:
    """Return the finished forms of a case, the first recorded first."""
    for instance, form_id, version, doc, form in cursor.execute(_DOCUMENTS, (case,)).fetchall():
        yield instance, shelf.model(cursor, form), FormDoc(form_id, version, unpacked(doc))
