"""Forms that are being filled in, in SQL: every keep is the operations of what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from casework.ids import new_id
from casework.records.draft import Draft
from db.answers.documents import next_number
from db.answers.stored import INSTANCE, entities, mask_of, packed, rewrite, unpacked
from db.guards.reach import begun_seen, cleared, reach_of
from db.rows.moments import stored
from db.rows.tables import FormInstanceRow
from forms.document import FormDoc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from casework.records.draft import Beginning
    from casework.records.filled import Filled
    from casework.team.worker import Worker
    from db.log.ground import Ground

_FORM: Final = "select form_id from form_instance where id = ? and state = 'draft'"
# A worker sees the drafts of the cases she sees, and what she began that belongs to none; a note
# may be marked for few before it is finished, so until then it is hers who began it.
_SEEN: Final = f"""
from form_instance as i
left join casefile as c on c.id = i.case_id
left join app_user as u on u.id = i.recorded_by
where i.state = 'draft' and (i.case_id is null and i.recorded_by = :worker or {cleared("c")})
and {begun_seen("i")}
"""
_COLUMNS: Final = (
    "select i.id, ifnull(c.code, ''), i.amends, i.language, i.saved_at, ifnull(u.name, ''),"
    " i.form_id, i.version, i.doc, i.base, i.recorded_at"
)
_ONE: Final = f"{_COLUMNS} {_SEEN} and i.id = :id"
_NEWEST: Final = (
    f"{_COLUMNS} {_SEEN} and i.case_id is :case and i.form_id = :form and i.amends is null"
    " and (i.case_id is not null or i.recorded_by = :worker) order by i.saved_at desc limit 1"
)
_CHANGING: Final = (
    f"{_COLUMNS} {_SEEN} and i.case_id is :case and i.amends = :entry"
    " order by i.saved_at desc limit 1"
)
_MINE: Final = f"{_COLUMNS} {_SEEN} and i.recorded_by = :worker order by i.saved_at desc"
_STATE: Final = "select i.doc, i.language, i.saved_at"
_STANDS: Final = f"{_STATE} {_SEEN} and i.id = :id and i.form_id = :form and i.version = :version"
_SAVED: Final = "update form_instance set saved_at = ?, language = ? where id = ?"
_DOC: Final = "select doc, amends from form_instance where id = ? and state = 'draft'"
_DISCARD: Final = "delete from form_instance where id = ? and state = 'draft'"


class SqlDrafts:
    """What a worker began and has not finished."""

    def __init__(self, ground: Ground, worker: Worker, now: Callable[[], datetime]) -> None:
        self._ground = ground
        self._worker = worker
        self._now = now

    def form_of(self, draft_id: str) -> str:
        """Return which form a draft is of, or nothing when it is not there."""
        row = self._ground.cursor().execute(_FORM, (bytes.fromhex(draft_id),)).fetchone()
        return row[0] if row else ""

    def find(self, draft_id: str) -> Draft | None:
        """Return a draft, or None when there is none for this worker."""
        return self._first(_ONE, id=bytes.fromhex(draft_id))

    def newest(self, case_id: str, form_id: str) -> Draft | None:
        """Return the draft of a form in a case, or of no case, that was kept last."""
        return self._first(_NEWEST, case=bytes.fromhex(case_id) or None, form=form_id)

    def changing(self, case_id: str, entry_id: str) -> Draft | None:
        """Return the draft that changes a finished form, or None."""
        asked = {"case": bytes.fromhex(case_id) or None, "entry": bytes.fromhex(entry_id)}
        return self._first(_CHANGING, **asked)

    def mine(self) -> Sequence[Draft]:
        """Return what this worker began, the last kept first."""
        return self._all(_MINE)

    def begin(self, start: Beginning, filled: Filled, at: datetime) -> str:
        """Keep a new draft; return its id."""
        model, values = filled.model, unpacked(packed(filled.doc.values))
        instance = new_id()
        amends = bytes.fromhex(start.entry_id) or None
        self._ground.put(
            FormInstanceRow,
            id=instance,
            case_id=bytes.fromhex(start.case_id) or None,
            form_id=model.form_id,
            version=model.version,
            state="draft",
            language=filled.language,
            recorded_by=bytes.fromhex(self._worker.id),
            recorded_at=stored(at),
            recorded_on=at.date().isoformat(),
            amends=amends,
            base=None if start.base is None else packed(start.base),
            number=next_number(self._ground.pen()),
            doc=packed(values),
            saved_at=stored(at),
        )
        made = entities(instance, values, mask_of(instance, amends))
        for entity, (table, fields) in made.items():
            self._ground.journal.create(entity, table, fields)
        return instance.hex()

    def keep(self, draft_id: str, doc: FormDoc, language: str, at: datetime) -> str:
        """Keep what was changed in a draft; return when that was, nothing if it is not there."""
        instance = bytes.fromhex(draft_id)
        cursor = self._ground.pen()
        asked = self._asked(id=instance, form=doc.form_id, version=doc.version)
        found = cursor.execute(_STANDS, asked).fetchone()
        if found is None:
            return ""
        before, spoken, saved_at = found
        if before == packed(doc.values) and spoken == language:
            return str(saved_at)
        if spoken != language:
            self._ground.journal.set(instance, INSTANCE, "language", language)
        rewrite(self._ground, instance, doc.values)
        cursor.execute(_SAVED, (stored(at), language, instance))
        return stored(at)

    def discard(self, draft_id: str) -> None:
        """Take a draft away, with its rows."""
        instance = bytes.fromhex(draft_id)
        cursor = self._ground.pen()
        for doc, amends in cursor.execute(_DOC, (instance,)).fetchall():
            made = entities(instance, unpacked(doc), mask_of(instance, amends))
            for entity, (table, _) in made.items():
                self._ground.journal.delete(entity, table)
        cursor.execute(_DISCARD, (instance,))

    def _asked(self, **values: object) -> dict[str, object]:
        return {**reach_of(self._worker, self._now()), **values}

    def _first(self, query: str, **values: object) -> Draft | None:
        found = self._all(query, **values)
        return found[0] if found else None

    def _all(self, query: str, **values: object) -> list[Draft]:
        return list(map(_draft, self._ground.cursor().execute(query, self._asked(**values))))


def _draft(row: tuple[Any, ...]) -> Draft:
    draft, code, amends, language, saved_at, name, form_id, version, doc, base, at = row
    return Draft(
        id=draft.hex(),
        case_code=code,
        entry_id=amends.hex() if amends else "",
        language=language,
        saved_at=saved_at,
        started_at=at,
        started_by=name,
        doc=FormDoc(form_id, version, unpacked(doc), language),
        base=unpacked(base) if base else {},
    )
