"""At the command line a workbook is destroyed only if told to, and leaves only if it comes back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from make import VISIT
from typed import Typist

from db.vault.unlocked import KEYS, STORE
from desktop.exchange import exchanging
from texts import say

NEW = "plainly other words for tests only"


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    return Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)


def there(typist):
    return {file.name: file.read_bytes() for file in typist.home.iterdir() if file.suffix != ".log"}


def test_nothing_is_destroyed_before_it_was_said_what_that_means(typist):
    before = there(typist)
    answer = typist.types("panic")
    assert answer.code == 0
    for said in ("settings.panic_back", "settings.panic_limits", "panic.how"):
        assert say(said) in answer.out
    assert there(typist) == before


def test_told_to_it_asks_for_no_passphrase_and_leaves_nothing(typist):
    answer = typist.types("panic", "--now", secrets=["not", "asked"])
    assert (answer.code, say("panic.done") in answer.out) == (0, True)
    assert not typist.home.exists()
    assert typist.types("panic", "--now").refused == "missing"


@pytest.mark.skipif(os.name == "nt", reason="no folder refuses its owner there")
def test_what_could_not_be_removed_is_named(typist, monkeypatch):
    def refuses(_path):
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuses)
        answer = typist.types("panic", "--now")
    assert answer.refused == "panic_left"
    assert KEYS in answer.err
    assert STORE in answer.err
    # All the same nobody opens it.
    assert typist.types("cases").refused == "missing"


def test_a_journey_begins_with_a_proof_and_ends_with_everything_back(typist, template, stick):
    case = typist.records(VISIT).facts["case"]
    file = stick / "away.backup"
    answer = typist.types("travel", file, secrets=[typist.secret, template.recovery_code])
    assert answer.code == 0, answer.err
    assert not typist.home.exists()
    assert {one.suffix for one in stick.iterdir()} <= {".backup", ".gone", ".told"}

    back = typist.types("restore", file, secrets=[template.recovery_code, NEW])
    assert back.code == 0, back.err
    typist.secret = NEW
    assert case in {one["code"] for one in typist.types("cases", "--json").facts}


def test_a_backup_that_the_sheet_does_not_open_lets_nothing_go(typist, stick):
    other = exchanging.make_newcomer(stick / "other", "Caseworker 9", NEW)
    answer = typist.types("travel", stick / "away.backup", secrets=[typist.secret, other])
    assert answer.refused == "wrong_recovery_backup"
    assert (typist.home / STORE).exists()
    assert not (stick / "away.backup").exists()
    assert typist.types("cases").code == 0


def test_what_would_travel_with_the_laptop_is_nowhere_else(typist, template, tmp_path):
    secrets = [typist.secret, template.recovery_code]
    answer = typist.types("travel", tmp_path / "away.backup", secrets=secrets)
    assert answer.refused == "travel_same_disk"
    assert (typist.home / STORE).exists()


def test_a_place_that_is_none_is_refused(typist, tmp_path):
    assert typist.types("travel", tmp_path / "no" / "a.backup").refused == "file_not_written"
    (tmp_path / "b").touch()
    assert typist.types("travel", tmp_path / "b").refused == "file_exists"
