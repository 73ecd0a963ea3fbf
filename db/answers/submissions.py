"""Submissions brought in, in SQL: a fingerprint of each id, and the cases that they opened."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from db.rows import settings
from db.rows.bringing import BringingRow, BroughtCaseRow
from db.rows.moments import stored
from db.rows.these import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import datetime

    from sqlcipher3 import Cursor

    from casework.team.worker import Worker
    from db.log.ground import Ground

# By which layout tables of this kind are listed among those that were brought in.
LAYOUT: Final = "submissions"
_OF_CASES: Final = (
    "where key > 'submitted.' and key < 'submitted/'"
    " and value in (select lower(value) from json_each(?))"
)
_FORGET: Final = ("delete from setting", _OF_CASES)
_PART: Final = ("update setting set value = ''", _OF_CASES)


class SqlSubmissions:
    """Which submissions were brought in here."""

    def __init__(self, ground: Ground, worker: Worker, now: Callable[[], datetime]) -> None:
        self._ground = ground
        self._me = bytes.fromhex(worker.id)
        self._now = now

    def known(self, form_id: str, ids: Collection[str]) -> frozenset[str]:
        """Return which of these submissions to a form came in before; erased ones count."""
        cursor = self._ground.cursor()
        return frozenset(
            one for one in ids if settings.kept(cursor, _name(form_id, one)) is not None
        )

    def begin(self, cases: int) -> str:
        """Keep that so many cases are about to be opened by submissions; return its id."""
        bringing = os.urandom(16)
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

    def keep(self, form_id: str, ids: Collection[str], case_id: str, bringing_id: str = "") -> None:
        """Know a submission again under all its ids; `bringing_id` where it opened the case."""
        cursor = self._ground.pen()
        for one in ids:
            settings.keep(cursor, _name(form_id, one), case_id if bringing_id else "")
        if bringing_id:
            case, bringing = bytes.fromhex(case_id), bytes.fromhex(bringing_id)
            row = BroughtCaseRow(case_id=case, bringing_id=bringing, forms=1)
            self._ground.session.add(row)


def forget_submissions(cursor: Cursor, cases: Iterable[bytes]) -> None:
    """Let what opened these cases come in again: they were taken away to be brought in anew."""
    cursor.execute(" ".join(_FORGET), (listed(cases),))


def part_submissions(cursor: Cursor, these: str) -> None:
    """Forget which case a submission opened; that it came in is known, so it stays erased."""
    cursor.execute(" ".join(_PART), (these,))


def _name(form_id: str, instance_id: str) -> str:
    told = sha256(f"{form_id}\n{instance_id}".encode()).hexdigest()
    return f"{settings.SUBMITTED}{told[:32]}"
