"""Damage, full pipes and halves of work: each ends in words that say what is wrong."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from make import WORDS
from typed import Typist

from db.vault import instance, keys
from desktop.__main__ import main
from desktop.crash import REPORT

PAGE = 4096
FULL = Path("/dev/full")


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    typist = Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)
    yield typist
    assert not (typist.home / REPORT).exists()


def damage(home, share):
    """Spoil one page, so far into the file."""
    store = home / "workbook.db"
    data = bytearray(store.read_bytes())
    place = int(len(data) // PAGE * share) * PAGE
    data[place + 100] ^= 0x10
    store.write_bytes(data)


@pytest.mark.parametrize("share", [0.004, 0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_damaged_page_is_called_damage_wherever_it_lies(typist, share):
    damage(typist.home, share)
    done = typist.types("check")
    assert done.code == 1
    assert "damaged" in done.err


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_an_answer_that_cannot_be_written_out_says_that_it_was_done(typist, monkeypatch):
    with monkeypatch.context() as at, FULL.open("wb", buffering=0) as device:
        at.setattr(sys, "stdout", io.TextIOWrapper(device, write_through=True))
        done = typist.types("services")
    assert done.refused == "not_shown"


def test_a_program_started_without_any_input_asks_for_what_it_needs(typist, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["cases", "--home", str(typist.home)]) == 1
    assert capsys.readouterr().err.startswith("no_user: ")


def test_an_addition_that_was_cut_short_can_be_made_again(typist):
    unlocked = keys.unlock(typist.home, "Supervisor 1", WORDS)
    keys.add_person(typist.home, unlocked, "Caseworker 9", WORDS)
    assert typist.types("cases", user="Caseworker 9").refused == "nobody"
    store = typist.home / keys.STORE
    with instance.held(store):
        assert not instance.is_shared(store)  # what was refused has let go of the workbook
    again = typist.types(
        "people", "add", "Caseworker 9", secrets=[WORDS, "other invented words here"]
    )
    assert again.code == 0, again.err
    done = typist.types("cases", user="Caseworker 9", secrets=["other invented words here"])
    assert done.code == 0
    assert typist.types("people", "add", "Caseworker 9").refused == "name_taken"


def test_keys_without_a_workbook_are_explained_and_left_alone(typist):
    (typist.home / keys.STORE).unlink()
    before = (typist.home / keys.KEYS).read_bytes()
    for words in (("cases",), ("init",), ("recover",)):
        done = typist.types(*words, secrets=[WORDS, WORDS])
        assert done.refused == "keys_alone"
    assert (typist.home / keys.KEYS).read_bytes() == before


def test_an_init_that_was_refused_can_be_tried_again_at_once(typist, tmp_path):
    typist.home = tmp_path / "new" / "home"
    assert typist.types("init", secrets=["short"]).refused == "weak_passphrase"
    assert not typist.home.parent.exists()


def test_a_restore_that_was_refused_leaves_no_folder(typist, tmp_path):
    saved = tmp_path / "backup"
    typist.types("backup", saved)
    typist.home = tmp_path / "elsewhere"
    done = typist.types("restore", saved, secrets=["not a code", WORDS])
    assert (done.code, typist.home.exists()) == (1, False)
