"""The desk for erasures: asked for, checked, agreed to or waited for, carried out, certified."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from casework import lengths
from casework.changes import Change
from casework.ids import new_id
from casework.keeping.erasure import Basis, Beyond, Erasure, ErasureRefused, Hold, HoldBasis
from casework.records.case import CaseStatus
from casework.team.seat import NotFound, case_seen
from casework.team.worker import Act, may

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from casework.ports.stores import UnitOfWork
    from casework.team.seat import Seat
    from casework.team.worker import Worker


@dataclass(frozen=True, slots=True)
class ErasureCheck:
    """What an erasure of a case would meet and what it would take: shown before it is asked for.

    `letters_out` are those that services still hold; `erasure` is the one under way; `others` are
    who can stand for a hold too, and `to_agree` the holds that wait for whoever looks.
    """

    holds: tuple[Hold, ...]
    letters_out: int
    forms: int
    letters: int
    files: int
    erasure: Erasure | None
    may_be_done: bool
    mine: bool
    others: tuple[Worker, ...] = ()
    to_agree: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ErasureDue:
    """A case that is to be erased, for the list of those."""

    case_code: str
    due_on: date
    may_be_done: bool
    held: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """A hold with the code of its case, for the list of those; without its reason."""

    case_code: str
    hold: Hold


@dataclass(frozen=True, slots=True)
class Erased:
    """A case that is gone: what its certificate says, and the change; neither has its code.

    `beyond` is what was not reached: the case is gone all the same.
    """

    erasure: Erasure
    change: Change
    beyond: Beyond = field(default_factory=Beyond)


@dataclass(frozen=True, slots=True)
class NewHold:
    """A hold that somebody asks for: on what it rests, why, who agrees, when one looks again."""

    case_code: str
    basis: HoldBasis
    reason: str = field(repr=False)
    second_by: str
    review_on: date
    unsafe_to_tell: bool = False


class ErasuresDesk:
    """What a worker may ask and do about erasing cases.

    A supervisor does it masked: that a case goes is hers to agree to, what it says is not hers to
    read.
    """

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def check(self, case_code: str) -> ErasureCheck:
        """Return what stands against erasing a case, and what would go."""
        today = self._seat.now().date()
        with self._seat.begin(Act.RECORD) as work:
            case = case_seen(work, case_code)
            work.note("erasure_checked", case.id)
            erasure = work.erasures.of(case.id)
            out = [
                one
                for key in (case.id, *(key for key, _ in work.likenesses.others(case.id)))
                for one in work.letters.of(key)
                if not one.recalled and one.valid_until >= today
            ]
            forms, letters, files = work.erasures.extent(case.id)
            me, clear = self._seat.worker.id, work.glass.is_clear(case.id)
            holds = work.erasures.holds.of(case.id, today)
            return ErasureCheck(
                holds=tuple(one if clear else _shown(one, me) for one in holds),
                letters_out=len(out),
                forms=forms,
                letters=letters,
                files=files,
                erasure=erasure,
                may_be_done=erasure is not None and erasure.may_be_done(today),
                mine=erasure is not None and erasure.asked_by == me,
                others=_others(work, case.id, me),
                to_agree=frozenset(one.id for one in holds if _waits_for(one, me)),
            )

    def due(self) -> Sequence[ErasureDue]:
        """Return the cases that are to be erased, the first due first."""
        today = self._seat.now().date()
        with self._seat.begin(Act.RECORD) as work:
            # A case behind a wall is not there for whoever is kept from it.
            found = [one for one in work.erasures.open() if work.cases.by_code(one[0])]
            work.note("erasures_listed", reason=str(len(found)))
            lines = [
                ErasureDue(
                    code,
                    one.due_on,
                    one.may_be_done(today),
                    bool(work.erasures.holds.of(one.case_id, today)),
                )
                for code, one in found
            ]
        return sorted(lines, key=lambda line: (line.due_on, line.case_code))

    def request(self, case_code: str, basis: Basis, *, in_danger: bool = False) -> Change:
        """Ask that a case be erased; refused while a hold stands."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_seen(work, case_code)
            if work.erasures.of(case.id) is not None:
                raise ErasureRefused("erasure_asked_before")
            _demand_no_hold(work, case.id, self._seat.now().date())
            _demand_all(work, case.id)
            erasure = Erasure(
                id=new_id().hex(),
                case_id=case.id,
                before=case.status_code,
                basis=basis,
                in_danger=in_danger,
                asked_on=self._seat.now().date(),
                asked_by=self._seat.worker.id,
            )
            work.erasures.keep(erasure)
            work.cases.set_status(case.id, CaseStatus.ERASURE_DUE)
            change = Change("erasure_asked", case.id, case.code, erasure.id, basis.value)
            work.commit(change)
        return change

    def agree(self, case_code: str) -> Change:
        """Agree, as a second person, that a case be erased without waiting."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_seen(work, case_code)
            erasure = _under_way(work, case.id)
            if erasure.asked_by == self._seat.worker.id:
                raise ErasureRefused("erasure_second_person")
            work.erasures.keep(replace(erasure, agreed_by=self._seat.worker.id))
            change = Change("erasure_agreed", case.id, case.code, erasure.id)
            work.commit(change)
        return change

    def take_back(self, case_code: str) -> Change:
        """Keep a case after all; it stands again where it stood."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_seen(work, case_code)
            erasure = _under_way(work, case.id)
            work.erasures.keep(replace(erasure, taken_back_on=self._seat.now().date()))
            # No step leads back from here; taking back undoes one that was taken.
            work.cases.set_status(case.id, CaseStatus(erasure.before))
            change = Change("erasure_taken_back", case.id, case.code, erasure.id)
            work.commit(change)
        return change

    def carry_out(self, case_code: str) -> Erased:
        """Erase a case for ever; return what the certificate says.

        Refused while a hold stands, and before a second person agreed or the time is over.
        """
        today = self._seat.now().date()
        with self._seat.begin(Act.RECORD) as work:
            case = case_seen(work, case_code)
            erasure = _under_way(work, case.id)
            _demand_no_hold(work, case.id, today)
            if not erasure.may_be_done(today):
                raise ErasureRefused("erasure_not_due")
            forms, letters, files = work.erasures.extent(case.id)
            done = replace(erasure, done_on=today, forms=forms, letters=letters, files=files)
            work.erasures.keep(done)
            # What was put together goes together: she asked to be forgotten, not one of her codes.
            for key, code in ((case.id, case.code), *_demand_all(work, case.id)):
                work.erasures.destroy(key, code, erasure.basis.value)
            change = Change("case_erased", subject_id=case.id, reason=erasure.basis.value)
            work.commit(change)
            beyond = work.erasures.beyond()
        return Erased(done, change, beyond)

    def beyond(self) -> Beyond:
        """Return what the erasures of this workbook did not reach: media, and older copies."""
        with self._seat.begin(Act.RECORD) as work:
            return work.erasures.beyond()

    def holding(self) -> Sequence[Holding]:
        """Return the holds that stand, those first that are looked at again first."""
        with self._seat.begin(Act.RECORD) as work:
            found = work.erasures.holds.standing(self._seat.now().date())
            work.note("holds_listed", reason=str(len(found)))
            lines = [Holding(code, replace(one, reason="")) for code, one in found]
        return sorted(lines, key=lambda line: (line.hold.review_on, line.case_code))

    def hold(self, asked: NewHold) -> Change:
        """Keep a case from being erased for now; a second person is asked to stand for it too.

        It stands from now on, and no longer than the time of waiting until she agrees.
        """
        reason, today = " ".join(asked.reason.split()), self._seat.now().date()
        if not reason or len(reason) > lengths.HOLD:
            raise ErasureRefused("hold_reason_long" if reason else "hold_reason_missing")
        if asked.review_on <= today:
            raise ErasureRefused("hold_review_past")
        with self._seat.begin(Act.RECORD) as work:
            case = case_seen(work, asked.case_code)
            others = _others(work, case.id, self._seat.worker.id)
            if asked.second_by not in {one.id for one in others}:
                raise ErasureRefused("hold_second_person")
            hold = Hold(
                id=new_id().hex(),
                case_id=case.id,
                basis=asked.basis,
                reason=reason,
                held_by=self._seat.worker.id,
                second_by=asked.second_by,
                since=today,
                review_on=asked.review_on,
                unsafe_to_tell=asked.unsafe_to_tell,
            )
            work.erasures.holds.keep(hold)
            change = Change("hold_set", case.id, case.code, hold.id, asked.basis.value)
            work.commit(change)
        return change

    def agree_to_hold(self, case_code: str, hold_id: str) -> Change:
        """Keep that the second person stands for a hold too; nobody agrees in her place."""
        worker, today = self._seat.worker.id, self._seat.now().date()

        def agreed(hold: Hold) -> Hold:
            if hold.second_by != worker:
                raise ErasureRefused("hold_for_another")
            return replace(hold, agreed_on=today)

        return _change_hold(self._seat, case_code, hold_id, "hold_agreed", agreed)

    def end_hold(self, case_code: str, hold_id: str) -> Change:
        """Let a hold end."""
        today = self._seat.now().date()
        ended = partial(replace, ended_on=today)
        return _change_hold(self._seat, case_code, hold_id, "hold_ended", ended)

    def look_again(self, case_code: str, hold_id: str, review_on: date) -> Change:
        """Let a hold stand, and look at it again on a later day."""
        if review_on <= self._seat.now().date():
            raise ErasureRefused("hold_review_past")
        later = partial(replace, review_on=review_on)
        return _change_hold(self._seat, case_code, hold_id, "hold_kept", later)


