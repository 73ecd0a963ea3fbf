from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.bidi import clean, levels, visual_order
from reports.bidi_rules import CLOSING_OF
from texts.kept_together import protect

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
HEBREW = {chr(ord("A") + n): chr(0x5D0 + n) for n in range(26)}
# Arabic letters for the rules that tell the two scripts apart.
ARABIC = {"Y": "\u0628", "Z": "\u062f"}

MIRRORED = {0: {}, 1: str.maketrans("()[]", ")(][")}

WORDS = st.text(
    st.sampled_from(
        "ab \u05d0\u05d1 \u0628\u062f 12 \u0661 +-,.:/$%()[]<>\u064b\u200d\u2066\u2067\u2068\u2069"
    ),
    max_size=24,
)
BASES = st.sampled_from([0, 1, None])


def real(pattern):
    """Return the pattern with capitals as right-to-left letters."""
    return pattern.translate(str.maketrans({**HEBREW, **ARABIC}))


def shown(pattern, base):
    """Return a pattern as it stands on the line, without what is not seen."""
    found = levels(real(pattern), base)
    drawn = [pattern[at].translate(MIRRORED[found[at] % 2]) for at in visual_order(found)]
    return "".join(one for one in drawn if one not in LRI + RLI + FSI + PDI)


@pytest.mark.parametrize(
    ("written", "base", "expected"),
    [
        ("car means CAR.", 0, "car means RAC."),
        ("car MEANS CAR.", 1, ".RAC SNAEM car"),
        (f"he said {RLI}car MEANS CAR{PDI}.", 0, "he said RAC SNAEM car."),
        (
            f"DID YOU SAY {LRI}he said {RLI}car MEANS CAR{PDI}{PDI}?",
            1,
            "?he said RAC SNAEM car YAS UOY DID",
        ),
        ("", 1, ""),
        ("12 345", 1, "345 12"),
        ("A 12", 0, "12 A"),
        ("A 12,5", 0, "12,5 A"),
        ("A 12-5", 0, "12-5 A"),
        ("Y 12-5", 0, "5-12 Y"),
        ("Y 12:5", 0, "12:5 Y"),
        ("A $12", 1, "$12 A"),
        ("Y 12%", 1, "%12 Y"),
        ("a 12 B", 0, "a 12 B"),
        ("A (b) c", 1, "c (b) A"),
        ("A (b) C", 1, "C (b) A"),
        (f"A {FSI}b C{PDI} D", 1, "D b C A"),
        (f"A {FSI}B c{PDI} D", 1, "D c B A"),
        (f"a {FSI}{LRI}b{PDI} C d{PDI} e", 0, "a d C b e"),
    ],
)
def test_text_stands_as_the_standard_says(written, base, expected):
    assert shown(written, base) == expected


@pytest.mark.parametrize(
    ("written", "base", "expected"),
    [
        ("AB(CD[&ef]!)gh", 1, [1, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 2, 2]),
        ("a(b)C", 0, [0, 0, 0, 0, 1]),
        ("A(b)c", 1, [1, 1, 2, 1, 2]),
        ("a(B)c", 0, [0, 0, 1, 0, 0]),
        ("A(B)c", 0, [1, 1, 1, 1, 0]),
        ("a]B[c", 0, [0, 0, 1, 0, 0]),
        ("A\u0301b", 1, [1, 1, 2]),
        ("A\u200d1", 1, [1, 1, 2]),
        ("a(\u0301B)", 1, [2, 1, 1, 1, 1]),
    ],
)
def test_brackets_and_marks_follow_what_they_hold(written, base, expected):
    assert levels(real(written), base) == expected


def test_the_first_strong_letter_outside_isolates_decides_the_paragraph():
    assert levels(real("1 A b")) == [2, 1, 1, 1, 2]
    assert levels(real(f"{RLI}A{PDI}b")) == [0, 1, 0, 0]
    assert levels(real(f"{RLI}A b")) == [0, 1, 1, 2]
    assert levels("12 (") == [0, 0, 0, 0]


def test_a_number_in_an_arabic_sentence_turns_round_without_an_isolate_and_not_with_one():
    telephone = "+000 91 234 5678"
    assert shown(f"YZ {telephone}", 1) == "5678 234 91 000+ ZY"
    assert shown(f"YZ {LRI}{telephone}{PDI}", 1) == f"{telephone} ZY"


def test_isolates_deeper_than_the_limit_are_still_closed_in_order():
    deep = RLI * 200 + "a" + PDI * 200 + "b"
    found = levels(deep, 0)
    assert max(found) <= 126
    assert found[-1] == 0


def test_too_many_open_brackets_leave_all_of_them_alone():
    assert set(levels(real("(" * 64 + "A" + ")" * 64), 0)) == {0, 1}


def test_every_paired_bracket_of_the_standard_is_known():
    assert len(CLOSING_OF) == 63
    assert CLOSING_OF["("] == ")"
    assert CLOSING_OF["\u298d"] == "\u2990"
    assert CLOSING_OF["\u3008"] == "\u3009"


def test_the_two_names_of_the_angle_bracket_pair_with_each_other():
    assert levels(real("A\u2329b\u3009C"), 1) == [1, 1, 2, 1, 1]


def test_stray_controls_are_taken_out_and_matched_isolates_kept():
    assert clean("a\u202eb\u202c") == "ab"
    assert clean(f"{PDI}a{LRI}b{PDI}{RLI}c") == f"a{LRI}b{PDI}c"
    assert clean("plain") == "plain"


@given(WORDS)
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


@given(WORDS, BASES)
def test_every_character_has_a_level_and_one_place(text, base):
    found = levels(clean(text), base)
    assert len(found) == len(clean(text))
    assert all(0 <= level <= 126 for level in found)
    assert sorted(visual_order(found)) == list(range(len(found)))


@given(WORDS, st.sampled_from([0, 1]), WORDS, WORDS)
def test_what_is_isolated_cannot_move_what_is_around_it(around, base, one, other):
    around, one, other = clean(around), clean(one), clean(other)
    # A text in which nothing turns is not looked at closely: let something turn in both.
    first = levels(f"{around}{LRI}{one}\u05d0{PDI}{around}", base)
    second = levels(f"{around}{LRI}{other}\u05d0{PDI}{around}", base)
    size = len(around)
    assert first[:size] == second[:size]
    assert first[len(first) - size :] == second[len(second) - size :]


@given(st.text(st.sampled_from("0123456789+-/.:, "), min_size=1, max_size=12), WORDS)
def test_an_isolated_number_reads_from_left_to_right_anywhere(number, around):
    text = f"{clean(around)}{LRI}{number}{PDI}{clean(around)}"
    start = len(clean(around)) + 1
    order = [at for at in visual_order(levels(text, 1)) if start <= at < start + len(number)]
    assert order == sorted(order)


@given(st.text(st.sampled_from("abc 12.,()"), max_size=20))
def test_left_to_right_text_stays_as_it_is(text):
    assert visual_order(levels(text, 0)) == list(range(len(text)))


@pytest.mark.parametrize("between", [" ", "-"])
def test_a_telephone_in_arabic_figures_is_printed_as_it_is_dialled(between):
    number = between.join(["\u0660\u0669\u0661", "\u0662\u0663\u0664", "\u0665\u0666\u0667\u0668"])
    words = protect(f"\u0627\u062a\u0635\u0644 {number} \u063a\u062f\u0627")
    printed = "".join(words[at] for at in visual_order(levels(words, 1)))
    assert number in printed.replace("\u200e", "")
