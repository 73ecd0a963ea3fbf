"""Papers of her own: what helps on the way, nothing of the office, and that they were made."""

from __future__ import annotations

import pytest

from casework.team.seat import NotFound
from forms.codelists import label

PLAN = {
    "concern": "CANARY-CONCERN",
    "safe_word": "CANARY-SAFE-WORD",
    "people_to_call": "+000 55 0100\n+000 55 0101",
    "place_to_go": "CANARY-PLACE",
    "review_on": "2026-04-01",
}
ACTIONS = [{"action": "CANARY-ACTION", "action_who": "together", "decision": "agreed"}]


@pytest.fixture
def case(desks):
    return desks.visit()


@pytest.fixture
def papers(desks):
    return desks.office().own_papers


def test_the_small_one_has_only_what_helps_on_the_way(desks, case, papers) -> None:
    desks.office().answers.record(case, "safety_plan", PLAN, "en")
    own = papers.pocket(case, "en")
    assert own.lines == ("+000 55 0100", "+000 55 0101", "CANARY-PLACE")
    assert "CANARY" not in repr(own)


def test_a_plan_without_such_lines_is_not_printed_small(desks, case, papers) -> None:
    desks.office().answers.record(case, "safety_plan", {"concern": "CANARY"}, "en")
    with pytest.raises(NotFound, match="nothing_to_take_along"):
        papers.pocket(case, "en")


def test_her_copy_is_the_newest_plan_in_her_language(desks, case, papers) -> None:
    desks.office().answers.record(case, "safety_plan", PLAN, "en")
    answers = dict(papers.copy(case, "safety_plan", "en").answers)
    assert answers["Where to go"] == "CANARY-PLACE"
    assert answers["Look at it again by"] == "1 April 2026"
    later = PLAN | {"place_to_go": "CANARY-OTHER-PLACE"}
    desks.office().answers.record(case, "safety_plan", later, "en")
    newest = dict(papers.copy(case, "safety_plan", "en").answers)
    assert newest["Where to go"] == "CANARY-OTHER-PLACE"
    desks.office().answers.record(case, "action_plan", {"actions": ACTIONS}, "en")
    plan = papers.copy(case, "action_plan", "ar")
    found = plan.answers
    step = label("action_by", "together", "ar"), label("plan_decision", "agreed", "ar")
    _, words = found[-1]
    assert words.splitlines()[1:] == list(step)
    assert "CANARY-ACTION" in words
    assert plan.is_plan
    assert not papers.copy(case, "intake", "ar").is_plan


@pytest.mark.parametrize("form", ["safety_plan", "note"])
def test_what_was_never_filled_in_is_not_printed(case, papers, form) -> None:
    for printed in (papers.copy, papers.file):
        with pytest.raises(NotFound, match="entry_not_found"):
            printed(case, form, "en")


def test_an_entry_of_another_form_is_not_printed_as_this_one(desks, case, papers) -> None:
    plan = desks.office().answers.record(case, "safety_plan", PLAN, "en").subject_id
    assert dict(papers.copy(case, "safety_plan", "en", plan).answers)
    with pytest.raises(NotFound, match="entry_not_found"):
        papers.file(case, "intake", "en", plan)


def test_notes_of_the_office_are_on_the_paper_file_and_never_on_her_copy(
    desks, case, papers
) -> None:
    desks.office().answers.record(case, "note", {"text": "CANARY-NOTE"}, "en")
    filed = papers.file(case, "note", "en")
    assert "CANARY-NOTE" in str([words for _, words in filed.own.answers])
    assert filed.case_code == case
    with pytest.raises(NotFound, match="nothing_for_her"):
        papers.copy(case, "note", "en")


def test_what_is_said_of_an_alleged_exploiter_is_not_on_her_copy(desks, case, papers) -> None:
    desks.office().answers.record(case, "exploiter", {"known_as": "CANARY-OTHER"}, "en")
    assert "CANARY-OTHER" in str(papers.file(case, "exploiter", "en").own.answers)
    with pytest.raises(NotFound, match="nothing_for_her"):
        papers.copy(case, "exploiter", "en")


def test_a_blank_form_names_no_case_unless_asked(desks, case, papers) -> None:
    assert not papers.blank("intake", "en").case_code
    assert "own_paper_made" not in {line.act for line in desks.office().history.of(case)}
    assert papers.blank("intake", "en", case).case_code == case
    line = desks.office().history.of(case)[0]
    assert (line.act, line.subject) == ("own_paper_made", "blank")


def test_a_blank_form_says_nothing_that_is_kept(desks, case, papers) -> None:
    desks.office().answers.record(case, "episode", {"own_words": "CANARY"}, "en")
    for form in ("consent", "follow_up", "episode"):
        assert "CANARY" not in str(papers.blank(form, "en", case))


def test_that_a_paper_was_made_stands_on_record(desks, case, papers) -> None:
    desks.office().answers.record(case, "safety_plan", PLAN, "en")
    papers.pocket(case, "en")
    line = desks.office().history.of(case)[0]
    assert (line.act, line.subject) == ("own_paper_made", "pocket")
