"""The desk for workers: who works here, and letting somebody new in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.changes import Change
from casework.refused import DeskRefused
from casework.team.caseload import COVER
from casework.team.seat import NotFound
from casework.team.worker import Act, Role, Worker, may
from texts.language import call_them, write_letters
from texts.sentences import known_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.ports.stores import UnitOfWork
    from casework.team.office_facts import OfficeFacts
    from casework.team.seat import Seat
    from casework.team.supervision import Member
    from texts.language import OnPaper

ACTIVE: Final = "active"
AWAY: Final = "away"
LEFT: Final = "left"
# The key of whoever signs at another laptop: by which she does is nothing that is said here.
STRANGER: Final = bytes(32)


class PeopleRefused(DeskRefused):
    """Raised when a role or a place cannot change so."""


class PeopleDesk:
    """What may be asked and done about workers and the office itself."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def all(self) -> Sequence[Worker]:
        """Return every worker, A to Z by name."""
        with self._seat.begin(Act.PEOPLE) as work:
            return work.people.all()

    def add(self, user_id: str, name: str, role: Role, author: bytes) -> Change:
        """Keep a new worker, whose keys were made before: here, or as a `STRANGER` elsewhere."""
        change = Change("worker_added", subject_id=user_id, reason=role.value)
        with self._seat.begin(Act.PEOPLE) as work:
            work.people.add(user_id, name, role, author)
            work.commit(change)
        return change

    def members(self) -> Sequence[Member]:
        """Return who works here or did, A to Z by name, with when each last came."""
        with self._seat.begin(Act.PEOPLE) as work:
            found = work.people.members()
            work.note("people_listed", reason=str(len(found)))
        return found

    def set_role(self, user_id: str, role: Role) -> Change:
        """Give somebody another role; whoever has cases keeps one that works with them."""
        with self._seat.begin(Act.PEOPLE) as work:
            member = _member(work, user_id, LEFT)
            _keep_a_supervisor(work, member, role)
            if not may(Worker(user_id, role), Act.RECORD) and work.caseload.cases_of(user_id):
                raise PeopleRefused("cases_left")
            work.people.set_role(user_id, role)
            change = Change("role_changed", subject_id=user_id, reason=f"{member.role} {role}")
            work.commit(change)
        return change

    def away(self, user_id: str, cover_id: str) -> Change:
        """Keep that somebody is away; a colleague works along in her cases meanwhile."""
        with self._seat.begin(Act.PEOPLE) as work:
            _member(work, user_id, AWAY, LEFT)
            _member(work, cover_id, AWAY, LEFT)
            if user_id == cover_id:
                raise PeopleRefused("cover_herself")
            for case in work.caseload.cases_of(user_id):
                if work.caseload.may_take(case.id, cover_id):
                    work.caseload.share(case.id, cover_id, COVER)
            work.people.set_status(user_id, AWAY)
            change = Change("worker_away", subject_id=user_id, reason=cover_id)
            work.commit(change)
        return change

    def back(self, user_id: str) -> Change:
        """Keep that somebody is back; nobody covers her cases any more."""
        with self._seat.begin(Act.PEOPLE) as work:
            if _member(work, user_id, LEFT).status != AWAY:
                raise PeopleRefused("not_away")
            for case_id, cover_id in work.caseload.covered_for(user_id):
                work.caseload.unshare(case_id, cover_id, COVER)
            work.people.set_status(user_id, ACTIVE)
            change = Change("worker_back", subject_id=user_id)
            work.commit(change)
        return change

    def left(self, user_id: str) -> Change:
        """Keep that somebody works here no more; her cases were handed over before."""
        with self._seat.begin(Act.PEOPLE) as work:
            member = _member(work, user_id, LEFT)
            if user_id == self._seat.worker.id:
                raise PeopleRefused("left_herself")
            _keep_a_supervisor(work, member, None)
            if work.caseload.cases_of(user_id):
                raise PeopleRefused("cases_left")
            work.people.set_status(user_id, LEFT)
            change = Change("worker_left", subject_id=user_id, reason=member.role.value)
            work.commit(change)
        return change

    def set_office(self, office: OfficeFacts) -> Change:
        """Keep how papers name the own organisation."""
        change = Change("office_named")
        with self._seat.begin(Act.PEOPLE) as work:
            work.people.set_office(office)
            work.commit(change)
        return change

    def on_paper(self) -> OnPaper:
        """Return how this office writes letters."""
        with self._seat.begin(Act.PEOPLE) as work:
            return work.people.on_paper()

    def set_on_paper(self, how: OnPaper) -> Change:
        """Keep how this office writes letters; from now on they are written so."""
        change = Change("letters_written_so", reason=_how_written(how))
        with self._seat.begin(Act.PEOPLE) as work:
            work.people.set_on_paper(how)
            work.commit(change)
        write_letters(how)
        return change

    def called(self) -> str:
        """Return by which term this office calls a person."""
        with self._seat.begin(Act.PEOPLE) as work:
            return work.people.called()

    def set_called(self, term: str) -> Change:
        """Keep by which term this office calls a person; from now on the window says it."""
        if term not in known_terms():
            raise PeopleRefused("no_such_term")
        change = Change("people_called_so", reason=term)
        with self._seat.begin(Act.PEOPLE) as work:
            work.people.set_called(term)
            work.commit(change)
        call_them(term)
        return change

    def keep_copies_with(self, code: str) -> Change:
        """Keep which service she is asked about before copies of her file go elsewhere."""
        with self._seat.begin(Act.PEOPLE) as work:
            if code not in {service.code for service in work.services.all()}:
                raise PeopleRefused("no_such_service")
            work.people.set_kept_with(code)
            change = Change("copies_kept_with", reason=code)
            work.commit(change)
        return change


def _how_written(how: OnPaper) -> str:
    digits = "own_digits" if how.own_digits else "latin_digits"
    return f"{digits} {'second_days' if how.second_days else 'one_day'}"


def _member(work: UnitOfWork, user_id: str, *without: str) -> Member:
    """Return somebody who works here, in none of some states."""
    for member in work.people.members():
        if member.id == user_id and member.status not in without:
            return member
    raise NotFound("worker_not_found")


def _keep_a_supervisor(work: UnitOfWork, member: Member, role: Role | None) -> None:
    """Refuse what would leave nobody to look after the team."""
    if member.role is not Role.SUPERVISOR or role is Role.SUPERVISOR:
        return
    others = (one for one in work.people.members() if one.id != member.id)
    if not any(one.role is Role.SUPERVISOR and one.status == ACTIVE for one in others):
        raise PeopleRefused("last_supervisor")
