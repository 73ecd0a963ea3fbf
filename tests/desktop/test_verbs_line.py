"""Two laptops and a server at the command line: it is named once, and then they exchange."""

from __future__ import annotations

from functools import partial

import pytest
from lines import listening
from make import VISIT
from typed import Typist

from db.vault import keys
from db.vault.cost import FLOOR

OTHER = "plainly other words for tests only"


@pytest.fixture
def here(template, tmp_path, monkeypatch, capsys):
    return Typist(template.copy(tmp_path / "here"), monkeypatch, capsys)


@pytest.fixture
def there(here, tmp_path, monkeypatch, capsys):
    # What keys of a new workbook cost is tested elsewhere.
    monkeypatch.setattr(
        "desktop.exchange.exchanging.keys.Newcomer", partial(keys.Newcomer, cost=FLOOR)
    )
    there = Typist(tmp_path / "there", monkeypatch, capsys, user="Supervisor 8", secret=OTHER)
    words = there.types("join", "ask", tmp_path / "asks", "--json").facts["words"]
    let_in = ("--person", "Supervisor 8", "--role", "supervisor", "--words", words)
    kept = ("--kept-with", "Example Clinic A", "--out", tmp_path / "answer")
    here.types("devices", "add", tmp_path / "asks", *let_in, *kept)
    return there


@pytest.fixture
def server(tmp_path):
    (tmp_path / "server").mkdir()
    with listening(tmp_path / "server") as made:
        yield made


def test_an_office_meets_at_a_server(here, there, server, tmp_path):
    assert here.types("sync").refused == "line_none"
    assert here.types("server", "--json").facts == {"server": "", "pin": ""}
    led = here.types("server", server.address, "--invite", server.invite(), "--json")
    assert led.facts == {"server": server.address, "pin": ""}
    assert here.types("sync", "--json").facts["sent"] > 0
    # The answer was written before there was a server: a stick tells of it.
    there.types("join", "accept", tmp_path / "answer")
    assert there.types("sync").refused == "line_none"
    here.types("bundle", "write", tmp_path / "stick")
    there.types("bundle", "read", tmp_path / "stick")
    here.records(VISIT | {"name_used": "CANARY-LINE"})
    assert here.types("sync").code == 0
    told = there.types("sync", "--json").facts
    assert (told["refused"], told["alarms"], told["waiting"]) == ({}, [], 0)
    assert "Taken in" in there.types("sync").out
    assert here.types("server").out.startswith("The server is")
    assert here.types("server", "none").code == 0
    assert here.types("sync").refused == "line_none"


def test_who_cannot_be_led_there_stays_where_she_was(here, server):
    assert here.types("server", "not an address").refused == "line_address"
    assert here.types("server", "http://sync.example.org").refused == "line_open"
    assert here.types("server", "http://127.0.0.1:1").refused == "line_unreachable"
    assert here.types("server", server.address).refused == "line_unknown"
    assert here.types("server", server.address, "--invite", "NO").refused == "line_invite"
    assert here.types("server", "--json").facts["server"] == ""


def test_a_laptop_that_is_removed_gets_nothing_more(here, there, server, tmp_path):
    here.types("server", server.address, "--invite", server.invite())
    here.types("sync")
    there.types("join", "accept", tmp_path / "answer")
    here.types("bundle", "write", tmp_path / "stick")
    there.types("bundle", "read", tmp_path / "stick")
    assert there.types("sync").code == 0
    (other,) = (one for one in here.types("devices", "--json").facts if not one["here"])
    here.types("devices", "remove", other["id"])
    assert here.types("sync").code == 0
    assert there.types("sync").refused == "line_removed"
