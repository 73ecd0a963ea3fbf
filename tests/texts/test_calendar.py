"""The words of months and days that are kept are those of the language data of the world."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from texts import cldr
from texts.language import FOLDER, languages

LOCALES = sorted({one.locale for one in languages().values()})
PATTERNS = (
    *("d MMMM y", "d MMM", "d MMM y", "d MMMM", "EEE d MMM", "EEE d MMM y", "EEEE d MMMM"),
    *("EEE", "EEEE", "MMMM y", "LLLL", "y"),
)


def as_the_world_has_it(locale):
    said = Locale.parse(locale)
    months, days = said.months, said.days["format"]
    return {
        "MMM": [months["format"]["abbreviated"][number] for number in range(1, 13)],
        "MMMM": [months["format"]["wide"][number] for number in range(1, 13)],
        "LLLL": [months["stand-alone"]["wide"][number] for number in range(1, 13)],
        "EEE": [days["abbreviated"][number] for number in range(7)],
        "EEEE": [days["wide"][number] for number in range(7)],
        "group": said.number_symbols["latn"]["group"],
    }


def as_written(said):
    """Return how a language writes a day or a month, where it is not part by part."""
    known = said.datetime_skeletons
    written = {
        "d MMMM y": said.date_formats["long"],
        "d MMMM": known["MMMMd"],
        "MMMM y": known["yMMMM"],
    }
    return {asked: one.pattern for asked, one in written.items() if one.pattern != asked}


def test_every_finished_language_has_its_words_and_no_other_has_any():
    kept = json.loads((FOLDER / "calendar.json").read_text("utf-8"))
    words = {
        locale: {k: v for k, v in one.items() if k not in {"as", "first"}}
        for locale, one in kept.items()
    }
    assert words == {locale: as_the_world_has_it(locale) for locale in kept}
    finished = {one.locale for one in languages().values() if one.finished}
    assert finished <= set(kept) <= set(LOCALES)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_day_is_written_as_the_data_write_it(locale, pattern):
    as_data = as_written(Locale.parse(locale)).get(pattern, pattern)
    # A day of the week stands before a comma: two letters more and it is a month, "mar 10 mar".
    if locale == "es" and pattern.startswith("EEE "):
        as_data = pattern.replace("EEE ", "EEE, ")
    if locale == "es" and pattern == "EEEE d MMMM":
        as_data = f"EEEE, {as_written(Locale.parse(locale))['d MMMM']}"
    for passed in range(0, 800, 9):
        day = date(2027, 12, 30) + timedelta(passed)
        if locale == "fr" and day.day == 1:
            continue  # the data count it like any other; people do not
        assert cldr.format_date(day, pattern, locale=locale) == format_date(
            day, as_data, locale=locale
        )


def test_a_language_says_a_day_in_its_own_order_and_with_its_own_words_between():
    day = date(2026, 12, 1)
    assert cldr.format_date(day, "EEEE d MMMM", locale="es") == "martes, 1 de diciembre"
    assert cldr.format_date(day, "d MMMM y", locale="es") == "1 de diciembre de 2026"
    assert cldr.format_date(day, "EEE d MMM", locale="es") == "mar, 1 dic"
    assert cldr.format_date(day, "MMMM y", locale="es") == "diciembre de 2026"
    assert cldr.format_date(day, "EEEE d MMMM", locale="fr") == "mardi 1er décembre"
    assert cldr.format_date(day, "d MMM", locale="fr") == "1er déc."
    assert cldr.format_date(date(2026, 3, 11), "d MMMM y", locale="fr") == "11 mars 2026"


@given(st.one_of(st.integers(-(10**12), 10**12), st.decimals(0, 10**6, places=2)))
def test_a_number_is_written_as_the_data_write_it(number):
    for locale in LOCALES:
        assert cldr.format_decimal(number, locale=locale) == format_decimal(number, locale=locale)


def test_a_language_whose_words_are_not_kept_is_read_from_the_data():
    assert cldr.format_date(date(2026, 3, 5), "d MMMM y", locale="pt") == "5 de março de 2026"
