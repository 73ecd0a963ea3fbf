"""How hard a passphrase is to guess, and recovery codes as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import texts
from db.vault.passphrases import require_strength
from db.vault.refusals import StoreRefused
from db.vault.wordlists import words
from desktop import doors
from desktop.codes import tidy_code
from desktop.parts.strength import is_enough, strength_of


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("", 0),
        ("short", 1),
        ("aaaaaaaaaaaaaaaa", 1),
        ("abcdefghij", 2),
        ("garden copper", 2),
        ("garden copper seven", 3),
        ("garden copper seven little", 4),
        ("garden copper seven little bridge north", 5),
        ("seven seven seven seven seven seven", 2),
    ],
)
def test_more_words_fill_more_parts(typed, parts):
    assert strength_of(typed) == parts


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr"])
def test_what_is_suggested_is_very_strong_and_of_the_language_of_the_window(language):
    texts.use(language)
    said = doors.suggest_passphrase()
    assert strength_of(said) == 5
    assert set(said.split()) <= set(words(language))
    # To whom a letter goes reads another language.
    assert set(doors.suggest_passphrase("es").split()) <= set(words("es"))


@given(st.text(max_size=30))
def test_a_field_lets_through_exactly_what_the_store_takes(typed):
    try:
        require_strength(typed)
    except StoreRefused:
        assert not is_enough(typed)
    else:
        assert is_enough(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "abcd-10k9",
        "ABCD 1OK9",
        "  abcd\tIOK9 ",
        "ab cd lo k9",
        "\uff21\uff22cd-\u0661\u0660k\u0669",
    ],
)
def test_codes_may_be_typed_in_any_case_with_any_digits(typed):
    assert tidy_code(typed) == "ABCD10K9"
