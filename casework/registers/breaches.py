"""The desk for the log of breaches: written down by anybody on the team, seen to by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.ids import new_id
from casework.registers.breach import (
    KINDS,
    Breach,
    BreachRefused,
    BreachState,
    problem_closing,
    problem_of,
    problem_with,
)
from casework.team.seat import NotFound, case_seen
from casework.team.worker import Act, demand
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.ports.stores import UnitOfWork
    from casework.registers.breach import BreachLine, Happened, Taken
    from casework.team.seat import Seat


class BreachesDesk:
    """What workers do about breaches: nobody waits for leave to say that something happened."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def all(self) -> Sequence[BreachLine]:
        """Return the breaches that this worker may read, the last noticed first.

        Who looks after the team reads all of them, others those that they wrote down.
        """
        with self._seat.begin(Act.RECORD) as work:
            found = work.breaches.all()
            work.note("breaches_listed", reason=str(len(found)))
        return found

    def note(self, happened: Happened) -> Change:
        """Write down that something happened; raises BreachRefused while something is missing."""
        now = self._seat.now()
        _demand_sense(happened, now.date())
        with self._seat.begin(Act.RECORD) as work:
            # That a case was asked for is kept at once, and nothing else with it.
            cases = _cases(work, happened.cases)
            breach = Breach(
                id=new_id().hex(),
                noticed_on=happened.noticed_on,
                kind=happened.kind,
                words=happened.words.strip(),
                recipients=happened.recipients.strip(),
                noted_by=self._seat.worker.id,
                noted_at=now,
            )
            work.breaches.note(breach)
            work.breaches.name_cases(breach.id, cases)
            return _done(work, breach, "breach_noted", happened.kind)

    def correct(self, breach_id: str, happened: Happened) -> Change:
        """Write down better what happened and whom it is about; what stood there stays beside it.

        Who wrote it down may while it is open, and who looks after the team.
        """
        _demand_sense(happened, self._seat.now().date())
        with self._seat.begin(Act.RECORD) as work:
            line = _named(work, breach_id)
            known = line.breach
            if known.noted_by != self._seat.worker.id or known.state is BreachState.CLOSED:
                demand(self._seat.worker, Act.TEAM)
            if any(one.on < happened.noticed_on for one in line.taken):
                raise BreachRefused("breach_done_before")
            cases = _cases(work, happened.cases)
            better = replace(
                known,
                noticed_on=happened.noticed_on,
                kind=happened.kind,
                words=happened.words.strip(),
                recipients=happened.recipients.strip(),
            )
            if better != known:
                work.breaches.correct(line.wordings[-1].id, better)
            work.breaches.name_cases(breach_id, cases)
            return _done(work, better, "breach_corrected", happened.kind)

    def take(self, breach_id: str, taken: Taken) -> Change:
        """Keep what was done about a breach, and whether the people concerned were told by it."""
        with self._seat.begin(Act.TEAM) as work:
            breach = _open(work, breach_id).breach
            if problem := problem_with(taken, breach.noticed_on, self._seat.now().date()):
                raise BreachRefused(problem)
            kept = replace(taken, id=new_id().hex(), words=taken.words.strip())
            work.breaches.take(breach_id, kept)
            # Where somebody closed it while another took back what was done, it is open again.
            work.breaches.leave(breach)
            return _done(work, breach, "breach_seen_to", kept.id)

    def untake(self, breach_id: str, taken_id: str) -> Change:
        """Take back that something was done; that it stood here stays in the log."""
        with self._seat.begin(Act.TEAM) as work:
            line = _open(work, breach_id)
            if taken_id not in {one.id for one in line.taken}:
                raise NotFound("breach_taken_not_found")
            work.breaches.untake(taken_id)
            return _done(work, line.breach, "breach_not_seen_to", taken_id)

    def close(self, breach_id: str, untold_why: str = "") -> Change:
        """Keep that nothing is left to do; raises BreachRefused while nobody was told, or why."""
        with self._seat.begin(Act.TEAM) as work:
            line = _named(work, breach_id)
            if problem := problem_closing(line.taken, untold_why):
                raise BreachRefused(problem)
            closed = replace(
                line.breach,
                state=BreachState.CLOSED,
                untold_why=untold_why.strip(),
                closed_by=self._seat.worker.id,
                closed_at=self._seat.now(),
            )
            work.breaches.leave(closed)
            return _done(work, closed, "breach_closed", "")

    def reopen(self, breach_id: str) -> Change:
        """Keep that something is to do about a breach after all."""
        with self._seat.begin(Act.TEAM) as work:
            known = _named(work, breach_id).breach
            if known.state is BreachState.OPEN:
                raise BreachRefused("breach_is_open")
            again = replace(known, state=BreachState.OPEN, closed_by="", closed_at=None)
            work.breaches.leave(again)
            return _done(work, again, "breach_reopened", "")


def _demand_sense(happened: Happened, today: date) -> None:
    if happened.kind not in code_list(KINDS).codes:
        raise NotFound("unknown_choice")
    if problem := problem_of(happened, today):
        raise BreachRefused(problem)


def _cases(work: UnitOfWork, typed: Sequence[str]) -> frozenset[str]:
    """Return the ids of the cases that somebody named by their codes; raises NotFound."""
    return frozenset(case_seen(work, one).id for one in typed if one.strip())


def _named(work: UnitOfWork, breach_id: str) -> BreachLine:
    """Return a breach that this worker may read; raises NotFound."""
    for line in work.breaches.all():
        if line.breach.id == breach_id:
            return line
    raise NotFound("breach_not_found")


def _open(work: UnitOfWork, breach_id: str) -> BreachLine:
    """Return a breach about which something is to do; raises NotFound and BreachRefused."""
    line = _named(work, breach_id)
    if line.breach.state is BreachState.CLOSED:
        raise BreachRefused("breach_is_closed")
    return line


def _done(work: UnitOfWork, breach: Breach, kind: str, reason: str) -> Change:
    change = Change(kind, subject_id=breach.id, reason=reason)
    work.commit(change)
    return change
