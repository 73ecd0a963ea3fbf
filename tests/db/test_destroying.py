"""Keys first, then all else; nothing of them is where it lay, and any death is gone on from."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from canary import Watch
from vaults import HOUSE, NAME, WORDS, make_store, make_vault

from db.vault import keys
from db.vault.destroying import GOING, destroy, destroy_keys, is_going
from db.vault.moving_in import moving_in, require_workbook
from db.vault.refusals import StoreRefused

# What could be of use to somebody: long enough that chance does not write it again.
PIECE = 16


def pieces(data):
    return {data[at : at + PIECE] for at in range(0, len(data) - PIECE + 1, PIECE)}


def kept_aside(vault, tmp_path):
    """Return other names for the files of a workbook: what lies on the disk."""
    aside = tmp_path / "disk"
    aside.mkdir()
    for file in vault.home.iterdir():
        os.link(file, aside / file.name)
    return aside


@pytest.fixture
def vault(tmp_path):
    vault = make_store(tmp_path / "home", rows=40)
    keys.change_passphrase(vault.home, vault.unlocked, NAME, WORDS, f"{WORDS} again")
    keys.renew_recovery(vault.home, vault.unlocked)
    return vault


def test_nothing_of_keys_and_store_is_where_they_lay(vault, tmp_path):
    before = {file.name: file.read_bytes() for file in vault.home.iterdir()}
    assert {keys.KEYS, keys.PREVIOUS_KEYS, keys.STORE} <= before.keys()
    aside = kept_aside(vault, tmp_path)

    assert destroy(vault.home) == ()

    assert not vault.home.exists()
    for name, data in before.items():
        there = (aside / name).read_bytes()
        assert len(there) == len(data)
        assert not pieces(data) & pieces(there), name
    assert Watch(["word 1 "]).in_folders(tmp_path) == set()


def test_without_its_keys_a_store_opens_for_nobody(vault):
    assert destroy_keys(vault.home)

    assert (vault.home / keys.STORE).exists()
    assert is_going(vault.home)
    with pytest.raises(StoreRefused, match="missing"):
        keys.unlock(vault.home, NAME, f"{WORDS} again")
    with pytest.raises(StoreRefused, match="missing"):
        keys.unlock_with_recovery(vault.home, vault.code)


@pytest.mark.skipif(sys.platform == "win32", reason="who dies is forked")
def test_whatever_moment_it_is_killed_at_the_next_start_goes_on(vault):
    child = subprocess.run(
        [sys.executable, str(HOUSE / "tests/kit/dying.py"), str(vault.home)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
    )
    deaths = json.loads(child.stdout)
    assert len(deaths) > 20
    assert [one["killed"] for one in deaths] == [True] * (len(deaths) - 1) + [False]
    # From the first thing that is done on, the next start knows that it is to be gone on with.
    assert all(one["going"] or one["slots"] or not one["there"] for one in deaths)
    assert all(one["going"] for one in deaths if len(one["slots"]) == 1)
    # The store is never touched before the keys are gone.
    assert all(one["store"] for one in deaths if one["slots"])
    assert [one["left"] for one in deaths] == [[]] * len(deaths)


def test_who_comes_next_finds_no_workbook_and_can_make_one_there(vault):
    destroy_keys(vault.home)
    with pytest.raises(StoreRefused, match="missing"):
        require_workbook(vault.home)
    assert not vault.home.exists()

    destroy_keys(make_vault(vault.home).home)
    with moving_in(vault.home) as draft:
        make_store(draft)
    assert keys.unlock(vault.home, NAME, WORDS).store_key == vault.unlocked.store_key


def test_what_is_not_ours_stays(vault):
    others = {"notes.txt", "workbook-2026-03-01.backup", "workbook.txt"}
    for name in others:
        (vault.home / name).write_text("kept")
    assert destroy(vault.home) == ()
    assert {file.name for file in vault.home.iterdir()} == others


def test_copies_that_were_made_for_a_while_go_too(vault):
    for folder, name in (
        ("workbook.looking1a", keys.STORE),
        ("workbook.making", keys.KEYS),
        ("workbook.making-1a", keys.STORE),
    ):
        (vault.home / folder).mkdir()
        (vault.home / folder / name).write_bytes(b"x" * 99)
    (vault.home / f"{keys.KEYS}.new").write_bytes(vault.slots.read_bytes())
    (vault.home / f"{keys.STORE}.before-0012").write_bytes(vault.store.read_bytes())
    assert destroy(vault.home) == ()
    assert not vault.home.exists()


def test_a_read_only_key_file_is_written_over_all_the_same(vault, tmp_path):
    aside, before = kept_aside(vault, tmp_path), vault.slots.read_bytes()
    vault.slots.chmod(0o400)
    assert destroy_keys(vault.home)
    assert not pieces(before) & pieces((aside / keys.KEYS).read_bytes())


def test_where_no_mark_can_be_written_the_keys_go_all_the_same(vault):
    (vault.home / GOING).mkdir()
    assert destroy_keys(vault.home)
    assert {keys.KEYS, keys.PREVIOUS_KEYS}.isdisjoint(one.name for one in vault.home.iterdir())


def test_a_folder_that_is_not_there_is_no_fault(tmp_path):
    assert destroy(tmp_path / "nowhere") == ()
