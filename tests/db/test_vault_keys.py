"""Who may open a workbook: given, changed, taken away, recovered; and damage survived."""

from __future__ import annotations

import os
import stat
from dataclasses import replace

import pytest
from vaults import NAME, WORDS, make_vault

from db.vault import cost, keys
from db.vault.refusals import StoreRefused
from db.vault.unlocked import RECOVERY_ID

OTHER = "abstain scalping wasabi corporate"


@pytest.fixture
def vault(tmp_path):
    return make_vault(tmp_path / "home")


def refused(step, *arguments):
    with pytest.raises(StoreRefused) as caught:
        step(*arguments)
    return caught.value.code


def test_a_person_opens_with_name_and_passphrase(vault):
    unlocked = keys.unlock(vault.home, f" {NAME.lower()} ", WORDS)
    assert unlocked.store_key == vault.unlocked.store_key
    assert unlocked.author_key == vault.unlocked.author_key
    assert unlocked.notices == ()
    assert unlocked.user_id == vault.unlocked.user_id
    assert not unlocked.practice


def test_wrong_name_and_wrong_passphrase_look_alike(vault):
    assert refused(keys.unlock, vault.home, NAME, OTHER) == "wrong_passphrase"
    assert refused(keys.unlock, vault.home, "W-02", WORDS) == "wrong_passphrase"


def test_the_printed_code_opens_without_any_passphrase(vault):
    unlocked = keys.unlock_with_recovery(vault.home, vault.code)
    assert unlocked.store_key == vault.unlocked.store_key
    assert unlocked.user_id == RECOVERY_ID
    strange = make_code_of_another_workbook()
    assert refused(keys.unlock_with_recovery, vault.home, strange) == "wrong_recovery"


def make_code_of_another_workbook():
    return keys.recovery.spell(keys.recovery.make_secret())


def test_the_slot_file_names_nobody_and_is_private(vault):
    data = vault.slots.read_bytes()
    assert NAME.encode() not in data
    assert NAME.lower().encode() not in data
    assert vault.unlocked.user_id not in data
    assert os.name == "nt" or stat.S_IMODE(vault.slots.stat().st_mode) == 0o600


def test_one_more_person_has_her_own_signing_key(vault):
    person = keys.add_person(vault.home, vault.unlocked, "W-02", OTHER)
    unlocked = keys.unlock(vault.home, "W-02", OTHER)
    assert (unlocked.user_id, unlocked.author_key) == (person.user_id, person.author_key)
    assert unlocked.user_id != vault.unlocked.user_id
    assert unlocked.author_key != vault.unlocked.author_key
    assert unlocked.store_key == vault.unlocked.store_key
    taken = refused(keys.add_person, vault.home, vault.unlocked, "w-02", OTHER)
    assert taken == "name_taken"


def test_a_new_passphrase_leaves_no_slot_for_the_old_one(vault):
    keys.change_passphrase(vault.home, vault.unlocked, NAME, WORDS, OTHER)
    assert vault.slots.read_bytes() == vault.previous.read_bytes()
    assert refused(keys.unlock, vault.home, NAME, WORDS) == "wrong_passphrase"
    unlocked = keys.unlock(vault.home, NAME, OTHER)
    assert unlocked.author_seed == vault.unlocked.author_seed


def test_one_s_own_passphrase_is_that_of_the_way_in_that_was_opened(vault):
    keys.add_person(vault.home, vault.unlocked, "W-02", OTHER)
    before = vault.slots.read_bytes()
    for unlocked in (vault.unlocked, keys.unlock(vault.home, NAME, WORDS)):
        keys.require_own(vault.home, unlocked, f" {WORDS} ")
        for typed in ("", OTHER, WORDS + " more"):
            assert refused(keys.require_own, vault.home, unlocked, typed) == "wrong_passphrase"
    # Her keys stay as they were.
    assert vault.unlocked.store_key == keys.unlock(vault.home, NAME, WORDS).store_key
    assert vault.slots.read_bytes() == before
    by_code = keys.unlock_with_recovery(vault.home, vault.code)
    assert refused(keys.require_own, vault.home, by_code, WORDS) == "wrong_passphrase"


