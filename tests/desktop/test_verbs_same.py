"""Two cases of one person, put together and taken apart by command line."""

from __future__ import annotations

import pytest
from make import VISIT
from typed import Typist


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    return Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)


def test_two_cases_are_put_together_under_the_first_and_taken_apart_again(typist) -> None:
    head, part = (typist.records(VISIT).facts["case"] for _ in range(2))
    done = typist.types("same", head, part, "--json")
    assert done.facts == {"case": head, "parts": [part]}
    said = typist.types("same", head, part)
    assert said.refused == "pair_joined_before"
    assert typist.types("apart", head, part, "--json").facts == {"case": head, "parts": []}
    assert head in typist.types("same", head, part).out


def test_a_case_is_not_put_together_with_itself(typist) -> None:
    head = typist.records(VISIT).facts["case"]
    assert typist.types("same", head, head).refused == "pair_of_one"
