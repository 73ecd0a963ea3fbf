"""The printed code and the typed passphrase: what people may get wrong and what they may not."""

from __future__ import annotations

import re
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

import texts
from db.vault import keys, passphrases, recovery, sheets, wordlists
from db.vault.cost import FLOOR
from db.vault.refusals import StoreRefused

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


def begins_as_a_sheet_of_three(number):
    """Return a secret whose first line has by chance the check of one of three sheets."""
    line = bytearray(range(8))
    return line + sheets._check(number, 0, line) + bytes(range(22))


def ends_as_a_sheet_of_three(number):
    """Return a secret whose last line has it, three bytes of which are its own checksum."""
    for tried in count():
        secret = bytearray(tried.to_bytes(32, "big"))
        last = secret[-7:] + recovery._checksum(secret)
        if sheets._check(number, 3, last[:8]) == last[8:]:
            return secret
    raise AssertionError


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("by_chance", [begins_as_a_sheet_of_three, ends_as_a_sheet_of_three])
def test_a_code_that_by_chance_begins_or_ends_as_one_of_three_sheets_opens(by_chance, number):
    """One in ten thousand does: no workbook was made by it, and one that was had no way back in."""
    secret = by_chance(number)
    assert recovery.read(recovery.spell(secret)) == secret


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


@pytest.mark.parametrize("language", sorted(texts.letter_languages()))
def test_words_are_suggested_that_every_keyboard_has_and_nobody_guesses(language):
    suggested = passphrases.suggest_passphrase(language)
    assert suggested.replace(" ", "").isascii()
    assert suggested.replace(" ", "").isalpha()
    assert suggested == suggested.lower()
    count, listed = wordlists.how_many(language), wordlists.words(language)
    assert len(suggested.split(" ")) == count
    assert len(set(listed)) ** count >= 2**77
    assert set(suggested.split(" ")) <= set(listed)
    assert suggested != passphrases.suggest_passphrase(language)
    passphrases.require_strength(suggested)


def test_words_are_those_of_the_language_where_there_is_a_list_and_english_elsewhere():
    lists = {code: wordlists.words(code) for code in texts.letter_languages()}
    assert [code for code, listed in lists.items() if listed != lists["en"]] == ["fr", "es", "pt"]
    counts = [wordlists.how_many(code) for code in ("en", "ar", "fr", "es", "pt")]
    assert counts == [6, 6, 7, 7, 7]
    assert "crayon" in lists["fr"]
    assert "aguacate" in lists["es"]
    assert "abacate" in lists["pt"]


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt"])
def test_no_word_is_left_that_must_not_stand_beside_such_a_letter(language):
    listed, said = set(wordlists.words(language)), wordlists._lists()[language]
    without, also = said["without"].split(), said["also"].split()
    assert without == sorted(set(without))
    assert not set(without) & listed
    assert set(also) <= listed
    assert max(len(word) for word in listed) <= 9


def test_no_word_is_rude_in_one_country_only_and_none_of_the_bits_is_lost():
    # They mean something else in Mexico or Honduras.
    assert not {"coger", "pisar", "rabo"} & set(wordlists.words("es"))
    assert {len(wordlists.words(language)) for language in ("es", "fr", "pt")} == {2**11}


@pytest.mark.parametrize(
    ("language", "accented"),
    [
        ("es", "arbol ano lampara corazon pinguino arandano hamster"),
        ("fr", "ecole fleche metal flute peche oeillet"),
        ("pt", "abobora lampada pessego sofa"),
    ],
)
def test_no_word_has_lost_an_accent_that_whoever_hears_it_would_type(language, accented):
    assert not set(accented.split()) & set(wordlists.words(language))


@pytest.mark.parametrize("typed", ["", "nine char", "aaaaaaaaaaaa", "  short   "])
def test_a_plain_passphrase_is_refused(typed):
    with pytest.raises(StoreRefused, match="weak_passphrase"):
        passphrases.require_strength(typed)


@pytest.mark.parametrize("typed", ["W-07 of Harbour Street", " w-07  OF harbour STREET "])
def test_a_name_is_no_passphrase(tmp_path, typed):
    first = keys.Newcomer("W-07 of Harbour Street", typed, FLOOR)
    with pytest.raises(StoreRefused, match="weak_passphrase"):
        keys.found_vault(tmp_path / "new", first)
    vault = keys.found_vault(tmp_path / "new", keys.Newcomer("W-02", "plainly other", FLOOR))[0]
    with pytest.raises(StoreRefused, match="weak_passphrase"):
        keys.add_person(tmp_path / "new", vault, first.name, typed)


@pytest.mark.parametrize("sign", ["\t", "\x1b", "\x00", "\u202e", "\u200f", "\x7f", "\ufeff"])
def test_what_nobody_sees_is_in_no_new_passphrase(sign):
    with pytest.raises(StoreRefused, match="odd_passphrase"):
        passphrases.require_strength(f"plainly {sign}other words")
    # A joiner is how some languages are written.
    passphrases.require_strength("plainly \u200cother words")


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


# Of bodies, of force, of being held and sold, of blame: none of it is read out to a clinic.
UNFIT = re.compile(
    r"gonad|ovar|thigh|pant[iy]|nipple|kiss|^lust|seduc|fondl|grope|ravish|chast|purity|undress|"
    r"captiv|prison|jail|handcuff|smuggl|predator|hunt(er|ress|sman)|slave|traffick|exploit|"
    r"strangl|chok(e|ing)|slash|bruis|batter(ed|ing)|violat|humiliat|degrad|bully|blame|shame|"
    r"guilt|disgrac|deport|alien|police|arrest|wife|husband|spous|widow|bride$|secret|^lying$"
)


def test_no_english_word_of_a_passphrase_speaks_of_what_may_have_happened():
    assert [word for word in wordlists.words("en") if UNFIT.search(word)] == []
