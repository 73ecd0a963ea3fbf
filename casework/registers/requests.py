"""The desk for requests from outside: written down by anybody on the team, answered by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.ids import new_id
from casework.registers.outside_request import (
    ASKERS,
    Answer,
    LeftBy,
    OutsideRequest,
    RequestRefused,
    codes_in,
    line_of,
    problem_correcting,
    problem_of,
    problem_with,
)
from casework.team.masking import masked
from casework.team.seat import NotFound, case_named, case_seen
from casework.team.worker import Act, demand
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.referrals.letter import LetterSent
    from casework.registers.outside_request import Asked, Given, RequestLine
    from casework.team.seat import Seat


class RequestsDesk:
    """What workers do about requests from outside; nothing is let out here.

    Who answers has read what was asked: about a masked case she opens that first, with a reason.
    """

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def all(self) -> Sequence[RequestLine]:
        """Return the requests that this worker may read, the last first.

        Who looks after the team reads all of them, others those that they wrote down and those
        about their cases.
        """
        with self._seat.begin(Act.RECORD) as work:
            found = work.outside_requests.all()
            work.note("requests_listed", reason=str(len(found)))
        return [_masked(one) if one.masked else one for one in found]

    def letters(self, request_id: str) -> Sequence[LeftBy]:
        """Return what left its case since it was asked, by which it may have been released.

        Whoever answers reads what was asked, and that stands in the history of the case.
        """
        with self._seat.begin(Act.TEAM) as work:
            line = _named(work, request_id)
            if not line.case_code:
                return ()
            case = case_named(work, line.case_code)
            found = _since(work, case, line.request)
            services = work.services.these({one.service_id for one in found})
            names = {one.id: one.name for one in services}
            work.note("request_read", case.id)
        return [LeftBy(one.number, one.issued_on, names.get(one.service_id, "")) for one in found]

    def note(self, asked: Asked) -> Change:
        """Write down that somebody asked, about several cases once for each; return the first.

        Raises RequestRefused while something is missing, and NotFound where a case is: then nothing
        is kept.
        """
        _demand_sense(asked, self._seat.now().date())
        with self._seat.begin(Act.RECORD) as work:
            seen = [case_seen(work, code) for code in codes_in(asked.case_code)]
        cases = {one.id: one for one in seen}.values()
        # One by one: each goes, and is erased, with its own case.
        first, *_others = [self._note(asked, one) for one in cases or (None,)]
        return first

    def _note(self, asked: Asked, case: CaseSummary | None) -> Change:
        now = self._seat.now()
        with self._seat.begin(Act.RECORD) as work:
            part = new_id()
            request = OutsideRequest(
                id=(line_of(part) if case else new_id()).hex(),
                on=asked.on,
                asker=asked.asker,
                in_writing=asked.in_writing,
                noted_by=self._seat.worker.id,
                noted_at=now,
                case_id=case.id if case else "",
                part_id=part.hex() if case else "",
                who=asked.who.strip(),
                words=asked.words.strip(),
            )
            code = case.code if case else ""
            work.outside_requests.note(request)
            return _done(work, request, code, "request_noted", asked.asker)

    def correct(self, request_id: str, asked: Asked) -> Change:
        """Write down better what was asked; what stood there before stays beside it.

        Who wrote it down may until it is answered, and who looks after the team later too. What it
        is about stays: a request about another case is another one.
        """
        with self._seat.begin(Act.RECORD) as work:
            line = _named(work, request_id)
            known, now = line.request, self._seat.now()
            if known.noted_by != self._seat.worker.id or known.answer is not Answer.OPEN:
                demand(self._seat.worker, Act.TEAM)
            letters: Sequence[LetterSent] = ()
            if line.case_code:
                letters = work.notices.letters(case_named(work, line.case_code).id)
            elif not (known.words or known.who):
                raise RequestRefused("request_elsewhere")
            _demand_sense(asked, now.date())
            left_on = [one.issued_on for one in letters if one.number == known.letter]
            if problem := problem_correcting(asked, known, left_on, now):
                raise RequestRefused(problem)
            better = replace(
                known,
                on=asked.on,
                asker=asked.asker,
                in_writing=asked.in_writing,
                who=asked.who.strip(),
                words=asked.words.strip(),
            )
            if better != known:
                work.outside_requests.correct(line.wordings[-1].id, better)
            return _done(work, better, line.case_code, "request_corrected", asked.asker)

    def answer(self, request_id: str, given: Given) -> Change:
        """Keep how a request was answered, or another answer; raises RequestRefused.

        What is released names the number of the order and a letter that left the case since.
        """
        with self._seat.begin(Act.TEAM) as work:
            line = _named(work, request_id)
            case = case_named(work, line.case_code) if line.case_code else None
            letters = {one.number for one in _since(work, case, line.request)} if case else set()
            if problem := problem_with(given, line.request, letters):
                raise RequestRefused(problem)
            is_released = given.answer is Answer.RELEASED
            answered = replace(
                line.request,
                answer=given.answer,
                order_no=given.order_no.strip() if is_released else "",
                letter=given.letter if is_released else "",
                answered_by=self._seat.worker.id,
                answered_at=self._seat.now(),
            )
            work.outside_requests.give(answered)
            return _done(work, answered, line.case_code, "request_answered", given.answer.value)

    def reopen(self, request_id: str) -> Change:
        """Take back an answer that was not given; that it stood here stays in the log."""
        with self._seat.begin(Act.TEAM) as work:
            line = _named(work, request_id)
            if line.case_code:
                case_named(work, line.case_code)
            if line.request.answer is Answer.OPEN:
                raise RequestRefused("request_is_open")
            again = replace(line.request, answer=Answer.OPEN, order_no="", letter="")
            again = replace(again, answered_by="", answered_at=None)
            work.outside_requests.give(again)
            return _done(work, again, line.case_code, "request_reopened", "")


def _demand_sense(asked: Asked, today: date) -> None:
    if asked.asker not in code_list(ASKERS).codes:
        raise NotFound("unknown_choice")
    if problem := problem_of(asked, today):
        raise RequestRefused(problem)


def _masked(line: RequestLine) -> RequestLine:
    return replace(line, request=masked(line.request), wordings=())


def _since(work: UnitOfWork, case: CaseSummary, request: OutsideRequest) -> Sequence[LetterSent]:
    """Return the letters that left a case since somebody asked: no earlier one answers them."""
    return [one for one in work.notices.letters(case.id) if one.issued_on >= request.on]


def _named(work: UnitOfWork, request_id: str) -> RequestLine:
    """Return a request that this worker may read; raises NotFound."""
    for line in work.outside_requests.all():
        if line.request.id == request_id:
            return line
    raise NotFound("request_not_found")


def _done(
    work: UnitOfWork, request: OutsideRequest, case_code: str, kind: str, reason: str
) -> Change:
    change = Change(kind, request.case_id, case_code, request.id, reason)
    work.commit(change)
    return change
