"""Tasks: what is for today, this week, or waits; done, taken back, void with what it rested on."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from make import START

from casework.consent.grant import Purpose
from casework.referrals.letters import Order
from casework.tasks.desk import DayCount, TaskRefused
from casework.tasks.task import TaskKind, TaskStatus, TaskStepNotAllowed, step
from casework.team.seat import NotFound
from casework.team.worker import NotPermitted, Role, Worker
from forms.filling import fill
from forms.session import open_session

CLINIC = "Example Clinic A"
# The clock of these tests begins on a Tuesday.
TUESDAY = START.date()


def day(days):
    return TUESDAY + timedelta(days=days)


def today(desks, worker=None):
    return desks.office(worker).tasks.today()


def titles(lines):
    return [line.title for line in lines]


def begin(desks):
    case = desks.visit(safe_way="phone_call", code_word="CANARY-WORD")
    desks.agree(case)
    return case


pytestmark = pytest.mark.begins(after=begin)


@pytest.fixture
def tasks(desks):
    return desks.office().tasks


def test_tasks_stand_under_today_or_this_week_by_day_and_hour(desks, case, tasks) -> None:
    tasks.add(case, "whenever")
    tasks.add(case, "at two", day(0), time(14))
    tasks.add(case, "in the morning", day(0), time(9))
    tasks.add(case, "some time today", day(0))
    tasks.add(case, "on Sunday", day(5))
    tasks.add(case, "on Thursday", day(2))
    tasks.add(case, "next Monday", day(6))
    found = today(desks)
    assert found.on == TUESDAY
    assert titles(found.today) == ["in the morning", "at two", "some time today", "whenever"]
    assert titles(found.this_week) == ["on Thursday", "on Sunday"]
    assert found.waiting == ()


def test_what_was_not_done_is_carried_over_with_its_day(desks, case, tasks) -> None:
    tasks.add(case, "today")
    tasks.add(case, "from Tuesday", day(0))
    desks.clock.pass_days(1)
    first, other = today(desks).today
    assert (first.title, first.due, first.carried) == ("from Tuesday", TUESDAY, True)
    assert (other.title, other.carried) == ("today", False)


def test_a_line_says_how_she_may_be_reached_and_no_name(desks, case, tasks) -> None:
    change = tasks.add(case, "  CANARY\ttitle ", day(0), time(10))
    (line,) = today(desks).today
    assert (change.kind, change.case_code, change.subject_id) == ("task_added", case, line.id)
    assert (line.case_code, line.title, line.kind) == (case, "CANARY title", TaskKind.OWN)
    assert (line.safe_way, line.code_word, line.at) == ("phone_call", "CANARY-WORD", time(10))
    assert "CANARY" not in repr(today(desks))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("  ",), "task_title_missing"),
        (("CANARY" * 40,), "task_title_long"),
        (("x", None, time(9)), "task_hour_without_day"),
    ],
)
def test_a_task_that_says_nothing_is_refused_by_a_code(desks, case, tasks, asked, code) -> None:
    with pytest.raises(TaskRefused, match=f"^{code}$"):
        tasks.add(case, *asked)
    assert today(desks).today == ()


def test_done_can_be_taken_back(desks, case, tasks) -> None:
    task = tasks.add(case, "x", day(0)).subject_id
    assert tasks.done(task).kind == "task_done"
    assert today(desks).today == ()
    with pytest.raises(TaskStepNotAllowed):
        tasks.done(task)
    assert tasks.reopen(task).kind == "task_reopened"
    assert titles(today(desks).today) == ["x"]
    assert tasks.cancel(task).kind == "task_cancelled"
    assert today(desks).today == ()
    tasks.reopen(task)
    assert titles(today(desks).today) == ["x"]
    assert desks.workbook.check().faults == ()


def test_what_is_void_stays_void() -> None:
    assert step(TaskStatus.OPEN, TaskStatus.VOID) is TaskStatus.VOID
    for status in TaskStatus:
        with pytest.raises(TaskStepNotAllowed):
            step(TaskStatus.VOID, status)


def test_a_letter_leaves_an_answer_to_wait_for_and_words_to_tell(desks, case) -> None:
    desks.office().letters.issue(Order(case, CLINIC, protect=True))
    found = today(desks)
    (told,) = found.today
    assert (told.kind, told.title, told.subject, told.due) == (
        TaskKind.TELL_WORDS,
        "",
        CLINIC,
        TUESDAY,
    )
    (reply,) = found.waiting
    assert (reply.kind, reply.subject, reply.due) == (TaskKind.REPLY, CLINIC, day(14))
    desks.clock.pass_days(3)
    desks.office().letters.issue(Order(case, CLINIC))
    assert [one.due for one in today(desks).waiting] == [day(17)]


def test_without_a_passphrase_there_are_no_words_to_tell(desks, case) -> None:
    desks.office().letters.issue(Order(case, CLINIC))
    assert today(desks).today == ()


@pytest.mark.parametrize("purpose", [Purpose.REFERRAL, Purpose.CASE_SERVICE])
def test_what_rests_on_a_grant_is_void_when_it_ends(desks, case, tasks, purpose) -> None:
    tasks.add(case, "own", day(0))
    desks.office().letters.issue(Order(case, CLINIC, protect=True))
    desks.office().grants.withdraw(case, purpose)
    found = today(desks)
    assert found.waiting == ()
    # When the work together ends, nothing is left to do but to tell who holds a letter.
    left = [line for line in found.today if line.kind is not TaskKind.TELL_SERVICE]
    assert titles(left) == ([] if purpose is Purpose.CASE_SERVICE else ["own"])
    assert len(found.today) == len(left) + 1


def test_what_rests_on_a_grant_is_void_after_its_last_day(desks) -> None:
    case = desks.visit()
    desks.agree(case, valid_until=day(3).isoformat())
    desks.office().letters.issue(Order(case, CLINIC))
    desks.clock.pass_days(3)
    assert len(today(desks).waiting) == 1
    desks.clock.pass_days(1)
    assert today(desks).waiting == ()


def test_she_is_asked_again_before_a_grant_ends_and_that_can_be_taken_back(desks) -> None:
    case = desks.visit()
    desks.agree(case, valid_until=day(4).isoformat())
    (line,) = today(desks).this_week
    assert (line.kind, line.due, line.case_code) == (TaskKind.CONSENT_REVIEW, day(4), case)
    change = desks.office().tasks.done(line.id)
    assert (change.kind, change.case_code, change.reason) == ("task_done", case, "consent_review")
    assert today(desks).this_week == ()
    desks.office().tasks.reopen(line.id)
    assert today(desks).this_week == (line,)
    desks.office().tasks.done(line.id)
    assert today(desks).this_week == ()


def test_a_form_that_was_begun_is_to_be_finished(desks, case, tasks) -> None:
    sheet = desks.office().filling.open(case, "episode")
    session = open_session(sheet.model, sheet.doc, desks.clock, "en", sheet.externals)
    fill(session, {"own_words": "CANARY-BEGUN"})
    desks.office().filling.keep(sheet, session.draft())
    (line,) = today(desks).today
    assert (line.kind, line.subject, line.case_code) == (TaskKind.FINISH_FORM, "episode", case)
    with pytest.raises(NotFound, match=r"^task_not_found$"):
        tasks.done(line.id)


def test_nobody_moves_a_task_of_a_colleague(desks, case, tasks) -> None:
    task = tasks.add(case, "x", day(0)).subject_id
    other = desks.office(desks.template.colleague).tasks
    for move in (other.done, other.cancel, other.reopen):
        with pytest.raises(NotFound, match=r"^task_not_found$"):
            move(task)
    with pytest.raises(NotFound, match=r"^case_not_found$"):
        other.add(case, "x")
    assert today(desks, desks.template.colleague).today == ()
    with pytest.raises(NotFound, match=r"^task_not_found$"):
        tasks.done("00" * 16)
    with pytest.raises(NotPermitted):
        today(desks, Worker("09" * 16, Role.VIEWER, "Viewer 9"))


def test_a_week_counts_what_is_due_and_what_was_done(desks, case, tasks) -> None:
    tasks.done(tasks.add(case, "a", day(0)).subject_id)
    tasks.done(tasks.add(case, "b", day(3)).subject_id)
    tasks.add(case, "c", day(1))
    tasks.add(case, "d", day(1), time(9))
    tasks.add(case, "e")
    desks.office().letters.issue(Order(case, CLINIC))
    assert tasks.week() == [
        DayCount(day(-1), 0, 0),
        DayCount(day(0), 0, 2),
        DayCount(day(1), 2, 0),
        DayCount(day(2), 0, 0),
        DayCount(day(3), 0, 0),
    ]
    assert [one.day for one in tasks.week(date(2026, 3, 15))][::4] == [
        date(2026, 3, 15),
        date(2026, 3, 19),
    ]


@pytest.mark.parametrize("ahead", [4, 5])
def test_whoever_works_on_a_saturday_or_a_sunday_looks_ahead(desks, case, tasks, ahead) -> None:
    tasks.add(case, "a", day(ahead + 4))
    tasks.add(case, "b", day(ahead + 5))
    assert not today(desks).this_week
    desks.clock.moment += timedelta(days=ahead)
    assert desks.clock.moment.isoweekday() == ahead + 2
    days = tasks.week()
    assert [one.day for one in days] == [day(ahead + number) for number in range(5)]
    assert [one.due for one in days] == [0, 0, 0, 0, 1]
    assert [line.title for line in today(desks).this_week] == ["a"]


def test_what_earlier_days_left_undone_is_due_today(desks, case, tasks) -> None:
    tasks.done(tasks.add(case, "a", day(0)).subject_id)
    tasks.add(case, "b", day(0))
    desks.clock.moment += timedelta(days=1)
    counted = {one.day: one.due for one in tasks.week()}
    assert (counted[day(0)], counted[day(1)]) == (0, 1)


def test_a_week_counts_what_is_listed_also_that_she_is_asked_again(desks, case, tasks) -> None:
    tasks.add(case, "a", day(0))
    desks.agree(case, valid_until=day(2).isoformat())
    found = today(desks)
    assert {line.kind for line in found.this_week} == {TaskKind.CONSENT_REVIEW}
    counted = {one.day: one.due for one in tasks.week()}
    assert counted[day(0)] == len([line for line in found.today if line.due])
    assert counted[day(2)] == len(found.this_week) == 1


def test_looking_at_the_day_leaves_one_line(desks, case, tasks) -> None:
    tasks.add(case, "CANARY", day(0))
    query = "select action, reason from audit_entry order by seq"
    before = len(desks.store.connection.execute(query).fetchall())
    today(desks)
    after = desks.store.connection.execute(query).fetchall()[before:]
    assert after == [("tasks_listed", "1")]
