"""Requests from outside by command: written down, corrected, answered, and listed."""

from __future__ import annotations

import pytest
from make import Clock, Desks
from typed import Typist

from casework.referrals.letters import Order
from desktop.clock import now

WORDS = "EXASKED for the whole file"
NOTE = ("requests", "note", "--asker", "police", "--words", "-", "--json")


@pytest.fixture
def made(template, tmp_path):
    """Return a folder, a case of the supervisor's, and the number of a letter that left it."""
    desks = Desks(template, tmp_path / "home", Clock(now()))
    case = desks.visit()
    desks.agree(case)
    number = desks.office().letters.issue(Order(case, "Example Clinic A")).number
    desks.office(template.supervisor).caseload.assign(case, template.supervisor.id)
    desks.close()
    return tmp_path / "home", case, number


@pytest.fixture
def typist(made, monkeypatch, capsys):
    return Typist(made[0], monkeypatch, capsys)


def test_nobody_asked_so_far(typist) -> None:
    assert typist.types("requests", "--json").facts == []
    assert "Nobody asked" in typist.types("requests").out


def test_a_request_is_written_down_and_words_come_from_standard_input(typist) -> None:
    (line,) = typist.types(*NOTE, raw=f"{WORDS}\n").facts
    today = now().date().isoformat()
    told = (line["words"], line["asker"], line["on"], line["answer"])
    assert told == (WORDS, "police", today, "open")
    said = typist.types("requests").out
    assert line["id"][:8] in said
    assert WORDS not in said


def test_it_is_corrected_answered_and_taken_back(typist) -> None:
    (line,) = typist.types(*NOTE, raw=f"{WORDS}\n").facts
    named = line["id"][:8]
    better = ("--asker", "lawyer", "--words", "EXBETTER", "--on", "2026-03-02", "--json")
    (line,) = typist.types("requests", "correct", named, *better).facts
    assert (line["words"], line["asker"], line["on"]) == ("EXBETTER", "lawyer", "2026-03-02")
    (line,) = typist.types("requests", "answer", named, "--with", "refused", "--json").facts
    assert line["answer"] == "refused"
    (line,) = typist.types("requests", "reopen", named, "--json").facts
    assert line["answer"] == "open"


def test_correcting_leaves_what_is_not_typed_again(typist, made) -> None:
    told = ("--on", "2026-03-02", "--who", "EXWHO", "--in-writing", "--case", made[1])
    (before,) = typist.types(*NOTE, *told, raw=f"{WORDS}\n").facts
    better = ("requests", "correct", before["id"][:8], "--json")
    (line,) = typist.types(*better, "--words", "EXBETTER").facts
    assert [(one["words"], one["by"]) for one in line["before"]] == [(WORDS, "Supervisor 1")]
    assert line == before | {"words": "EXBETTER", "before": line["before"]}
    (line,) = typist.types(*better, "--no-in-writing").facts
    assert [one["words"] for one in line["before"]] == [WORDS, "EXBETTER"]
    assert line == before | {"words": "EXBETTER", "in_writing": False, "before": line["before"]}


def test_what_is_released_needs_order_and_letter(typist, made) -> None:
    _home, case, number = made
    (line,) = typist.types(*NOTE, "--case", case, "--in-writing", raw=f"{WORDS}\n").facts
    answer = ("requests", "answer", line["id"], "--with", "released")
    refused = typist.types(*answer)
    assert (refused.code, refused.refused) == (1, "request_order")
    refused = typist.types(*answer, "--order", "EX 12")
    assert refused.refused == "request_no_letter"
    (line,) = typist.types(*answer, "--order", "EX 12", "--letter", number, "--json").facts
    assert (line["answer"], line["order"], line["letter"]) == ("released", "EX 12", number)


@pytest.mark.parametrize("named", ["", "zz"])
def test_a_request_that_is_not_there_is_refused(typist, named) -> None:
    typist.types(*NOTE, raw=f"{WORDS}\n")
    refused = typist.types("requests", "answer", named, "--with", "refused")
    assert (refused.code, refused.refused) == (1, "request_not_found")


def test_a_day_that_is_none_is_told(typist) -> None:
    refused = typist.types(*NOTE, "--on", "yesterday")
    assert refused.code == 2
    assert "--on" in refused.err
