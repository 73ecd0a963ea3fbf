"""What stands of the exchange is said at the command line as the window says it."""

from __future__ import annotations

import pytest
from laptops import First, Laptop
from make import Clock
from typed import Typist

import texts
from desktop.practice import practising


@pytest.fixture
def here(template, tmp_path, monkeypatch, capsys):
    return Typist(template.copy(tmp_path / "here"), monkeypatch, capsys)


def test_alone_it_says_so(here):
    assert texts.say("devices.none") in here.types("exchange").out
    facts = here.types("exchange", "--json").facts
    assert facts["is_alone"]
    assert facts["laptops"] == facts["leaving"] == []


def test_it_tells_what_waits_and_which_laptops_belong(template, tmp_path, monkeypatch, capsys):
    first = First(template, tmp_path / "here", Clock())
    Laptop(first, tmp_path / "there", "Caseworker 8")
    first.writes()
    code = first.case(name_used="CANARY")
    first.agrees(code)
    first.close()
    here = Typist(tmp_path / "here", monkeypatch, capsys)
    said = here.types("exchange").out
    assert texts.say("devices.of", people="Caseworker 8") in said
    assert texts.say("sync.no_server") in said
    assert texts.say("form_name.intake") in said
    assert code in said
    assert "CANARY" not in said
    facts = here.types("exchange", "--json").facts
    assert {one["people"][0] for one in facts["laptops"]} == {"Supervisor 1", "Caseworker 8"}
    assert {"intake", "consent"} <= {one["what"] for one in facts["leaving"]}
    assert facts["written"].startswith("2026")


def test_a_practice_workbook_says_why_it_exchanges_nothing(tmp_path, monkeypatch, capsys):
    users = practising.make(tmp_path / "practice", 0, 1)
    (one, *_) = (user for user in users if user.role == "supervisor")
    invented = Typist(tmp_path / "practice", monkeypatch, capsys, one.name, one.passphrase)
    assert texts.say("sync.practice") in invented.types("exchange").out
