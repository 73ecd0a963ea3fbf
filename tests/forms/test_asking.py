"""What a form is said to ask: every choice named is one that can be given, or says when."""

from __future__ import annotations

import pytest
from models import model_of
from scenarios import clock

from forms.answers import questions
from forms.library import library
from forms.loading import load_form
from forms.model import Group, Question, Repeat
from forms.session import open_session

CASCADE = """
survey:
  - {type: select_one region, name: region, label: Region}
  - {type: select_one town, name: town, label: Town, choice_filter: "part_of = ${region}"}
  - {type: select_one town, name: fixed, label: Fixed, choice_filter: "part_of = 'a'"}
choices:
  - {list_name: region, name: a, label: A}
  - {list_name: region, name: b, label: B}
  - {list_name: town, name: a1, label: A 1, part_of: a}
  - {list_name: town, name: b1, label: B 1, part_of: b}
"""


def said(source, name):
    listed = questions(load_form(source), "en")
    return next(one for one in listed if one["name"] == name)


def test_a_choice_that_no_answer_would_offer_is_not_named():
    fixed = said(CASCADE, "fixed")
    assert [choice["code"] for choice in fixed["choices"]] == ["a1"]
    assert "choice_filter" not in fixed


def test_a_choice_that_depends_on_an_answer_says_on_which():
    town = said(CASCADE, "town")
    assert "/region" in town["choice_filter"]
    assert town["choices"] == [
        {"part_of": "a", "code": "a1", "label": "A 1"},
        {"part_of": "b", "code": "b1", "label": "B 1"},
    ]


def listed_with_places(session, holder, ref, listed):
    """Yield each question with choices, where it stands, and what was said of it."""
    told = {one["name"]: one for one in listed}
    for item in holder.children:
        place = f"{ref}/{item.name}"
        if isinstance(item, Repeat):
            if not item.count:
                session.add_repeat(place)
                inner = told[item.name]["questions"]
                yield from listed_with_places(session, item, f"{place}[1]", inner)
        elif isinstance(item, Group):
            yield from listed_with_places(session, item, place, listed)
        elif isinstance(item, Question) and "choices" in told.get(item.name, ()):
            yield place, told[item.name]


@pytest.mark.parametrize("form_id", list(library()))
def test_every_choice_of_our_forms_is_offered_or_says_on_what_it_depends(form_id):
    model = model_of(form_id)
    lists = {"services": [{"name": "S-1", "label": "Example"}]}
    session = open_session(model, None, clock, "en", lists)
    listed = questions(model, "en", lists)
    for place, told in listed_with_places(session, model.root, model.root.ref, listed):
        named = {choice["code"] for choice in told["choices"]}
        if "choice_filter" not in told:
            assert named == set(session.codes(place)), place
