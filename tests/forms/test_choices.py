"""Which choices are offered and which words stand for a code, in lists of any shape."""

from __future__ import annotations

import pytest
from random_forms import xform
from scenarios import ask, clock, opened

from forms.answers import label_view, questions
from forms.loading import load_form
from forms.on_paper import Line, on_paper
from forms.session import open_session

WARDS = {
    "settings": {"form_id": "wards", "allow_choice_duplicates": "yes"},
    "survey": [
        {"type": "select_one town", "name": "town", "label": "Town"},
        {"type": "select_one ward", "name": "ward", "label": "Ward", "choice_filter": "t=${town}"},
        {"type": "calculate", "name": "said", "calculation": "jr:choice-name(${ward},'${ward}')"},
        {"type": "text", "name": "why", "label": "Why", "relevant": "${ward}='1'"},
        {"type": "text", "name": "how", "label": "How", "relevant": "${ward}='2'"},
    ],
    "choices": [
        {"list_name": "town", "name": "a", "label": "A"},
        {"list_name": "town", "name": "b", "label": "B"},
        {"list_name": "ward", "name": "1", "label": "First of A", "t": "a"},
        {"list_name": "ward", "name": "2", "label": "Second of A", "t": "a"},
        {"list_name": "ward", "name": "1", "label": "First of B", "t": "b"},
    ],
}
PEOPLE = (
    '<instance id="p"><root><item><code>7</code><name>x</name><label>Seven</label></item>'
    "<item><code>8</code><name>y</name><label>Eight</label></item></root></instance>"
)
NESTED = (
    '<instance id="c"><states><state><value>wa</value><name>A state</name><towns/></state>'
    "<state><value>or</value><name>Another state</name><towns><town><value>wa</value>"
    "<name>A town</name></town></towns></state></states></instance>"
)


def choose(path, nodeset, value="value", label="name"):
    return (
        f'<select1 ref="{path}"><label>Q</label><itemset nodeset="{nodeset}">'
        f'<value ref="{value}"/><label ref="{label}"/></itemset></select1>'
    )


@pytest.mark.parametrize(("town", "words"), [("a", "First of A"), ("b", "First of B")])
def test_a_code_that_two_rows_have_is_said_in_the_words_of_the_row_that_was_offered(town, words):
    model = load_form(WARDS)
    session = open_session(model, None, clock)
    session.set("/data/town", town)
    session.set("/data/ward", "1")
    assert session.state("/data/said").value == words
    said = {one.label: one.value for one in label_view(model, session.draft(), "")}
    assert (said["Town"], said["Ward"]) == (town.upper(), words)


def test_every_row_that_can_be_offered_is_listed_and_printed_also_where_two_have_one_code():
    model = load_form(WARDS)
    asked = next(one for one in questions(model, "") if one.get("choice_filter"))
    rows = [(one["t"], one["code"], one["label"]) for one in asked["choices"]]
    assert rows == [("a", "1", "First of A"), ("a", "2", "Second of A"), ("b", "1", "First of B")]
    lines = [one for one in on_paper(model, "en", {}, clock).parts if isinstance(one, Line)]
    ward, why, how = lines[1:]
    assert ward.choices == ("First of A", "Second of A", "First of B")
    assert why.only_if == "Only if an earlier answer asks for it."
    assert how.only_if == "Only if 2 is: Second of A."


def test_a_row_inside_another_row_is_not_said_in_the_words_of_the_outer_one():
    towns = "instance('c')/states/state[value=/data/s]/towns/town"
    body = choose("/data/s", "instance('c')/states/state") + choose("/data/t", towns)
    model = load_form(xform("<s/><t/>", "", body, NESTED))
    session = open_session(model, None, clock)
    session.set("/data/s", "or")
    session.set("/data/t", "wa")
    assert [one.value for one in label_view(model, session.draft(), "")] == [
        "Another state",
        "A town",
    ]


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_two_questions_take_their_codes_from_two_columns_of_one_list(order):
    body = choose("/data/a", "instance('p')/root/item", "code", "label")
    body += choose("/data/b", "instance('p')/root/item", "name", "label")
    session = opened("<a/><b/>", "", body, PEOPLE)
    offered = {one: [offer.code for offer in session.choices(f"/data/{one}")] for one in order}
    assert offered == {"a": ["7", "8"], "b": ["x", "y"]}


def test_a_filter_in_a_filter_is_taken_off_whole():
    nested = "instance('p')/root/item[code = instance('p')/root/item[name = ']']/code or /data/q]"
    body = ask("/data/q") + choose("/data/a", nested, "code", "label")
    model = load_form(xform("<q/><a/>", "", body, PEOPLE))
    asked = next(one for one in questions(model, "") if one.get("choice_filter"))
    assert [one["code"] for one in asked["choices"]] == ["7", "8"]


UNSAID = "<item><label>Said</label><value>a</value></item><item><label/><value>b</value></item>"
LISTED = (
    '<instance id="l"><root><item><value>a</value><name>Said</name></item>'
    "<item><value>b</value></item></root></instance>"
)


@pytest.mark.parametrize(
    ("control", "listed"),
    [
        (f'<select1 ref="/data/a"><label>Q</label>{UNSAID}</select1>', ""),
        (choose("/data/a", "instance('l')/root/item"), LISTED),
    ],
    ids=["inline", "list"],
)
def test_a_choice_without_words_is_offered_by_its_code(control, listed):
    session = opened("<a/>", body=control, more=listed)
    session.set("/data/a", "b")
    assert [one.label for one in session.choices("/data/a")] == ["Said", "b"]
    (seen,) = label_view(session.model, session.draft(), "")
    assert seen.value == "b"


def test_a_choice_of_a_sheet_without_words_is_offered_by_its_code():
    rows = [{"list_name": "l", "name": "a", "label": "Said"}, {"list_name": "l", "name": "b"}]
    question = {"type": "select_one l", "name": "a", "label": "Q"}
    session = open_session(load_form({"survey": [question], "choices": rows}), None, clock)
    assert [one.label for one in session.choices("/data/a")] == ["Said", "b"]
