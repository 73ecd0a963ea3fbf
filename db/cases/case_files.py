"""The case files in SQL: one door for every read, with the worker's own cases by default."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from casework.ids import new_id
from casework.records.case import CaseStatus, CaseSummary
from db.cases.listed import list_tasks
from db.cases.search import SearchIndex
from db.guards.reach import code_typed, found_by_words, reach_of, reached_by
from db.rows.moments import stored
from db.rows.people import AssignmentRow
from db.rows.tables import CaseRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from casework.team.worker import Worker
    from db.log.ground import Ground

# A statement takes only so many values.
_MOST_AT_ONCE = 20_000
_TOUCH = "update casefile set changed_at = ? where id = ?"
_NUMBERED = "number in (select value from json_each(:numbers)) and {found}".replace(
    "{found}", found_by_words()
)
_HAD = "code_before is not null and ' ' || code_before || ' ' like :had"
_BEFORE = "select code_before from casefile where id = ?"
_RECODED = "code_before is not null and worker = :worker"
# What `_make` does, without a step in Python for each of a page's rows.
_SUMMARY = partial(tuple.__new__, CaseSummary)
# By which codes a case is found: the one that it has, and those that it had.
CODES = "code || ifnull(' ' || code_before, '')"
_COLUMNS = "id, code, status, opened_on, changed_at"


class SqlCases:
    """The cases one worker may see."""

    def __init__(self, ground: Ground, worker: Worker, now: Callable[[], datetime]) -> None:
        self._ground = ground
        self._worker = worker
        self._me = bytes.fromhex(worker.id)
        self._now = now

    def add(self, code: str, opened_on: date) -> str:
        """Keep a new draft case, assigned to this worker; return its id."""
        at, worker = stored(self._now()), self._me
        case, number = new_id(), _next_number(self._ground)
        self._ground.session.add(
            CaseRow(
                id=case,
                code=code,
                status=CaseStatus.DRAFT.value,
                opened_on=opened_on.isoformat(),
                limits_explained_at=None,
                number=number,
                worker=worker,
                changed_at=at,
            )
        )
        self._ground.session.flush()
        self._ground.session.add(
            AssignmentRow(
                id=new_id(),
                case_id=case,
                user_id=worker,
                since=at,
                until=None,
                reason="opened",
            )
        )
        # Nothing is on record yet, and it is found by its code all the same.
        SearchIndex(self._ground.pen()).put(number, case_words(code))
        return case.hex()

    def by_code(self, code: str) -> CaseSummary | None:
        """Return the case with a code, or None when there is none for this worker."""
        rows = self._rows("code = :code", {"code": code}, "code")
        return rows[0] if rows else None

    def had_code(self, code: str) -> bool:
        """Return whether a case that this worker sees had a code and has another one now."""
        return bool(self._rows(_HAD, {"had": f"% {code} %"}, "code", 1))

    def codes_before(self, case_id: str) -> Sequence[str]:
        """Return the codes that a case had before, where other cases had them too."""
        found = self._ground.cursor().execute(_BEFORE, (bytes.fromhex(case_id),)).fetchone()
        return str(found[0] or "").split() if found else []

    def recoded(self) -> Sequence[tuple[str, str]]:
        """Return by id and code which of this worker's own cases had another code before."""
        return [(one.id, one.code) for one in self._rows(_RECODED, {}, "code")]

    def page(
        self, status: CaseStatus, limit: int, after: CaseSummary | None = None
    ) -> Sequence[CaseSummary]:
        """Return cases of one status, the last changed first."""
        where, values = "status = :status", {"status": status.value}
        if after is not None:
            where += " and (changed_at, code) < (:changed_at, :code)"
            values |= {"changed_at": after.changed_at, "code": after.code}
        return self._rows(where, values, "changed_at desc, code desc", limit)

    def find(self, words: str, limit: int) -> Sequence[CaseSummary]:
        """Return the newest cases that match words."""
        index = SearchIndex(self._ground.cursor())
        found: list[CaseSummary] = []
        looked, wanted = 0, limit
        while True:
            numbers = index.find(words, wanted)
            found += self._numbered(numbers[looked:], words)
            if len(found) >= limit or len(numbers) < wanted:
                return found[:limit]
            # The index knows every case: newer ones of colleagues must not hide an own one.
            looked, wanted = wanted, wanted + min(3 * wanted, _MOST_AT_ONCE)

    def _numbered(self, numbers: Sequence[int], words: str) -> list[CaseSummary]:
        values: dict[str, object] = {
            "numbers": json.dumps(list(numbers)),
            "typed": code_typed(words),
        }
        values |= reach_of(self._worker, self._now())
        return self._rows(_NUMBERED, values, "number desc")

    def set_status(self, case_id: str, status: CaseStatus) -> None:
        """Keep a new status."""
        self._row(case_id).status = status.value
        # What is due depends on it, and the list says when.
        list_tasks(self._ground.cursor(), bytes.fromhex(case_id))

    def limits_were_explained(self, case_id: str, at: datetime) -> None:
        """Keep when the limits of confidentiality were first explained."""
        row = self._row(case_id)
        if row.limits_explained_at is None:
            row.limits_explained_at = stored(at)

    def have_limits_explained(self, case_id: str) -> bool:
        """Return whether the limits of confidentiality were ever explained."""
        return self._row(case_id).limits_explained_at is not None

    def touch(self, case_id: str) -> None:
        """Keep that something in a case changed now, for the order of the list."""
        self._ground.pen().execute(_TOUCH, (stored(self._now()), bytes.fromhex(case_id)))

    def _row(self, case_id: str) -> CaseRow:
        return self._ground.session.get_one(CaseRow, bytes.fromhex(case_id))

    def _rows(
        self, where: str, values: Mapping[str, object], order: str, limit: int = -1
    ) -> list[CaseSummary]:
        # The words are ours and fixed; what people type goes in as values only.
        where = f"{reached_by(self._worker)} and {where}"
        # A bound limit would make SQLite plan the same statement anew at every page.
        query = f"select {_COLUMNS} from casefile where {where} order by {order} limit {limit:d}"  # noqa: S608 - see above
        asked = {**values, "worker": self._me}
        return list(map(_SUMMARY, self._ground.cursor().execute(query, asked)))


def _next_number(ground: Ground) -> int:
    last = ground.cursor().execute("select max(number) from casefile").fetchone()
    return int((last and last[0]) or 0) + 1


def case_words(codes: str) -> str:
    """Return the words by which a case is found before anything is on record."""
    return f"{codes}\n{codes.replace('-', '')}"
