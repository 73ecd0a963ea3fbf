"""The work in figures: true counts, nothing of a person, nobody ranked."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.case import CaseStatus
from casework.supervision import Load, Worked
from casework.worker import NotPermitted, Role, Worker
from casework.workload import FEWEST, quality_of

START = date(2026, 3, 1)
DAYS = st.integers(0, 60).map(lambda days: START + timedelta(days=days))
CASES = st.lists(
    st.builds(
        Worked,
        began=st.just(START),
        assessed=st.none() | DAYS,
        planned=st.booleans(),
        approved=st.booleans(),
        safety_plan=st.booleans(),
        closed=st.none() | DAYS,
        reasons=st.frozensets(st.sampled_from(["needs_met", "left_area", "her_request"])),
        referrals=st.integers(0, 4),
        follow_ups=st.integers(0, 4),
    ),
    max_size=14,
)


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
    for _number in range(FEWEST):
        desks.agree(desks.visit())
    today = desks.clock.moment.date()
    seen = supervisor(desks).workload.quality(today, today)
    assert (seen.cases, seen.assessed.count, seen.referrals) == (FEWEST, 0, 0)
    before = supervisor(desks).workload.quality(today - timedelta(9), today - timedelta(1))
    assert (before.cases, before.assessed.count, before.days_to_close) == (0, None, None)


@given(CASES)
def test_no_figure_speaks_of_fewer_cases_than_may_be_told(cases) -> None:
    # Of fewer than five people a figure tells of each.
    assert FEWEST >= 5
    seen = quality_of(cases)
    shares = (seen.assessed, seen.planned, seen.approved, seen.safety_plans, seen.closed)
    for share in shares:
        assert (share.count is None) == (share.of < FEWEST)
    assert all(count is None or count >= FEWEST for _reason, count in seen.reasons)
    assert (seen.referrals is None) == (len(cases) < FEWEST)
    assert (seen.days_to_close is None) == (sum(1 for one in cases if one.closed) < FEWEST)
    assert [reason for reason, _count in seen.reasons] == sorted(dict(seen.reasons))


def test_an_average_is_an_average() -> None:
    cases = [
        Worked(START, START + timedelta(days=n), True, n > 2, False, None, frozenset(), n, 1)
        for n in range(FEWEST)
    ]
    seen = quality_of(cases)
    assert (seen.days_to_assessment, seen.referrals, seen.follow_ups) == (2.0, 2.0, 1.0)
    assert (seen.approved.of, seen.approved.count) == (FEWEST, 2)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DATA_STEWARD])
def test_who_only_counts_sees_figures_and_no_worker(desks, role) -> None:
    office = desks.office(Worker("09" * 16, role, "Worker 9"))
    today = desks.clock.moment.date()
    assert office.workload.quality(today, today).cases == 0
    with pytest.raises(NotPermitted, match=r"^team$"):
        office.workload.loads()
    with pytest.raises(NotPermitted, match=r"^statistics$"):
        desks.office().workload.quality(today, today)
