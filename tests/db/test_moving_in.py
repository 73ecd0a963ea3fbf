"""Making a workbook: it stands whole in its folder, or the folder is as it was."""

from __future__ import annotations

import pytest
from vaults import NAME, WORDS, make_store, make_vault, run_child

from db.vault import keys
from db.vault.cost import FLOOR
from db.vault.engine import connect
from db.vault.moving_in import moving_in, require_workbook
from db.vault.refusals import StoreRefused

DIES = """
import os, sys
from pathlib import Path
from db.vault import keys
from db.vault.cost import FLOOR
from db.vault.engine import connect
from db.vault.moving_in import moving_in
with moving_in(Path(sys.argv[1])) as draft:
    unlocked, _ = keys.create_vault(draft, "W-01", "plainly invented words", cost=FLOOR)
    connect(draft / keys.STORE, unlocked.store_key, create=True)
    os._exit(9)
"""


def make(home):
    with moving_in(home) as draft:
        unlocked, _ = keys.create_vault(draft, NAME, WORDS, cost=FLOOR)
        connect(draft / keys.STORE, unlocked.store_key, create=True).close()
    return unlocked


def refused(step, *arguments):
    with pytest.raises(StoreRefused) as caught:
        step(*arguments)
    return caught.value.code


def names(folder):
    return {file.name for file in folder.iterdir()}


def test_a_workbook_moves_in_whole_and_opens_there(tmp_path):
    home = tmp_path / "new" / "home"
    made = make(home)
    assert names(home) == {keys.STORE, keys.KEYS, keys.PREVIOUS_KEYS}
    unlocked = keys.unlock(home, NAME, WORDS)
    assert unlocked.store_key == made.store_key
    connect(home / keys.STORE, unlocked.store_key).close()


def test_a_sudden_end_in_the_middle_gives_way_to_the_next_attempt(tmp_path):
    home = tmp_path / "home"
    assert run_child(DIES, str(home)).returncode == 9
    assert refused(require_workbook, home) == "missing"
    make(home)
    assert keys.unlock(home, NAME, WORDS).generation > 0
    assert names(home) == {keys.STORE, keys.KEYS, keys.PREVIOUS_KEYS}


@pytest.mark.parametrize("there", [(), ("new",), ("new", "notes.txt")])
def test_a_failure_leaves_the_world_as_it_was(tmp_path, there):
    home = tmp_path / "new" / "home" if not there else tmp_path / "new"
    if there:
        home.mkdir()
    for name in there[1:]:
        (home / name).write_text("kept", "utf-8")
    before = sorted(tmp_path.rglob("*"))

    def fail():
        with moving_in(home) as draft:
            keys.create_vault(draft, NAME, WORDS, cost=FLOOR)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert sorted(tmp_path.rglob("*")) == before


def test_parts_that_moved_before_a_failure_are_taken_away_again(tmp_path):
    def fail():
        with moving_in(tmp_path / "home") as draft:
            keys.create_vault(draft, NAME, WORDS, cost=FLOOR)

    assert refused(fail) == "missing"  # nobody made the store
    assert list(tmp_path.iterdir()) == []


def test_keys_without_their_store_are_named_and_never_touched(tmp_path):
    vault = make_vault(tmp_path / "home")
    before = vault.slots.read_bytes()
    assert refused(make, vault.home) == "keys_alone"
    assert refused(require_workbook, vault.home) == "keys_alone"
    assert vault.slots.read_bytes() == before


def test_a_workbook_is_never_made_over_another(tmp_path):
    vault = make_store(tmp_path / "home")
    before = {file: file.read_bytes() for file in vault.home.iterdir()}
    assert refused(make, vault.home) == "exists"
    assert {file: file.read_bytes() for file in vault.home.iterdir()} == before


def test_two_who_make_a_workbook_in_one_folder_do_not_mix(tmp_path):
    home = tmp_path / "home"
    with moving_in(home) as draft:
        unlocked, _ = keys.create_vault(draft, NAME, WORDS, cost=FLOOR)
        connect(draft / keys.STORE, unlocked.store_key, create=True).close()
        other = run_child(DIES, str(home))
        assert "in_use" in other.stderr
    assert keys.unlock(home, NAME, WORDS).store_key == unlocked.store_key
