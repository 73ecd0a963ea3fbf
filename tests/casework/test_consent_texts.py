"""Which wording is read aloud: by age, as far as the age is known."""

from __future__ import annotations

from datetime import date

import pytest

import texts
from casework.consent.purpose_texts import wordings
from casework.consent.wordings import band_of_birth, consent_texts, newest_text, written
from casework.records.birth import born
from forms.codelists import code_list

BORN = "person.birth_date"
FINISHED = {code for code, one in texts.languages().items() if one.finished}


def band(on, said):
    """Return the band on a day of somebody of whom answers by field were said on that day."""
    day = date.fromisoformat(on)
    return band_of_birth(born(said, day).first, day)


@pytest.mark.parametrize(
    ("birth", "on", "expected"),
    [
        # The day before a birthday and the birthday itself.
        ("2020-03-10", "2026-03-09", "0_5"),
        ("2020-03-10", "2026-03-10", "6_11"),
        ("2014-03-10", "2026-03-09", "6_11"),
        ("2014-03-10", "2026-03-10", "12_14"),
        ("2011-03-10", "2026-03-09", "12_14"),
        ("2011-03-10", "2026-03-10", "15_17"),
        ("2008-03-10", "2026-03-09", "15_17"),
        ("2008-03-10", "2026-03-10", "adult"),
        ("2026-03-10", "2026-03-10", "0_5"),
        # Born on a leap day: of age on the first of March where there is no such day.
        ("2008-02-29", "2026-02-28", "15_17"),
        ("2008-02-29", "2026-03-01", "adult"),
        ("2020-02-29", "2026-02-28", "0_5"),
        ("2012-02-29", "2024-02-28", "6_11"),
        ("2012-02-29", "2024-02-29", "12_14"),
        # The turn of a year.
        ("2007-12-31", "2025-12-30", "15_17"),
        ("2007-12-31", "2025-12-31", "adult"),
        ("2008-01-01", "2025-12-31", "15_17"),
        # A date that has not come yet is nobody of age.
        ("2027-01-01", "2026-03-10", "0_5"),
    ],
)
def test_a_known_day_of_birth_decides_on_the_birthday(birth, on, expected) -> None:
    assert band(on, {BORN: birth}) == expected


@pytest.mark.parametrize(
    ("birth", "on", "expected"),
    [
        # A month or a year alone: the greatest age it allows.
        ("2008-03", "2026-02-28", "15_17"),
        ("2008-03", "2026-03-01", "adult"),
        ("2008", "2025-12-31", "15_17"),
        ("2008", "2026-01-01", "adult"),
        ("2009", "2026-12-31", "15_17"),
        ("2014", "2026-01-01", "12_14"),
        ("1900", "2026-01-01", "adult"),
    ],
)
def test_an_uncertain_birth_is_the_greatest_age_it_allows(birth, on, expected) -> None:
    assert band(on, {BORN: birth}) == expected


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (0, "0_5"),
        (5, "0_5"),
        (6, "6_11"),
        (11, "6_11"),
        (12, "12_14"),
        (14, "12_14"),
        (15, "15_17"),
        (17, "15_17"),
        (18, "adult"),
        (120, "adult"),
    ],
)
def test_an_estimated_age_counts_by_its_upper_end_on_its_day(highest, expected) -> None:
    said = {"person.age_estimate_low": 0, "person.age_estimate_high": highest}
    assert band("2026-03-10", said) == expected


def test_every_band_has_a_newest_wording_and_the_youngest_hear_the_next() -> None:
    for age_band in code_list("consent_age_band").codes:
        expected = "6_11" if age_band == "0_5" else age_band
        assert newest_text(age_band).age_band == expected


def test_the_newest_wording_is_the_one_with_the_highest_version() -> None:
    for text in consent_texts():
        versions = [one.version for one in consent_texts() if one.age_band == text.age_band]
        assert newest_text(text.age_band).version == max(versions)


def test_a_wording_is_told_by_its_id_and_kept_out_of_errors() -> None:
    ids = [text.id for text in consent_texts()]
    assert len(set(ids)) == len(ids)
    for text in consent_texts():
        assert text.id == f"{text.age_band}-{text.version}"
        assert set(text.words) >= FINISHED
        assert text.words["en"] not in repr(text)


def test_a_wording_has_every_language_that_its_file_has() -> None:
    row = {"purpose": "research", "age_band": "adult", "version": 1, "approved_by": ""}
    assert written("x-1", row | {"en": "One", "tr": "Bir"}).words == {"en": "One", "tr": "Bir"}
    known = {language for one in consent_texts() for language in one.words}
    assert known <= set(texts.languages())


def test_an_unknown_band_has_no_wording() -> None:
    with pytest.raises(LookupError, match="seventeen"):
        newest_text("seventeen")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_form_lists_each_wording_by_words_of_its_own(language):
    listed = wordings(language)
    named = [one["label"] for one in listed]
    assert len(set(named)) == len(named)
    assert {one["name"] for one in listed} >= {one.id for one in consent_texts()}
    assert not [one for one in named if "_" in one or one in {row["name"] for row in listed}]
