"""Answers that no question of their kind can have: beyond a range, no place, half an order."""

from __future__ import annotations

import pytest
from scenarios import ask, clock, opened

from forms.loading import load_form
from forms.session import open_session

RANKED = {
    "survey": [{"type": "rank way", "name": "a", "label": "A"}],
    "choices": [{"list_name": "way", "name": code, "label": code} for code in ("x", "y", "z")],
}


def said_of(session, answer):
    session.set("/data/a", answer)
    problem = session.check("/data/a")
    assert session.state("/data/a").value == answer, "nothing typed is lost"
    return problem.code if problem else ""


def ranged(start, end, step, bind="int"):
    marks = f'start="{start}" end="{end}" step="{step}"'
    body = f'<range ref="/data/a" {marks}><label>Q</label></range>'
    return opened("<a/>", f'<bind nodeset="/data/a" type="{bind}"/>', body)


@pytest.mark.parametrize(
    ("marks", "right", "wrong"),
    [
        (("1", "5", "1"), ("1", "5"), ("0", "6", "99", "-1")),
        (("1", "6", "2"), ("1", "3", "5"), ("2", "6")),
        (("5", "1", "-1"), ("5", "1"), ("6", "0")),
        (("0", "1", "0.1", "decimal"), ("0.3", "0.7", "1.0"), ("0.35", "1.1")),
        (("1", "5", ""), ("2",), ("6",)),
        (("", "", ""), ("99",), ()),
        (("0", "1e400", "1", "decimal"), ("1" + "0" * 30,), ("-1",)),
    ],
)
def test_a_number_outside_its_range_or_between_its_steps_is_said(marks, right, wrong):
    assert {said_of(ranged(*marks), one) for one in right} == {""}
    assert {said_of(ranged(*marks), one) for one in wrong} <= {"not_on_range"}


def test_a_range_says_first_what_is_no_number():
    assert said_of(ranged("1", "5", "1"), "often") == "not_a_number"


@pytest.mark.parametrize(
    ("bind", "answer", "code"),
    [
        ("geopoint", "52.5 13.4", ""),
        ("geopoint", "-52.5 -179.9 30 4.5", ""),
        ("geopoint", "hello", "not_a_place"),
        ("geopoint", "52.5", "not_a_place"),
        ("geopoint", "91 0", "not_a_place"),
        ("geopoint", "0 181", "not_a_place"),
        ("geopoint", "1 2 3 4 5", "not_a_place"),
        ("geotrace", "1 2; 3 4;", ""),
        ("geoshape", "1 2 0 0; 3 4 0 0; 1 2 0 0", ""),
        ("geotrace", "1 2; there", "not_a_place"),
    ],
)
def test_a_place_that_is_none_is_said(bind, answer, code):
    session = opened("<a/>", f'<bind nodeset="/data/a" type="{bind}"/>', ask("/data/a"))
    assert said_of(session, answer) == code


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("y z x", ""),
        ("y", "not_in_order"),
        ("y x y", "not_in_order"),
        ("y x z y", "not_in_order"),
        ("y x w", "not_a_choice"),
    ],
)
def test_an_order_has_every_choice_once(answer, code):
    assert said_of(open_session(load_form(RANKED), None, clock), answer) == code


def test_what_was_there_when_the_form_was_opened_may_stay():
    model = load_form(RANKED)
    session = open_session(model, None, clock)
    session.set("/data/a", "y x y")
    again = open_session(model, session.draft(), clock)
    assert again.check("/data/a") is None
    assert said_of(again, "y x") == "not_in_order"
