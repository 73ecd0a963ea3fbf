"""In the window a form calls a person as the office does, and on paper as on all paper."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import texts
from forms.asking import asked
from forms.codelists import label, spoken
from forms.loading import load_form
from forms.on_paper import Line, on_paper
from forms.session import open_session
from texts.language import call_them

FORM = load_form(
    """
settings:
  - {form_id: own, version: "1", default_language: English (en)}
survey:
  - {type: text, name: wish, "label::English (en)": "What the {survivor} wishes {now}",
     "label::Arabic (ar)": "ما يرغب فيه {survivor}",
     "hint::English (en)": "For the {survivor}", "hint::Arabic (ar)": "نسخة {survivor:ل}"}
  - {type: note, name: said, "label::English (en)": "It was: ${wish}",
     "label::Arabic (ar)": "قيل: ${wish}"}
  - {type: select_one action_by, name: who, "label::English (en)": Who, "label::Arabic (ar)": من}
"""
)


def now():
    return datetime(2028, 3, 1, tzinfo=UTC)


@pytest.fixture
def session():
    call_them("client")
    return open_session(FORM, None, now, "en")


def test_a_form_in_the_window_says_the_word_of_the_office_in_each_language(session):
    assert session.label("/data/wish") == "What the client wishes {now}"
    assert session.hint("/data/wish") == "For the client"
    assert "The client" in [one.label for one in session.choices("/data/who")]
    session.set_language("ar")
    assert session.label("/data/wish") == "ما يرغب فيه المستفيد"
    assert session.hint("/data/wish") == "نسخة للمستفيد"
    assert "المستفيد" in [one.label for one in session.choices("/data/who")]


def test_what_somebody_typed_is_never_taken_for_a_term(session):
    session.set("/data/wish", "{survivor}")
    assert session.label("/data/said") == "It was: {survivor}"


def test_what_was_answered_to_a_question_by_the_name_of_a_term_is_said_in_the_window():
    form = load_form(
        "survey:\n  - {type: text, name: survivor, label: A}\n"
        '  - {type: note, name: said, label: "Of ${survivor}, the {survivor}"}'
    )
    call_them("client")
    session = open_session(form, None, now, "en")
    session.set("/data/survivor", "EX")
    assert session.label("/data/said") == "Of EX, the client"


def test_the_same_form_on_paper_says_it_as_all_paper(session):
    printed = [one for one in on_paper(FORM, "en", {}, now).parts if isinstance(one, Line)]
    assert printed[0].words == "What the person wishes {now}"
    assert "The person" in printed[1].choices
    assert asked(FORM, "en", {}, now)[0]["label"] == session.label("/data/wish").replace(
        "client", "person"
    )


def test_a_code_is_said_as_the_office_does_where_the_window_says_it(session):
    assert spoken("closure_reason", "her_request") == "By the client\u2019s own choice"
    assert label("closure_reason", "her_request", "en") == "By the person\u2019s own choice"
    texts.use("ar")
    assert spoken("closure_reason", "her_request") == "باختيار المستفيد"
    assert session.label("/data/wish").startswith("What the client")
