"""Papers of her own: what helps on the way, nothing of the office, and that they were made."""

from __future__ import annotations

import pytest

from casework.seat import NotFound
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
    desks.office().answers.record(case, "action_plan", {"actions": ACTIONS}, "en")
    found = papers.copy(case, "action_plan", "ar").answers
    step = label("action_by", "together", "ar"), label("plan_decision", "agreed", "ar")
    _, words = found[-1]
    assert words.splitlines()[1:] == list(step)
    assert "CANARY-ACTION" in words


@pytest.mark.parametrize("form", ["safety_plan", "note", "intake"])
def test_nothing_is_printed_that_is_no_plan_of_hers(case, papers, form) -> None:
    with pytest.raises(NotFound, match="entry_not_found"):
        papers.copy(case, form, "en")


def test_that_a_paper_was_made_stands_on_record(desks, case, papers) -> None:
    desks.office().answers.record(case, "safety_plan", PLAN, "en")
    papers.pocket(case, "en")
    line = desks.office().history.of(case)[0]
    assert (line.act, line.subject) == ("own_paper_made", "pocket")