def _change_hold(
    seat: Seat, case_code: str, hold_id: str, kind: str, step: Callable[[Hold], Hold]
) -> Change:
    with seat.begin(Act.RECORD) as work:
        case = case_seen(work, case_code)
        holds = work.erasures.holds.of(case.id, seat.now().date())
        found = [one for one in holds if one.id == hold_id]
        if not found:
            raise NotFound("hold_not_found")
        work.erasures.holds.keep(step(found[0]))
        change = Change(kind, case.id, case.code, hold_id)
        work.commit(change)
    return change


def _shown(hold: Hold, worker: str) -> Hold:
    """Return a hold of a masked case: its words are for those alone who stand for it."""
    return hold if worker in (hold.held_by, hold.second_by) else replace(hold, reason="")


def _waits_for(hold: Hold, worker: str) -> bool:
    return hold.agreed_on is None and hold.second_by == worker


def _others(work: UnitOfWork, case_id: str, worker: str) -> tuple[Worker, ...]:
    """Return who can be the second person of a hold, A to Z: whoever else reaches the case.

    Of a case that nobody else reaches, whoever does case work: it must not be lost for that.
    """
    load = work.caseload
    hers = {load.worker_of(case_id), *(one.id for one in load.sharers(case_id))}
    work_here = [
        one
        for one in work.people.all()
        if one.id != worker and may(one, Act.RECORD) and load.may_take(case_id, one.id)
    ]
    near = [
        one
        for one in work_here
        if one.id in hers or (one.sees_all_cases and load.is_seen_by(case_id, one.id))
    ]
    return tuple(near or work_here)


def _under_way(work: UnitOfWork, case_id: str) -> Erasure:
    erasure = work.erasures.of(case_id)
    if erasure is None:
        raise ErasureRefused("erasure_not_asked")
    return erasure


def _demand_all(work: UnitOfWork, case_id: str) -> Sequence[tuple[str, str]]:
    """Return the other cases of the same person; refuse when one of them is not hers to erase."""
    others = work.likenesses.others(case_id)
    if any(work.cases.by_code(code) is None for _, code in others):
        raise ErasureRefused("erasure_of_another")
    return others


def _demand_no_hold(work: UnitOfWork, case_id: str, today: date) -> None:
    if work.erasures.holds.of(case_id, today):
        raise ErasureRefused("erasure_held")
