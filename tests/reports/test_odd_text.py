"""Text that nobody should write is set right or refused by name, never lost or in disorder."""

from __future__ import annotations

import unicodedata

import icu_order
import pytest
import uharfbuzz as hb
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_text import (
    ISOLATES,
    LANGUAGES,
    LONG_PARAGRAPHS,
    PICTURES,
    TELEPHONE,
    anything,
    faults,
    laid,
    long_faults,
    read,
    reading_order,
    sentences,
    unheard,
    unseen,
    without_spaces,
    words_of,
)

from reports.bidi import clean, levels, visual_order
from reports.composed import tidy
from reports.lines import break_into_lines

ROOMS = st.floats(0.3, 12)


def needs_icu():
    if icu_order.library() is None:
        pytest.skip("icu4py was built without a library of its own beside it")


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_every_script_is_set_whole_in_order_and_within_its_lines(language, data):
    needs_icu()
    text, room = data.draw(words_of(language)), data.draw(ROOMS)
    assert list(faults(text, language, room)) == []


@given(text=anything(), language=st.sampled_from(LANGUAGES), room=ROOMS)
def test_whatever_is_written_is_set_whole_or_refused_by_name(text, language, room):
    needs_icu()
    assert list(faults(text, language, room)) == []


def test_a_joiner_that_is_drawn_beside_a_sign_without_its_letter_takes_its_room():
    assert list(faults(" !\u094d\u200c", "ur", 1.0)) == []


@settings(max_examples=25, deadline=None)
@given(text=anything(), language=st.sampled_from(LANGUAGES))
def test_who_hears_a_page_hears_every_letter_of_it(text, language):
    assert not unheard(text, language)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=3, deadline=None)
@given(data=st.data())
def test_every_letter_of_words_of_a_language_comes_back_from_the_page(language, data):
    assert not unseen(data.draw(sentences(language)), language)


@given(text=anything())
def test_what_is_tidy_is_left_alone(text):
    assert tidy(tidy(text)) == tidy(text)


@given(text=anything(), language=st.sampled_from(LANGUAGES))
def test_no_line_ends_inside_a_cluster_or_a_telephone_number(text, language):
    done = laid(f"{text} {TELEPHONE}", language)
    starts = {cluster.start for cluster in done.clusters}
    number = done.text.rfind(f"\u2066{TELEPHONE}\u2069")
    inside = range(number + 1, number + 2 + len(TELEPHONE)) if number >= 0 else ()
    for piece in done.pieces:
        assert piece.clusters[0].start in starts
        assert not (piece.breaks_after and _end(piece) in inside)


def _end(piece):
    last = piece.clusters[-1]
    return last.start + max(1, len(last.text))


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("language", ["en", "ar", "hi"])
def test_a_picture_is_refused_and_each_part_of_it_that_no_font_has_is_named(picture, language):
    refused = laid(f"a {picture} b", language, protected=False).refused
    lacking = [one for one in picture if unicodedata.category(one) in {"So", "Sk", "Me"}]
    assert all(f"U+{ord(one):04X} {unicodedata.name(one)}" in refused for one in lacking)
    assert refused


@pytest.mark.parametrize("sign", ["\u070f", "\ufff9", "\ud800", "\ue000", "\uffff"])
def test_what_no_font_draws_is_named_even_where_it_is_a_control(sign):
    assert f"U+{ord(sign):04X}" in laid(f"a{sign}b", "en").refused


def test_a_letter_and_its_accent_meet_once_a_control_between_them_is_gone():
    assert tidy("e\u202b\u0301") == "\u00e9"


def test_a_soft_hyphen_breaks_no_word_for_this_house_draws_no_hyphen_there():
    assert read(laid("co\u00adoperate", "en").text) == "cooperate"


def test_a_mark_of_a_later_unicode_stays_on_its_arabic_letter():
    assert levels("\u0628\U00010efd\u0628", 0) == [1, 1, 1]


def test_a_word_in_two_scripts_is_cut_where_the_second_begins():
    pieces = laid("wwww\u0456\u0456\u0456\u0456", "en").pieces
    lines = break_into_lines(pieces, pieces[0].width)
    assert [reading_order(line) for line in lines] == ["wwww", "\u0456\u0456\u0456\u0456"]


@pytest.mark.parametrize("text", ["  wwwwwww", "wwwwwww  ", "\u00a0wwwwwww", "ww \u2068\u2069"])
def test_spaces_and_what_is_not_seen_have_no_line_to_themselves(text):
    lines = break_into_lines(laid(text, "en", protected=False).pieces, 1.0)
    assert all(line.pieces for line in lines)


def test_a_mark_alone_at_the_start_is_kept():
    lines = break_into_lines(laid("\u0301 word", "en").pieces, 0.5)
    assert without_spaces("".join(map(reading_order, lines))) == "\u0301word"


@pytest.mark.parametrize("kind", LONG_PARAGRAPHS)
def test_a_very_long_paragraph_of_any_kind_is_set_whole(kind):
    assert long_faults(kind, 10_000, "ar") == []


@pytest.mark.parametrize("kind", LONG_PARAGRAPHS)
def test_twice_the_letters_are_shaped_in_twice_the_calls(kind, monkeypatch):
    shaped, count = hb.shape, [0]

    def counting(*arguments):
        count[0] += 1
        shaped(*arguments)

    monkeypatch.setattr(hb, "shape", counting)
    calls = []
    for size in (1_000, 2_000):
        count[0] = 0
        part = LONG_PARAGRAPHS[kind]
        laid(part * (size // len(part)), "ar")
        calls.append(count[0])
    assert calls[0] <= 1_000
    assert calls[1] <= 2 * calls[0] + 2


@given(text=st.text(st.sampled_from("ab \u05d0\u0628 12\u0661+-,.:()[]\u064b\u200d" + ISOLATES)))
def test_the_order_is_that_of_icu(text):
    needs_icu()
    whole = clean(text) + "x"
    for base in (0, 1, None):
        hidden = {at for at, one in enumerate(whole) if one in ISOLATES + "\u200d"}
        orders = [
            [at for at in visual_order(found) if at not in hidden]
            for found in (
                levels(_marked_apart(whole), base),
                icu_order.levels(_marked_apart(whole), base),
            )
        ]
        assert orders[0] == orders[1]


def _marked_apart(text):
    """Return text whose marks became letters: ICU gives a mark on a bracket another level."""
    return text.replace("\u064b", "\u0628")