def test_one_s_own_passphrase_is_asked_of_no_slots_laid_in_their_place(vault, tmp_path):
    other, _code = keys.create_vault(tmp_path / "other", NAME, OTHER, cost=cost.FLOOR)
    vault.slots.write_bytes((tmp_path / "other" / keys.KEYS).read_bytes())
    # Even if they were made to be those of the same person.
    taken = replace(vault.unlocked, slot_id=other.slot_id, user_id=other.user_id)
    assert refused(keys.require_own, vault.home, taken, OTHER) == "slots_altered"


def test_whoever_the_team_knows_by_another_name_changes_the_passphrase_that_she_comes_in_by(vault):
    keys.change_passphrase(vault.home, vault.unlocked, "Known as W-01", WORDS, OTHER)
    assert refused(keys.unlock, vault.home, NAME, WORDS) == "wrong_passphrase"
    assert keys.unlock(vault.home, NAME, OTHER).user_id == vault.unlocked.user_id
    assert refused(keys.unlock, vault.home, "Known as W-01", OTHER) == "wrong_passphrase"


def test_nobody_changes_a_passphrase_she_does_not_know(vault):
    before = vault.slots.read_bytes()
    change = (keys.change_passphrase, vault.home, vault.unlocked, NAME)
    assert refused(*change, OTHER, OTHER + " more") == "wrong_passphrase"
    assert refused(*change, WORDS, "short") == "weak_passphrase"
    assert vault.slots.read_bytes() == before


def test_nobody_changes_the_passphrase_of_another(vault):
    keys.add_person(vault.home, vault.unlocked, "W-02", OTHER)
    change = (keys.change_passphrase, vault.home, vault.unlocked, "W-02", OTHER, WORDS)
    assert refused(*change) == "wrong_passphrase"


def test_a_removed_person_is_in_neither_generation_and_the_last_stays(vault):
    keys.add_person(vault.home, vault.unlocked, "W-02", OTHER)
    keys.remove_person(vault.home, vault.unlocked, "W-02")
    assert refused(keys.unlock, vault.home, "W-02", OTHER) == "wrong_passphrase"
    vault.slots.unlink()
    assert refused(keys.unlock, vault.home, "W-02", OTHER) == "wrong_passphrase_previous"
    assert refused(keys.remove_person, vault.home, vault.unlocked, NAME) == "last_person"
    assert refused(keys.remove_person, vault.home, vault.unlocked, "W-09") == "nobody"


def test_a_forgotten_passphrase_is_replaced_after_recovery(vault):
    recovered = keys.unlock_with_recovery(vault.home, vault.code)
    user_id = vault.unlocked.user_id
    person = keys.reset_person(vault.home, recovered, NAME, OTHER, user_id)
    unlocked = keys.unlock(vault.home, NAME, OTHER)
    assert (unlocked.user_id, unlocked.author_key) == (user_id, person.author_key)
    assert refused(keys.unlock, vault.home, NAME, WORDS) == "wrong_passphrase"


def test_a_new_sheet_ends_the_old_one(vault):
    code = keys.renew_recovery(vault.home, vault.unlocked)
    assert refused(keys.unlock_with_recovery, vault.home, vault.code) == "wrong_recovery"
    unlocked = keys.unlock_with_recovery(vault.home, code)
    assert unlocked.recovery_key != vault.unlocked.recovery_key


def test_a_damaged_slot_file_falls_back_to_the_generation_before(vault):
    keys.add_person(vault.home, vault.unlocked, "W-02", OTHER)
    data = bytearray(vault.slots.read_bytes())
    data[150] ^= 1
    vault.slots.write_bytes(data)
    unlocked = keys.unlock(vault.home, NAME, WORDS)
    assert unlocked.store_key == vault.unlocked.store_key
    assert unlocked.notices == ("slots_previous",)
    # She may have come since: that her words are wrong is not known.
    code = refused(keys.unlock, vault.home, "W-02", OTHER)
    assert code == "wrong_passphrase_previous"
    assert unlocked.generation == vault.unlocked.generation


