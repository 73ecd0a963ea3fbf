"""The forms of one case in SQL, finished and begun, with who wrote them and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.records.record import Record
from casework.team.restricted import may_read
from db.answers.stored import doc_of, unpacked
from db.rows.moments import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.team.worker import Worker
    from db.answers.shelf import Shelf
    from db.log.ground import Ground

_OF: Final = (
    "select i.recorded_by, i.id, i.state,"
    " ifnull(i.saved_at, i.recorded_at), ifnull(u.name, ''), v.id, i.form_id,"
    " i.doc from form_instance as i"
    " join form_version as v using (form_id, version)"
    " left join app_user as u on u.id = i.recorded_by"
    " where i.case_id = ? and i.state in ('final', 'draft') order by i.number"
)
_WORKER: Final = (
    "select u.name from casefile as c join app_user as u on u.id = c.worker where c.id = ?"
)


class SqlRecords:
    """What is on record about one person, form by form."""

    def __init__(self, ground: Ground, shelf: Shelf, worker: Worker) -> None:
        self._ground = ground
        self._shelf = shelf
        self._worker = worker

    def of(self, case_id: str) -> Sequence[Record]:
        """Return the forms of a case, the first recorded first."""
        cursor = self._ground.cursor()
        rows = cursor.execute(_OF, (bytes.fromhex(case_id),)).fetchall()
        found = []
        for author, key, state, at, by, form, form_id, doc in rows:
            begun = form_id == "note" and state == "draft"
            if may_read(self._worker, author.hex(), unpacked(doc), begun=begun):
                model = self._shelf.model(cursor, form)
                said = doc_of(model, doc)
                found.append(
                    Record(id=key.hex(), state=state, at=read(at), by=by, model=model, doc=said)
                )
        return found

    def worker_of(self, case_id: str) -> str:
        """Return the name of the worker of a case, or nothing."""
        row = self._ground.cursor().execute(_WORKER, (bytes.fromhex(case_id),)).fetchone()
        return row[0] if row else ""
