"""Requests from outside in SQL: a line that all hold, and what belongs to a case with that case."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from casework.ids import new_id
from casework.registers.outside_request import (
    Answer,
    OutsideRequest,
    RequestLine,
    as_it_stands,
    line_of,
    mark_of,
)
from casework.registers.wording import Wording, as_said, lines_of
from casework.team.worker import Act, may
from db.guards.reach import cleared, reach_of, reached
from db.log.speakers import Signers
from db.registers.signers import demand_administering
from db.rows.fitting import fits
from db.rows.moments import read, stored
from db.rows.readings import read_as
from db.rows.registers import OutsideRequestCaseRow, OutsideRequestRow
from ledger.ops import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlcipher3 import Cursor

    from casework.team.worker import Worker
    from db.log.ground import Ground
    from db.log.streams import Streams

_ROWS: Final = (
    "select r.id, r.corrects, r.asked_on, r.asker, r.in_writing, r.who, r.words, r.noted_by,"
    " r.noted_at, m.author, r.answer, r.order_no, r.letter_mark, r.answered_by, r.answered_at,"
    " l.author from outside_request as r join entity as e on e.id = r.id"
    " left join lane as m on m.id = e.lane"
    " left join cell_meta as c on c.entity = r.id and c.field = 'answer'"
    " left join lane as l on l.id = c.lane"
)
_ALL: Final = f"{_ROWS} order by r.id"
_WAITING: Final = (
    f"{_ROWS} where r.corrects is not null or ifnull(r.answer, '') not in ('refused', 'figures')"
)
# Of a case that she does not reach nothing is read but whether that letter left it.
_CASES: Final = (
    "select k.request_id, k.id, k.case_id, k.who, k.words, casefile.code, not {cleared}, {reached}"
    " from outside_request_case as k join casefile on casefile.id = k.case_id"
)
_LETTERS: Final = "select number from letter where case_id = ? order by number"
_PARTS: Final = _CASES.replace("{cleared}", cleared()).replace("{reached}", reached())
_TABLE: Final = OutsideRequestRow.__tablename__
_SIDE_BY_SIDE: Final = (
    "select c.entity, c.field, l.author, c.hlc, c.value from cell_conflict as c"
    " join outside_request as r on r.id = c.entity join lane as l on l.id = c.lane"
    " where c.field in ('answer', 'answered_by', 'answered_at') order by c.hlc, c.lane"
)
_YES, _NO = "yes", "no"


class _Row(NamedTuple):
    """One row of the register: what somebody wrote down, and of a line how it was answered."""

    id: bytes
    corrects: bytes | None
    on: str
    asker: str
    in_writing: str
    who: str
    words: str
    noted_by: bytes
    noted_at: str
    made_by: bytes | None
    answer: str | None
    order_no: str | None
    letter_mark: str | None
    answered_by: bytes | None
    answered_at: str | None
    said_by: bytes | None


class _Part(NamedTuple):
    """What a request says of a case, as one worker may read it."""

    request: bytes
    id: bytes
    case: bytes
    who: str
    words: str
    code: str
    masked: int
    reached: int


class SqlOutsideRequests:
    """Who asked the office for data from outside, and how it answered."""

    def __init__(
        self, ground: Ground, streams: Streams, worker: Worker, now: Callable[[], datetime]
    ) -> None:
        self._ground, self._streams = ground, streams
        self._worker, self._now = worker, now

    def all(self) -> Sequence[RequestLine]:
        """Return the requests that this worker may read, the last asked first."""
        found = sorted(self._lines(_ALL), key=lambda one: one.request.id)
        return sorted(found, key=_asked_when, reverse=True)

    def waiting(self) -> Sequence[RequestLine]:
        """Return those that wait for an answer by this worker, the first asked first."""
        if not may(self._worker, Act.TEAM):
            return ()
        found = [one for one in self._lines(_WAITING) if one.request.answer is Answer.OPEN]
        return sorted(found, key=lambda one: (*_asked_when(one), one.request.id))

    def _lines(self, query: str) -> Sequence[RequestLine]:
        """Return lines, without a word of a case where she does not reach that."""
        cursor = self._ground.cursor()
        asked = reach_of(self._worker, self._now())
        rows = [_Row(*row) for row in cursor.execute(query).fetchall()]
        found = (_Part(*row) for row in cursor.execute(_PARTS, asked).fetchall())
        # Whoever has a case may say of any request that it is about that; only one was.
        parts = {one.request: one for one in found if line_of(one.id) == one.request}
        reading = _Reading(cursor, parts)
        lines = [reading.line(*one) for one in _together(rows)]
        return [one for one in lines if self._reads(one)]

    def _reads(self, line: RequestLine) -> bool:
        is_hers = line.request.noted_by == self._worker.id
        return self._worker.sees_all_cases or is_hers or bool(line.case_code)

    def note(self, request: OutsideRequest) -> None:
        """Keep what was asked; what belongs to its case lives where that lives."""
        part = bytes.fromhex(request.part_id) or None
        self._write((bytes.fromhex(request.id), part), request, corrects=None)

    def correct(self, wording: str, better: OutsideRequest) -> None:
        """Keep beside a wording how it is said better, by this worker, at this moment."""
        part = new_id() if better.case_id else None
        key = line_of(part) if part else new_id()
        said = replace(better, noted_by=self._worker.id, noted_at=self._now())
        self._write((key, part), said, corrects=bytes.fromhex(wording))

    def _write(
        self, ids: tuple[bytes, bytes | None], request: OutsideRequest, corrects: bytes | None
    ) -> None:
        (key, part), session = ids, self._ground.session
        row = OutsideRequestRow(
            id=key,
            asked_on=request.on.isoformat(),
            asker=request.asker,
            in_writing=_YES if request.in_writing else _NO,
            who="" if part else request.who,
            words="" if part else request.words,
            noted_by=bytes.fromhex(request.noted_by),
            noted_at=stored(request.noted_at),
            corrects=corrects,
        )
        self._streams.add_for_all(session, row)
        if part:
            case, said = bytes.fromhex(request.case_id), (request.who, request.words)
            about = OutsideRequestCaseRow(id=part, request_id=key, case_id=case)
            about.who, about.words = said
            session.add(about)
            session.flush()

    def give(self, request: OutsideRequest) -> None:
        """Keep how it was answered, when, and by whom; raises NotPermitted.

        The same answer is said again by whom it is given again: so each bears who gave it.
        """
        demand_administering(self._ground.cursor(), self._worker)
        session, key = self._ground.session, bytes.fromhex(request.id)
        row = session.get_one(OutsideRequestRow, key)
        self._ground.journal.set(key, row.__tablename__, "answer", request.answer.value)
        row.answer, row.order_no = request.answer.value, request.order_no or None
        row.answered_by = bytes.fromhex(request.answered_by) or None
        row.answered_at = stored(request.answered_at) if request.answered_at else None
        if request.letter:
            # With another answer it says nothing; a release that meets that one keeps its letter.
            row.letter_mark = mark_of(bytes.fromhex(request.part_id), request.letter)
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


def _asked_when(line: RequestLine) -> tuple[date, datetime]:
    return line.request.on, line.request.noted_at


def _together(rows: Sequence[_Row]) -> Iterable[tuple[_Row, list[_Row]]]:
    """Yield each line with all the rows that say how it is worded, itself among them."""
    lines = lines_of({one.id: one.corrects for one in rows})
    found = defaultdict[bytes, list[_Row]](list)
    for one in rows:
        if one.id in lines:
            found[lines[one.id]].append(one)
    return ((row, found[row.id]) for row in rows if row.corrects is None)


class _Reading:
    """What the register says, to one worker."""

    def __init__(self, cursor: Cursor, parts: Mapping[bytes, _Part]) -> None:
        self._cursor, self._parts = cursor, parts
        self._signers, self._givers = Signers(cursor), _givers(cursor)

    def line(self, row: _Row, worded: Sequence[_Row]) -> RequestLine:
        """Return a line, by the rows that say how it is worded."""
        part = self._parts.get(row.id)
        about = part if part is not None and part.reached else None
        wordings = self._wordings(row, about, worded)
        last = wordings[-1]
        given = (row.said_by, row.answered_by, row.answered_at)
        said_by, giver, when = self._givers.get((row.id, row.answer or ""), given)
        noted_by, noted_name = self._signers.of(row.made_by, row.noted_by)
        answered_by, answered_name = self._signers.of(said_by, giver)
        answer, letter = read_as(Answer, row.answer or "", Answer.OPEN), self._letter(row, part)
        # What was released was asked in writing; who says otherwise since takes nothing of it back.
        was_written = answer is Answer.RELEASED and any(one.in_writing for one in wordings)
        request = OutsideRequest(
            id=row.id.hex(),
            on=last.on,
            asker=last.kind,
            in_writing=last.in_writing or was_written,
            noted_by=noted_by,
            noted_at=read(row.noted_at),
            answer=answer,
            order_no=row.order_no or "",
            answered_by=answered_by,
            answered_at=read(when) if when else None,
            case_id=about.case.hex() if about else "",
            part_id=about.id.hex() if about else "",
            who=last.who,
            words=last.words,
            letter=letter if about else "",
        )
        # Words of its own say that a line is about no case; else its case may not be here.
        has_left = bool(letter) if part else (False if row.words or row.who else None)
        request = as_it_stands(request, has_left=has_left)
        answered_name = answered_name if request.answered_by else ""
        code, is_masked = (about.code, bool(about.masked)) if about else ("", False)
        line = RequestLine(request, noted_name, answered_name, code, masked=is_masked)
        return replace(line, wordings=wordings)

    def _wordings(
        self, row: _Row, about: _Part | None, worded: Sequence[_Row]
    ) -> tuple[Wording, ...]:
        """Return how a line is worded; what says nothing where the line does is not there yet."""
        first, *others = (
            self._worded(one, about) for one in sorted(worded, key=lambda one: one.id != row.id)
        )
        return as_said([first, *(one for one in others if one.words or not first.words)])

    def _worded(self, row: _Row, about: _Part | None) -> Wording:
        part = self._parts.get(row.id)
        hers = part if part and about and part.case == about.case else None
        return Wording(
            id=row.id.hex(),
            corrects=row.corrects.hex() if row.corrects else "",
            at=read(row.noted_at),
            on=date.fromisoformat(row.on),
            kind=row.asker,
            words=hers.words if hers else row.words,
            who=hers.who if hers else row.who,
            in_writing=row.in_writing == _YES,
            by=self._signers.of(row.made_by, row.noted_by)[1],
        )

    def _letter(self, row: _Row, part: _Part | None) -> str:
        """Return by which letter of its case something was released, if that is here."""
        if part is None or not row.letter_mark:
            return ""
        letters = self._cursor.execute(_LETTERS, (part.case,)).fetchall()
        named = (one for (one,) in letters if mark_of(part.id, one) == row.letter_mark)
        return next(named, "")
