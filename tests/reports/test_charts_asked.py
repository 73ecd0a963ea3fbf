"""What may be asked of a chart: what cannot be drawn is refused, with what and where."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from charts import chart, kinds

import texts
from reports.chart import Chart, ChartFaulty, Kind, Masked, Range, Series, arranged, value_words
from reports.chart_page import sentence_of


def asked(**changes):
    """Return a small chart, changed."""
    known = {
        "kind": Kind.GROUPED,
        "title": "Title",
        "unit": "Each is counted once.",
        "heading": "Kind",
        "categories": ("One", "Two"),
        "series": (Series("Some", (1, 2)),),
    }
    return Chart(**(known | changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " "}, "no words: title"),
        ({"unit": ""}, "no words: unit"),
        ({"heading": ""}, "no words: heading"),
        ({"categories": ()}, "nothing to show: categories"),
        ({"categories": ("One", " ")}, "no words: category 2"),
        ({"categories": ("One", "One")}, "the same words twice: category 2"),
        ({"series": ()}, "1 to 6 are drawn, not 0: series"),
        ({"series": (Series("", (1, 2)),)}, "no words: series 1"),
        ({"series": (Series("A", (1, 2)),) * 2}, "the same words twice: series 2"),
        ({"series": (Series("A", (1, 2, 3)),)}, "2 values wanted, 3 given: series 1"),
        ({"series": (Series("A", (1, math.nan)),)}, "not a number that ends: series 1, category 2"),
        ({"series": (Series("A", (math.inf, 1)),)}, "not a number that ends: series 1, category 1"),
        ({"series": (Series("A", (1, -1)),)}, "less than nothing: series 1, category 2"),
        ({"series": (Series("A", (1, None)),)}, "not a number: series 1, category 2"),
        ({"series": (Series("A", (1, True)),)}, "not a number: series 1, category 2"),
        ({"series": (Series("A", (Range(5, 2), 1)),)}, "wrong way round: series 1, category 1"),
        ({"series": (Series("A", (Masked(""), 1)),)}, "no word in place of a value"),
        ({"kind": Kind.LINE}, "a line needs an order that is a fact of the world: categories"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_and_where(changes, said):
    with pytest.raises(ChartFaulty) as refused:
        asked(**changes)
    assert said in str(refused.value)
    assert refused.value.what
    assert refused.value.where


def test_six_series_are_drawn_and_seven_are_not():
    six = tuple(Series(f"S{at}", (1, 2)) for at in range(6))
    assert len(asked(series=six).series) == 6
    with pytest.raises(ChartFaulty, match="not 7"):
        asked(series=(*six, Series("S7", (1, 2))))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_rows_stand_a_to_z_and_each_keeps_its_values(language):
    before = chart(Kind.GROUPED, language)
    after = arranged(before)
    assert [*after.categories] == sorted(before.categories)
    for at, name in enumerate(after.categories):
        assert after.of(at) == before.of(before.categories.index(name))


def test_what_has_an_order_of_its_own_keeps_it():
    line = chart(Kind.LINE)
    assert arranged(line) == line


def test_no_chart_is_put_in_order_by_its_values():
    rising = asked(categories=("B", "A"), series=(Series("Some", (1, 2)),))
    falling = asked(categories=("B", "A"), series=(Series("Some", (2, 1)),))
    assert arranged(rising).categories == arranged(falling).categories == ("A", "B")


def test_values_are_written_as_the_language_writes_them():
    assert value_words(1234567, "en") == "1,234,567"
    assert value_words(1234567, "fr") == "1\u202f234\u202f567"
    assert value_words(2.5, "fr") == "2,5"
    assert value_words(Range(5, 9), "en") == "5\u20139"
    # Between words from the right the thousands of the second number would come first.
    assert value_words(Range(5, 1_809), "ar") == "\u20665\u20131,809\u2069"
    assert value_words(Masked("fewer than 5"), "en") == "fewer than 5"


def test_a_sentence_says_what_a_chart_shows_in_the_right_number():
    one = asked(categories=("One",), series=(Series("Some", (3,)),))
    assert "It has 1 entry." in sentence_of(one, "en")
    assert "It has 2 entries." in sentence_of(asked(), "en")
    assert "فيه بندان" in sentence_of(asked(), "ar")
    seven = sentence_of(chart(Kind.STACKED), "en")
    assert seven == (
        "Chart of bars in parts: Answers by kind of service. It has 7 entries. Each of them shows: "
        "Yes, No. The numbers lie between 0 and 52. All of them stand in the table below."
    )
    assert "7 بنود" in sentence_of(chart(Kind.STACKED, "ar"), "ar")


def test_a_sentence_tells_nothing_of_what_is_not_told():
    few = Masked("fewer than 5")
    hidden = asked(series=(Series("Some", (few, few)),))
    assert "lie between" not in sentence_of(hidden, "en")
    for language in texts.languages():
        for kind in Kind:
            shown = replace(chart(kind, language), series=chart(kind, language).series[:1])
            assert shown.title in sentence_of(shown, language)
    assert len(set(kinds("en"))) == 7
