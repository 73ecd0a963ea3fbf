from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.bidi import clean
from reports.errors import FontsMissing, MissingGlyph
from reports.faces import Face, faces_for
from reports.lines import break_into_lines, single_line
from reports.marks import protect
from reports.shaping import shape

ARABIC_WORDS = "نرجو منكم تقديم المساعدة للشخص الذي يحمل هذا الرقم"
MIXED = st.text(
    st.sampled_from("ab c.-(7) \u0628\u0645\u0644\u0627\u064b \u00e9\u0301\u2066\u2069"),
    max_size=60,
)


def shaped(text, language="en"):
    return shape(text, faces_for(language, bold=False), language, 1 if language == "ar" else 0)


def words(pieces):
    return "".join(cluster.text for piece in pieces for cluster in piece.clusters)


def text_of(line):
    """Return the text of a line in reading order."""
    clusters = [cluster for piece in line.pieces for cluster in piece.clusters]
    return "".join(one.text for one in sorted(clusters, key=lambda one: one.start)).rstrip()


def wide_in(line):
    """Return the clusters of a line that take room; marks at its start take none."""
    clusters = [cluster for piece in line.pieces for cluster in piece.clusters]
    return [one for one in clusters if one.advance and one.text.strip()]


def glyphs(text, language="ar"):
    clusters = [cluster for piece in shaped(text, language) for cluster in piece.clusters]
    return [cluster.glyphs[0][0] for cluster in clusters]


def test_arabic_letters_join():
    alone = glyphs("ع")[0]
    first, middle, last = glyphs("ععع")
    assert len({alone, first, middle, last}) == 4


def test_letters_join_across_a_change_of_level_or_piece():
    whole = glyphs("عع")
    parted = glyphs("ع\u2066\u2069ع")
    assert parted[0] != whole[0]
    assert glyphs("ع\u200dA")[0] == whole[0]


def test_lam_and_alef_are_drawn_together_and_keep_both_letters():
    assert set(glyphs("لا")).isdisjoint(glyphs("ل") + glyphs("\u0627"))
    assert words(shaped("لا", "ar")) == "لا"


def test_a_latin_letter_and_its_accent_are_one_cluster():
    (piece,) = shaped("e\u0301x")
    assert [cluster.text for cluster in piece.clusters] == ["e\u0301", "x"]


def test_a_word_of_another_script_takes_its_own_font():
    names = {piece.face.name for piece in shaped("The word سلام here")}
    assert names == {"LettersSans-Regular", "LettersArabic-Regular"}


def test_latin_inside_arabic_keeps_the_arabic_font_with_its_latin_letters():
    assert {piece.face.name for piece in shaped("كلمة word هنا", "ar")} == {"LettersArabic-Regular"}


def test_cyrillic_and_latin_are_shaped_apart():
    assert [words([piece]) for piece in shaped("abв")] == ["ab", "в"]


@pytest.mark.parametrize("character", ["\u2610", "\U0001f600", "\u4e2d", "\u0a15"])
def test_a_character_no_font_has_is_refused_by_name(character):
    with pytest.raises(MissingGlyph) as refused:
        shaped(f"a {character} b {character}")
    assert refused.value.code == "missing_glyph"
    assert refused.value.characters == f"U+{ord(character):04X} {unicodedata.name(character)}"


def test_the_letters_of_african_languages_are_there():
    assert words(shaped("ɓ ɗ ƙ ŋ ɛ ɔ ẹ́ ọ̀ ŵ Ɓ")) == "ɓ ɗ ƙ ŋ ɛ ɔ ẹ́ ọ̀ ŵ Ɓ"


def test_controls_are_not_given_back_as_text():
    assert words(shaped("a\u2066b\u2069\u200ec")) == "abc"


def test_bound_spaces_are_given_back_as_plain_ones():
    assert words(shaped("24\u00a0November\u202f2026")) == "24 November 2026"


def test_a_face_that_was_not_built_is_missed(tmp_path):
    with pytest.raises(FontsMissing, match=r"Letters\.ttf"):
        Face(tmp_path / "Letters.ttf")


@pytest.mark.parametrize("language", ["en", "ar"])
@given(text=MIXED.map(clean))
def test_no_character_is_lost_or_doubled(language, text):
    unseen = str.maketrans("", "", "\u2066\u2069")
    assert words(shaped(text, language)) == text.translate(unseen)


@given(text=MIXED.map(clean), room=st.floats(0.8, 12))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text, room):
    lines = break_into_lines(shaped(text, "ar"), room)
    assert all(line.width <= room + 1e-9 or len(wide_in(line)) == 1 for line in lines)
    assert "".join(map(text_of, lines)).replace(" ", "") == words(shaped(text, "ar")).replace(
        " ", ""
    )


def test_lines_end_before_their_spaces():
    lines = break_into_lines(shaped("one two   three "), 4)
    assert [text_of(line) for line in lines] == ["one two", "three"]


def test_a_line_of_spaces_is_an_empty_line():
    assert single_line(shaped("   ")).pieces == ()


def test_a_word_longer_than_the_line_is_cut():
    lines = break_into_lines(shaped("a" * 50 + " b"), 5)
    assert len(lines) > 4
    assert "".join(map(text_of, lines)).replace(" ", "") == "a" * 50 + "b"
    assert all(line.width <= 5 for line in lines)


def test_numbers_are_not_broken_over_two_lines():
    lines = break_into_lines(shaped(protect("call +000 91 234 5678 from 09:00-12:00")), 9)
    assert [text_of(line) for line in lines] == ["call", "+000 91 234 5678", "from 09:00-12:00"]


def test_an_arabic_line_is_drawn_from_the_right():
    line = single_line(shaped(ARABIC_WORDS, "ar"))
    starts = [piece.clusters[0].start for piece in line.pieces]
    assert starts == sorted(starts, reverse=True)


@pytest.mark.parametrize(
    ("words", "language", "length"),
    [
        ("The office asks for help (ground floor). ", "en", 100_000),
        (ARABIC_WORDS + " 12 (abc) ", "ar", 30_000),
    ],
)
def test_a_very_long_paragraph_is_set(words, language, length):
    text = (words * (length // len(words) + 1))[:length]
    lines = break_into_lines(shaped(text, language), 40)
    kept = "".join(map(text_of, lines)).replace(" ", "")
    assert kept == text.replace(" ", "")
    assert max(line.width for line in lines) <= 40
