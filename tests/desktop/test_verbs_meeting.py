"""The verb of the same room: two laptops on one network exchange at the command line."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from laptops import First, Laptop
from make import Clock
from rooms import Deaf, Looking, Loopback, lay, there_meets
from typed import Typist

from casework.team.worker import Role


@pytest.fixture
def other(template, tmp_path):
    """Return another laptop of the one at whose command line somebody types."""
    first = First(template, tmp_path / "here", Clock())
    made = Laptop(first, tmp_path / "other", "Worker 7", Role.SUPERVISOR)
    first.agrees(first.case())
    first.close()
    return made


@pytest.fixture
def here(other, tmp_path, monkeypatch, capsys):
    assert other
    return Typist(tmp_path / "here", monkeypatch, capsys)


@pytest.fixture
def pool():
    with ThreadPoolExecutor(1) as made:
        yield made


def test_two_laptops_meet_and_the_verb_says_whom_and_what_came(here, other, pool, monkeypatch):
    network = Loopback([])
    lay(monkeypatch, network)
    met = pool.submit(there_meets, Looking(Loopback(network.room)), other)
    said = here.types("meet")
    assert said.code == 0, said.err
    assert met.result().changes
    assert "This laptop answers at 127.0.0.1:" in said.out
    assert "Exchanged with: Laptop of Worker 7." in said.out
    met = pool.submit(there_meets, Looking(Loopback(network.room)), other)
    facts = here.types("meet", "--json").facts
    assert (facts["people"], facts["refused"], facts["torn"]) == (["Worker 7"], 0, False)
    assert met.result().met.people


def test_an_address_is_typed_where_they_do_not_find_each_other(here, other, pool, monkeypatch):
    lay(monkeypatch, Deaf())
    there = Looking(Deaf())
    met = pool.submit(there_meets, there, other)
    while not there.told:
        Event().wait(0.01)
    assert here.types("meet", "--at", there.told[0].where[0], "--json").facts["met"]
    assert met.result().met


def test_what_comes_to_nothing_is_said_in_words(here, monkeypatch):
    lay(monkeypatch, Loopback([]), looking=0.3)
    assert "No other laptop was found" in here.types("meet").out
    assert here.types("meet", "--json").facts["met"] == ""
    lay(monkeypatch, Loopback([]))
    assert here.types("meet", "--at", "laptop.example.org").refused == "room_address"
    assert here.types("meet", "--at", "127.0.0.1:1").refused == "room_unreachable"


def test_whoever_works_alone_opens_no_door(template, tmp_path, monkeypatch, capsys):
    network = Loopback([])
    lay(monkeypatch, network)
    alone = Typist(template.copy(tmp_path / "alone"), monkeypatch, capsys)
    assert alone.types("meet").refused == "exchange_alone"
    assert network.doors == []
