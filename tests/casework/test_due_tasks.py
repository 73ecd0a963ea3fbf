"""Tasks that follow from forms: due by their days, done once, gone when they no longer hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from make import START, agreed

from casework.cases.caseline import View
from casework.persons.pair import PairAnswer
from casework.tasks.task import TaskKind
from casework.team.seat import NotFound

TODAY = START.date()
CONTACT = {"purpose": "follow_up_contact", "recipient": None, "categories": None, "items": None}


def day(days):
    return (TODAY + timedelta(days=days)).isoformat()


pytestmark = pytest.mark.begins(after=agreed)


@pytest.fixture
def office(desks):
    return desks.office()


def kinds(office):
    found = office.tasks.today()
    return [(one.kind.value, one.due) for one in (*found.today, *found.this_week)]


def steps(office, case):
    return [(one.kind, one.due) for one in office.overview.of(case).tasks]


def test_the_newest_safety_plan_says_when_it_is_looked_at_again(office, case) -> None:
    office.answers.record(case, "safety_plan", {"review_on": day(1)}, "en")
    office.answers.record(case, "safety_plan", {"review_on": day(2)}, "en")
    assert steps(office, case) == [(TaskKind.PLAN_REVIEW, date.fromisoformat(day(2)))]
    office.answers.record(case, "safety_plan", {"review_on": day(3), "ended": "yes"}, "en")
    assert steps(office, case) == []


def test_the_next_contact_is_due_until_there_was_another(desks, office, case) -> None:
    office.answers.record(case, "follow_up", {"next_on": day(1), "next_at": "10:00"}, "en")
    (line,) = office.tasks.today().this_week
    assert (line.kind, line.case_code, line.at.hour) == (TaskKind.FOLLOW_UP, case, 10)
    assert line.title == line.subject == ""
    desks.clock.pass_days(2)
    assert office.tasks.today().today[0].carried
    office.answers.record(case, "follow_up", {"outcome": "spoken"}, "en")
    assert kinds(office) == []


def test_actions_are_due_unless_she_said_no_or_they_are_done(office, case) -> None:
    plan = [
        {"action": "CANARY-ONE", "action_due": day(1), "decision": "agreed"},
        {"action": "two", "action_due": day(1), "decision": "declined"},
        {"action": "three", "action_due": day(1), "action_progress": "met"},
        {"action": "four", "decision": "agreed"},
        {"action": "five", "action_due": day(2), "decision": "changed"},
    ]
    office.answers.record(case, "action_plan", {"actions": plan}, "en")
    agreed = [{"action": "six", "action_due": day(1)}]
    office.answers.record(case, "conference", {"actions": agreed}, "en")
    assert [kind for kind, _ in kinds(office)] == ["action", "conference_action", "action"]
    assert "CANARY" not in repr(office.tasks.today())


def test_what_is_done_is_not_told_again_and_comes_back_when_that_is_taken_back(
    office, case
) -> None:
    office.answers.record(case, "follow_up", {"next_on": day(0)}, "en")
    (line,) = office.tasks.today().today
    assert office.tasks.done(line.id).reason == "follow_up"
    assert kinds(office) == []
    assert office.tasks.week()[1].done == 1
    with pytest.raises(NotFound):
        office.tasks.done(line.id)
    office.tasks.reopen(line.id)
    assert office.tasks.today().today == (line,)
    office.tasks.done(line.id)
    assert kinds(office) == []


def test_another_day_is_another_thing_to_do(office, case) -> None:
    office.answers.record(case, "safety_plan", {"review_on": day(0)}, "en")
    (line,) = office.tasks.today().today
    office.tasks.done(line.id)
    (entry,) = office.filling.entries(case, "safety_plan")
    sheet = office.filling.amend(case, entry.id)
    values = dict(sheet.doc.values) | {"safety_plan.review_on": day(1)}
    office.filling.finish(sheet, type(sheet.doc)(sheet.doc.form_id, sheet.doc.version, values))
    assert kinds(office) == [("plan_review", date.fromisoformat(day(1)))]


def test_whom_nobody_may_contact_again_is_not_followed_up(desks, office, case) -> None:
    office.answers.record(case, "follow_up", {"next_on": day(0)}, "en")
    assert list(office.caselist.numbers(View.FOLLOW_UP_DUE)) != []
    desks.agree(case, answer="refused", valid_until=None, **CONTACT)
    assert list(office.caselist.numbers(View.FOLLOW_UP_DUE)) == []
    office.answers.record(case, "safety_plan", {"review_on": day(0)}, "en")
    assert [kind for kind, _ in kinds(office)] == ["plan_review"]
    assert [kind for kind, _ in steps(office, case)] == [TaskKind.PLAN_REVIEW]
    assert list(office.caselist.numbers(View.FOLLOW_UP_DUE)) != []


@pytest.mark.parametrize("agreed_here", [False, True])
def test_whom_nobody_may_contact_by_another_case_of_hers_is_not_followed_up(
    desks, office, case, agreed_here
) -> None:
    if agreed_here:
        desks.agree(case, **CONTACT)
    office.answers.record(case, "follow_up", {"next_on": day(0)}, "en")
    other = desks.visit()
    desks.agree(other)
    desks.agree(other, answer="refused", valid_until=None, **CONTACT)
    assert list(office.caselist.numbers(View.FOLLOW_UP_DUE)) != []
    office.likeness.say(case, other, PairAnswer.SAME)
    assert list(office.caselist.numbers(View.FOLLOW_UP_DUE)) == []
    assert kinds(office) == []
    desks.agree(case, **CONTACT)
    assert list(office.caselist.numbers(View.FOLLOW_UP_DUE)) != []


def test_a_colleague_neither_sees_nor_marks_what_is_due(desks, office, case) -> None:
    office.answers.record(case, "follow_up", {"next_on": day(0)}, "en")
    (line,) = office.tasks.today().today
    colleague = desks.office(desks.template.colleague)
    assert kinds(colleague) == []
    with pytest.raises(NotFound):
        colleague.tasks.done(line.id)


def test_the_list_knows_what_is_due_and_shows_it_as_the_next_step(office, case) -> None:
    office.tasks.add(case, "later", TODAY + timedelta(days=5))
    office.answers.record(case, "follow_up", {"next_on": day(0)}, "en")
    (number,) = office.caselist.numbers(View.FOLLOW_UP_DUE)
    (line,) = office.caselist.lines([number])
    assert (line.next.kind, line.next.due) == (TaskKind.FOLLOW_UP, TODAY)
    office.tasks.done(line.next.id)
    assert list(office.caselist.numbers(View.FOLLOW_UP_DUE)) == []
