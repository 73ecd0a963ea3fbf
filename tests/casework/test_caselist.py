"""The list of cases: views with counts, numbers in order, lines that tell codes and days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from make import START

from casework.cases.caseline import (
    OWN_VIEWS,
    SOMETIMES,
    TEAM_VIEWS,
    Due,
    Listed,
    Narrowing,
    Sort,
    View,
)
from casework.cases.course import PauseReason
from casework.consent.agreement import ConsentLine
from casework.consent.grant import Purpose
from casework.ids import new_id
from casework.records.case import CaseStatus
from casework.tasks.task import Task, TaskKind, TaskStatus
from casework.team.seat import NotFound
from casework.team.worker import NotPermitted, Role, Worker

CLINIC = "Example Clinic A"


def counts(desks, worker=None):
    return {one.view: one.count for one in desks.office(worker).caselist.views()}


def codes(desks, view=View.MINE_OPEN, worker=None, **asked):
    desk = desks.office(worker).caselist
    return [line.code for line in desk.lines(desk.numbers(view, **asked))]


def line(desks, code, view=View.MINE_OPEN):
    desk = desks.office().caselist
    (found,) = [one for one in desk.lines(desk.numbers(view)) if one.code == code]
    return found


def meet(desks, days=90, **changes):
    """Record a visit and a consent that ends after some days; return the code of the case."""
    case = desks.visit()
    until = (desks.clock.moment + timedelta(days=days)).date().isoformat()
    desks.agree(case, **({"valid_until": until} | changes))
    return case


def plan(desks, case, days=0, **changes):
    """Keep an open task of a case, due after some days, or at any time for None."""
    found = desks.office().cases.find(case)[0]
    due = None if days is None else (desks.clock.moment + timedelta(days=days)).date()
    known = {
        "id": new_id().hex(),
        "case_id": found.id,
        "kind": TaskKind.OWN,
        "title": "CANARY-TITLE",
        "due": due,
        "at": None,
        "status": TaskStatus.OPEN,
        "worker_id": desks.template.caseworker.id,
    }
    task = Task(**(known | changes))
    with desks.store.begin(desks.template.caseworker) as work:
        work.tasks.keep(task)
        work.note("kept")
    return task


def test_a_worker_has_her_own_views_and_whoever_reads_all_has_those_of_the_team(desks) -> None:
    viewer = Worker("09" * 16, Role.VIEWER, "Viewer 9")
    always = [one for one in OWN_VIEWS + TEAM_VIEWS if one not in SOMETIMES]
    assert list(counts(desks)) == [one for one in always if one in OWN_VIEWS]
    assert list(counts(desks, desks.template.supervisor)) == always
    with pytest.raises(NotFound, match=r"^view_not_found$"):
        desks.office().caselist.numbers(View.ALL_OPEN)
    for ask in (lambda desk: desk.numbers(View.MINE_OPEN), lambda desk: desk.views()):
        with pytest.raises(NotPermitted):
            ask(desks.office(viewer).caselist)


def test_every_view_counts_what_it_holds(desks) -> None:
    lasting, ending, draft = meet(desks), meet(desks, days=20), desks.visit()
    plan(desks, lasting, 0)
    plan(desks, ending, 1)
    plan(desks, ending, None)
    assert counts(desks) == {
        View.MINE_OPEN: 2,
        View.FOLLOW_UP_DUE: 1,
        View.DRAFTS: 1,
        View.CONSENT_REVIEW: 1,
        View.CLOSED: 0,
    }
    assert codes(desks, View.FOLLOW_UP_DUE) == [lasting]
    assert codes(desks, View.DRAFTS) == [draft]
    assert codes(desks, View.CONSENT_REVIEW) == [ending]
    assert codes(desks, View.CLOSED) == []
    assert counts(desks, desks.template.colleague)[View.MINE_OPEN] == 0
    assert counts(desks, desks.template.supervisor)[View.ALL_OPEN] == 2
    assert counts(desks, desks.template.supervisor)[View.MINE_OPEN] == 0


def test_a_case_that_rests_or_is_on_its_way_out_stands_in_a_view_of_its_own(desks) -> None:
    resting, closing, going = (meet(desks) for _ in range(3))
    course = desks.office().course
    course.pause(resting, PauseReason.SAFETY)
    course.begin_closing(closing)
    assert counts(desks)[View.MINE_OPEN] == 1
    assert counts(desks)[View.ASIDE] == 2
    assert sorted(codes(desks, View.ASIDE)) == sorted([resting, closing])
    assert codes(desks, View.MINE_OPEN) == [going]
    team = counts(desks, desks.template.supervisor)
    assert (team[View.ALL_OPEN], team[View.ALL_ASIDE]) == (1, 2)


def test_a_view_without_its_status_holds_every_case_of_its_worker_and_of_nobody_else(desks) -> None:
    going, resting, draft = meet(desks), meet(desks), desks.visit()
    desks.office().course.pause(resting, PauseReason.SAFETY)
    assert sorted(codes(desks, View.MINE)) == sorted([going, resting, draft])
    assert codes(desks, View.MINE, desks.template.colleague) == []
    assert codes(desks, View.MINE, desks.template.supervisor) == []
    assert sorted(codes(desks, View.ALL, desks.template.supervisor)) == sorted(
        [going, resting, draft]
    )
    for view in (View.ALL, View.ALL_ASIDE):
        with pytest.raises(NotFound, match=r"^view_not_found$"):
            desks.office().caselist.numbers(view)
    viewer = desks.office(Worker("09" * 16, Role.VIEWER, "Viewer 9")).caselist
    with pytest.raises(NotPermitted):
        viewer.numbers(View.MINE)


def test_a_view_is_sorted_by_change_by_code_or_by_day_with_the_undated_last(desks) -> None:
    first, second, third = (meet(desks) for _ in range(3))
    plan(desks, first, 9)
    plan(desks, third, 2)
    assert codes(desks) == [third, second, first]
    assert codes(desks, sort=Sort.CODE) == sorted([first, second, third])
    assert codes(desks, sort=Sort.WHEN) == [third, first, second]


def test_the_first_of_a_view_can_be_had_before_all(desks) -> None:
    cases = [meet(desks) for _ in range(3)]
    assert codes(desks, limit=2) == cases[:0:-1]
    plan(desks, cases[0], 1)
    assert codes(desks, limit=2, sort=Sort.WHEN) == [cases[0], cases[2]]


def test_words_narrow_a_view_in_its_own_order(desks) -> None:
    here = desks.visit(name_used="CANARY-FAR-NAME")
    desks.agree(here)
    there = meet(desks)
    desks.visit()
    assert codes(desks, words="canary") == [there, here]
    assert codes(desks, words="canary-far") == [here]
    assert codes(desks, words="canary", sort=Sort.CODE) == sorted([here, there])
    assert codes(desks, words="nobody-of-this-name") == []


def test_cases_outside_a_view_do_not_hide_those_inside(desks, monkeypatch) -> None:
    case = meet(desks)
    for _ in range(4):
        desks.visit()
    monkeypatch.setattr("casework.cases.caselist._MOST", 1)
    assert codes(desks, words="canary") == [case]


def test_a_line_tells_codes_and_days(desks) -> None:
    case = desks.visit(safe_way="phone_call", code_word="CANARY-WORD")
    for kinds in (["survival_sex"], ["transactional_sex", "survival_sex"]):
        desks.office().answers.record(case, "episode", {"continuum": kinds}, "en")
    desks.agree(case)
    task = plan(desks, case, 3)
    plan(desks, case, 4)
    found = line(desks, case)
    assert (found.code, found.status) == (case, CaseStatus.OPEN)
    assert found.experiences == frozenset({"survival_sex", "transactional_sex"})
    assert (found.safe_way, found.code_word) == ("phone_call", "CANARY-WORD")
    assert (found.consent, found.services_agreed) == (ConsentLine.COMPLETE, 1)
    assert (found.next.id, found.next.kind, found.next.due) == (task.id, TaskKind.OWN, task.due)
    assert (found.draft, found.draft_id) == ("", "")
    assert (desks.clock.moment - found.changed_at) < timedelta(seconds=1)
    assert "CANARY" not in repr(found)


def test_experiences_come_without_an_order(desks) -> None:
    case = meet(desks)
    kinds = ["trafficking_sexual_exploitation", "commercial_sexual_exploitation"]
    desks.office().answers.record(case, "episode", {"continuum": kinds}, "en")
    assert isinstance(line(desks, case).experiences, frozenset)
    assert line(desks, case).experiences == set(kinds)


def test_lines_come_in_the_order_asked_and_without_cases_of_others(desks) -> None:
    mine = [meet(desks) for _ in range(3)]
    desk, other = desks.office().caselist, desks.office(desks.template.colleague).caselist
    numbers = desk.numbers(View.MINE_OPEN)
    assert numbers.itemsize == 4
    assert [one.code for one in desk.lines(numbers[::-1])] == mine
    assert desk.lines(numbers[1:2])[0].number == numbers[1]
    assert desk.lines([*numbers, 999])[0].code == mine[-1]
    assert list(other.lines(numbers)) == []


def test_a_list_does_not_need_rows_to_stand_where_their_numbers_say(desks) -> None:
    first, second = meet(desks), meet(desks)
    desks.visit()
    # As where a table was written anew: one stands where another had its number.
    desks.store.connection.execute("update casefile set rowid = 100 - rowid")
    assert codes(desks) == [second, first]
    assert codes(desks, words=first) == [first]
    assert line(desks, second).consent is ConsentLine.COMPLETE


def test_the_consent_of_a_line_is_that_of_the_day(desks) -> None:
    asked, refused, ending = desks.visit(), desks.visit(), meet(desks, days=40)
    agreed = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
    record = desks.office().answers.record
    record(asked, "consent", agreed | {"case_service": "given"}, "en")
    desks.agree(refused, answer="refused")
    assert line(desks, asked).consent is ConsentLine.NOT_ASKED
    assert line(desks, refused).consent is ConsentLine.SHARING_NONE
    assert line(desks, ending).consent is ConsentLine.COMPLETE
    desks.clock.pass_days(20)
    assert line(desks, ending).consent is ConsentLine.REVIEW_DUE
    desks.clock.pass_days(30)
    assert line(desks, ending).services_agreed == 0
    desks.office().grants.withdraw(ending, Purpose.REFERRAL)
    assert line(desks, ending).consent is ConsentLine.SHARING_NONE


def test_a_step_that_rested_on_a_grant_goes_with_it(desks) -> None:
    case = meet(desks)
    (clinic,) = [one for one in desks.office().services.all() if one.name == CLINIC]
    plan(desks, case, 1, kind=TaskKind.REPLY, service_id=clinic.id, rests_on="referral", title="")
    later = plan(desks, case, 2)
    assert line(desks, case).next.kind is TaskKind.REPLY
    assert line(desks, case).next.subject == CLINIC
    desks.office().grants.withdraw(case, Purpose.REFERRAL)
    assert line(desks, case).next.id == later.id
    desks.clock.pass_days(2)
    assert counts(desks)[View.FOLLOW_UP_DUE] == 1
    desks.office().grants.withdraw(case, Purpose.CASE_SERVICE)
    assert line(desks, case).next is None
    assert counts(desks)[View.FOLLOW_UP_DUE] == 0


def test_a_view_is_narrowed_to_what_is_due(desks) -> None:
    today, week, later, undated = (meet(desks) for _ in range(4))
    for case, days in ((today, 0), (week, 7), (later, 8)):
        plan(desks, case, days)
    due = {one: set(codes(desks, narrowed=Narrowing(due=one))) for one in Due}
    assert due == {Due.TODAY: {today}, Due.WEEK: {today, week}, Due.NO_DAY: {undated}}


def test_what_helps_for_a_while_is_for_today_in_every_view(desks) -> None:
    """It stands under today in the line, so it is counted, found and put in order as such."""
    cases = [meet(desks) for _ in range(5)]
    late, now, soon, later, undated = cases
    for case, days in ((late, -1), (now, 0), (soon, 3), (later, 9)):
        plan(desks, case, days)
    recent = {"recent": "yes", "happened_on": (START - timedelta(days=1)).date().isoformat()}
    for case in (late, later, undated):
        desks.office().answers.record(case, "assessment", recent, "en")
    assert counts(desks)[View.FOLLOW_UP_DUE] == 4
    in_order = [late, later, undated, now, soon]
    assert codes(desks, sort=Sort.WHEN) == in_order
    assert codes(desks, View.FOLLOW_UP_DUE, sort=Sort.WHEN) == in_order[:4]
    assert set(codes(desks, View.FOLLOW_UP_DUE, sort=Sort.CODE)) == set(in_order[:4])
    due = {one: set(codes(desks, narrowed=Narrowing(due=one))) for one in Due}
    assert due == {Due.TODAY: set(in_order[:4]), Due.WEEK: set(cases), Due.NO_DAY: set()}
    (told,) = desks.office().overview.of(undated).tasks
    desks.office().tasks.done(told.id)
    assert codes(desks, View.FOLLOW_UP_DUE, sort=Sort.WHEN) == [late, later, now]
    # Nothing of it helps for so long.
    desks.clock.pass_days(8)
    assert set(codes(desks, View.FOLLOW_UP_DUE)) == {late, now, soon}
    assert codes(desks, narrowed=Narrowing(due=Due.NO_DAY)) == [undated]


def test_a_view_is_narrowed_by_an_experience_and_a_way_together(desks) -> None:
    cases = [desks.visit(safe_way=way) for way in ("email", "email", "in_person")]
    kinds = [["transactional_sex"], ["solicitation_transactional_sex"], ["transactional_sex"]]
    for case, kind in zip(cases, kinds, strict=True):
        desks.agree(case)
        desks.office().answers.record(case, "episode", {"continuum": kind}, "en")
    by_kind = Narrowing(experience="transactional_sex")
    assert set(codes(desks, narrowed=by_kind)) == {cases[0], cases[2]}
    assert set(codes(desks, narrowed=Narrowing(way="email"))) == {cases[0], cases[1]}
    both = replace(by_kind, way="email")
    assert codes(desks, narrowed=both) == [cases[0]]
    assert codes(desks, narrowed=both, words=cases[1]) == []
    assert codes(desks, narrowed=both, words=cases[0]) == [cases[0]]
    assert log(desks)[-3][1] == "mine_open 1 email transactional_sex"


def test_narrowing_tells_nobody_how_a_masked_case_is_reached(desks) -> None:
    case, she = desks.visit(safe_way="email"), desks.template.supervisor
    desks.agree(case)
    assert codes(desks, View.ALL_OPEN, she) == [case]
    assert codes(desks, View.ALL_OPEN, she, narrowed=Narrowing(way="email")) == []
    desks.step_in(case)
    assert codes(desks, View.ALL_OPEN, she, narrowed=Narrowing(way="email")) == [case]


def test_opening_a_view_leaves_one_line_and_its_blocks_none(desks) -> None:
    meet(desks)
    ((case_id,),) = desks.store.connection.execute("select lower(hex(id)) from casefile").fetchall()
    before = len(log(desks))
    desk = desks.office().caselist
    desk.views()
    numbers = desk.numbers(View.MINE_OPEN)
    desk.lines(numbers)
    desk.lines(numbers)
    desk.numbers(View.MINE_OPEN, words="canary")
    assert log(desks)[before:] == [
        ("cases_listed", "mine_open 1"),
        ("cases_searched", case_id),
    ]


def log(desks):
    query = "select action, reason from audit_entry order by seq"
    return desks.store.connection.execute(query).fetchall()


@pytest.mark.parametrize(
    ("view", "sort"),
    [
        (view, sort)
        for view in (*OWN_VIEWS, *TEAM_VIEWS, View.MINE, View.ALL)
        for sort in Sort
        # What is due is little, and read by its index first.
        if view is not View.FOLLOW_UP_DUE or sort is Sort.WHEN
    ],
)
def test_a_view_reads_no_page_of_a_case(desks, view, sort) -> None:
    """What is counted or put in order at a million cases comes out of indexes alone."""
    from_files = []
    desks.store.connection.set_trace_callback(from_files.append)
    with desks.store.begin(desks.template.supervisor) as work:
        today = desks.clock().date()
        work.caselist.count(view, today, today)
        work.caselist.numbers(Listed(view, sort, (today, today)))
    desks.store.connection.set_trace_callback(None)
    plans = [
        step[3]
        for query in from_files
        for step in desks.store.connection.execute(f"explain query plan {query}").fetchall()
    ]
    # What a wall keeps from somebody, or helps for a while, is little, and read by its id.
    few = ("SEARCH b ", "SEARCH c USING INDEX sqlite_autoindex")
    read = [plan for plan in plans if "casefile" in plan and not plan.startswith(few)]
    assert read
    assert [plan for plan in read if "COVERING INDEX" not in plan] == []
