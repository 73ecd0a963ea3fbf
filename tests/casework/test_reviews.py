"""A supervisor's look at plans and closures: asked for, approved, sent back with a note."""

from __future__ import annotations

import pytest
from make import agreed

from casework.cases.course import Missing, NotYetClosed
from casework.records.case import CaseStatus
from casework.records.uncalled import MASKED
from casework.tasks.task import TaskKind
from casework.team.reviews import ReviewRefused
from casework.team.seat import NotFound
from casework.team.supervision import ReviewState, Why
from casework.team.worker import NotPermitted, Role, Worker

CLOSURE = {"plan_reviewed": "yes", "told_may_return": "yes"}


pytestmark = pytest.mark.begins(after=agreed)


def supervisor(desks):
    return desks.office(desks.template.supervisor)


def closing(desks, case):
    """Begin to close a case; return the id of the form about it."""
    desks.office().answers.record(case, "closure", CLOSURE, "en")
    desks.office().course.begin_closing(case)
    return desks.office().filling.entries(case, "closure")[0].id


def test_a_closure_is_asked_about_and_approved(desks, case) -> None:
    entry = closing(desks, case)
    asked = desks.office().reviews.ask(case, entry).subject_id
    (line,) = supervisor(desks).reviews.waiting()
    assert (line.case_code, line.form_id, line.worker, line.state) == (
        case,
        "closure",
        "Caseworker 1",
        ReviewState.ASKED,
    )
    (task,) = supervisor(desks).tasks.today().today
    assert (task.kind, task.case_code, task.safe_way) == (TaskKind.SUPERVISOR_REVIEW, case, MASKED)
    supervisor(desks).reviews.approve(asked)
    assert supervisor(desks).reviews.waiting() == []
    assert [one.state for one in desks.office().reviews.of(case)] == [ReviewState.APPROVED]
    with pytest.raises(ReviewRefused, match=r"^review_decided$"):
        supervisor(desks).reviews.send_back(asked, "Too late")


def test_what_waits_longest_stands_first_on_today(desks) -> None:
    """In no order somebody waited for weeks below what was asked this morning."""
    cases = [desks.visit() for _ in range(4)]
    other = Worker("0b" * 16, Role.SUPERVISOR, "Supervisor 2")
    supervisor(desks).people.add(other.id, other.name, other.role, bytes(32))
    for one in cases:
        desks.agree(one)
        desks.office().reviews.ask(one, closing(desks, one))
        desks.office(other).glass.open(one, Why.DANGER)
    told = [(one.kind, one.case_code) for one in supervisor(desks).tasks.today().today]
    kinds = (TaskKind.SUPERVISOR_REVIEW, TaskKind.GLASS_REVIEW)
    assert told == [(kind, one) for kind in kinds for one in cases]


def test_what_is_sent_back_says_what_is_missing_and_can_be_asked_again(desks, case) -> None:
    entry = closing(desks, case)
    asked = desks.office().reviews.ask(case, entry).subject_id
    with pytest.raises(ReviewRefused, match=r"^review_asked_already$"):
        desks.office().reviews.ask(case, entry)
    with pytest.raises(ReviewRefused, match=r"^review_note_missing$"):
        supervisor(desks).reviews.send_back(asked, " ")
    supervisor(desks).reviews.send_back(asked, "Ask about childcare once more")
    (line,) = desks.office().reviews.of(case)
    assert (line.state, line.note, line.by) == (
        ReviewState.SENT_BACK,
        "Ask about childcare once more",
        "Supervisor 1",
    )
    desks.office().reviews.ask(case, entry)
    assert [one.act for one in desks.office().history.of(case)[1:4]] == [
        "reviews_read",
        "review_sent_back",
        "review_asked",
    ]


def test_a_plan_is_looked_at_and_sent_back_as_a_closure_is(desks, case) -> None:
    desks.office().answers.record(case, "action_plan", {"goals": [{"goal": "EX-GOAL"}]}, "en")
    (plan,) = desks.office().filling.entries(case, "action_plan")
    asked = desks.office().reviews.ask(case, plan.id).subject_id
    (line,) = supervisor(desks).reviews.waiting()
    assert (line.case_code, line.form_id, line.entry_id) == (case, "action_plan", plan.id)
    supervisor(desks).reviews.send_back(asked, "Who goes with her?")
    (line,) = desks.office().reviews.of(case)
    assert (line.form_id, line.note) == ("action_plan", "Who goes with her?")


def test_a_case_closes_without_a_look_unless_the_office_wants_one(desks, case) -> None:
    entry = closing(desks, case)
    supervisor(desks).reviews.set_closing(needs_one=True)
    assert supervisor(desks).reviews.closing_needs_one()
    with pytest.raises(NotYetClosed) as refused:
        desks.office().course.close(case)
    assert refused.value.missing == (Missing.REVIEW,)
    asked = desks.office().reviews.ask(case, entry).subject_id
    supervisor(desks).reviews.send_back(asked, "Not yet")
    with pytest.raises(NotYetClosed):
        desks.office().course.close(case)
    supervisor(desks).reviews.approve(desks.office().reviews.ask(case, entry).subject_id)
    desks.office().course.close(case)
    assert desks.office().course.of(case).status is CaseStatus.CLOSED


def test_a_case_closes_by_its_worker_where_the_office_wants_no_look(desks, case) -> None:
    closing(desks, case)
    desks.office().course.close(case)
    assert desks.office().course.of(case).status is CaseStatus.CLOSED


def test_nobody_approves_what_she_asked_for_herself(desks) -> None:
    office = supervisor(desks)
    case = office.answers.record(
        None, "intake", {"limits_explained": "yes", "name_used": "EX-1"}, "en"
    ).case_code
    office.answers.record(case, "closure", CLOSURE, "en")
    asked = office.reviews.ask(case, office.filling.entries(case, "closure")[0].id).subject_id
    assert office.reviews.waiting() == []
    with pytest.raises(ReviewRefused, match=r"^review_own$"):
        office.reviews.approve(asked)


def test_only_plans_and_closures_are_looked_at_and_by_supervisors_only(desks, case) -> None:
    intake = desks.office().filling.entries(case, "intake")[0].id
    with pytest.raises(NotFound, match=r"^entry_not_found$"):
        desks.office().reviews.ask(case, intake)
    for ask in (
        lambda desk: desk.waiting(),
        lambda desk: desk.approve("00" * 16),
        lambda desk: desk.closing_needs_one(),
    ):
        with pytest.raises(NotPermitted):
            ask(desks.office().reviews)
    with pytest.raises(NotFound, match=r"^review_not_found$"):
        supervisor(desks).reviews.approve("00" * 16)
