"""Letters count in the digits that their office chose; days, telephones and codes keep theirs."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import date

import pytest
from letters import CHECK, NUMBER, OFFICES, disclosure, facts
from reading import heard, page_texts
from told_everything import DAY, NAME, PHONE, bare, page

import texts
from casework.need_to_know import items
from casework.records.casefile import Entry
from casework.records.wording import in_words
from reports.letter import letter_pdf
from texts.language import OnPaper, ages_in, language_of, write_letters
from texts.letter_days import letter_date

LANGUAGES = sorted(texts.letter_languages())
OWN = [code for code in LANGUAGES if language_of(code).digits[0] != "0"]
FIGURES = re.compile("[0-9]+")
UNTIL = date(2027, 3, 31)


@contextmanager
def counting_in_own():
    write_letters(OnPaper(own_digits=True))
    try:
        yield
    finally:
        write_letters(OnPaper())


@pytest.fixture
def _own_digits():
    with counting_in_own():
        yield


def in_own(words, language):
    return words.translate(str.maketrans("0123456789", language_of(language).digits[:10]))


def kept_runs(language):
    """Return the figures in days, telephones, codes and what was typed: nobody may change these."""
    known = facts("ar" if language == "ar" else "en")
    days = (known.issued_on, known.valid_until, date.fromisoformat(DAY), UNTIL)
    fixed = [letter_date(day, language) for day in days]
    fixed += [PHONE, NUMBER, CHECK, known.office.name, known.office.hours, NAME]
    return {run for words in fixed for run in FIGURES.findall(words)}


@pytest.mark.usefixtures("_own_digits")
@pytest.mark.parametrize("language", OWN)
def test_pages_and_ages_are_counted_and_what_is_dialled_is_not(language):
    data = page(language, "shelter", turn=1)
    said = [bare(words) for _, words in heard(data)]
    pages = len(page_texts(data))
    foot = texts.say("letter.page", language=language, page=pages, pages=pages)
    assert foot == in_own(foot, language)
    assert bare(foot) in bare("".join(page_texts(data))) or language_of(language).direction == "rtl"
    minors = ages_in(texts.say(items()["caregiver_informed"].label_id, language=language), language)
    assert bare(minors) in said
    assert bare(PHONE) in said
    assert any(NUMBER in words for words in said)
    assert any(bare(letter_date(facts().issued_on, language)) in words for words in said)


@pytest.mark.parametrize("language", OWN)
def test_no_count_is_left_in_other_digits(language):
    plain = [words for _, words in heard(page(language, "shelter"))]
    with counting_in_own():
        own = [words for _, words in heard(page(language, "shelter"))]
    left = {run for words in own for run in FIGURES.findall(words)}
    assert left <= kept_runs(language)
    assert len(plain) == len(own)
    assert any(one != other for one, other in zip(plain, own, strict=True))
    assert [in_own(words, language) for words in plain] == [
        in_own(words, language) for words in own
    ]


@pytest.mark.usefixtures("_own_digits")
@pytest.mark.parametrize("language", OWN)
def test_how_many_children_and_how_old_are_counted(language):
    children = items()["children"]
    entries = [
        Entry("family.children", children.category, "2"),
        Entry("family.children_ages", children.category, ("3", "12")),
    ]
    said = in_words(children, entries, language)
    assert not FIGURES.search(said)
    assert in_own("12", language) in said
    phone = Entry("contact.phone", "contact", PHONE)
    own = next(item for item in items().values() if "contact.phone" in item.fields)
    assert bare(in_words(own, [phone], language)) == bare(PHONE)


def test_digits_are_latin_unless_an_office_chose_otherwise():
    for language in OWN:
        own = set(language_of(language).digits[:10])
        assert not own & set("".join(words for _, words in heard(page(language, "health"))))


@pytest.mark.usefixtures("_own_digits")
def test_what_the_worker_typed_stays_as_it_was_typed():
    data = letter_pdf(disclosure("ar"), facts("ar"))
    said = " ".join(words for _, words in heard(data))
    assert bare("طفلان (3 و7 سنوات)") in bare(said)
    assert bare(OFFICES["ar"][1]) in bare(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_telephone_number_is_written_in_the_digits_that_all_know_however_it_was_typed(language):
    own = next(item for item in items().values() if "contact.phone" in item.fields)
    for typed in (
        in_own("000 91 234 5678", "ar"),
        in_own("000 91 234 5678", "ur"),
        in_own("000912345678", "ne"),
        "000 91 234 5678",
    ):
        said = in_words(own, [Entry("contact.phone", "contact", typed)], language)
        assert bare(said) == "000912345678"
