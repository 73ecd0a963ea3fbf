"""A store under another key: page by page, and in the place of the old one whole or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from vaults import HOUSE, NAME, make_store

from db.vault import keys, turning
from db.vault.anew import under_another_key
from db.vault.cost import FLOOR
from db.vault.destroying import destroy
from db.vault.engine import PAGE_BYTES, connect, find_damage
from db.vault.refusals import StoreRefused

NEW_WORDS = "abstain scalping wasabi corporate"
NEW = bytearray(range(1, 33))


@pytest.fixture
def vault(tmp_path):
    return make_store(tmp_path / "home", rows=60)


def rewritten(vault, data, new=NEW, piece=5_000):
    pieces = [data[at : at + piece] for at in range(0, len(data), piece)]
    return b"".join(under_another_key(pieces, vault.unlocked.store_key, new))


def refused(act, *given):
    with pytest.raises(StoreRefused) as caught:
        act(*given)
    return caught.value.code


def test_under_another_key_a_store_holds_what_it_held_and_no_page_is_the_same(vault, tmp_path):
    before = vault.store.read_bytes()
    after = rewritten(vault, before)
    assert len(after) == len(before)
    for at in range(0, len(before), PAGE_BYTES):
        assert before[at : at + 64] != after[at : at + 64]
    store = tmp_path / "workbook.db"
    store.write_bytes(after)
    connection = connect(store, NEW)
    assert find_damage(connection) == 0
    assert connection.execute("SELECT count(*) FROM word").fetchone() == (60,)
    connection.close()
    assert refused(connect, store, vault.unlocked.store_key) == "wrong_key"


def test_what_is_not_whole_is_not_written_under_another_key(vault):
    whole = vault.store.read_bytes()
    torn = bytearray(whole)
    torn[2 * PAGE_BYTES + 7] ^= 1
    swapped = whole[:PAGE_BYTES] + whole[2 * PAGE_BYTES : 3 * PAGE_BYTES] + whole[PAGE_BYTES:]
    for data in (bytes(torn), whole[:-1], swapped, b""):
        assert refused(rewritten, vault, data) == "damaged"


def test_a_page_that_was_never_written_stays_one(vault):
    whole = vault.store.read_bytes() + bytes(PAGE_BYTES)
    assert rewritten(vault, whole)[-PAGE_BYTES:] == bytes(PAGE_BYTES)


@pytest.fixture
def turned(vault):
    """Return a workbook beside which all is made for a new key."""
    draft = turning.begin(vault.home)
    (draft / keys.STORE).write_bytes(rewritten(vault, vault.store.read_bytes()))
    origin = keys.Origin(vault.unlocked.store_id, NEW, practice=False)
    person = keys.Newcomer(NAME, NEW_WORDS, FLOOR, vault.code)
    keys.restore_vault(draft, person, origin, after=vault.unlocked.generation)
    return vault


def test_whoever_dies_at_any_point_leaves_one_pair_of_store_and_keys(turned):
    ran = subprocess.run(
        [sys.executable, str(HOUSE / "tests/kit/dying_turned.py"), str(turned.home)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
    )
    told = json.loads(ran.stdout)
    assert sorted(told["left"]) == [["new", "new", "new", []], ["old", "old", "old", []]]
    assert told["deaths"] > 100


def test_the_bytes_of_before_are_written_over(turned):
    beside = turned.home.with_name("seen")
    os.link(turned.store, beside)
    before = beside.read_bytes()
    turning.change_places(turned.home)
    after = beside.read_bytes()
    assert len(after) == len(before)
    assert not any(
        before[at : at + 32] == after[at : at + 32] for at in range(0, len(before), PAGE_BYTES)
    )


def test_nothing_changes_places_with_a_store_whose_log_is_not_in_it(turned):
    (turned.home / "workbook.db-wal").write_bytes(b"frames")
    assert refused(turning.change_places, turned.home) == "in_use"
    turning.give_up(turned.home)
    assert not turning.draft_of(turned.home).exists()
    assert keys.unlock_with_recovery(turned.home, turned.code).store_key != NEW


def test_nobody_who_comes_meanwhile_takes_it_away(turned):
    connection = turned.connect()
    turning.settle(turned.home)
    assert (turning.draft_of(turned.home) / keys.STORE).exists()
    connection.close()
    turning.settle(turned.home)
    assert not turning.draft_of(turned.home).exists()


def test_destroying_a_workbook_destroys_what_was_made_for_a_new_key(turned):
    assert destroy(turned.home) == ()
    assert not turned.home.exists()
