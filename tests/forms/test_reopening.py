"""Answers from elsewhere are checked as if they were given now, but for those finished before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from forms.document import FormDoc
from forms.loading import load_form
from forms.reopening import reopen_session
from forms.session import open_session

FORM = """
settings: [{form_id: reopened, form_title: Reopened, version: "1"}]
survey:
  - {type: select_one colour, name: colour, label: Colour}
  - {type: text, name: why, label: Why, relevant: "${colour} = 'red'"}
  - {type: calculate, name: sum, calculation: "1 + 1"}
  - {type: begin repeat, name: rows, label: Rows}
  - {type: select_multiple colour, name: each, label: Each}
  - {type: end repeat}
choices:
  - {list_name: colour, name: red, label: Red}
  - {list_name: colour, name: blue, label: Blue}
"""


def now():
    return datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def model():
    return load_form(FORM)


@pytest.fixture(scope="module")
def named(model):
    known = {item.name: item.qid for item in model.items()}

    def named(**values):
        return {known.get(name, name): value for name, value in values.items()}

    return named


def reopened(model, values, finished=None):
    docs = FormDoc("reopened", "1", values), finished and FormDoc("reopened", "1", finished)
    return reopen_session(model, docs, now, "")


def codes(session):
    return [(problem.question, problem.code) for problem in session.problems()]


def test_a_choice_that_is_not_offered_is_refused_although_it_came_with_the_answers(
    model, named
) -> None:
    values = named(colour="green")
    assert codes(reopened(model, values)) == [("colour", "not_a_choice")]
    # A session that goes on where it was left would let it stand.
    doc = FormDoc("reopened", "1", values)
    assert open_session(model, doc, now).problems() == ()


def test_a_choice_that_was_finished_before_may_stay_in_its_own_row_only(model, named) -> None:
    row, other = named(_id="aa", each=["green"]), named(_id="bb", each=["green"])
    finished = named(colour="green", rows=[row])
    assert codes(reopened(model, finished, finished)) == []
    assert codes(reopened(model, named(rows=[row, other]), finished)) == [("each", "not_a_choice")]
    changed = named(_id="aa", each=["green", "black"])
    assert codes(reopened(model, named(rows=[changed]), finished)) == [("each", "not_a_choice")]


def test_everything_is_computed_anew_and_what_is_hidden_is_dropped(model, named) -> None:
    values = named(colour="blue", why="CANARY", sum="9", unknown="x")
    assert reopened(model, values).finish().values == named(colour="blue", sum="2")


def test_signs_that_nobody_writes_are_refused(model, named) -> None:
    values = named(colour="red", why="a\x00b")
    assert codes(reopened(model, values)) == [("why", "not_a_text")]
