"""Requests from outside in SQL: a line that all hold, and what belongs to a case with that case."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from casework.registers.outside_request import Answer, OutsideRequest, RequestLine
from casework.team.worker import Act, may
from db.guards.reach import cleared, reach_of, reached
from db.rows.fitting import fits
from db.rows.moments import read, stored
from db.rows.readings import read_as
from db.rows.registers import OutsideRequestCaseRow, OutsideRequestRow
from ledger.ops import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlcipher3 import Cursor

    from casework.team.worker import Worker
    from db.log.ground import Ground
    from db.log.streams import Streams

_LINES: Final = (
    "select r.id, r.asked_on, r.asker, r.in_writing, r.noted_by, r.noted_at, r.answer, r.order_no,"
    " r.answered_by, r.answered_at, k.case_id, ifnull(k.who, r.who), ifnull(k.words, r.words),"
    " ifnull(k.letter, ''), ifnull(n.name, ''), ifnull(a.name, ''), ifnull(casefile.code, ''),"
    " casefile.id is not null and not {cleared}"
    " from outside_request as r"
    " left join outside_request_case as k on k.request_id = r.id"
    " left join casefile on casefile.id = k.case_id"
    " left join app_user as n on n.id = r.noted_by left join app_user as a on a.id = r.answered_by"
    " where case when casefile.id is null then :all or r.noted_by = :worker else {reached} end"
)
_READ: Final = _LINES.replace("{cleared}", cleared()).replace("{reached}", reached())
_ALL: Final = f"{_READ} order by r.asked_on desc, r.noted_at desc, r.id"
_WAITING: Final = f"{_READ} and r.answer = 'open' order by r.asked_on, r.noted_at, r.id"
_TABLE: Final = OutsideRequestRow.__tablename__
_SIDE_BY_SIDE: Final = (
    "select c.entity, c.field, c.lane, c.hlc, c.value from cell_conflict as c"
    " join outside_request as r on r.id = c.entity"
    " where c.field in ('answer', 'answered_by', 'answered_at') order by c.hlc, c.lane"
)
_NAMES: Final = "select id, name from app_user"
_YES, _NO = "yes", "no"


class SqlOutsideRequests:
    """Who asked the office for data from outside, and how it answered."""

    def __init__(
        self, ground: Ground, streams: Streams, worker: Worker, now: Callable[[], datetime]
    ) -> None:
        self._ground, self._streams = ground, streams
        self._worker, self._now = worker, now

    def all(self) -> Sequence[RequestLine]:
        """Return the requests that this worker may read, the last asked first."""
        return self._lines(_ALL)

    def waiting(self) -> Sequence[RequestLine]:
        """Return those that wait for an answer by this worker, the first asked first."""
        return self._lines(_WAITING) if may(self._worker, Act.TEAM) else ()

    def _lines(self, query: str) -> Sequence[RequestLine]:
        cursor = self._ground.cursor()
        rows = cursor.execute(query, reach_of(self._worker, self._now())).fetchall()
        givers = _givers(cursor)
        return [_given_by(givers, _line(row)) for row in rows]

    def keep(self, request: OutsideRequest) -> None:
        """Keep what was asked, as it is now; what belongs to its case lives where that lives."""
        session, key = self._ground.session, bytes.fromhex(request.id)
        row = session.get(OutsideRequestRow, key)
        if row is None:
            row = OutsideRequestRow(
                id=key,
                noted_by=bytes.fromhex(request.noted_by),
                noted_at=stored(request.noted_at),
                answer=request.answer.value,
                order_no=request.order_no,
            )
        row.asked_on, row.asker = request.on.isoformat(), request.asker
        row.in_writing = _YES if request.in_writing else _NO
        row.who, row.words = ("", "") if request.case_id else (request.who, request.words)
        self._streams.add_for_all(session, row)
        if request.case_id:
            about = self._with_case(key) or OutsideRequestCaseRow(
                id=os.urandom(16), request_id=key, case_id=bytes.fromhex(request.case_id), letter=""
            )
            about.who, about.words = request.who, request.words
            session.add(about)
            session.flush()

    def give(self, request: OutsideRequest) -> None:
        """Keep how it was answered, when, and by whom.

        The same answer is said again by whom it is given again, and what was released was asked in
        writing: so each answer bears who gave it, and no correction from elsewhere undoes that.
        """
        session, key = self._ground.session, bytes.fromhex(request.id)
        row = session.get_one(OutsideRequestRow, key)
        again = {"answer": request.answer.value}
        if request.answer is Answer.RELEASED:
            again["in_writing"] = _YES
        for name, value in again.items():
            self._ground.journal.set(key, row.__tablename__, name, value)
        row.answer, row.order_no = request.answer.value, request.order_no
        row.answered_by = bytes.fromhex(request.answered_by) or None
        row.answered_at = stored(request.answered_at) if request.answered_at else None
        about = self._with_case(key) if request.case_id else None
        if about is not None:
            about.letter = request.letter
        session.flush()

    def _with_case(self, key: bytes) -> OutsideRequestCaseRow | None:
        known = select(OutsideRequestCaseRow).where(OutsideRequestCaseRow.request_id == key)
        return self._ground.session.scalars(known).one_or_none()


def _givers(cursor: Cursor) -> Mapping[tuple[str, str], tuple[str, bytes, str]]:
    """Return who gave each of several answers that stand side by side, and when."""
    acts = defaultdict[tuple[bytes, bytes, int], dict[str, Any]](dict)
    for entity, field, lane, hlc, value in cursor.execute(_SIDE_BY_SIDE).fetchall():
        acts[entity, lane, hlc][field] = decode(value)
    names = dict(cursor.execute(_NAMES).fetchall()) if acts else {}
    found = {}
    # What one says at one moment goes together; the last of those who gave the same answer counts.
    for (entity, _lane, _hlc), said in acts.items():
        by, at = said.get("answered_by"), said.get("answered_at")
        if by and at and all(fits(_TABLE, name, value) for name, value in said.items()):
            found[entity.hex(), str(said.get("answer"))] = names.get(by, ""), by, at
    return found


def _given_by(
    givers: Mapping[tuple[str, str], tuple[str, bytes, str]], line: RequestLine
) -> RequestLine:
    """Return a line with who gave the answer that it shows, where there are several."""
    giver = givers.get((line.request.id, line.request.answer.value))
    if giver is None:
        return line
    name, by, at = giver
    request = replace(line.request, answered_by=by.hex(), answered_at=read(at))
    return replace(line, request=request, answered_by=name)


def _line(row: tuple[Any, ...]) -> RequestLine:
    *said, noted_by, answered_by, code, is_masked = row
    key, on, asker, written, noter, at, answer, order_no, who_answered, when, case, *about = said
    who, words, letter = about
    request = OutsideRequest(
        id=key.hex(),
        on=date.fromisoformat(on),
        asker=asker,
        in_writing=written == _YES,
        noted_by=noter.hex(),
        noted_at=read(at),
        answer=read_as(Answer, answer, Answer.OPEN),
        order_no=order_no if answer == Answer.RELEASED else "",
        answered_by=who_answered.hex() if who_answered else "",
        answered_at=read(when) if when else None,
        case_id=case.hex() if case else "",
        who=who,
        words=words,
        letter=letter if answer == Answer.RELEASED else "",
    )
    return RequestLine(request, noted_by, answered_by, code, masked=bool(is_masked))
