"""Days of letters: the one that all know first, and beside it the one their readers live by."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import wording
from hypothesis import given
from hypothesis import strategies as st

import texts
from texts.calendars import Calendar, months_in
from texts.dates import long_date, number
from texts.language import OnPaper, ages_in, language_of, write_letters
from texts.letter_days import letter_date, letter_month, letter_time, letter_year, unbroken_date

DAY = date(2026, 11, 24)
TWICE = {
    "am": "15 ኅዳር 2019",
    "ar": "تقريبًا 14 جمادى الآخرة 1448 هـ",
    "ne": "वि.सं. 2083 मंसिर 8",
    "th": "พ.ศ. 2569",
    "ur": "تقریباً 14 جمادی الثانی 1448 \u06be",
}
LANGUAGES = sorted(texts.letter_languages())
OWN_DIGITS = sorted(code for code in LANGUAGES if language_of(code).digits[0] != "0")
NEVER_OWN = frozenset(sign for code in OWN_DIGITS for sign in language_of(code).digits[:10])


@pytest.fixture
def write():
    yield lambda **how: write_letters(OnPaper(**how))
    write_letters(OnPaper())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_day_stands_beside_the_one_that_all_know_never_instead(language):
    said, known = letter_date(DAY, language), long_date(DAY, language)
    assert "2026" in known
    assert said == (f"{known} ({TWICE[language]})" if language in TWICE else known)


@pytest.mark.parametrize("language", TWICE)
def test_an_office_may_write_one_day_only(write, language):
    write(second_days=False)
    assert letter_date(DAY, language) == long_date(DAY, language)
    assert letter_year(DAY, language) == "2026"
    assert letter_time(datetime(2026, 11, 24, 9, tzinfo=UTC), "am") == "09:00"


def test_a_year_of_one_calendar_stands_beside_only_where_it_is_the_same_year():
    assert letter_year(DAY, "th") == "2026 (พ.ศ. 2569)"
    assert letter_month(DAY, "th") == "พฤศจิกายน 2026 (พ.ศ. 2569)"
    for language in {*TWICE} - {"th"}:
        assert "(" not in letter_year(DAY, language) + letter_month(DAY, language)


def test_where_a_calendar_is_not_known_the_one_that_all_know_stands_alone():
    assert letter_date(date(2028, 4, 13), "ne") == long_date(date(2028, 4, 13), "ne")
    assert letter_date(date(1940, 1, 1), "th") == long_date(date(1940, 1, 1), "th")
    assert letter_year(date(1940, 1, 1), "th") == "1940"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (9, 0, "09:00 (3:00)"),
        (6, 30, "06:30 (12:30)"),
        (0, 5, "00:05 (6:05)"),
        (14, 0, "14:00 (8:00)"),
        (18, 0, "18:00 (12:00)"),
    ],
)
def test_hours_are_counted_from_dawn_too_in_amharic(hour, minute, said):
    assert letter_time(datetime(2026, 11, 24, hour, minute, tzinfo=UTC), "am") == said
    assert "(" not in letter_time(datetime(2026, 11, 24, hour, minute, tzinfo=UTC), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_of_the_second_calendar_has_its_word_in_the_language(language):
    calendar = Calendar(language_of(language).calendar)
    if calendar in {Calendar.GREGORIAN, Calendar.BUDDHIST}:
        return
    own = {entry.msgid for entry in wording.sentences(language)}
    months = range(1, months_in(calendar) + 1)
    assert {f"calendar.{calendar.value}.month_{month}" for month in months} <= own


@given(st.sampled_from(LANGUAGES), st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_days_keep_the_digits_that_all_know_whatever_an_office_counts_in(language, day):
    write_letters(OnPaper(own_digits=True))
    try:
        said = letter_date(day, language) + letter_month(day, language)
        said += letter_time(datetime(day.year, day.month, day.day, 14, 5, tzinfo=UTC), language)
    finally:
        write_letters(OnPaper())
    assert not NEVER_OWN & set(said)
    assert str(day.year) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_ages_and_counts_have_the_digits_that_the_office_chose(write, language):
    def counted():
        page = texts.say("letter.page", language=language, page=3, pages=12)
        label = ages_in(texts.say("item.caregiver_informed", language=language), language)
        return page, number(27, language), label

    plain = counted()
    assert all(part.isascii() or not NEVER_OWN & set(part) for part in plain)
    write(own_digits=True)
    own = str.maketrans("0123456789", language_of(language).digits[:10])
    assert counted() == tuple(part.translate(own) for part in plain)


def test_marks_of_numbers_go_with_their_digits(write):
    write(own_digits=True)
    assert number(1234.5, "ar") == "\u0661\u066c\u0662\u0663\u0664\u066b\u0665"
    assert number(1234567, "ne") == "१२,३४,५६७"
    assert number(1234.5, "fr") == "1\u202f234,5"
    assert ages_in("Under 18, or older.", "ar") == "Under ١٨, or older."


def test_a_line_may_end_between_two_calendars_and_nowhere_else():
    said = unbroken_date(DAY, "ur")
    assert said.count(" ") == 1
    assert said.replace("\u00a0", " ") == letter_date(DAY, "ur")
