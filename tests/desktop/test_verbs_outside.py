"""A laptop of whoever only looks at figures, at the command line; and a journey among others."""

from __future__ import annotations

from functools import partial

import pytest
from typed import Typist

from db.vault import keys
from db.vault.cost import FLOOR
from texts import say

OTHER = "plainly other words for tests only"


@pytest.fixture
def here(template, tmp_path, monkeypatch, capsys):
    return Typist(template.copy(tmp_path / "here"), monkeypatch, capsys)


@pytest.fixture
def there(tmp_path, monkeypatch, capsys):
    # What keys of a new workbook cost is tested elsewhere.
    cheap = partial(keys.Newcomer, cost=FLOOR)
    monkeypatch.setattr("desktop.exchange.exchanging.keys.Newcomer", cheap)
    return Typist(tmp_path / "there", monkeypatch, capsys, user="Viewer 8", secret=OTHER)


def joins(here, there, folder, role):
    words = there.types("join", "ask", folder / "asks", "--json").facts["words"]
    let_in = ("--person", there.user, "--role", role, "--words", words)
    answer = folder / "answer"
    assert here.types("devices", "add", folder / "asks", *let_in, "--out", answer).code == 0
    return there.types("join", "accept", answer)


def carries(one, other, file):
    assert one.types("bundle", "write", file).code == 0
    came = other.types("bundle", "read", file, "--json")
    file.unlink()
    assert came.code == 0, came.err
    return came.facts


def test_a_viewer_joins_and_opens_a_workbook_that_holds_nothing_of_anybody(here, there, tmp_path):
    joined = joins(here, there, tmp_path, "viewer")
    assert say("join.figures_alone") in joined.out
    came = carries(here, there, tmp_path / "stick")
    assert (came["operations"], came["refused"]) == (0, {})

    # She has a place of her own there, and sees figures only.
    assert there.types("people", "list").refused == "not_permitted"
    assert there.types("cases").refused == "not_permitted"
    register = tmp_path / "register.json"
    assert there.types("figures", "--register", register).code == 0


def test_who_alone_looks_after_an_office_does_not_leave_it_to_nobody(
    here, there, template, tmp_path, stick
):
    secrets = [here.secret, template.recovery_code]
    there.user = "Caseworker 8"
    joins(here, there, tmp_path, "caseworker")
    answer = here.types("travel", stick / "away.backup", secrets=secrets)
    assert answer.refused == "travel_last_administrator"
    assert here.types("cases").code == 0


def test_what_nobody_was_given_yet_does_not_go_on_a_journey(here, there, template, tmp_path, stick):
    secrets = [here.secret, template.recovery_code]
    there.user = "Supervisor 8"
    joins(here, there, tmp_path, "supervisor")
    answer = here.types("travel", stick / "away.backup", secrets=secrets)
    assert answer.refused == "travel_unsent"

    carries(here, there, tmp_path / "stick")
    answer = here.types("travel", stick / "away.backup", secrets=secrets)
    assert answer.code == 0, answer.err
    assert say("travel.ask_again") in answer.out
    assert not here.home.exists()
