"""Two spellings of one name fold to the same word, in every script we write in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.persons.folding import fold, words

SPELLINGS = {
    "accents": ("José Ñuñez", "jose nunez"),
    "letters without decomposition": ("Łódź Ødegård", "lodz odegard"),
    "dotted capital": ("İrem", "irem"),
    "apostrophes": ("N\N{RIGHT SINGLE QUOTATION MARK}Diaye", "ndiaye"),
    "hamza on alef": ("أحمد إسراء آمنة", "احمد اسرا امنه"),
    "hamza on waw and yeh": ("مؤمن عائشة", "مومن عايشه"),
    "vowel marks": ("مُحَمَّد", "محمد"),
    "taa marbuta": ("فاطمة", "فاطمه"),
    "alef maqsura": ("هدى", "هدي"),
    "tatweel": ("هـــدى", "هدى"),
    "Persian letters": ("کریم", "كريم"),
    "Urdu letters": ("ہاجرہ", "هاجره"),
    "presentation forms": ("\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}", "لا"),
    "joiners": ("می\N{ZERO WIDTH NON-JOINER}نا", "مینا"),
    "nasal before a consonant": ("हिन्दी", "हिंदी"),
    "chandrabindu": ("चाँद", "चांद"),
    "nukta": ("ज़रीना", "जरीना"),
    "composed nukta": ("\N{DEVANAGARI LETTER QA}", "क\N{DEVANAGARI SIGN NUKTA}"),
    "short and long": ("पूजा मीना", "पुजा मिना"),
    "vocalic r": ("कृष्णा", "क्रिष्णा"),
    "Gujarati short and long": ("મીના", "મિના"),
    "Bengali short and long": ("রুমী হাসীনা", "রুমি হাসিনা"),
    "Bengali nga": ("বাঙলা", "বাংলা"),
    "Bengali chandrabindu": ("চাঁদ", "চাদ"),
    "Bengali sibilants": ("সান্তি ষষ্ঠী", "শান্তি শশ্ঠি"),
    "Bengali ya": ("যুথি", "জুথি"),
    "Ethiopic h": ("ሐና ኃይሉ", "ሃና ሀይሉ"),
    "Ethiopic s": ("ሠላም", "ሰላም"),
    "Ethiopic ts": ("ፀሐይ", "ጸሀይ"),
    "Ethiopic glottal stop": ("ዓለም", "አለም"),
    "digits": ("٠١٢ ۳۴ ५६ ৭৮ ၉", "012 34 56 78 9"),
}


@pytest.mark.parametrize(("one", "other"), SPELLINGS.values(), ids=SPELLINGS)
def test_spellings_of_one_name_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("سلمى", "سليم"), ("मीरा", "मोरा"), ("রিনা", "রানা"), ("ሀና", "ለና"), ("anna", "anne")],
)
def test_different_names_stay_different(one, other):
    assert fold(one) != fold(other)


def test_words_keep_their_vowel_signs_and_lose_their_punctuation():
    assert words("हिंदी, (মা)! ana-maria፡ሰላም") == ["हिंदि", "মা", "ana", "maria", "ሰላም"]


@given(st.text())
def test_a_text_folds_the_same_however_it_was_composed(text):
    composed = unicodedata.normalize("NFC", text)
    assert fold(composed) == fold(unicodedata.normalize("NFD", composed))


@given(st.text())
def test_words_fold_once_and_for_all(text):
    found = words(text)
    assert words(" ".join(found)) == found
