"""Text by the ten thousand, paragraphs of 100,000 letters, and the cases of the standard itself.

The Unicode cases are read where the machine has them (on Debian: the package unicode-data); another
folder is named by UNICODE_DATA.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odd_text import (
    LANGUAGES,
    LONG_PARAGRAPHS,
    anything,
    faults,
    long_faults,
    sentences,
    unheard,
    unseen,
    words_of,
)

from reports.bidi import levels, visual_order

EXAMPLES = int(os.environ.get("SOAK_TEXTS", "2000"))
CASES = Path(os.environ.get("UNICODE_DATA", "/usr/share/unicode"))
OLD_CONTROLS = "\u202a\u202b\u202c\u202d\u202e"
BASES = {"0": 0, "1": 1, "2": None}
# A character of each class; those of the old controls, which are taken out, have none.
ONE_OF = {
    "L": "a", "R": "\u05d0", "AL": "\u0628", "EN": "1", "ES": "-", "ET": "%", "AN": "\u0661",
    "CS": ",", "NSM": "\u0301", "BN": "\u200b", "B": "\u2029", "S": "\x1f", "WS": " ", "ON": "!",
    "LRI": "\u2066", "RLI": "\u2067", "FSI": "\u2068", "PDI": "\u2069",
}  # fmt: skip
LONG = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
ROOMS = st.floats(0.3, 12)


@pytest.mark.soak
@LONG
@given(text=anything(), language=st.sampled_from(LANGUAGES), room=ROOMS)
def test_whatever_is_written_is_set_whole_or_refused_by_name(text, language, room):
    assert list(faults(text, language, room)) == []


@pytest.mark.soak
@pytest.mark.parametrize("language", LANGUAGES)
@LONG
@given(data=st.data())
def test_every_script_is_set_whole_in_order(language, data):
    assert list(faults(data.draw(words_of(language)), language, data.draw(ROOMS))) == []


@pytest.mark.soak
@LONG
@given(data=st.data(), language=st.sampled_from(LANGUAGES))
def test_what_is_drawn_is_heard_and_seen_to_the_last_letter(data, language):
    assert not unheard(data.draw(anything()), language)
    assert not unseen(data.draw(sentences(language)), language)


@pytest.mark.soak
@pytest.mark.parametrize("language", ["en", "ar", "my"])
@pytest.mark.parametrize("kind", LONG_PARAGRAPHS)
def test_a_hundred_thousand_letters_are_set_whole(kind, language):
    assert long_faults(kind, 100_000, language) == []


@pytest.mark.soak
def test_every_character_case_of_the_standard_comes_out_in_its_order():
    wrong = []
    for points, base, _, wanted, order in (line.split(";") for line in _lines("BidiCharacterTest")):
        text = "".join(chr(int(point, 16)) for point in points.split())
        if not set(text) & set(OLD_CONTROLS) and _wrong(text, BASES[base], wanted, order):
            wrong.append((points, base))
    assert wrong == []


@pytest.mark.soak
def test_every_class_case_of_the_standard_comes_out_in_its_order():
    wrong, wanted, order = [], "", ""
    for line in _lines("BidiTest"):
        name, _, rest = line.partition(":")
        if name == "@Levels":
            wanted = rest
        elif name == "@Reorder":
            order = rest
        elif not line.startswith("@"):
            classes, bits = line.split(";")
            names = classes.split()
            if set(names) <= ONE_OF.keys() and "B" not in names[:-1]:
                text = "".join(map(ONE_OF.__getitem__, names))
                asked = (base for bit, base in ((1, None), (2, 0), (4, 1)) if int(bits) & bit)
                wrong += [(line, base) for base in asked if _wrong(text, base, wanted, order)]
    assert wrong == []


def _lines(name):
    file = CASES / f"{name}.txt"
    if not file.is_file():
        pytest.skip(f"{name}.txt of the Unicode Character Database is not on this machine")
    for line in file.read_text("utf-8").splitlines():
        if plain := line.partition("#")[0].strip():
            yield plain


def _wrong(text, base, wanted, order):
    """Return whether a line comes out otherwise, its last spaces apart: they are never drawn."""
    drawn = len(text)
    while drawn and unicodedata.bidirectional(text[drawn - 1]) in {
        "WS", "B", "S", "BN", "LRI", "RLI", "FSI", "PDI",
    }:  # fmt: skip
        drawn -= 1
    parted = {at for at in range(drawn) if unicodedata.bidirectional(text[at]) in {"S", "B"}}
    seen = {at for at, level in enumerate(wanted.split()) if level != "x" and at < drawn}
    if parted:
        return False
    found = levels(text, base)[:drawn]
    return [at for at in visual_order(found) if at in seen] != [
        int(at) for at in order.split() if int(at) in seen
    ]
