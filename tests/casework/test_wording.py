"""Recorded values in words: the same for a preview and for paper, never surer than recorded."""

from __future__ import annotations

import pytest

import texts
from casework.need_to_know import Item, Need, items
from casework.records.casefile import Entry
from casework.records.wording import in_words
from forms.codelists import code_list, label
from texts.dates import number

LRI, FSI, PDI, NBSP = "\u2066", "\u2068", "\u2069", "\u00a0"
BORN = "person.birth_date"


def said(field, value, language="en", codes_of=""):
    item = Item("thing", "identity", (field,), {"health": Need.IN})
    return in_words(item, [Entry(field, "identity", value, codes_of)], language)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2001", "2001"),
        ("2001-05", "May 2001"),
        ("2001-05-09", "9 May 2001"),
        ("2000-02-29", "29 February 2000"),
        # What is no date at all is said as it was written.
        ("2001-13", "2001-13"),
        ("2001-02-30", "2001-02-30"),
        ("0000", "0000"),
        ("0000-05", "0000-05"),
        ("spring 2001", "spring 2001"),
        ("", ""),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(value, words) -> None:
    assert said(BORN, value) == words


@pytest.mark.parametrize("field", ["episode.start", "episode.end", "needs.court_date"])
def test_every_dated_field_is_said_as_a_date(field) -> None:
    assert said(field, "2026-03") == "March 2026"


@pytest.mark.parametrize("value", ["2026-03-12T14:05", "2026-03-12T14:05:00.000+00:00"])
def test_an_hour_is_said_with_its_day(value) -> None:
    assert said("needs.see_before", value) == "12 March 2026 14:05"


def test_a_year_stays_a_year_in_every_language() -> None:
    for language in texts.languages():
        words = said(BORN, "2001", language)
        assert "2001" in words or "٢٠٠١" in words
        assert said(BORN, "2001-05", language) != words


def test_a_number_that_is_no_date_is_not_made_one() -> None:
    assert said("contact.phone", "2001") == "2001"


def test_codes_are_said_by_their_labels_in_the_language_asked() -> None:
    codes = code_list("sex").codes
    for language in ("en", "ar"):
        assert said("person.sex", "female", language, "sex") == codes["female"].label(language)


def test_several_codes_are_listed_as_the_language_lists_them() -> None:
    languages = ("ar", "en")
    assert said("person.languages", languages, "en", "language") == "Arabic, English"
    assert "، " in said("person.languages", languages, "ar", "language")


def test_a_code_said_twice_is_said_once_and_two_equal_ages_stay_two() -> None:
    item = Item("thing", "family", ("a.codes", "a.ages"), {})
    codes = [
        Entry("a.codes", "family", ("yes", "yes"), "yes_no"),
        Entry("a.codes", "x", "yes", "yes_no"),
    ]
    assert in_words(item, codes, "en") == "Yes"
    ages = [Entry("a.ages", "family", "3"), Entry("a.ages", "family", "3")]
    assert in_words(item, ages, "en") == "3, 3"


def test_values_come_in_the_order_of_the_items_fields() -> None:
    item = items()["safe_contact"]
    entries = [Entry(field, "contact", f"value {field}") for field in reversed(item.fields)]
    words = in_words(item, entries, "en")
    assert words == ", ".join(f"value {field}" for field in item.fields)


def test_what_is_said_of_interpreting_goes_on_after_the_languages() -> None:
    spoken = Entry("person.languages", "demographic", ("uk",), codes_of="language")
    needed = Entry("person.interpreter", "demographic", "no", codes_of="interpreter")
    item = items()["language_interpreter"]
    assert in_words(item, [needed, spoken], "en") == "Ukrainian, no interpreter needed"
    assert in_words(item, [needed], "en") == "No interpreter needed"


def test_a_telephone_number_keeps_its_order_between_right_to_left_words() -> None:
    number = "+000 55 7654321"
    assert said("contact.phone", number, "en") == number
    assert said("contact.phone", number, "ar") == f"{LRI}{number.replace(' ', NBSP)}{PDI}"


