"""Forms and filled-in forms in SQL: the document, its operations, and what is derived from it."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from casework.ids import new_id
from casework.records.aged import aged
from casework.records.birth import Born, estimate
from casework.records.casefile import case_file
from casework.records.draft import EntryLine
from casework.records.entries import EACH_ITS_OWN, by_field, standing
from casework.records.filled import Filled
from casework.team.restricted import is_restricted
from db.answers.projections import (
    Days,
    area_of,
    drop_facts,
    keep_facts,
    project,
    project_anew,
)
from db.answers.restricted import hidden
from db.answers.stored import INSTANCE, doc_of, operations, packed, rewrite
from db.answers.waiting import SqlWaiting
from db.cases.case_files import CODES, case_words
from db.cases.listed import list_said, list_tasks
from db.cases.search import SearchIndex
from db.consent.consents import SqlConsents
from db.guards.unions import one_persons, united_with
from db.rows.moments import stored
from db.rows.tables import FormInstanceRow, FormVersionRow
from forms.answers import search_text
from forms.document import FormDoc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlcipher3 import Cursor

    from casework.records.case import CaseSummary
    from casework.records.casefile import CaseFile
    from casework.team.worker import Worker
    from db.answers.shelf import Shelf
    from db.log.ground import Ground
    from db.log.streams import Streams
    from forms.model import FormModel

# Forms of which each filling is a thing of its own, so that a grant may leave one out.
_EPISODE: Final = "episode"
_FORMS: Final = (
    "select distinct form_id from form_version where state = 'published' order by form_id"
)
_VERSIONS: Final = (
    "select form_id, json_group_array(version) from form_version where state = 'published'"
    " group by form_id"
)
_NEWEST: Final = (
    "select id from form_version where form_id = ? and state = 'published'"
    " order by published_at desc limit 1"
)
_SOURCE: Final = (
    "select source from form_version where form_id = ? and state = 'published'"
    " order by published_at desc limit 1"
)
_VERSION: Final = "select id from form_version where form_id = ? and version = ?"
_FILLED: Final = (
    "select id from form_instance where case_id = ? and form_id = ? and state = 'final'"
    " order by number"
)
_DOCUMENTS: Final = (
    "select i.id, i.doc, v.id from form_instance as i"
    " join form_version as v using (form_id, version)"
    " where i.case_id = ? and i.state = 'final' order by i.number"
)
_ENTRIES: Final = (
    "select i.id, i.recorded_at, ifnull(u.name, '') from form_instance as i"
    " left join app_user as u on u.id = i.recorded_by"
    " where i.case_id = ? and i.form_id = ? and i.state = 'final' order by i.number desc"
)
_ENTRY: Final = (
    "select i.language, i.doc, v.id from form_instance as i"
    " join form_version as v using (form_id, version)"
    " where i.case_id = ? and i.id = ? and i.state = 'final'"
)
_BORN: Final = "select born_from, born_until from person where case_id = ?"
_ESTIMATED: Final = "update form_instance set estimated_on = ? where id = ?"
_NUMBER: Final = "select number from form_instance where id = ?"
_FINISH: Final = (
    "update form_instance set state = :state, language = :language, recorded_by = :recorded_by,"
    " recorded_at = :recorded_at, recorded_on = :recorded_on, number = :number, saved_at = null"
    " where id = :id and case_id = :case"
)
# Of today and by whoever takes it back; not what somebody is about to change.
_MINE: Final = (
    "select i.number, i.doc, v.id from form_instance as i"
    " join form_version as v using (form_id, version)"
    " where i.id = :id and i.case_id = :case and i.state = 'final' and i.recorded_by = :worker"
    " and i.recorded_on = :day"
    " and not exists (select 1 from form_instance as d where d.amends = i.id)"
)
_BEGUN: Final = "update form_instance set state = 'draft', saved_at = ?, number = ? where id = ?"
_CASES: Final = ("select id, number,", CODES, "from casefile")
_CASE: Final = (*_CASES, "where id = ?")
_AREA: Final = "update casefile set area = ? where id = ?"
# One case of a person is erased with all others of hers.
_TO_BE_ERASED: Final = (
    "select 1 from casefile where status = 'erasure_due' and id in",
    one_persons(":case"),
)
_NAMES: Final = ("person.name_used", "person.legal_name", "contact.phone")
_NOTES: Final = ("note.text",)


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

    def model(self, form_id: str, version: str = "") -> FormModel | None:
        """Return one version of a form, or the newest that was published."""
        cursor = self._ground.cursor()
        asked = (_VERSION, (form_id, version)) if version else (_NEWEST, (form_id,))
        row = cursor.execute(*asked).fetchone()
        return None if row is None else self._shelf.model(cursor, row[0])

    def source(self, form_id: str) -> bytes | None:
        """Return what the newest published version of a form was made of."""
        row = self._ground.cursor().execute(_SOURCE, (form_id,)).fetchone()
        return None if row is None else bytes(row[0])

    def versions(self) -> Mapping[str, Sequence[str]]:
        """Return which versions of each form were published."""
        return {form: json.loads(them) for form, them in self._ground.cursor().execute(_VERSIONS)}

    def publish(self, forms: Mapping[str, bytes], at: datetime) -> None:
        """Publish forms from their sources."""
        for source in forms.values():
            model = self._shelf.compile(source)
            row = FormVersionRow(
                id=new_id(),
                form_id=model.form_id,
                version=model.version,
                source=source,
                model=self._shelf.packed(source),
                digest=sha256(source).hexdigest(),
                state="published",
                published_at=stored(at),
            )
            self._streams.add_for_all(self._ground.session, row)

    def add(self, case_id: str, filled: Filled, at: datetime, draft_id: str = "") -> str:
        """Keep a filled-in form, made of its draft if it has one; return its id."""
        case, instance = bytes.fromhex(case_id), bytes.fromhex(draft_id) or new_id()
        cursor = self._ground.pen()
        number, day = next_number(cursor), at.date().isoformat()
        columns = {
            "state": "final",
            "language": filled.language,
            "recorded_by": bytes.fromhex(self._worker.id),
            "recorded_at": stored(at),
            "recorded_on": day,
        }
        keep = _finish if draft_id else _put
        keep(self._ground, case, instance, filled, {**columns, "number": number})
        keep_facts(cursor, number, filled.model, filled.doc)
        born = _born(cursor, case)
        project(cursor, (case, instance), Days(day, day), filled.model, filled.doc)
        _list_anew(self._ground, case, born)
        _index(self._ground, self._shelf, case, area_of(filled.model, filled.doc))
        return instance.hex()

    def amend(self, case_id: str, entry_id: str, filled: Filled, on: date) -> None:
        """Keep new answers of a finished form on a day, and what follows from them."""
        case, instance = bytes.fromhex(case_id), bytes.fromhex(entry_id)
        model, doc = filled.model, filled.doc
        cursor = self._ground.pen()
        ((number,),) = cursor.execute(_NUMBER, (instance,)).fetchall()
        before = FormDoc(doc.form_id, doc.version, rewrite(self._ground, instance, doc.values))
        if estimate(by_field(model, before)) != estimate(by_field(model, doc)):
            self._ground.journal.set(instance, INSTANCE, "estimated_on", on.isoformat())
            cursor.execute(_ESTIMATED, (on.isoformat(), instance))
        drop_facts(cursor, number, model, before)
        keep_facts(cursor, number, model, doc)
        _say_anew(self._ground, self._shelf, case)

    def take_back(self, case_id: str, entry_id: str, at: datetime) -> bool:
        """Make a draft again of what this worker finished today, unless somebody changes it now."""
        case, instance = bytes.fromhex(case_id), bytes.fromhex(entry_id)
        cursor, worker = self._ground.pen(), bytes.fromhex(self._worker.id)
        asked = {"id": instance, "case": case, "worker": worker, "day": at.date().isoformat()}
        row = cursor.execute(_MINE, asked).fetchone()
        if row is None:
            return False
        number, doc, form = row
        model = self._shelf.model(cursor, form)
        drop_facts(cursor, number, model, doc_of(model, doc))
        self._ground.journal.set(instance, INSTANCE, "state", "draft")
        # It stands after those finished before, as where the operation of this is taken in.
        cursor.execute(_BEGUN, (stored(at), next_number(cursor), instance))
        _say_anew(self._ground, self._shelf, case)
        return True

    def entries(self, case_id: str, form_id: str) -> Sequence[EntryLine]:
        """Return the finished forms of one kind in a case, the last recorded first."""
        asked = (bytes.fromhex(case_id), form_id)
        rows = self._ground.cursor().execute(_ENTRIES, asked)
        return [EntryLine(entry.hex(), at, by) for entry, at, by in rows]

    def entry(self, case_id: str, entry_id: str) -> Filled | None:
        """Return a finished form of a case as it is now, or None."""
        cursor = self._ground.cursor()
        asked = (bytes.fromhex(case_id), bytes.fromhex(entry_id))
        row = cursor.execute(_ENTRY, asked).fetchone()
        if row is None or asked[1] in hidden(cursor, asked[0], self._worker):
            return None
        language, doc, form = row
        model = self._shelf.model(cursor, form)
        return Filled(model, doc_of(model, doc, language), language)

    def episodes(self, case: CaseSummary) -> Sequence[str]:
        """Return the ids of the episodes of a case, in the order they were recorded."""
        rows = self._ground.cursor().execute(_FILLED, (bytes.fromhex(case.id), _EPISODE))
        return [row[0].hex() for row in rows]

    def born(self, case: CaseSummary) -> Born:
        """Return when somebody may be born, by what was said last of it in a case."""
        row = _born(self._ground.cursor(), case.key) or ()
        return Born(*(None if day is None else date.fromisoformat(day) for day in row))

    def file_of(self, case: CaseSummary, on: date) -> CaseFile:
        """Return all that is on record about one person, her age as it is on a day."""
        cursor = self._ground.cursor()
        not_hers = hidden(cursor, case.key, self._worker)
        said = standing(
            (model, doc, instance.hex() if model.form_id in EACH_ITS_OWN else "")
            for instance, model, doc in documents_of(cursor, self._shelf, case.key)
            if instance not in not_hers
        )
        if SqlWaiting(self._ground).is_any():
            # Loaded where something waits: most files are read where nothing does.
            waits = import_module("db.answers.disputed").disputed(
                cursor, self._shelf, case.key, EACH_ITS_OWN
            )
            said = import_module("casework.records.disputed").marked(said, frozenset(waits))
        said = aged(said, self.born(case), on)
        goes = cursor.execute(" ".join(_TO_BE_ERASED), {"case": case.key}).fetchone()
        return case_file(case.id, case.code, said, to_be_erased=goes is not None)

    def rebuild(self, case_id: str) -> None:
        """Make what follows from the forms of a case anew, after some of them were erased."""
        case, cursor = bytes.fromhex(case_id), self._ground.pen()
        documents = list(documents_of(cursor, self._shelf, case))
        project_anew(cursor, case, documents)
        areas = [area_of(model, doc) for _, model, doc in documents]
        _index(self._ground, self._shelf, case, next(filter(None, reversed(areas)), ""))


def _put(
    ground: Ground, case: bytes, instance: bytes, filled: Filled, columns: Mapping[str, Any]
) -> None:
    """Keep a form that had no draft."""
    ground.put(
        FormInstanceRow,
        id=instance,
        case_id=case,
        form_id=filled.model.form_id,
        version=filled.model.version,
        doc=packed(filled.doc.values),
        **columns,
    )
    for entity, table, fields in operations(instance, filled.doc.values):
        ground.journal.create(entity, table, fields)


def _finish(
    ground: Ground, case: bytes, instance: bytes, filled: Filled, columns: Mapping[str, Any]
) -> None:
    """Make a finished form of a draft; it takes its place after those finished before."""
    rewrite(ground, instance, filled.doc.values)
    for name, value in columns.items():
        if name != "number":
            ground.journal.set(instance, INSTANCE, name, value)
    ground.pen().execute(_FINISH, {**columns, "id": instance, "case": case})


def _say_anew(ground: Ground, shelf: Shelf, case: bytes) -> None:
    """Make what follows from the forms of a case anew, after one of them became another."""
    cursor = ground.pen()
    documents = list(documents_of(cursor, shelf, case))
    born = _born(cursor, case)
    project_anew(cursor, case, documents)
    _list_anew(ground, case, born)
    cursor.execute(_AREA, ("", case))
    areas = [area_of(model, doc) for _, model, doc in documents]
    _index(ground, shelf, case, next(filter(None, reversed(areas)), ""))


def _list_anew(ground: Ground, case: bytes, born: object) -> None:
    """Keep for the list how long agreements last, where another birth changes that."""
    if _born(ground.cursor(), case) != born:
        consents = SqlConsents(ground)
        for one in (case, *united_with(ground.cursor(), [case])[case]):
            if consents.count(one.hex()):
                consents.list_anew(one.hex())


def _index(ground: Ground, shelf: Shelf, case: bytes, area: str) -> None:
    """Make the whole case findable again by its code and all its free text, and list it."""
    cursor = ground.pen()
    list_said(cursor, case)
    list_tasks(cursor, case)
    if area:
        cursor.execute(_AREA, (area, case))
    for _case, number, codes in cursor.execute(" ".join(_CASE), (case,)).fetchall():
        SearchIndex(cursor).put(number, _text(cursor, shelf, case, codes))


def _born(cursor: Cursor, case: bytes) -> tuple[str | None, str | None] | None:
    row: tuple[str | None, str | None] | None = cursor.execute(_BORN, (case,)).fetchone()
    return row


def findable(model: FormModel, doc: FormDoc) -> str:
    """Return the words by which a case is found: free text, notes, and the names she goes by."""
    return findable_of(model, doc, by_field(model, doc))


def findable_of(model: FormModel, doc: FormDoc, said: Mapping[str, Any]) -> str:
    """Return the words by which a case is found, where its answers by field are at hand."""
    names = [str(said[field]) for field in _NAMES if field in said]
    # The index knows no readers: a word of what few may read would tell the others.
    if not is_restricted(doc.values):
        names += [str(doc.values[note]) for note in _NOTES if doc.values.get(note)]
    return "\n".join([*names, search_text(model, doc)])


def next_number(cursor: Cursor) -> int:
    """Return the number of the next form of this workbook."""
    last = cursor.execute("select max(number) from form_instance").fetchone()
    return int((last and last[0]) or 0) + 1


def texts_of(cursor: Cursor, shelf: Shelf) -> Iterator[tuple[int, str]]:
    """Return the number and the findable words of every case."""
    for case, number, codes in cursor.execute(" ".join(_CASES)).fetchall():
        yield number, _text(cursor, shelf, case, codes)


def _text(cursor: Cursor, shelf: Shelf, case: bytes, codes: str) -> str:
    said = [findable(model, doc) for _, model, doc in documents_of(cursor, shelf, case)]
    return "\n".join([case_words(codes), *said])


def documents_of(
    cursor: Cursor, shelf: Shelf, case: bytes
) -> Iterator[tuple[bytes, FormModel, FormDoc]]:
    """Return the finished forms of a case, the first recorded first."""
    for instance, doc, form in cursor.execute(_DOCUMENTS, (case,)).fetchall():
        model = shelf.model(cursor, form)
        yield instance, model, doc_of(model, doc)
