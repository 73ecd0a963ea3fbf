"""Forms on paper: every question in its order, with its number, and "only if" in words."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

import texts
from forms.library import FORMS, built_in
from forms.loading import load_form
from forms.model import Group, Question
from forms.on_paper import Line, on_paper

LISTS = {"services": [], "episodes": [], "consent_texts": []}


@cache
def model(form):
    return load_form(built_in(form))


@cache
def printed(form, language="en"):
    return on_paper(model(form), language, LISTS, lambda: datetime(2028, 3, 1, tzinfo=UTC))


def lines(form, language="en"):
    return [part for part in printed(form, language).parts if isinstance(part, Line)]


def line(form, name):
    return next(one for one in lines(form) if one.name == name)


@pytest.mark.parametrize("form", FORMS)
def test_a_paper_asks_what_a_screen_asks_and_in_its_order(form):
    asked = [
        one.name
        for one in model(form).questions()
        if one.control and not one.is_note and one.readonly != "true()"
    ]
    assert [one.name for one in lines(form)] == asked
    assert [one.number for one in lines(form)] == list(range(1, len(asked) + 1))
    for group in model(form).items():
        if isinstance(group, Group) and any(isinstance(one, Question) for one in group.children):
            names = [one.name for one in group.children if one.name in asked]
            places = [asked.index(one) for one in names]
            assert places == sorted(places)


@pytest.mark.parametrize("form", FORMS)
def test_a_paper_in_another_language_asks_the_same(form):
    if texts.known(f"form_name.{form}"):
        assert printed(form, "ar").title != printed(form).title
    for here, there in zip(lines(form), lines(form, "ar"), strict=True):
        assert (here.name, here.number, here.kind) == (there.name, there.number, there.kind)
        assert len(here.choices) == len(there.choices)
        assert bool(here.only_if) == bool(there.only_if)
        assert here.words != there.words or not here.words


@pytest.mark.parametrize(
    ("form", "name", "words"),
    [
        ("intake", "limits_explained_by", "Only if 3 is: Yes."),
        ("intake", "birth_date", "Only if 15 is left empty or 15 is: The exact day."),
        ("consent", "unsafe_caregiver", "Only if 6 is: Caregiver or Another trusted adult."),
    ],
)
def test_when_a_question_is_asked_is_said_with_the_numbers_of_others(form, name, words):
    found = [one.only_if for one in lines(form) if one.only_if == words]
    assert found, name


def test_a_condition_without_simple_words_says_that_an_earlier_answer_decides():
    said = {(part.words, getattr(part, "only_if", "")) for part in printed("intake").parts}
    assert ("Caregiver", "Only if an earlier answer asks for it.") in said


def test_no_condition_shows_how_it_is_computed():
    for form in FORMS:
        for part in printed(form).parts:
            said = getattr(part, "only_if", "")
            assert not set(said) & set("/${}'=")


def test_of_a_long_list_one_writes_the_name():
    assert line("intake", "languages").choices == ()
    assert line("intake", "who_is_present").choices


def test_numbers_of_choices_stand_only_where_a_key_makes_them():
    keyed = {one.name for form in FORMS for one in lines(form) if one.keyed}
    assert "who_is_present" in keyed
    assert all(one.choices for form in FORMS for one in lines(form) if one.keyed)
