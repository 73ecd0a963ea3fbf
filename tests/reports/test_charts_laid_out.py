"""Where everything of a chart stands: nothing over anything, all in its column, mirrored."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from charts import box, chart, kinds, laid_out, wide
from hypothesis import given, settings
from hypothesis import strategies as st

import texts
from reports.chart import Chart, Kind, Masked, Range, Series
from reports.chart_figure import picture
from reports.chart_shapes import Bar, Marker, Rule, Said, Unknown, mirrored
from reports.chart_words import Lettering
from reports.page import COLUMN
from reports.paper import Paper

NEAR = 0.05
LANGUAGES = sorted(texts.letter_languages())
ROWS = (Kind.GROUPED, Kind.STACKED, Kind.DOTS)


def words_of(said):
    """Return the words of a shape as one may search them: without order and spaces."""
    return "".join(
        cluster.text
        for line in said.words.lines
        for piece in line.pieces
        for cluster in piece.clusters
    ).strip()


def meeting(shapes):
    """Yield words that stand over other words."""
    said = [(words_of(one), box(one)) for one in shapes if isinstance(one, Said)]
    for (one, a), (other, b) in combinations(said, 2):
        across = min(a[2], b[2]) - max(a[0], b[0])
        up = min(a[3], b[3]) - max(a[1], b[1])
        if across > NEAR and up > NEAR:
            yield one, other


def outside(shapes, high, width=COLUMN):
    """Yield what stands out of the column, or above or below the chart."""
    for shape in shapes:
        left, low, right, top = box(shape)
        if left < -NEAR or right > width + NEAR or low < -NEAR or top > high + NEAR:
            yield shape


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_words_meet_no_words_and_nothing_leaves_the_column(kind, language):
    for shown in (chart(kind, language), chart(kind, language, series=3), wide(kind, language)):
        shapes, high = laid_out(shown, language)
        assert list(meeting(shapes)) == []
        assert list(outside(shapes, high)) == []


names = st.text("abc defghij", min_size=1, max_size=60).filter(lambda one: one.strip())
values = st.one_of(
    st.integers(0, 100_000),
    st.floats(0, 1000).map(lambda one: round(one, 2)),
    st.just(Masked("fewer than 5")),
    st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda two: Range(*sorted(two))),
)


@st.composite
def any_chart(draw):
    categories = tuple(draw(st.lists(names, min_size=1, max_size=12, unique=True)))
    called = draw(st.lists(names, min_size=1, max_size=6, unique=True))
    row = st.lists(values, min_size=len(categories), max_size=len(categories)).map(tuple)
    series = tuple(Series(name, draw(row)) for name in called)
    kind = draw(st.sampled_from(list(Kind)))
    return Chart(kind, "Title", "Unit", "Heading", categories, series, ordered=True)


@settings(deadline=None, max_examples=60)
@given(shown=any_chart(), language=st.sampled_from(["en", "ar"]))
def test_whatever_is_shown_words_meet_no_words_and_stay_in_the_column(shown, language):
    shapes, high = laid_out(shown, language)
    assert list(meeting(shapes)) == []
    assert list(outside(shapes, high)) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_turned_round_twice_everything_stands_where_it_stood(kind):
    shapes, _ = laid_out(chart(kind))
    for shape in shapes:
        again = mirrored(mirrored(shape, COLUMN), COLUMN)
        assert box(again) == pytest.approx(box(shape))


def axis_of(shapes):
    """Return where nought stands: the one firm line."""
    firm = [one for one in shapes if isinstance(one, Rule) and one.pen == 0.7 and one.grey == 0]
    (upright,) = {round(one.start, 3) for one in firm if one.start == one.end}
    return upright


@pytest.mark.parametrize("kind", [Kind.GROUPED, Kind.STACKED])
def test_bars_begin_at_nought_and_grow_with_the_reading(kind):
    for language, rightward in (("en", True), ("ar", False)):
        plain = replace(chart(kind, language), series=(Series("A", (12, 18, 9, 22, 15, 19, 6)),))
        shapes, _ = laid_out(plain, language)
        axis = axis_of(shapes)
        bars = [one for one in shapes if isinstance(one, Bar)]
        assert len(bars) == 7
        starts = {round(one.start if rightward else one.start + one.long, 3) for one in bars}
        assert starts == {axis}
        longs = sorted(one.long for one in bars)
        assert [long / longs[0] for long in longs] == pytest.approx(
            [value / 6 for value in (6, 9, 12, 15, 18, 19, 22)]
        )
        assert (axis < COLUMN / 2) is rightward


def test_time_runs_as_the_language_is_read():
    for language, rightward in (("en", True), ("ar", False)):
        shapes, _ = laid_out(chart(Kind.LINE, language, series=1), language)
        marks = [one for one in shapes if isinstance(one, Marker)]
        places = [one.start for one in marks]
        assert places == sorted(places, reverse=not rightward)


def test_a_bar_in_parts_is_as_long_as_its_parts_and_says_so_at_its_end():
    shown = chart(Kind.STACKED, series=1)
    parts = (Series("A", (3,) * 7), Series("B", (4,) * 7), Series("C", (5,) * 7))
    shapes, _ = laid_out(replace(shown, series=parts))
    bars = [one for one in shapes if isinstance(one, Bar) and one.high == 12]
    one = sorted((bar for bar in bars if bar.low == bars[0].low), key=lambda bar: bar.start)
    assert [bar.look for bar in one] == [0, 1, 2]
    assert [bar.long / one[0].long for bar in one] == pytest.approx([1, 4 / 3, 5 / 3])
    assert one[0].start + one[0].long == pytest.approx(one[1].start)
    wholes = [one for one in shapes if isinstance(one, Said) and one.words.style.bold]
    assert [words_of(one) for one in wholes] == ["12"] * 7


def test_what_is_not_told_is_a_gap_with_its_word_and_no_bar():
    few = Masked("fewer than 5")
    for kind in (Kind.GROUPED, Kind.STACKED, Kind.DOTS):
        told = replace(chart(kind), series=(Series("A", (1, 2, few, 4, few, 6, 7)),))
        shapes, _ = laid_out(told)
        drawn = [one for one in shapes if isinstance(one, Bar | Marker) and box(one)[2] > 100]
        keys = [one for one in drawn if isinstance(one, Bar) and one.high == 7.5]
        assert len(drawn) - len(keys) == 5
        words = [words_of(one) for one in shapes if isinstance(one, Said)]
        assert words.count("fewer than 5") == 2
        assert "0" not in words[words.index("fewer than 5") :]


def test_no_line_goes_over_a_gap():
    few = Masked("fewer than 5")
    line = replace(
        chart(Kind.LINE, series=1),
        series=(Series("A", (1, 2, few, 4, 5, Range(1, 9), 7, 8, 9, 10, few, 12)),),
    )
    shapes, _ = laid_out(line)
    strokes = [one for one in shapes if isinstance(one, Rule) and one.look is not None]
    assert len(strokes) == 1 + 1 + 3  # of 1, 2 and of 4, 5 and of 7, 8, 9, 10
    gaps = [one for one in shapes if isinstance(one, Unknown)]
    assert len(gaps) == 2 + 1  # two places, and the key that says what they mean
    for gap in gaps[:2]:
        assert not any(one.start < gap.start + 3 < one.end for one in strokes)


@pytest.mark.parametrize("kind", [Kind.GROUPED, Kind.DOTS])
def test_a_range_reaches_from_one_of_its_ends_to_the_other_between_brackets(kind):
    told = replace(
        chart(kind), series=(Series("A", (10, 20, 30, Range(20, 30), 10, 10, 10)),), ordered=True
    )
    shapes, _ = laid_out(told)
    ends = sorted(
        {round(one.start, 2) for one in shapes if isinstance(one, Rule) and one.pen == 0.9}
    )
    if kind is Kind.GROUPED:
        twenty, thirty = (
            one.start + one.long for one in [s for s in shapes if isinstance(s, Bar)][1:3]
        )
    else:
        twenty, thirty = (one.start for one in [s for s in shapes if isinstance(s, Marker)][1:3])
    assert ends == pytest.approx([twenty, thirty], abs=0.02)


def test_without_its_middle_a_range_is_no_dot():
    told = replace(chart(Kind.DOTS), series=(Series("A", (Range(0, 30),) * 7),))
    shapes, _ = laid_out(told)
    assert not [one for one in shapes if isinstance(one, Marker)]


def test_where_one_part_is_not_told_no_whole_is_written():
    few = Masked("fewer than 5")
    told = replace(
        chart(Kind.STACKED), series=(Series("A", (10,) * 7), Series("B", (few, *(5,) * 6)))
    )
    shapes, _ = laid_out(told)
    bold = [one for one in shapes if isinstance(one, Said) and one.words.style.bold]
    assert [words_of(one) for one in bold] == ["15"] * 6


def test_the_scale_is_one_for_all_parts_of_a_long_chart():
    shown = wide(Kind.GROUPED, series=2)
    whole = picture(shown, Lettering(Paper("en")), COLUMN)
    first, second = whole.part(0, 15), whole.part(15, 30)
    bars = [one for part in (first, second) for one in part.shapes if isinstance(one, Bar)]
    assert len(bars) == 2 * 30 + 2 * 2 - sum(value == 0 for value in shown.values())
    ticks = [
        sorted(round(one.start, 3) for one in part.shapes if isinstance(one, Rule) and one.top > 50)
        for part in (first, second)
    ]
    assert ticks[0] == ticks[1]


def test_long_names_wrap_beside_their_rows():
    long = "A rather long name of a kind of service that nobody would read on one line"
    shown = replace(chart(Kind.GROUPED), categories=(long, *kinds("en")[1:]))
    shapes, high = laid_out(shown)
    (said,) = [one for one in shapes if isinstance(one, Said) and len(one.words.lines) > 1]
    assert said.long < COLUMN * 0.36
    assert list(outside(shapes, high)) == []
