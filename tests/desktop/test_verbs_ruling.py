"""What holds for the whole office, by command line."""

from __future__ import annotations

import pytest
from make import WORDS
from typed import Typist

import texts
from texts.language import PERSON, OnPaper, call_them, write_letters

SECOND = "Caseworker 9"
AS_MADE = {
    "closing_needs": False,
    "second_days": True,
    "own_digits": False,
    "called": PERSON,
}


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    yield Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)
    write_letters(OnPaper())


def test_what_holds_is_said_and_one_thing_is_set_by_itself(typist) -> None:
    assert typist.types("office", "--json").facts == AS_MADE
    said = typist.types("office", "--own-digits", "yes").out
    assert texts.say("settings.own_digits.on") in said
    assert texts.say("settings.second_days.on") in said
    assert typist.types("office", "--json").facts == AS_MADE | {"own_digits": True}
    both = typist.types("office", "--second-days", "no", "--closing-needs", "yes", "--json")
    every = AS_MADE | {"closing_needs": True, "second_days": False, "own_digits": True}
    assert both.facts == typist.types("office", "--json").facts == every


def test_what_a_person_is_called_is_set_and_said_by_all_verbs_from_then_on(typist) -> None:
    said = typist.types("office", "--called", "client").out
    assert "In the window a person is called: Client" in said
    assert typist.types("office", "--json").facts == AS_MADE | {"called": "client"}
    call_them(PERSON)
    known = typist.types("record", "new", "safety_plan", "--questions").facts
    assert "What worries the client most" in str(known)
    refused = typist.types("office", "--called", "victim")
    assert (refused.code, "--called" in refused.err) == (2, True)


def test_who_may_not_see_to_the_team_sets_nothing(typist) -> None:
    assert typist.types("people", "add", SECOND, secrets=[WORDS, WORDS]).code == 0
    refused = typist.types("office", "--own-digits", "yes", user=SECOND)
    assert (refused.code, refused.out) == (1, "")
    assert typist.types("office", "--json").facts == AS_MADE


def test_an_answer_that_is_neither_is_told(typist) -> None:
    refused = typist.types("office", "--second-days", "perhaps")
    assert refused.code == 2
    assert "--second-days" in refused.err
