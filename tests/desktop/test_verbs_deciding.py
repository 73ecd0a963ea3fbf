"""What two laptops said differently is listed and decided by command line."""

from __future__ import annotations

import pytest
from disagreeing import two_hours
from typed import Typist


def begin(desks):
    """Return a case that a supervisor works along in, and in which two said something else."""
    code = desks.visit()
    masked = desks.visit()
    for one in (code, masked):
        two_hours(desks, one)
    desks.office().caseload.share(code, desks.template.supervisor.id)
    return code, masked


pytestmark = pytest.mark.begins(after=begin)


def test_what_is_to_decide_is_listed_and_one_answer_or_a_new_one_holds(
    kept, tmp_path, monkeypatch, capsys
) -> None:
    code, masked = kept
    typist = Typist(tmp_path / "home", monkeypatch, capsys)
    one, other = typist.types("conflicts", "--json").facts
    assert (one["case"], one["field"], one["safe_contact"]) == (code, "intake.safe_hours", True)
    assert [(two["number"], two["may_take"]) for two in one["answers"]] == [(1, True), (2, True)]
    assert other == {"case": masked, "masked": True}
    said = typist.types("conflicts").out
    assert "CANARY 10:00\N{EN DASH}12:00 (This laptop" in said
    assert "CANARY 14:00\N{EN DASH}16:00 (Another laptop" in said

    assert typist.types("decide", code, "safe_hours", "--take", "7").refused == (
        "conflict_value_not_found"
    )
    done = typist.types("decide", code, "safe_hours", "--answer", "EX noon", "--json")
    assert done.facts == {"case": code, "decided": "safe_hours"}
