"""People who do not exist: drawn from printed figures, near them, and from nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from figured import OUTSIDE, VIEWER, figures
from hypothesis import given, settings
from hypothesis import strategies as st
from make import Clock, Desks
from reported import missed, population, report

from casework.figures import invented as drawing
from casework.figures.errors import FiguresRefused
from casework.figures.fitted import Bound, Limits, fit, whole
from casework.figures.invented import invent
from casework.figures.never import cannot_be
from casework.figures.people import AGE, AREA, GENDER, YES
from casework.figures.plan import plan_ids
from casework.protect.printed import Mark, Number, Span
from reports.figures_invented import figures_invented
from reports.figures_words import issue_of

NEAR = 0.01


@pytest.mark.parametrize("plan", plan_ids())
@pytest.mark.parametrize(("count", "coarse"), [(25, 0), (130, 0.3), (900, 0.1)])
def test_figures_of_invented_people_would_be_told_as_those_they_are_drawn_from(plan, count, coarse):
    shown = report(population(count, count), plan, coarse=coarse)
    invented = invent(shown)
    assert missed(shown, invented) == []
    assert abs(len(invented.people) - count) <= 2
    assert len({*invented.people}) > count // 8


@pytest.mark.parametrize("stories", [8, 25], ids=["few", "many"])
def test_whatever_the_population_what_is_told_of_it_is_met(stories):
    @settings(max_examples=stories, deadline=None)
    @given(st.integers(20, 150), st.integers(0, 10_000), st.sampled_from(["quarter", "small_year"]))
    def told(count, seed, plan):
        shown = report(population(count, seed), plan, coarse=(seed % 5) / 10, seed=seed)
        try:
            invented = invent(shown)
        except FiguresRefused:
            return
        assert missed(shown, invented) == []

    told()


def test_nobody_has_what_was_told_as_nobody_and_what_nobody_can_be():
    shown = report(population(200, 4), "quarter")
    invented = invent(shown)
    at = {dim: place for place, dim in enumerate(invented.dims)}
    pairs = Counter((one[at[AGE]], one[at[GENDER]]) for one in invented.people)
    assert not [pair for pair in pairs if cannot_be(((AGE, pair[0]), (GENDER, pair[1])))]
    (age, gender), _most = pairs.most_common(1)[0]
    none = {(AGE, age), (GENDER, gender)}
    without = _with(shown, lambda key, one: Span(0, 0) if none <= {*key} else one)
    people = invent(without).people
    assert len(people) > 150
    assert not [one for one in people if (one[at[AGE]], one[at[GENDER]]) == (age, gender)]


def test_a_code_that_is_told_as_nobody_is_nobodys():
    shown = report(population(200, 4), "month")
    gone = {(AREA, "region.north"), ("continuum.survival_sex", YES)}
    without = _with(shown, lambda key, one: Span(0, 0) if gone & {*key} else one)
    invented = invent(without)
    had = {pair for one in invented.people for pair in zip(invented.dims, one, strict=True)}
    assert not had & gone
    assert had


def test_what_is_not_told_of_anybody_is_said_of_nobody():
    shown = report(population(200, 4), "month")
    kind = "continuum.survival_sex"
    untold = _with(shown, lambda key, one: None if kind in dict(key) else one)
    assert kind in invent(shown).dims
    assert kind not in invent(untold).dims


def test_the_same_figures_give_the_same_people_and_other_figures_others():
    shown = report(population(80, 9), "quarter")
    turned = replace(shown, tables=dict(reversed(shown.tables.items())))
    assert invent(shown) == invent(turned) == invent(report(population(80, 9), "quarter"))
    assert invent(shown) != invent(replace(shown, period="2026-Q2"))


@pytest.mark.parametrize(
    "told",
    [
        lambda key, one: one if len(key) == 1 else None,
        lambda key, one: one if len(key) == 1 else Mark(10),
        lambda key, one: None if len(key) == 1 else one,
        lambda key, one: Mark(10) if len(key) == 1 else one,
    ],
    ids=["a total alone", "a total beside marks", "no total", "a mark for a total"],
)
def test_too_little_is_refused(told):
    """The key of a total has the period alone."""
    shown = _with(report(population(60, 2), "month"), told)
    with pytest.raises(FiguresRefused) as refused:
        invent(shown)
    assert refused.value.code == "invented_too_little"


def test_there_are_never_more_than_the_most_and_their_shares_stay(monkeypatch):
    monkeypatch.setattr(drawing, "MOST", 100)
    shown = report(population(1_000, 3), "month")
    invented = invent(shown)
    assert 95 <= len(invented.people) <= 100
    at = invented.dims.index(GENDER)
    counts = Counter(one[at] for one in invented.people)
    told = {
        dict(key)[GENDER]: one.value
        for key, one in shown.tables["gender"]
        if GENDER in dict(key) and isinstance(one, Number)
    }
    assert told
    assert all(abs(counts[code] - value / 10) <= 2 for code, value in told.items())


def _with(shown, told):
    """Return figures with some cells told otherwise."""
    tables = {
        name: tuple((key, told(key, one)) for key, one in mine)
        for name, mine in shown.tables.items()
    }
    return replace(shown, tables=tables)


# --- two offices that print the same


def _office(template, home, counts):
    """Return an office of people who agreed, sixty days after they came, and their month."""
    desks = Desks(template, home, Clock())
    for gender, count in counts.items():
        for _one in range(count):
            desks.agree(desks.visit(gender=gender), **OUTSIDE)
    month = desks.clock.moment.strftime("%Y-%m")
    desks.clock.pass_days(60)
    return desks, month


def test_two_offices_that_differ_in_what_is_not_told_give_the_same_bytes(template, tmp_path):
    """One has nobody of a gender, the other three; rounding hides the rest."""
    written, truth = [], []
    for name, counts in (
        ("one", {"woman": 14, "man": 11}),
        ("other", {"woman": 13, "man": 11, "non_binary": 3}),
    ):
        desks, month = _office(template, tmp_path / name, counts)
        wanted = figures(desks).propose("month", month)
        released = figures(desks, VIEWER).agree(wanted.subject_id)
        written.append((released.shown, figures_invented(issue_of(released, "en"))))
        with desks.store.begin(template.supervisor) as work:
            when = desks.clock.moment.date()
            people = work.figures.people(when.min, when, when)
            truth.append(Counter(one.gender for one in people))
        desks.close()
    assert truth[0] != truth[1]
    assert written[0][0] == written[1][0]
    assert written[0][1] == written[1][1]
    assert written[0][1].count(b"\r\n") > 20


# --- fitting


@st.composite
def told_tables(draw):
    """Draw a table of whole people, and what is told of its columns and of pairs of its rows."""
    rows, width = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    table = [[draw(st.integers(0, 30)) for _c in range(width)] for _r in range(rows)]
    places = [tuple(row * width + column for row in range(rows)) for column in range(width)]
    places += [(row * width + column,) for row in range(rows) for column in range(width)]
    flat = [count for row in table for count in row]
    bounds = []
    for mine in places:
        count = sum(flat[place] for place in mine)
        if draw(st.booleans()):
            less, more = draw(st.integers(0, 4)), draw(st.integers(0, 4))
            aim = draw(st.sampled_from([None, float(count)]))
            bounds.append(Bound(Limits(max(0, count - less), count + more, aim), mine))
    return table, bounds


@given(told_tables())
def test_a_fit_keeps_its_rows_and_what_is_nobody_and_comes_near_what_is_told(given_):
    table, bounds = given_
    sizes, width = [sum(row) for row in table], len(table[0])
    fitted = fit(sizes, [1.0] * width, bounds)
    flat = [one for row in fitted for one in row]
    assert all(one >= 0 for one in flat)
    assert all(abs(sum(row) - size) < NEAR for row, size in zip(fitted, sizes, strict=True))
    for bound in bounds:
        count = sum(flat[place] for place in bound.places)
        assert bound.limits.lo - 1 <= count <= bound.limits.hi + 1
        assert bound.limits.hi > 0 or count == 0


@given(told_tables())
def test_whole_numbers_keep_rows_and_what_is_nobody(given_):
    table, bounds = given_
    sizes, width = [sum(row) for row in table], len(table[0])
    fitted = fit(sizes, [1.0] * width, bounds)
    found = whole(sizes, fitted)
    assert [sum(row) for row in found] == sizes
    for fine, row in zip(fitted, found, strict=True):
        assert all(count == 0 for one, count in zip(fine, row, strict=True) if one == 0)


@given(st.lists(st.lists(st.floats(0.1, 20), min_size=3, max_size=3), min_size=1, max_size=8))
def test_whole_numbers_keep_near_their_columns(shares):
    sizes = [max(1, round(sum(row))) for row in shares]
    fitted = [[one * n / sum(row) for one in row] for n, row in zip(sizes, shares, strict=True)]
    found = whole(sizes, fitted)
    for fine, columns in zip(zip(*fitted, strict=True), zip(*found, strict=True), strict=True):
        assert abs(sum(fine) - sum(columns)) < 2


def test_a_row_that_nothing_may_be_is_nobody():
    nobody = Bound(Limits(0, 0), (0, 1))
    fitted = fit([3, 2], [1.0, 1.0], [nobody])
    assert fitted[0] == [0.0, 0.0]
    assert whole([3, 2], fitted) == [[0, 0], [1, 1]]
