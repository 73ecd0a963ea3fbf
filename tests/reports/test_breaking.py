from __future__ import annotations

from itertools import pairwise

import pytest

import texts
from reports import breaking
from reports.breaking import break_points


def parts(text, language="en"):
    ends = [0, *break_points(text, language)]
    return [text[a:b] for a, b in pairwise(ends)]


def test_lines_break_after_spaces_and_hyphens():
    assert parts("one two-three") == ["one ", "two-", "three"]


def test_no_line_begins_with_a_full_stop_or_breaks_a_bound_space():
    assert parts("a\u00a0b c.") == ["a\u00a0b ", "c."]


def test_arabic_breaks_between_words_only():
    assert parts("نرجو منكم المساعدة", "ar") == ["نرجو ", "منكم ", "المساعدة"]


@pytest.mark.parametrize(
    ("text", "language", "least"),
    [("ภาษาไทยไม่มีช่องว่าง", "th", 4), ("ភាសាខ្មែរមិនមានដកឃ្លា", "km", 3)],
)
def test_scripts_without_spaces_break_between_words(text, language, least):
    assert len(parts(text, language)) >= least


@pytest.mark.parametrize("icu", [True, False])
def test_a_burmese_not_stays_with_what_is_not_to_be_done(monkeypatch, icu):
    monkeypatch.setattr(breaking, "ICU_HERE", icu and breaking.ICU_HERE)
    text = texts.say("letter.warnings.contact", language="my")
    assert "မပ" in text
    assert [part for part in parts(text, "my") if part == "မ" or part.endswith(" မ")] == []


def test_without_icu_spaces_hyphens_and_burmese_syllables_must_do(monkeypatch):
    monkeypatch.setattr(breaking, "ICU_HERE", False)
    assert parts("one two-three") == ["one ", "two-", "three"]
    assert parts("မြန်မာ", "my") == ["မြန်", "မာ"]
    assert parts("5-6 x") == ["5-6 ", "x"]
