"""Holds: what keeps a case from being erased, and the two persons who stand for one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from casework.keeping.erasure import Basis, ErasureRefused, HoldBasis
from casework.keeping.erasures import NewHold
from casework.tasks.task import TaskKind
from casework.team.seat import NotFound
from casework.team.worker import Role, Worker


def code_of(step, *words) -> str:
    with pytest.raises(ErasureRefused) as caught:
        step(*words)
    return caught.value.code


def held(desks, case, second, days=60):
    day = desks.clock.moment.date() + timedelta(days=days)
    return desks.office().erasures.hold(NewHold(case, HoldBasis.COURT, "EX-WHY", second.id, day))


def test_a_hold_to_which_nobody_else_agrees_ends_by_itself(desks):
    case, other = desks.visit(), desks.template.supervisor
    key = held(desks, case, other).subject_id
    (stands,) = desks.office().erasures.check(case).holds
    assert stands.until == desks.clock.moment.date() + timedelta(days=14)
    desks.clock.pass_days(13)
    assert TaskKind.HOLD_REVIEW in {one.kind for one in desks.office().tasks.today().today}
    assert desks.office().erasures.check(case).holds == (stands,)
    desks.clock.pass_days(1)
    assert desks.office().erasures.check(case).holds == ()
    assert desks.office().erasures.holding() == []
    with pytest.raises(NotFound):
        desks.office(other).erasures.agree_to_hold(case, key)
    desks.office().erasures.request(case, Basis.TIME_OVER)


def test_once_the_second_person_agrees_it_stands_until_somebody_ends_it(desks):
    case, other = desks.visit(), desks.template.supervisor
    key = held(desks, case, other, days=900).subject_id
    assert code_of(desks.office().erasures.agree_to_hold, case, key) == "hold_for_another"
    hers = desks.office(other)
    waits = [one for one in hers.tasks.today().today if one.kind is TaskKind.HOLD_AGREE]
    assert [one.case_code for one in waits] == [case]
    assert hers.erasures.check(case).to_agree == {key}
    hers.erasures.agree_to_hold(case, key)
    assert hers.erasures.check(case).to_agree == frozenset()
    desks.clock.pass_days(800)
    (stands,) = desks.office().erasures.check(case).holds
    assert stands.until is None
    kinds = {one.kind for one in desks.office(other).tasks.today().today}
    assert TaskKind.HOLD_AGREE not in kinds


def test_who_is_to_stand_for_it_reads_why_and_no_other_supervisor(desks):
    case, other = desks.visit(), desks.template.supervisor
    held(desks, case, other)
    assert [one.reason for one in desks.office(other).erasures.check(case).holds] == ["EX-WHY"]
    third = Worker("0b" * 16, Role.SUPERVISOR, "Supervisor 2")
    assert [one.reason for one in desks.office(third).erasures.check(case).holds] == [""]


def test_only_who_reaches_the_case_can_be_the_second_person(desks):
    case, template = desks.visit(), desks.template
    far = NewHold(case, HoldBasis.COURT, "EX-WHY", template.colleague.id, date(2030, 1, 1))
    assert code_of(desks.office().erasures.hold, far) == "hold_second_person"
    desks.office().caseload.share(case, template.colleague.id)
    desks.office().erasures.hold(far)


def test_nobody_alone_ends_a_hold_and_erases_what_it_kept(desks):
    case, other = desks.visit(), desks.template.supervisor
    key = held(desks, case, other).subject_id
    desks.office(other).erasures.agree_to_hold(case, key)
    mine = desks.office().erasures
    mine.end_hold(case, key)
    mine.request(case, Basis.HER_WISH, in_danger=True)
    assert code_of(mine.carry_out, case) == "erasure_not_due"
    assert mine.check(case).erasure.due_on == desks.clock.moment.date() + timedelta(days=14)
    desks.office(other).erasures.agree(case)
    mine.carry_out(case)


def test_a_hold_stops_an_erasure_and_needs_a_second_person(desks):
    case, erasures = desks.visit(), desks.office().erasures
    later = desks.clock.moment.date() + timedelta(days=60)
    me, other = desks.template.caseworker.id, desks.template.supervisor.id
    alone = NewHold(case, HoldBasis.COURT, "a hearing", me, later)
    assert code_of(erasures.hold, alone) == "hold_second_person"
    held = erasures.hold(NewHold(case, HoldBasis.COURT, "a hearing", other, later))
    assert code_of(erasures.request, case, Basis.TIME_OVER) == "erasure_held"
    assert [one.reason for one in erasures.check(case).holds] == ["a hearing"]
    erasures.end_hold(case, held.subject_id)
    erasures.request(case, Basis.HER_WISH, in_danger=True)
    erasures.hold(NewHold(case, HoldBasis.CLAIM, "a claim", other, later))
    assert code_of(erasures.carry_out, case) == "erasure_held"


def test_a_hold_is_looked_at_again_by_both_who_stand_for_it(desks):
    case, erasures = desks.visit(), desks.office().erasures
    day, other = desks.clock.moment.date() + timedelta(days=60), desks.template.supervisor
    held = erasures.hold(NewHold(case, HoldBasis.COURT, "a hearing", other.id, day)).subject_id
    assert code_of(erasures.look_again, case, held, desks.clock.moment.date()) == "hold_review_past"
    assert [one.hold.reason for one in erasures.holding()] == [""]
    assert desks.office(desks.template.colleague).erasures.holding() == []
    desks.office(other).erasures.agree_to_hold(case, held)
    desks.clock.pass_days(60)
    offices = [desks.office(), desks.office(other)]
    seen = [[one.kind for one in office.tasks.today().today] for office in offices]
    assert all(TaskKind.HOLD_REVIEW in kinds for kinds in seen)
    erasures.look_again(case, held, day + timedelta(days=60))
    left = [one.kind for one in desks.office().tasks.today().today]
    assert TaskKind.HOLD_REVIEW not in left
    assert [one.hold.review_on for one in erasures.holding()] == [day + timedelta(days=60)]
