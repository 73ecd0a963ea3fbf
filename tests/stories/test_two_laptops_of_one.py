"""A caseworker with two laptops: at the office and on the way, one caseload, one person."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from make import VISIT
from typed import Typist

from db.store import open_store
from db.vault import keys
from db.vault.cost import FLOOR
from desktop.bootstrap import office_on
from desktop.clock import now

OTHER = "plainly other words for tests only"
NAME = "Caseworker 8"
CLINIC = "Example Clinic A"


class Laptop(Typist):
    """A laptop that is typed at, and looked into."""

    def office(self, act):
        """Do something as whoever works here."""
        unlocked = keys.unlock(self.home, NAME, OTHER)
        store = open_store(self.home, unlocked, now)
        try:
            return act(office_on(store, store.worker(unlocked.user_id), now), unlocked)
        finally:
            store.close()


@pytest.fixture
def laptops(template, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(
        "desktop.exchange.exchanging.keys.Newcomer", partial(keys.Newcomer, cost=FLOOR)
    )
    office = Typist(template.copy(tmp_path / "office"), monkeypatch, capsys)
    hers = [
        Laptop(tmp_path / name, monkeypatch, capsys, user=NAME, secret=OTHER)
        for name in ("one", "two")
    ]
    return office, *hers


def joins(office, laptop, folder, *how):
    asks, answer = (folder / f"{laptop.home.name} {name}" for name in ("asks", "answer"))
    asks.unlink(missing_ok=True)
    asked = laptop.types("join", "ask", asks, "--json")
    assert asked.code == 0, asked.err
    words = asked.facts["words"]
    let_in = ("--person", NAME, "--words", words, "--kept-with", CLINIC, "--out", answer)
    told = office.types("devices", "add", asks, *let_in, *how, "--json")
    if told.code == 0:
        joined = laptop.types("join", "accept", answer, "--json")
        assert joined.code == 0, joined.err
        assert joined.facts["words"] == told.facts["words"]
    return told


def carries(folder, giver, *takers):
    stick = folder / "stick"
    assert giver.types("bundle", "write", stick).code == 0
    for taker in takers:
        came = taker.types("bundle", "read", stick, "--json").facts
        assert (came["refused"], came["early"], came["late"]) == ({}, 0, 0)
    stick.unlink()


def test_what_she_agreed_to_is_at_both_and_both_write_it(laptops, tmp_path) -> None:
    office, one, two = laptops
    # Nobody of that name works here yet.
    assert "no_such_person" in joins(office, two, tmp_path, "--known").err
    assert joins(office, one, tmp_path).code == 0
    assert joins(office, two, tmp_path, "--known").code == 0
    # What stands first of it is the same to whoever types it.
    people = [entry["people"] for entry in office.types("devices", "--json").facts]
    assert people[1:] == [[NAME], [NAME]]
    carries(tmp_path, office, one, two)

    def begins(hers, _):
        told = hers.answers.record(None, "intake", VISIT | {"name_used": "CANARY-TOLD"}, "en")
        kept = hers.answers.record(None, "intake", VISIT | {"name_used": "CANARY-KEPT"}, "en")
        grant = {
            "recipient": next(s.code for s in hers.services.all() if s.name == CLINIC),
            "valid_until": (now() + timedelta(days=80)).date().isoformat(),
            "purpose": "store_elsewhere",
        }
        consent = {
            "limits_explained": "yes",
            "means": "verbal",
            "given_by": "survivor",
            "case_service": "given",
            "grants": [grant],
        }
        hers.answers.record(told.case_code, "consent", consent, "en")
        return told.case_code, kept.case_code

    told, kept = one.office(begins)
    carries(tmp_path, one, two, office)
    assert two.office(lambda hers, _: {line.code for line in hers.cases.all()}) == {told}
    # It is her case there as well: nothing of it is masked, and she writes it.
    assert not two.office(lambda hers, _: hers.overview.of(told).masked)
    two.office(lambda hers, _: hers.answers.record(told, "note", {"text": "CANARY-TWO"}, "en"))
    carries(tmp_path, two, one, office)

    notes = one.office(lambda hers, _: len(hers.filling.entries(told, "note")))
    assert notes == 1
    assert one.office(lambda hers, _: {line.code for line in hers.cases.all()}) == {told, kept}
    user = {laptop.office(lambda _, unlocked: unlocked.user_id) for laptop in (one, two)}
    assert len(user) == 1
    for laptop in laptops:
        assert laptop.types("check", "--json").facts["faults"] == []


def test_one_of_the_two_is_lost_and_the_other_goes_on(laptops, tmp_path) -> None:
    office, one, two = laptops
    joins(office, one, tmp_path)
    joins(office, two, tmp_path, "--known")
    carries(tmp_path, office, one, two)
    carries(tmp_path, two, office)
    lost = two.office(lambda _, unlocked: unlocked.store_id).hex()
    assert office.types("devices", "remove", lost).code == 0
    assert office.types("bundle", "write", tmp_path / "after").code == 0
    assert one.types("bundle", "read", tmp_path / "after").code == 0
    assert two.types("bundle", "read", tmp_path / "after").code != 0
    assert one.types("services", "--json").facts
