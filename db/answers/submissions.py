"""Submissions brought in, in SQL: a fingerprint of each id, and the cases that they opened."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from casework.ids import new_id
from db.rows import settings
from db.rows.bringing import BringingRow, BroughtCaseRow, SubmissionRow
from db.rows.moments import stored
from db.rows.these import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime

    from sqlcipher3 import Cursor

    from casework.ports.submissions import Which
    from casework.team.worker import Worker
    from db.log.ground import Ground

# By which layout tables of this kind are listed among those that were brought in.
LAYOUT: Final = "submissions"
_YES, _NO = "yes", "no"
# What stands behind a name: the case by its id, and a digest of the answers as they came.
_OF_CASES: Final = (
    "where key > 'submitted.' and key < 'submitted/'"
    " and substr(value, 1, 32) in (select lower(value) from json_each(?))"
)
_KEPT: Final = ("select value from setting", _OF_CASES)
_ANSWERS: Final = "select doc from form_instance where case_id = ? order by number"
_FORGET: Final = ("delete from setting", _OF_CASES)
# What a submission only said to have been before: another may have come in by that id, or none.
_BEFORE: Final = ".before"
_KNOW: Final = (
    "insert or ignore into setting"
    " select 'submitted.' || lower(hex(mark)) || iif(own = 'yes', '', '.before'), ''"
    " from submission where case_id in (select unhex(value) from json_each(?))"
)
_PART: Final = ("update setting set value = ''", _OF_CASES)


class SqlSubmissions:
    """Which submissions were brought in here."""

    def __init__(self, ground: Ground, worker: Worker, now: Callable[[], datetime]) -> None:
        self._ground = ground
        self._me = bytes.fromhex(worker.id)
        self._now = now

    def known(self, form_id: str, ids: Collection[str]) -> Mapping[str, bool]:
        """Return by which of these ids submissions to a form came in before; erased ones count.

        With each stands whether one came in by it, or only named it as an earlier one of its own.
        """
        cursor = self._ground.cursor()
        marks = {one: _name(form_id, one) for one in ids}
        own = {one for one, mark in marks.items() if _is_kept(cursor, mark)}
        named = {one for one, mark in marks.items() if _is_kept(cursor, f"{mark}{_BEFORE}")}
        return {one: one in own for one in own | named}

    def begin(self, cases: int) -> str:
        """Keep that so many cases are about to be opened by submissions; return its id."""
        bringing = new_id()
        self._ground.put(
            BringingRow,
            id=bringing,
            layout=LAYOUT,
            at=stored(self._now()),
            by=self._me,
            worker=self._me,
            cases=cases,
            undone_at=None,
        )
        return bringing.hex()

    def keep(self, which: Which, case_id: str, bringing_id: str = "") -> None:
        """Know a submission again under all its ids; `bringing_id` where it opened the case."""
        cursor, (form_id, own, before) = self._ground.pen(), which
        case, bringing = bytes.fromhex(case_id), bytes.fromhex(bringing_id)
        opened = f"{case_id} {_digest(cursor, case)}" if bringing else ""
        for one in {own, *before}:
            is_own = one == own
            name = _name(form_id, one)
            settings.keep(cursor, name if is_own else f"{name}{_BEFORE}", opened)
            said = {"mark": bytes.fromhex(_mark(form_id, one)), "own": _YES if is_own else _NO}
            self._ground.put(SubmissionRow, id=new_id(), case_id=case, **said)
        if bringing:
            row = BroughtCaseRow(case_id=case, bringing_id=bringing, forms=1)
            self._ground.session.add(row)


def answered_anew(cursor: Cursor, cases: Iterable[bytes]) -> set[bytes]:
    """Return those of the cases that submissions opened whose answers are others by now.

    An answer in a row of a repeat is one of the row, which no table ties to its case.
    """
    kept = cursor.execute(" ".join(_KEPT), (listed(cases),)).fetchall()
    opened = {bytes.fromhex(value[:32]): value[33:] for (value,) in kept}
    return {case for case, digest in opened.items() if _digest(cursor, case) != digest}


def forget_submissions(cursor: Cursor, cases: Iterable[bytes]) -> None:
    """Let what opened these cases come in again: they were taken away to be brought in anew."""
    cursor.execute(" ".join(_FORGET), (listed(cases),))


def know_submissions(cursor: Cursor, cases: Iterable[bytes]) -> None:
    """Know what came with these cases from another laptop, also once they are erased."""
    cursor.execute(_KNOW, (listed(cases),))


def part_submissions(cursor: Cursor, these: str) -> None:
    """Forget which case a submission opened; that it came in is known, so it stays erased."""
    cursor.execute(" ".join(_PART), (these,))


def _digest(cursor: Cursor, case: bytes) -> str:
    told = sha256()
    for (doc,) in cursor.execute(_ANSWERS, (case,)).fetchall():
        told.update(doc)
    return told.hexdigest()


def _is_kept(cursor: Cursor, name: str) -> bool:
    return settings.kept(cursor, name) is not None


def _name(form_id: str, instance_id: str) -> str:
    return f"{settings.SUBMITTED}{_mark(form_id, instance_id)}"


def _mark(form_id: str, instance_id: str) -> str:
    """Return by what a submission is known at every laptop: some import before they join others."""
    return sha256(f"{form_id}\n{instance_id}".encode()).hexdigest()[:32]
