"""Requests from outside in SQL: a line that all hold, and what belongs to a case with that case."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from casework.registers.outside_request import (
    Answer,
    OutsideRequest,
    RequestLine,
    as_it_stands,
    line_of,
)
from casework.team.worker import Act, may
from db.guards.reach import cleared, reach_of, reached
from db.registers.signers import Signers, demand_administering
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
    " r.answered_by, r.answered_at, r.who, r.words, m.author, l.author"
    " from outside_request as r join entity as e on e.id = r.id"
    " left join lane as m on m.id = e.lane"
    " left join cell_meta as c on c.entity = r.id and c.field = 'answer'"
    " left join lane as l on l.id = ifnull(c.lane, e.lane)"
)
_ALL: Final = f"{_LINES} order by r.asked_on desc, r.noted_at desc, r.id"
_WAITING: Final = (
    f"{_LINES} where r.answer not in ('refused', 'figures') order by r.asked_on, r.noted_at, r.id"
)
# Of a case that she does not reach nothing is read but whether that letter left it.
_CASES: Final = (
    "select k.request_id, k.id, k.case_id, k.who, k.words, k.letter, casefile.code,"
    " not {cleared}, {reached}, exists (select 1 from letter as t"
    " where t.case_id = k.case_id and t.number = k.letter)"
    " from outside_request_case as k join casefile on casefile.id = k.case_id"
)
_PARTS: Final = _CASES.replace("{cleared}", cleared()).replace("{reached}", reached())
_TABLE: Final = OutsideRequestRow.__tablename__
_SIDE_BY_SIDE: Final = (
    "select c.entity, c.field, l.author, c.hlc, c.value from cell_conflict as c"
    " join outside_request as r on r.id = c.entity join lane as l on l.id = c.lane"
    " where c.field in ('answer', 'answered_by', 'answered_at') order by c.hlc, c.lane"
)
_YES, _NO = "yes", "no"


class _Part(NamedTuple):
    """What a request says of a case, as one worker may read it."""

    request: bytes
    id: bytes
    case: bytes
    who: str
    words: str
    letter: str
    code: str
    masked: int
    reached: int
    has_left: int


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
        if not may(self._worker, Act.TEAM):
            return ()
        return [one for one in self._lines(_WAITING) if one.request.answer is Answer.OPEN]

    def _lines(self, query: str) -> Sequence[RequestLine]:
        """Return lines, without a word of a case where she does not reach that."""
        cursor = self._ground.cursor()
        asked = reach_of(self._worker, self._now())
        rows = cursor.execute(query).fetchall()
        found = (_Part(*row) for row in cursor.execute(_PARTS, asked).fetchall())
        # Whoever has a case may say of any request that it is about that; only one was.
        parts = {one.request: one for one in found if line_of(one.id) == one.request}
        signers, givers = Signers(cursor), _givers(cursor)
        lines = (_line(row, parts.get(row[0]), signers, givers) for row in rows)
        return [one for one in lines if self._reads(one)]

    def _reads(self, line: RequestLine) -> bool:
        is_hers = line.request.noted_by == self._worker.id
        return self._worker.sees_all_cases or is_hers or bool(line.case_code)

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
            part = bytes.fromhex(request.part_id)
            about = session.get(OutsideRequestCaseRow, part) or OutsideRequestCaseRow(
                id=part, request_id=key, case_id=bytes.fromhex(request.case_id), letter=""
            )
            about.who, about.words = request.who, request.words
            session.add(about)
            session.flush()

    def give(self, request: OutsideRequest) -> None:
        """Keep how it was answered, when, and by whom; raises NotPermitted.

        The same answer is said again by whom it is given again, and what was released was asked in
        writing: so each answer bears who gave it, and no correction from elsewhere undoes that.
        """
        demand_administering(self._ground.cursor(), self._worker)
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
        if request.letter:
            # With another answer it says nothing; a release that meets that one keeps its letter.
            part = bytes.fromhex(request.part_id)
            session.get_one(OutsideRequestCaseRow, part).letter = request.letter
        session.flush()


_Givers = dict[tuple[bytes, str], tuple[bytes, bytes, str]]


def _givers(cursor: Cursor) -> _Givers:
    """Return who gave each of several answers that stand side by side, by which key, and when."""
    acts = defaultdict[tuple[bytes, bytes, int], dict[str, Any]](dict)
    for entity, field, author, hlc, value in cursor.execute(_SIDE_BY_SIDE).fetchall():
        acts[entity, author, hlc][field] = decode(value)
    found = {}
    # What one says at one moment goes together; the last of those who gave the same answer counts.
    for (entity, author, _hlc), said in acts.items():
        by, at = said.get("answered_by"), said.get("answered_at")
        if by and at and all(fits(_TABLE, name, value) for name, value in said.items()):
            found[entity, str(said.get("answer"))] = author, by, at
    return found


def _line(
    row: Sequence[Any],
    part: _Part | None,
    signers: Signers,
    givers: Mapping[tuple[bytes, str], tuple[bytes, bytes, str]],
) -> RequestLine:
    key, on, asker, written, noter, at, answer, order_no, giver, when, *rest = row
    who, words, made_by, said_by = rest
    said_by, giver, when = givers.get((key, answer), (said_by, giver, when))
    noted_by, noted_name = signers.of(made_by, noter)
    answered_by, answered_name = signers.of(said_by, giver)
    about = part if part is not None and part.reached else None
    request = OutsideRequest(
        id=key.hex(),
        on=date.fromisoformat(on),
        asker=asker,
        in_writing=written == _YES,
        noted_by=noted_by,
        noted_at=read(at),
        answer=read_as(Answer, answer, Answer.OPEN),
        order_no=order_no,
        answered_by=answered_by,
        answered_at=read(when) if when else None,
        case_id=about.case.hex() if about else "",
        part_id=about.id.hex() if about else "",
        who=about.who if about else who,
        words=about.words if about else words,
        letter=about.letter if about else "",
    )
    # Words of its own say that a line is about no case; without them its case may not be here.
    has_left = bool(part.has_left) if part else (False if words or who else None)
    request = as_it_stands(request, has_left=has_left)
    answered_name = answered_name if request.answered_by else ""
    code, is_masked = (about.code, bool(about.masked)) if about else ("", False)
    return RequestLine(request, noted_name, answered_name, code, masked=is_masked)