def test_the_generation_before_an_addition_is_kept(vault):
    keys.add_person(vault.home, vault.unlocked, "W-02", OTHER)
    before = vault.slots.read_bytes()
    keys.add_person(vault.home, vault.unlocked, "W-03", OTHER)
    assert vault.previous.read_bytes() == before


def test_the_next_change_heals_a_damaged_slot_file(vault):
    vault.slots.write_bytes(b"")
    keys.add_person(vault.home, vault.unlocked, "W-02", OTHER)
    assert keys.unlock(vault.home, NAME, WORDS).notices == ()


def test_two_damaged_generations_end_in_a_code_and_stay_as_they_are(vault):
    for file in (vault.slots, vault.previous):
        file.write_bytes(file.read_bytes()[:-1])
    before = vault.slots.read_bytes()
    assert refused(keys.unlock, vault.home, NAME, WORDS) == "slots_damaged"
    assert refused(keys.unlock_with_recovery, vault.home, vault.code) == "slots_damaged"
    assert vault.slots.read_bytes() == before


def test_a_practice_mark_cannot_be_forged(vault):
    data = bytearray(vault.slots.read_bytes()[:-64])
    data[9] ^= 1
    mended = bytes(data) + keys.slots._digest(bytes(data)) + vault.slots.read_bytes()[-32:]
    vault.slots.write_bytes(mended)
    assert keys.is_practice(vault.home)
    assert refused(keys.unlock_with_recovery, vault.home, vault.code) == "slots_altered"


def test_a_foreign_slot_file_is_not_added_to(vault, tmp_path):
    other, _ = keys.restore_vault(
        tmp_path / "other",
        keys.Newcomer(NAME, WORDS, cost.FLOOR),
        keys.Origin(os.urandom(16), bytearray(os.urandom(32)), practice=True),
    )
    assert other.practice
    assert refused(keys.remove_person, vault.home, other, NAME) == "slots_altered"


def test_a_vault_is_never_made_over_another(vault):
    before = vault.slots.read_bytes()
    make = (keys.create_vault, vault.home, NAME, WORDS)
    assert refused(*make) == "exists"
    vault.slots.rename(vault.store)
    assert refused(*make) == "exists"
    assert vault.store.read_bytes() == before


def test_an_empty_folder_holds_no_workbook(tmp_path):
    assert refused(keys.unlock, tmp_path, NAME, WORDS) == "missing"
    assert refused(keys.create_vault, tmp_path, "  ", WORDS) == "nobody"
    assert list(tmp_path.iterdir()) == []


def test_the_cost_is_calibrated_but_never_below_the_floor():
    quick, slow = iter([0.0, 0.01]), iter([0.0, 9.0])
    assert cost.calibrate(lambda: next(quick)).passes == cost.CAP.passes
    found = cost.calibrate(lambda: next(slow))
    assert (found.memory_kib, found.passes) == (cost.DEFAULT.memory_kib, cost.FLOOR.passes)


def test_a_change_that_was_cut_short_leaves_the_generation_before(vault):
    # The draft is written beside the file and renamed: a half-written draft is never read.
    vault.slots.with_name("workbook.keys.new").write_bytes(b"ALNGKEYS half")
    assert keys.unlock(vault.home, NAME, WORDS).notices == ()


def test_keys_are_wiped_on_demand_and_never_shown(vault):
    unlocked = keys.unlock_with_recovery(vault.home, vault.code)
    assert vault.unlocked.store_key.hex() not in repr(unlocked)
    assert "store_key" not in repr(unlocked)
    unlocked.wipe()
    assert unlocked.store_key == bytes(32)
    assert unlocked.author_seed == bytes(32)