def test_words_of_the_other_direction_are_kept_together() -> None:
    assert said("person.name_used", "Example 1", "ar") == f"{FSI}Example 1{PDI}"
    assert said("person.name_used", "مثال", "en") == f"{FSI}مثال{PDI}"
    assert said("person.name_used", "مثال", "ar") == "مثال"


def test_nothing_recorded_is_nothing_said() -> None:
    assert in_words(items()["name_used"], [], "en") == ""


def test_numbers_and_truths_are_said_too() -> None:
    assert said("family.children_count", 2) == "2"
    assert said("x.y", value=True) == "True"


def test_a_day_told_in_words_runs_as_its_words_do() -> None:
    told = said("needs.see_before", "26 نوفمبر 2026", "ar")
    assert "\u2066" not in told
    assert said(BORN, "12/2001", "ar") == "\u206612/2001\u2069"


@pytest.mark.parametrize("language", sorted(texts.letter_languages()))
@pytest.mark.parametrize(
    ("item", "field", "listed"),
    [
        ("sexuality_gender_identity", "person.gender_identity", "gender_identity"),
        ("exploitation_history", "episode.still_online", "yes_no_answer"),
        ("alleged_exploiter", "exploiter.reported", "yes_no_answer"),
    ],
)
def test_a_yes_among_other_answers_says_what_it_answers(language, item, field, listed):
    for code in ("no", "yes"):
        entry = Entry(field, items()[item].category, code, codes_of=listed)
        words = in_words(items()[item], [entry], language)
        assert words == texts.say(f"told.{field.partition('.')[2]}.{code}", language=language)
        assert words != label(listed, code, language)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (("2024-03-01/", "/2024-05-05"), "between 1 March 2024 and 5 May 2024"),
        (("2024-03-01/", "/2024-03-01"), "1 March 2024"),
        (("2024-03-01/",), "1 March 2024 or later"),
        (("/2024-05-05",), "5 May 2024 or earlier"),
        # What is no day is said as it was written.
        (("spring/",), "spring/"),
    ],
)
def test_a_day_between_two_is_never_said_as_two_days(days, words) -> None:
    item = items()["incident_date_place"]
    known = [Entry("episode.start", item.category, day, episode="e1") for day in days]
    assert in_words(item, known, "en") == words


@pytest.mark.parametrize("language", sorted(texts.letter_languages()))
def test_an_estimated_age_is_said_as_the_ages_that_it_lies_between(language) -> None:
    item = items()["birth_date"]
    known = [
        Entry("person.birth_precision", item.category, "estimated_range", "birth_precision"),
        Entry("person.age_estimate_low", item.category, "17"),
        Entry("person.age_estimate_high", item.category, "20"),
    ]
    between = texts.say(
        "age.between", language=language, low=number(17, language), high=number(20, language)
    )
    assert between in in_words(item, known, language)


def test_a_birth_that_is_told_does_not_say_how_well_it_is_known() -> None:
    item = items()["birth_date"]
    precision = Entry("person.birth_precision", item.category, "year", "birth_precision")
    assert in_words(item, [precision, Entry(BORN, item.category, "2001")], "en") == "2001"


def test_what_is_said_of_one_of_several_stands_in_a_line_of_its_own() -> None:
    item = items()["incident_date_place"]
    known = [
        Entry("episode.start", item.category, "2019", episode="e1"),
        Entry("episode.start", item.category, "2024", episode="e2"),
        Entry("episode.ongoing", item.category, "over", "ongoing", episode="e2"),
        Entry("episode.ongoing", item.category, "ongoing", "ongoing", episode="e1"),
    ]
    assert in_words(item, known, "en") == "2019, Still going on\n2024, Over"
    # A kind alone belongs to nothing that is told with it.
    kinds = [Entry("episode.gbv_other", "x", ("rape",), "gbv_other", episode=one) for one in "ab"]
    assert in_words(items()["violence_kind"], kinds, "en") == "Rape"
