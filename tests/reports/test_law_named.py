"""Law in a letter: under its heading, and marked where its words are of another language."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from letters import facts
from reading import heard
from told_everything import bare, told

import texts
from casework.referrals.citing import Cited
from reports.letter import letter_pdf

LAW = Cited("Example Convention (1999), art 3(b); arts 6-8", "Asks states for an example.", "en")


def letter(language, *laws, kind="support"):
    office = replace(facts("ar" if language == "ar" else "en", kind=kind), laws=laws)
    return letter_pdf(told(language, "legal", kind), office)


def marked(data):
    """Return the language of every part of the structure that names one."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [str(one.Lang) for one in pdf.objects if isinstance(one, pikepdf.Dictionary)
                and one.get("/Type") == "/StructElem" and "/Lang" in one]  # fmt: skip


@pytest.mark.parametrize("language", sorted(texts.letter_languages()))
def test_a_law_stands_whole_under_its_heading_and_is_marked_in_its_own_language(language):
    data = letter(language, LAW)
    said = [bare(words) for _, words in heard(data)]
    at = said.index(bare(texts.say("letter.section.law", language=language)))
    assert said[at + 1 : at + 3] == [bare(LAW.name), bare(LAW.says)]
    assert marked(data) == ([] if language == "en" else ["en", "en"])


def test_without_a_law_there_is_no_heading_and_other_kinds_have_no_place_for_one():
    heading = texts.say("letter.section.law", language="en")
    for data in (letter("en"), letter("en", LAW, kind="referral")):
        words = " ".join(said for _, said in heard(data))
        assert heading not in words
        assert LAW.name not in words
