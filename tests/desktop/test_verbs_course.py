"""The course of a case by command line: it rests, closes once that may be, and opens again."""

from __future__ import annotations

import pytest
from make import VISIT
from typed import Typist

AGREED = {
    "limits_explained": "yes",
    "means": "verbal",
    "given_by": "survivor",
    "case_service": "given",
}
TOLD = {"plan_reviewed": "yes", "told_may_return": "no"}


@pytest.fixture
def begun(template, tmp_path, monkeypatch, capsys):
    typist = Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)
    case = typist.records(VISIT).facts["case"]
    typist.records(AGREED, case, "consent")
    typist.records(TOLD, case, "closure")
    return typist, case


def stands(typist, case, *words):
    done = typist.types("course", case, *words, "--json")
    return done.facts["status"], done.facts["missing"]


def test_a_case_rests_goes_on_closes_and_opens_again(begun) -> None:
    typist, case = begun
    assert stands(typist, case) == ("open", [])
    assert stands(typist, case, "pause", "--reason", "no_contact") == ("paused", [])
    assert stands(typist, case, "resume") == ("open", [])
    assert stands(typist, case, "close") == ("closed", [])
    assert stands(typist, case, "reopen") == ("open", ["form"])


def test_what_is_missing_is_said_in_words_and_nothing_closes(begun) -> None:
    typist, case = begun
    stands(typist, case, "close")
    stands(typist, case, "reopen")
    assert typist.types("course", case, "close").refused == "not_yet_closed"
    said = typist.types("course", case).out
    assert "The closure has not been filled in" in said
    assert stands(typist, case) == ("open", ["form"])
    assert stands(typist, case, "pause")[0] == "paused"
    assert stands(typist, case, "resume")[0] == "open"
    assert typist.types("course", case, "reopen").code == 1
