"""The course of a case: it rests, closes with care, erases nothing, and opens under its code."""

from __future__ import annotations

import pytest
from agreeing import taken_on
from make import agreed

from casework.cases.course import Missing, NotYetClosed, PauseReason, missing
from casework.disclosure import ConsentMissing
from casework.records.case import CaseStatus, StepNotAllowed
from casework.referrals.desk import ReferralRefused
from casework.team.seat import NotFound

CLINIC = "Example Clinic A"
TOLD = {"plan_reviewed": "yes", "told_may_return": "yes"}


pytestmark = pytest.mark.begins(after=agreed)


@pytest.fixture
def course(desks):
    return desks.office().course


def status(desks, case):
    return desks.office().overview.of(case).status


def closed(desks, case, **answers):
    desks.office().answers.record(case, "closure", TOLD | answers, "en")
    desks.office().course.begin_closing(case)
    return desks.office().course.close(case)


@pytest.mark.parametrize(
    ("said", "lacking"),
    [
        ({}, {Missing.PLAN, Missing.TOLD}),
        ({"plan_reviewed": "yes"}, {Missing.TOLD}),
        ({"told_may_return": "yes"}, {Missing.PLAN}),
        ({"plan_reviewed": "no", "told_may_return": "no"}, {Missing.PLAN}),
        (
            {"plan_reviewed": "no", "plan_not_reviewed": " ", "told_may_return": "no"},
            {Missing.PLAN},
        ),
        ({"plan_reviewed": "no", "plan_not_reviewed": "lost", "told_may_return": "no"}, set()),
        (TOLD, set()),
    ],
)
def test_closing_asks_for_the_plan_or_a_reason_and_that_she_was_told(said, lacking) -> None:
    assert set(missing({f"closure.{name}": value for name, value in said.items()})) == lacking


def test_a_case_rests_and_goes_on(desks, case, course) -> None:
    change = course.pause(case, PauseReason.SAFETY)
    assert (change.kind, change.reason) == ("case_paused", "safety")
    assert status(desks, case) is CaseStatus.PAUSED
    assert course.resume(case).kind == "case_resumed"
    assert status(desks, case) is CaseStatus.OPEN


def test_closing_says_she_may_return_erases_nothing_and_reopening_keeps_the_code(
    desks, case, course
) -> None:
    course.begin_closing(case)
    with pytest.raises(NotYetClosed) as refused:
        course.close(case)
    assert refused.value.missing == (Missing.FORM,)
    desks.office().answers.record(case, "closure", {"plan_reviewed": "yes"}, "en")
    with pytest.raises(NotYetClosed, match="told"):
        course.close(case)
    before = desks.office().overview.of(case)
    desks.office().answers.record(case, "closure", TOLD, "en")
    assert course.close(case).kind == "case_closed"
    after = desks.office().overview.of(case)
    assert after.status is CaseStatus.CLOSED
    assert {one.id for one in before.documents} < {one.id for one in after.documents}
    assert after.contact == before.contact
    assert desks.office().overview.name(case) == "CANARY-NAME"
    change = course.reopen(case)
    assert (change.kind, change.case_code) == ("case_reopened", case)
    assert status(desks, case) is CaseStatus.OPEN
    assert [one.new.value for one in course.of(case).steps] == ["closing", "closed", "open"]


def test_what_was_said_before_a_return_closes_nothing_again(desks, case, course) -> None:
    closed(desks, case)
    course.reopen(case)
    course.begin_closing(case)
    with pytest.raises(NotYetClosed, match="form"):
        course.close(case)


def test_a_closed_case_has_nothing_due_until_it_opens_again(desks, case, course) -> None:
    office = desks.office()
    office.tasks.add(case, "call the clinic")
    office.answers.record(case, "follow_up", {"next_on": "2026-03-10"}, "en")
    assert len(office.tasks.today().today) == 2
    closed(desks, case)
    assert office.tasks.today().today == ()
    assert office.overview.of(case).tasks == ()
    course.reopen(case)
    assert len(office.tasks.today().today) == 2


def test_the_last_step_can_be_taken_back_once(desks, case, course) -> None:
    closed(desks, case)
    assert course.take_back(case).kind == "case_step_taken_back"
    assert status(desks, case) is CaseStatus.CLOSING
    with pytest.raises(NotFound):
        course.take_back(case)
    assert course.close(case).kind == "case_closed"


def test_nothing_goes_over_to_a_service_before_it_taken_on(desks, case, course) -> None:
    desks.agree(case, purpose="transfer")
    with pytest.raises(ReferralRefused, match="transfer_not_accepted"):
        course.transfer(case, CLINIC)
    assert taken_on(desks, case).may_hand_over
    course.pause(case, PauseReason.SAFETY)
    assert not desks.office().referrals.of(case).lines[0].may_hand_over


def test_nothing_goes_over_to_a_service_without_her_agreement_to_that(desks, case, course) -> None:
    assert not taken_on(desks, case).may_hand_over
    with pytest.raises(ConsentMissing):
        course.transfer(case, CLINIC)
    desks.agree(case, purpose="transfer")
    assert course.transfer(case, CLINIC).kind == "case_transferred"
    assert status(desks, case) is CaseStatus.TRANSFERRED_OUT
    assert course.of(case).may == frozenset()


def test_a_draft_is_opened_by_her_consent_alone(desks, course) -> None:
    case = desks.visit()
    for act in (course.resume, course.begin_closing, course.close, course.reopen):
        with pytest.raises(StepNotAllowed):
            act(case)
    assert course.of(case).may == frozenset()


@pytest.mark.parametrize("old", ["open", "paused"])
def test_opening_again_is_only_for_what_was_closed(case, course, old) -> None:
    if old == "paused":
        course.pause(case, PauseReason.NO_CONTACT)
    with pytest.raises(StepNotAllowed):
        course.reopen(case)
    with pytest.raises(StepNotAllowed):
        course.close(case)


def test_each_step_stands_in_the_history_with_its_reason(desks, case, course) -> None:
    course.pause(case, PauseReason.NO_CONTACT)
    course.resume(case)
    lines = desks.office().history.of(case)
    said = [(one.act, one.subject) for one in lines if one.act.startswith("case_")]
    assert said[:2] == [("case_resumed", ""), ("case_paused", "no_contact")]
