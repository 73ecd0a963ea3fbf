"""What a person is called is for the office to say, in the window and nowhere on paper."""

from __future__ import annotations

import pytest

from casework.team.people import PeopleRefused
from texts.language import PERSON, called

PLAN = {"concern": "CANARY-CONCERN", "review_on": "2026-04-01"}


def test_the_word_is_one_of_those_that_are_known(desks) -> None:
    people = desks.office(desks.template.supervisor).people
    assert people.called() == called() == PERSON
    assert people.set_called("participant").reason == "participant"
    assert people.called() == called() == "participant"
    with pytest.raises(PeopleRefused, match=r"^no_such_term$"):
        people.set_called("CANARY")
    assert people.called() == called() == "participant"


def test_questions_in_the_window_follow_and_her_own_papers_do_not(desks) -> None:
    case = desks.visit()
    desks.office(desks.template.supervisor).people.set_called("survivor")
    office = desks.office()
    office.answers.record(case, "safety_plan", PLAN, "en")
    questions = office.answers.questions(case, "safety_plan", "en")
    asked = {one["name"]: one["label"] for one in questions}
    assert asked["concern"] == "What worries the survivor most"
    for paper in (
        office.own_papers.copy(case, "safety_plan", "en").answers,
        office.own_papers.file(case, "safety_plan", "en").own.answers,
    ):
        assert dict(paper)["What worries the person most"] == "CANARY-CONCERN"
    blank = office.own_papers.blank("safety_plan", "en")
    assert not [one for one in blank.form.parts if "survivor" in one.words]
