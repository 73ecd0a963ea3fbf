"""Answers of another program become forms of cases: each once, checked, and never a consent."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from make import VISIT

from casework.answers.recording import AnswersRefused, UnknownForm
from casework.consent.grant import Purpose
from casework.files.submissions import MOST_LEFT, Asking, SubmissionRefused
from casework.keeping.erasure import Basis
from casework.records.case import CaseStatus
from casework.team.worker import Act, NotPermitted, Role
from forms.errors import SourceRefused
from forms.session import open_session


def submission(number, form="follow_up", **said):
    return {
        "_xform_id_string": form,
        "meta/instanceID": f"uuid:ex-{number:04}",
        "__version__": "1",
        **said,
    }


def asking(*submissions, form="follow_up", **more):
    source = json.dumps(list(submissions)).encode()
    return Asking((("all.json", source),), form, **more)


@pytest.fixture
def desk(desks):
    return desks.office().submissions


def drafts(desks):
    with desks.office()._seat.begin(Act.READ_CASES) as work:
        return list(work.cases.page(CaseStatus.DRAFT, 1000))


def said_in(desks, code, form):
    lines = desks.office().filling.entries(code, form)
    with desks.office()._seat.begin(Act.RECORD) as work:
        case = work.cases.by_code(code)
        return [dict(work.documents.entry(case.id, one.id).doc.values) for one in lines]


FAR = {
    "contact/contacted_on": "2026-01-05",
    "contact/outcome": "spoken",
    "done/action_taken": "yes",
    "done/action_words": "EX",
}


def test_each_submission_opens_a_draft_of_whoever_brings_it_in(desks, desk):
    found = desk.bring_in(asking(submission(1, **FAR), submission(2, **FAR))).found
    assert (found.submissions, found.well, found.here, found.left) == (2, 2, 0, ())
    cases = drafts(desks)
    assert len(cases) == 2
    said = [said_in(desks, one.code, "follow_up") for one in cases]
    assert [len(forms) for forms in said] == [1, 1]
    assert said[0][0]["follow_up.contacted_on"] == "2026-01-05"
    assert not desks.workbook.check().faults


def test_nothing_that_comes_in_is_agreed_to(desks, desk):
    source = submission(1, "intake", **{"introduction/limits_explained": "yes"})
    desk.bring_in(asking(source, form="intake"))
    with desks.office()._seat.begin(Act.READ_CASES) as work:
        (case,) = work.cases.page(CaseStatus.DRAFT, 10)
        consents = work.consents.of(case.id)
        assert not consents.grants
        assert not consents.elsewhere
        assert not any(consents.in_force(purpose, None, desks.clock()) for purpose in Purpose)
        assert not work.cases.have_limits_explained(case.id)


@pytest.mark.parametrize("form", ["consent", "service"])
def test_consent_and_the_directory_come_by_no_file(desk, form):
    assert form not in desk.forms()
    with pytest.raises(SubmissionRefused, match="submissions_other_kind"):
        desk.bring_in(asking(submission(1, form), form=form))


def test_what_came_in_comes_in_no_second_time(desks, desk):
    both = asking(submission(1, **FAR), submission(1, **FAR), submission(2, **FAR))
    assert (desk.bring_in(both).found.well, desk.bring_in(both).found.well) == (2, 0)
    assert desk.look(both).here == 3
    assert len(drafts(desks)) == 2


def test_two_of_one_id_with_other_answers_are_not_counted_as_one(desks, desk):
    other = submission(1, **(FAR | {"done/action_words": "EX-OTHER"}))
    found = desk.bring_in(asking(submission(1, **FAR), other)).found
    assert (found.well, found.here) == (1, 0)
    assert [(one.place, one.why.code) for one in found.left] == [
        ("all.json #2", "submission_twice")
    ]
    (case,) = drafts(desks)
    assert said_in(desks, case.code, "follow_up")[0]["follow_up.action_words"] == "EX"


def test_one_of_the_same_id_of_which_something_is_unread_is_named(desk):
    good = submission(1, **FAR)
    found = desk.bring_in(asking(good, good | {"next/next_on": "soon"})).found
    assert (found.well, found.here) == (1, 0)
    assert [one.why.code for one in found.left] == ["submission_twice"]


def test_what_could_not_come_in_keeps_nothing_of_its_id_out(desk):
    bad = submission(1, **(FAR | {"contact/outcome": "nowhere"}))
    found = desk.bring_in(asking(bad, submission(1, **FAR))).found
    assert (found.well, found.here) == (1, 0)
    assert [one.place for one in found.left] == ["all.json #1"]


def test_a_change_and_what_it_changed_do_not_both_come_in(desks, desk):
    changed = submission(2, **(FAR | {"done/action_words": "EX-2"}))
    changed["meta/deprecatedID"] = "uuid:ex-0001"
    found = desk.bring_in(asking(changed, submission(1, **FAR))).found
    assert [one.why.code for one in found.left] == ["submission_twice"]
    assert len(drafts(desks)) == 1


def test_what_was_changed_over_there_since_is_left_to_people(desk):
    desk.bring_in(asking(submission(1, **FAR)))
    changed = submission(2, **FAR) | {"meta/deprecatedID": "uuid:ex-0001"}
    found = desk.bring_in(asking(changed)).found
    assert found.well == 0
    (left,) = found.left
    assert left.why.code == "submission_changed"


def test_what_was_changed_at_central_opens_no_second_case(desks, desk):
    for last in ("uuid:c1", "uuid:c2"):
        page = {"value": [{"__id": "uuid:c1", **FAR, "meta": {"instanceID": last}}]}
        source = json.dumps(page).encode()
        found = desk.bring_in(Asking((("page.json", source),), "follow_up")).found
    assert [one.why.code for one in found.left] == ["submission_changed"]
    assert len(drafts(desks)) == 1


@pytest.mark.parametrize("name", ["meta/deprecatedID", "meta/rootUuid"])
def test_one_that_says_to_have_been_another_does_not_silence_that_one(desk, name):
    """The real one was counted as if it had come in before, and nobody saw it."""
    desk.bring_in(asking(submission(9, **FAR) | {name: "uuid:ex-0001"}))
    real = submission(1, **(FAR | {"done/action_words": "EX-REAL"}))
    found = desk.bring_in(asking(real)).found
    assert (found.well, found.here) == (0, 0)
    assert [one.why.code for one in found.left] == ["submission_changed"]
    # What came in by an id of its own is known by that as before.
    assert desk.look(asking(submission(9, **FAR))).here == 1


def test_the_same_answers_said_of_another_case_are_not_counted_as_one(desks, desk):
    one, other = desks.visit(), desks.visit()
    evil = submission(9, case_code=one, **FAR) | {"meta/deprecatedID": "uuid:ex-0001"}
    real = submission(1, case_code=other, **FAR)
    found = desk.bring_in(asking(evil, real, case_question="case_code")).found
    assert (found.well, found.here) == (1, 0)
    assert [left.why.code for left in found.left] == ["submission_twice"]


@pytest.mark.parametrize("name", ["meta/instanceID", "meta/deprecatedID"])
def test_an_id_that_is_no_text_stops_none_of_the_others(desks, desk, name):
    torn = submission(2, **FAR) | {name: "ex\ud800"}
    found = desk.bring_in(asking(submission(1, **FAR), torn, submission(3, **FAR))).found
    assert found.well == 2
    assert [(one.place, one.why.code) for one in found.left] == [("all.json #2", "answers.no_id")]
    assert len(drafts(desks)) == 2


def test_a_case_that_is_named_gets_the_form(desks, desk):
    code = desks.visit()
    brought = desk.bring_in(asking(submission(1, case_code=code, **FAR), case_question="case_code"))
    assert (brought.found.well, brought.bringing) == (1, "")
    (said,) = said_in(desks, code, "follow_up")
    assert said["follow_up.action_words"] == "EX"
    assert drafts(desks)[0].code == code
    acts = [line.act for line in desks.office().history.of(code)]
    assert "answers_brought_in" in acts


def test_a_code_may_stand_in_a_question_of_the_form(desks, desk):
    code = desks.visit()
    said = submission(1, **(FAR | {"done/action_words": code}))
    assert desk.bring_in(asking(said, case_question="action_words")).found.well == 1
    assert len(said_in(desks, code, "follow_up")) == 1


def test_one_that_names_two_cases_goes_into_neither(desks, desk):
    """The first code was taken silently, wherever it stood."""
    mine, other = desks.visit(), desks.visit()
    twice = {"begin/case_code": mine.lower().replace("-", " "), "case_code": mine}
    two = {"begin/case_code": mine, "case_code": other}
    asked = asking(
        submission(1, **FAR, **two), submission(2, **FAR, **twice), case_question="case_code"
    )
    found = desk.bring_in(asked).found
    assert [(one.place, one.why.code) for one in found.left] == [
        ("all.json #1", "submission_two_codes")
    ]
    assert (found.well, len(said_in(desks, mine, "follow_up"))) == (1, 1)
    assert not said_in(desks, other, "follow_up")


def test_what_names_no_case_of_hers_is_left_out_and_named(desks, desk):
    other = desks.office(desks.template.supervisor).answers
    masked = other.record(None, "intake", VISIT, "en").case_code
    mine = desks.visit()
    codes = (mine, mine[:-1] + ("A" if mine[-1] != "A" else "B"), masked, "")
    found = desk.bring_in(
        asking(
            *(submission(n, case_code=code, **FAR) for n, code in enumerate(codes)),
            case_question="case_code",
        )
    ).found
    assert (found.submissions, found.well) == (4, 1)
    assert [one.place for one in found.left] == ["all.json #2", "all.json #3", "all.json #4"]
    assert [one.why.code for one in found.left] == [
        "case_code_mistyped",
        "case_not_found",
        "submission_no_code",
    ]
    assert [one for one in drafts(desks) if one.code == mine]
    assert len(said_in(desks, mine, "follow_up")) == 1


def test_answers_are_checked_as_if_they_were_typed(desks, desk):
    bad = submission(1, **{"contact/contacted_on": "2999-01-01", "contact/outcome": "nowhere"})
    worse = submission(2, **{"contact/contacted_on": "last week"})
    found = desk.bring_in(asking(bad, worse, submission(3, **FAR))).found
    assert (found.submissions, found.well) == (3, 1)
    assert all(isinstance(one.why, AnswersRefused) for one in found.left)
    assert [{(p.question, p.code) for p in one.why.problems} for one in found.left] == [
        {("contacted_on", "constraint"), ("outcome", "not_a_choice")},
        {("contacted_on", "not_a_date")},
    ]
    assert len(drafts(desks)) == 1


def test_what_is_worked_out_of_today_is_of_the_day_it_was_answered(desks, desk):
    """The day of a visit may not lie ahead: it did not, on the day it was filled in."""
    late = desks.clock().date().isoformat()
    early = submission(1, **FAR, _submission_time="2025-12-01T10:00:00")
    ahead = submission(
        2, _submission_time="2999-01-01T10:00:00", **(FAR | {"contact/contacted_on": late})
    )
    found = desk.bring_in(asking(early, ahead)).found
    assert found.well == 1
    (left,) = found.left
    assert [(one.question, one.code) for one in left.why.problems] == [
        ("contacted_on", "constraint")
    ]


def test_what_the_form_does_not_ask_is_named_and_counted(desk):
    more = submission(1, shoe_size="38", **FAR) | {"__version__": "0.9"}
    found = desk.look(asking(more, submission(2, shoe_size="40", **FAR)))
    assert found.unknown == (("shoe_size", 2),)
    assert found.versions == ("0.9",)
    assert "shoe_size" in found.named
    assert "EX" not in repr(found)
    assert "38" not in repr(found)


def test_what_stays_out_is_named_up_to_its_limit_and_all_of_it_counted(desk):
    unread = [{}] * 150
    bad = [submission(n, **(FAR | {"contact/outcome": "nowhere"})) for n in range(60)]
    found = desk.look(asking(*unread, *bad, submission(99, **FAR)))
    assert (found.submissions, found.well) == (211, 1)
    assert (len(found.left), found.more_left) == (MOST_LEFT, 10)
    # Of each it would hold on to the form that was filled in with it.
    assert not any(one.why.__traceback__ for one in found.left)


def test_looking_keeps_nothing(desks, desk):
    assert desk.look(asking(submission(1, **FAR))).well == 1
    assert not drafts(desks)
    assert desk.bring_in(asking(submission(1, **FAR))).found.well == 1


def test_another_form_is_refused_unless_it_is_said_to_be_the_same(desk):
    other = submission(1, "aXb9", **FAR)
    with pytest.raises(SourceRefused, match=r"answers\.other_form"):
        desk.look(asking(other))
    assert desk.look(asking(other, same_form=True)).well == 1
    with pytest.raises(UnknownForm):
        desk.look(asking(other, form="no_such_form"))


def test_whoever_works_with_no_case_brings_no_answers_in(desks):
    for role in (Role.DATA_STEWARD, Role.VIEWER):
        worker = replace(desks.template.caseworker, role=role)
        with pytest.raises(NotPermitted):
            desks.office(worker).submissions.bring_in(asking(submission(1, **FAR)))


FAMILY = {
    "caregivers": [
        {"caregivers/caregiver_name": "CANARY-NEAR-1"},
        {"caregivers/caregiver_name": "CANARY-NEAR-2"},
    ],
}


def test_what_opened_cases_is_undone_with_the_rows_of_its_repeats_and_comes_in_again(desks, desk):
    asked = asking(submission(1, "family", **FAMILY), form="family")
    found = desk.bring_in(asked)
    (case,) = drafts(desks)
    assert len(said_in(desks, case.code, "family")[0]["family.caregivers"]) == 2
    supervisor = desks.office(desks.template.supervisor).bringing
    (listed,) = supervisor.all()
    assert (listed.layout, listed.cases, listed.left) == ("submissions", 1, 1)
    _change, undone = supervisor.undo(found.bringing)
    assert (undone.taken, undone.kept) == (1, ())
    assert not drafts(desks)
    said = "select count(*) from op where instr(value, 'CANARY-NEAR')"
    assert desks.store.connection.execute(said).fetchone() == (0,)
    assert not desks.workbook.check().faults
    assert desk.bring_in(asked).found.well == 1


def test_what_was_worked_with_since_is_not_undone_and_comes_in_no_second_time(desks, desk):
    found = desk.bring_in(asking(submission(1, **FAR)))
    (case,) = drafts(desks)
    desks.office().answers.record(case.code, "follow_up", {"comments": "EX-2"}, "en")
    supervisor = desks.office(desks.template.supervisor).bringing
    assert supervisor.undo(found.bringing)[1].kept == (case.code,)
    assert desk.bring_in(asking(submission(1, **FAR))).found.well == 0


def test_what_is_erased_comes_in_no_second_time_and_nothing_says_whose_it_was(desks, desk):
    desk.bring_in(asking(submission(1, **FAR)))
    (case,) = drafts(desks)
    erasures = desks.office().erasures
    erasures.request(case.code, Basis.HER_WISH, in_danger=True)
    erasures.carry_out(case.code)
    assert not drafts(desks)
    marks = "select value from setting where key like 'submitted.%'"
    assert desks.store.connection.execute(marks).fetchall() == [("",)]
    found = desk.bring_in(asking(submission(1, **FAR))).found
    assert (found.well, found.here) == (0, 1)
    assert not drafts(desks)


def test_a_row_of_a_repeat_that_was_changed_since_is_work_too(desks, desk):
    brought = desk.bring_in(asking(submission(1, "family", **FAMILY), form="family"))
    (case,) = drafts(desks)
    filling = desks.office().filling
    (entry,) = filling.entries(case.code, "family")
    sheet = filling.amend(case.code, entry.id)
    session = open_session(sheet.model, sheet.doc, desks.clock, "en", sheet.externals)
    session.set("/data/caregivers_group/caregivers[2]/caregiver_name", "CANARY-CHANGED")
    filling.finish(sheet, session.draft())
    undone = desks.office(desks.template.supervisor).bringing.undo(brought.bringing)[1]
    assert (undone.taken, undone.kept) == (0, (case.code,))
