from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from letters import CHECK, NUMBER, TODAY, VALUES, disclosure, facts, recipient
from measure import HOUSE
from reading import heard, page_texts, rows

import texts
from casework.referrals.issuing import Companion
from reports.beside_letter import companion_pdf
from reports.errors import MissingGlyph
from reports.letter import letter_pdf, recall_pdf

EXPECTED = Path(__file__).parent / "expected"
LANGUAGES = ["en", "ar"]
UNSEEN = str.maketrans({"\u2066": None, "\u2069": None, "\u00a0": " "})


def spoken(data):
    """Return a document as it is read out, one part a line."""
    return "".join(f"{role} {words}\n" for role, words in heard(data)).replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_letter_says_what_was_proofread(language):
    data = letter_pdf(disclosure(language), facts(language))
    assert spoken(data) == (EXPECTED / f"referral.{language}.txt").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_recall_says_what_was_proofread(language):
    data = recall_pdf(recipient(language), facts(language), language, TODAY)
    assert spoken(data) == (EXPECTED / f"recall.{language}.txt").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_told_value_is_on_the_page_and_nothing_else_of_the_case(language):
    shared = disclosure(language)
    said = spoken(letter_pdf(shared, facts(language)))
    assert [one.item for one in shared.told if one.value.translate(UNSEEN) not in said] == []
    assert len(shared.told) == len(VALUES[language])
    assert "AB-1234" not in said


def test_a_told_item_that_no_section_names_is_still_printed_once():
    data = letter_pdf(disclosure(values={"health.pregnancy": "Fifth month"}), facts())
    said = spoken(data)
    assert said.count("Fifth month") == 1
    assert texts.say("letter.section.more", language="en") in said


def test_what_must_not_be_done_stands_among_the_warnings_and_not_in_a_table():
    parts = heard(letter_pdf(disclosure(), facts()))
    words = VALUES["en"]["contact.must_not"]
    assert [role for role, said in parts if said == words] == ["LBody"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_english_or_arabic_letter_is_the_same_bytes_each_time(language):
    assert letter_pdf(disclosure(language), facts(language)) == letter_pdf(
        disclosure(language), facts(language)
    )


@pytest.mark.parametrize("wrong", [None, {}, facts(), "told"])
def test_nothing_but_a_disclosure_becomes_a_letter(wrong):
    with pytest.raises(TypeError):
        letter_pdf(wrong, facts())


def test_something_that_only_looks_like_a_disclosure_is_refused():
    class Lookalike:
        language, told, recipient = "en", (), recipient()
        valid_until = TODAY

    with pytest.raises(TypeError):
        letter_pdf(Lookalike(), facts())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_practice_letter_says_so_on_every_page_and_a_real_one_does_not(language):
    mark = texts.say("letter.practice", language=language).split(" ")[0]
    long = {name: f"{words} " * 25 for name, words in VALUES[language].items()}
    practice = page_texts(letter_pdf(disclosure(language, long), facts(language, practice=True)))
    assert len(practice) > 1
    assert all(mark in page for page in practice)
    real = page_texts(letter_pdf(disclosure(language, long), facts(language)))
    assert not any(mark in page for page in real)


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_stand_in_the_order_in_which_they_are_said(language):
    drawn = "\n".join(rows(letter_pdf(disclosure(language), facts(language))))
    for number in ("+000912345678", "09:00\u201317:00", "09:00\u201312:00", NUMBER, CHECK):
        assert number in drawn
    for turned in ("5678234", "17:00\u201309:00", "4MQ2-R7K"):
        assert turned not in drawn


def test_a_character_that_cannot_be_printed_stops_the_letter():
    values = VALUES["en"] | {"needs.access": "Ground floor \U0001f6d7"}
    with pytest.raises(MissingGlyph, match=r"U\+1F6D7") as refused:
        letter_pdf(disclosure(values=values), facts())
    assert "Ground floor" not in str(refused.value)
    assert refused.value.fields == ("item.access_needs",)


def test_her_own_copy_names_the_field_too():
    told = disclosure(values=VALUES["en"] | {"needs.access": "\U0001f6d7"})
    with pytest.raises(MissingGlyph) as refused:
        companion_pdf(Companion.OWN_COPY, told, facts())
    assert refused.value.fields == ("item.access_needs",)


def test_a_sign_that_cannot_be_printed_is_found_in_whatever_was_typed():
    asked = replace(facts(), asked="Please see her \U0001f600")
    with pytest.raises(MissingGlyph) as refused:
        letter_pdf(disclosure(), asked)
    assert refused.value.fields == ("letter_page.asked",)
    here = replace(facts(), office=replace(facts().office, name="Office \U0001f600"))
    with pytest.raises(MissingGlyph) as refused:
        letter_pdf(disclosure(), here)
    assert refused.value.fields == ("first.office_name",)


def test_the_slip_carries_the_reference_but_no_value_of_the_case():
    said = spoken(letter_pdf(disclosure(), facts()))
    slip = said[said.index(texts.say("letter.slip.heading", language="en")) :]
    assert NUMBER in slip
    assert not any(words in slip for words in VALUES["en"].values())


def test_a_protected_letter_opens_with_its_passphrase_only():
    data = letter_pdf(disclosure(), facts(), "copper lantern river")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(data))
    assert "Example Clinic A" in page_texts(data, "copper lantern river")[0]
    assert NUMBER.encode() not in data


def test_a_recall_tells_nothing_but_the_number_of_the_letter():
    said = spoken(recall_pdf(recipient(), facts(), "en", TODAY))
    assert NUMBER in said
    assert not any(words in said for words in VALUES["en"].values())
    assert "Check code" not in said


def test_no_font_of_the_machine_changes_a_letter(tmp_path):
    (tmp_path / "fonts.conf").write_text("<fontconfig/>", "utf-8")
    program = (
        "import sys, letters; from reports.letter import letter_pdf;"
        "sys.stdout.buffer.write(letter_pdf(letters.disclosure('ar'), letters.facts('ar')))"
    )
    bare = {
        "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"),
        "HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join([str(HOUSE), str(HOUSE / "tests" / "kit")]),
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=bare, check=True, capture_output=True
    )
    assert done.stdout == letter_pdf(disclosure("ar"), facts("ar"))
