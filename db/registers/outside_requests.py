"""Requests from outside in SQL: a line that all hold, and what belongs to a case with that case."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from casework.registers.outside_request import Answer, OutsideRequest, RequestLine
from casework.team.worker import Act, may
from db.guards.reach import cleared, reach_of, reached
from db.rows.moments import read, stored
from db.rows.readings import read_as
from db.rows.registers import OutsideRequestCaseRow, OutsideRequestRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

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
        rows = self._ground.cursor().execute(query, reach_of(self._worker, self._now()))
        return [_line(row) for row in rows.fetchall()]

    def keep(self, request: OutsideRequest) -> None:
        """Keep a request as it is now; what belongs to its case lives where that lives."""
        session, key = self._ground.session, bytes.fromhex(request.id)
        row = session.get(OutsideRequestRow, key)
        if row is None:
            row = OutsideRequestRow(
                id=key,
                noted_by=bytes.fromhex(request.noted_by),
                noted_at=stored(request.noted_at),
            )
        row.asked_on, row.asker = request.on.isoformat(), request.asker
        row.in_writing = "yes" if request.in_writing else "no"
        row.who, row.words = ("", "") if request.case_id else (request.who, request.words)
        row.answer, row.order_no = request.answer.value, request.order_no
        row.answered_by = bytes.fromhex(request.answered_by) or None
        row.answered_at = stored(request.answered_at) if request.answered_at else None
        self._streams.add_for_all(session, row)
        if request.case_id:
            self._keep_with_case(request, key)

    def _keep_with_case(self, request: OutsideRequest, key: bytes) -> None:
        session = self._ground.session
        known = select(OutsideRequestCaseRow).where(OutsideRequestCaseRow.request_id == key)
        row = session.scalars(known).one_or_none() or OutsideRequestCaseRow(
            id=os.urandom(16), request_id=key, case_id=bytes.fromhex(request.case_id)
        )
        row.who, row.words, row.letter = request.who, request.words, request.letter
        session.add(row)
        session.flush()


def _line(row: tuple[Any, ...]) -> RequestLine:
    *said, noted_by, answered_by, code, is_masked = row
    key, on, asker, written, noter, at, answer, order_no, who_answered, when, case, *about = said
    who, words, letter = about
    request = OutsideRequest(
        id=key.hex(),
        on=date.fromisoformat(on),
        asker=asker,
        in_writing=written == "yes",
        noted_by=noter.hex(),
        noted_at=read(at),
        answer=read_as(Answer, answer, Answer.OPEN),
        order_no=order_no,
        answered_by=who_answered.hex() if who_answered else "",
        answered_at=read(when) if when else None,
        case_id=case.hex() if case else "",
        who=who,
        words=words,
        letter=letter,
    )
    return RequestLine(request, noted_by, answered_by, code, masked=bool(is_masked))
