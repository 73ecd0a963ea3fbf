"""The work in figures: true counts, nothing of a person, nobody ranked."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from casework.consent.grant import Purpose
from casework.records.case import CaseStatus
from casework.referrals.desk import Move
from casework.referrals.letters import Order
from casework.referrals.referral import ReferralStatus
from casework.team.supervision import Load, Worked
from casework.team.worker import NotPermitted, Role, Worker
from casework.team.workload import Share, quality_of

START = date(2026, 3, 1)


def supervisor(desks):
    return desks.office(desks.template.supervisor)


def test_the_load_of_each_worker_is_counted_a_to_z(desks) -> None:
    first, second = desks.visit(), desks.visit()
    desks.agree(first)
    desks.office().tasks.add(first, "Example", date(2026, 3, 1))
    assert desks.office().cases.find(second)[0].status is CaseStatus.DRAFT
    loads = supervisor(desks).workload.loads()
    assert [one.worker for one in loads] == ["Caseworker 1", "Caseworker 2", "Supervisor 1"]
    assert loads[0] == Load("Caseworker 1", open=1, drafts=1, resting=0, overdue=1, waiting=0)
    assert loads[1] == Load("Caseworker 2", open=0, drafts=0, resting=0, overdue=0, waiting=0)


def test_a_load_says_nothing_of_the_people_it_is_about() -> None:
    assert {one.name for one in fields(Load)} == {
        *("worker", "open", "drafts", "resting", "overdue", "waiting")
    }


def test_the_figures_are_those_of_the_cases_that_began_in_these_days(desks) -> None:
    desks.agree(desks.visit())
    today = desks.clock.moment.date()
    seen = supervisor(desks).workload.quality(today, today)
    assert (seen.cases, seen.assessed.count, seen.referrals) == (1, 0, 0)
    before = supervisor(desks).workload.quality(today - timedelta(9), today - timedelta(1))
    assert (before.cases, before.assessed.count, before.days_to_close) == (0, 0, None)


def worked(number, **changes):
    return replace(
        Worked(START, None, False, False, False, None, frozenset(), number, 1), **changes
    )


def test_an_average_is_of_what_is_known_and_of_nothing_there_is_none() -> None:
    cases = [
        worked(n, assessed=START + timedelta(days=n), planned=True, approved=n > 2, delay=n or None)
        for n in range(5)
    ]
    seen = quality_of(cases)
    assert (seen.days_to_assessment, seen.referrals, seen.follow_ups) == (2.0, 2.0, 1.0)
    assert (seen.approved, seen.delay, seen.days_to_close) == (Share(5, 2), 2.5, None)
    closed = [worked(0, closed=START + timedelta(3), reasons=frozenset([why])) for why in "ab"]
    seen = quality_of([*closed, closed[0]])
    assert (seen.days_to_close, seen.reasons) == (3.0, (("a", 2), ("b", 1)))
    assert quality_of([]).referrals is None


def test_each_figure_is_what_was_done(desks) -> None:
    case, other, third = desks.visit(), desks.visit(), desks.visit()
    desks.agree(case)
    desks.agree(third)
    desks.agree(other, answer="refused")
    office, today = desks.office(), desks.clock.moment.date()
    began = {"start_precision": "exact", "start_date": (today - timedelta(10)).isoformat()}
    office.answers.record(case, "episode", {"continuum": ["survival_sex"], **began}, "en")
    office.answers.record(case, "action_plan", plan("met", "not_applicable"), "en")
    office.answers.record(other, "action_plan", plan("met", "not_begun"), "en")
    office.answers.record(case, "safety_plan", {"review_on": today.isoformat()}, "en")
    office.answers.record(case, "service_given", {}, "en")
    office.letters.issue(Order(case, "Example Clinic A"))
    desks.clock.pass_days(4)
    (asked,) = office.referrals.of(case).lines
    office.referrals.move(case, asked.id, Move(ReferralStatus.ACCEPTED))
    office.grants.withdraw(third, Purpose.REFERRAL)
    now = desks.clock.moment.date()
    seen = supervisor(desks).workload.quality(today, now)
    assert (seen.cases, seen.experiences, seen.delay, seen.services) == (3, 1, 10.0, 0.3)
    assert (seen.completed, seen.reviews_late) == (Share(2, 1), Share(1, 1))
    assert (seen.accepted, seen.days_to_answer) == (Share(1, 1), 4.0)
    said = seen.consent
    assert (said.given, said.refused, said.withdrawn) == (Share(3, 2), Share(3, 1), Share(3, 1))


def plan(*progress):
    return {"actions": [{"action": "EX-STEP", "action_progress": one} for one in progress]}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DATA_STEWARD, Role.CASEWORKER])
def test_who_looks_after_no_team_sees_neither_figures_of_work_nor_a_worker(desks, role) -> None:
    office = desks.office(Worker("09" * 16, role, "Worker 9"))
    today = desks.clock.moment.date()
    for ask in (office.workload.loads, lambda: office.workload.quality(today, today)):
        with pytest.raises(NotPermitted, match=r"^team$"):
            ask()
