"""The printed code and the typed passphrase: what people may get wrong and what they may not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import keys, passphrases, recovery
from db.cost import FLOOR
from db.refusals import StoreRefused

SECRETS = st.binary(min_size=32, max_size=32).map(bytearray)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(SECRETS)
def test_a_code_spells_its_secret(secret):
    code = recovery.spell(secret)
    assert [len(group) for group in code.split("-")] == [4] * 14
    assert recovery.read(code) == secret


@given(SECRETS)
def test_a_code_may_be_typed_carelessly(secret):
    code = recovery.spell(secret).replace("0", "o").replace("1", "l").replace("-", " ").lower()
    assert recovery.read(f"\n {code}\t") == secret


@given(SECRETS, st.integers(0, 55), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_noticed(secret, at, letter):
    letters = recovery.spell(secret).replace("-", "")
    typed = letters[:at] + letter + letters[at + 1 :]
    if typed == letters:
        assert recovery.read(typed) == secret
        return
    with pytest.raises(StoreRefused, match="recovery_typo"):
        recovery.read(typed)


@pytest.mark.parametrize("typed", ["", "K2W1", "U" * 56, "é" * 56, "0" * 57])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(StoreRefused, match="recovery_typo"):
        recovery.read(typed)


def test_slot_and_backup_use_different_keys_of_one_code():
    secret = recovery.make_secret()
    slot, other = recovery.slot_key(secret, bytes(16)), recovery.slot_key(secret, b"s" * 16)
    assert len({bytes(slot), bytes(other), bytes(recovery.backup_key(secret))}) == 3


def test_names_are_alike_however_they_are_typed():
    same = {passphrases.normal_name(name) for name in (" W-01", "w-01 ", "\uff57-01", "W-01")}
    assert same == {"w-01"}
    assert passphrases.normal_name("W  - 1") == "w - 1"


def test_a_passphrase_does_not_depend_on_the_keyboard():
    composed, split = "caf\u00e9 noir", "cafe\u0301\u00a0noir"
    assert passphrases.passphrase_bytes(composed) == passphrases.passphrase_bytes(split)
    assert passphrases.passphrase_bytes("Ab") != passphrases.passphrase_bytes("ab")


def test_six_words_are_suggested_that_every_keyboard_has():
    suggested = passphrases.suggest_passphrase()
    assert suggested.isascii()
    assert len(suggested.split(" ")) == 6
    assert suggested != passphrases.suggest_passphrase()
    assert len(passphrases._words()) == 7776
    passphrases.require_strength(suggested)


@pytest.mark.parametrize("typed", ["", "nine char", "aaaaaaaaaaaa", "  short   "])
def test_a_plain_passphrase_is_refused(typed):
    with pytest.raises(StoreRefused, match="weak_passphrase"):
        passphrases.require_strength(typed)


def test_wrong_tries_wait_longer_and_longer_but_not_for_ever():
    waits = [passphrases.wait_after(n) for n in range(40)]
    assert waits[:6] == [0, 0, 0, 1, 2, 4]
    assert waits == sorted(waits)
    assert waits[-1] == 300


def test_patience_is_forgotten_after_a_right_try():
    patience = passphrases.Patience()
    for _ in range(5):
        patience.failed(now=100.0)
    assert patience.remaining(now=101.0) == 3.0
    assert patience.remaining(now=200.0) == 0.0
    patience.succeeded()
    assert patience.remaining(now=100.0) == 0.0


def test_a_code_that_was_printed_before_the_workbook_was_made_opens_it(tmp_path):
    code = keys.new_recovery_code()
    first = keys.Newcomer("Caseworker 1", "plainly invented words", FLOOR, code)
    made, told = keys.found_vault(tmp_path / "v", first)

    assert told == code
    assert keys.unlock_with_recovery(tmp_path / "v", code).store_key == made.store_key
    assert code not in repr(first)


def test_a_slip_in_a_code_that_was_printed_before_makes_nothing(tmp_path):
    first = keys.Newcomer("Caseworker 1", "plainly invented words", FLOOR, "ABCD")
    with pytest.raises(StoreRefused, match="recovery_typo"):
        keys.found_vault(tmp_path / "v", first)
    assert not list((tmp_path / "v").glob("*"))
