"""Words about people come by standing input too: behind a program's name everybody sees them."""

from __future__ import annotations

import pytest
from make import WORDS
from typed import Typist

HERS = "six other plain words for a test"
VISIT = {"limits_explained": "yes", "name_used": "EXWORDS ONE"}
SEEN = (
    ("cases", "--find"),
    ("decide", "--answer"),
    ("offer", "--note"),
    ("decline", "--note"),
    ("take-out", "--reason"),
)


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    return Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)


def test_a_case_is_found_by_words_that_stand_in_no_list_of_programs(typist):
    case = typist.records(VISIT).facts["case"]
    asks = ("cases", "--json", "--find", "-")
    assert [one["code"] for one in typist.types(*asks, raw="exwords\n").facts] == [case]
    assert typist.types(*asks, raw="nobody\nexwords\n").facts == []
    assert typist.types(*asks, raw="\n").code == 1


def test_a_colleague_gets_her_name_and_her_passphrase_line_by_line(typist):
    added = typist.types("people", "add", "-", "--json", raw=f"Caseworker 9\n{HERS}\n")
    assert added.facts["name"] == "Caseworker 9"
    assert added.facts["passphrase"] == HERS
    signed_in = typist.types("cases", user="Caseworker 9", secrets=[HERS])
    assert signed_in.code == 0


def test_a_note_is_said_as_it_was_typed(typist):
    case = typist.records(VISIT).facts["case"]
    typist.types("people", "add", "Caseworker 9", secrets=[WORDS, HERS])
    typist.types("offer", case, "Caseworker 9", "--note", "-", raw="a note of EXWORDS\n")
    offers = typist.types("offers", user="Caseworker 9", secrets=[HERS])
    assert "a note of EXWORDS" in offers.out


def test_everything_taken_out_has_the_reason_that_was_typed(typist, tmp_path):
    typist.records(VISIT)
    to = tmp_path / "out.age"
    assert typist.types("take-out", str(to), "--reason", "-", raw="\n").code == 1
    assert typist.types("take-out", str(to), "--reason", "-", raw="the office moves\n").code == 0


@pytest.mark.parametrize(("verb", "option"), SEEN)
def test_help_says_how(typist, verb, option):
    shown = " ".join(typist.types(verb, "--help").out.split())
    _, _, said = shown.rpartition(f" {option} W")
    assert "- reads a line of standard input" in said.partition(" --")[0]
