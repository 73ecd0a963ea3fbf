"""The log of breaches by command: written down, corrected, seen to, closed and opened again."""

from __future__ import annotations

import pytest
from make import Clock, Desks
from typed import Typist

from desktop.clock import now

WORDS = "EXHAPPENED in the bus"
NOTE = ("breaches", "note", "--kind", "device_gone", "--words", "-", "--json")


@pytest.fixture
def made(template, tmp_path):
    desks = Desks(template, tmp_path / "home", Clock(now()))
    case = desks.visit()
    desks.close()
    return tmp_path / "home", case


@pytest.fixture
def typist(made, monkeypatch, capsys):
    return Typist(made[0], monkeypatch, capsys)


def test_nothing_was_written_down_so_far(typist) -> None:
    assert typist.types("breaches", "--json").facts == []
    assert "No breach" in typist.types("breaches").out


def test_a_breach_is_written_down_and_words_come_from_standard_input(typist, made) -> None:
    (line,) = typist.types(*NOTE, "--case", made[1], raw=f"{WORDS}\n").facts
    told = (line["words"], line["kind"], line["on"], line["cases"], line["state"])
    assert told == (WORDS, "device_gone", now().date().isoformat(), [made[1]], "open")
    said = typist.types("breaches").out
    assert line["id"][:8] in said
    assert made[1] in said
    assert WORDS not in said


def test_it_is_corrected_seen_to_closed_and_opened_again(typist, made) -> None:
    (line,) = typist.types(*NOTE, "--case", made[1], raw=f"{WORDS}\n").facts
    named = line["id"][:8]
    better = ("--kind", "paper_gone", "--words", "EXBETTER", "--recipients", "EXGOT", "--json")
    (line,) = typist.types("breaches", "correct", named, *better).facts
    assert (line["words"], line["kind"], line["cases"]) == ("EXBETTER", "paper_gone", [made[1]])
    (line,) = typist.types("breaches", "correct", named, "--case", "", "--json").facts
    assert (line["words"], line["cases"]) == ("EXBETTER", [])
    refused = typist.types("breaches", "close", named)
    assert (refused.code, refused.refused) == (1, "breach_nothing_taken")
    take = ("breaches", "take", named, "--words", "EXTAKEN", "--json")
    (line,) = typist.types(*take, "--told").facts
    assert [(one["words"], one["told"]) for one in line["taken"]] == [("EXTAKEN", True)]
    (line,) = typist.types("breaches", "untake", named, "--json").facts
    assert line["taken"] == []
    typist.types(*take)
    (line,) = typist.types("breaches", "close", named, "--why", "EXWHY", "--json").facts
    assert (line["state"], line["untold_why"]) == ("closed", "EXWHY")
    (line,) = typist.types("breaches", "reopen", named, "--json").facts
    assert line["state"] == "open"


def test_correcting_leaves_what_is_not_typed_again(typist, made) -> None:
    told = ("--on", "2026-03-02", "--recipients", "EXGOT", "--case", made[1])
    (before,) = typist.types(*NOTE, *told, raw=f"{WORDS}\n").facts
    better = ("--words", "EXBETTER", "--json")
    (line,) = typist.types("breaches", "correct", before["id"][:8], *better).facts
    assert [one["words"] for one in line["before"]] == [WORDS]
    assert line == before | {"words": "EXBETTER", "before": line["before"]}
    (line,) = typist.types("breaches", "correct", line["id"], "--recipients", "", "--json").facts
    assert [(one["words"], one["who"]) for one in line["before"]] == [
        (WORDS, "EXGOT"),
        ("EXBETTER", "EXGOT"),
    ]
    assert line == before | {"words": "EXBETTER", "recipients": "", "before": line["before"]}


def test_what_was_not_done_is_not_taken_back(typist) -> None:
    (line,) = typist.types(*NOTE, raw=f"{WORDS}\n").facts
    refused = typist.types("breaches", "untake", line["id"])
    assert (refused.code, refused.refused) == (1, "breach_taken_not_found")


@pytest.mark.parametrize("named", ["", "zz"])
def test_a_breach_that_is_not_there_is_refused(typist, named) -> None:
    typist.types(*NOTE, raw=f"{WORDS}\n")
    refused = typist.types("breaches", "close", named)
    assert (refused.code, refused.refused) == (1, "breach_not_found")
