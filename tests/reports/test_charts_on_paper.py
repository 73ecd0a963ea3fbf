"""Charts on finished pages: read back by eye and by ear, in every language, twice the same."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import combinations, pairwise

import pikepdf
import pytest
from charts import FEW, chart, kinds, months, paper, wide
from checkers import errors
from reading import figures, heard, page_texts, rows, seen

import texts
from reports.chart import Chart, Kind, Masked, Series
from reports.chart_page import sentence_of
from reports.errors import EmptyPassphrase, MissingGlyph
from reports.page import COLUMN, SIDE

LANGUAGES = sorted(texts.letter_languages())
CANARY = "CANARY"
SIX_WORDS = "six words of a passphrase here"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_drawn_and_comes_back(language):
    pdf = paper([chart(kind, language) for kind in Kind], language)
    said = re.sub(r"\s", "", "".join(page_texts(pdf)))
    if texts.letter_languages()[language].direction == "ltr":
        for name in (*kinds(language), *months(language)):
            assert re.sub(r"\s", "", name)[:4] in said
    for number in ("12", "18", "22", "30"):
        assert number in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sign_of_one_line_stands_on_a_sign_of_another(language):
    pdf = paper([chart(kind, language, series=3) for kind in Kind], language)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    for page in range(pages):
        lines = {}
        for one in seen(pdf, page):
            lines.setdefault(round(one.baseline, 1), []).append(one)
        for one, other in combinations(lines.values(), 2):
            if abs(one[0].baseline - other[0].baseline) < 30:
                assert not any(covers(a, b) for a in one for b in other)


def covers(one, other):
    """Return whether two signs stand on each other by more than a hair."""
    across = min(one.right, other.right) - max(one.left, other.left)
    up = min(one.top, other.top) - max(one.bottom, other.bottom)
    return across > 0.3 and up > 0.5


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_sign_stands_within_the_column(kind, language):
    pdf = paper([wide(kind, language)], language)
    for page in range(len(page_texts(pdf))):
        for one in seen(pdf, page):
            assert one.left > SIDE - 1
            assert one.right < SIDE + COLUMN + 1


def test_what_is_said_of_a_value_that_is_not_told_comes_back():
    for language, few in FEW.items():
        shown = "".join(page_texts(paper([chart(Kind.DOTS, language)], language)))
        drawn_and_in_the_table = 4
        found = shown.replace("\n", " ").count(few if language == "en" else few[-1])
        assert found >= drawn_and_in_the_table


def test_the_numbers_of_the_scale_run_with_the_reading():
    english = rows(paper([chart(Kind.GROUPED)]))
    arabic = rows(paper([chart(Kind.GROUPED, "ar")], "ar"))
    assert "0102030405060" in english
    assert "6050403020100" in arabic


def test_the_drawing_has_a_sentence_and_the_table_has_heads():
    shown = chart(Kind.GROUPED)
    told = heard(paper([shown]))
    assert ("Figure", sentence_of(shown, "en")) in told
    with pikepdf.open(io.BytesIO(paper([shown]))) as pdf:
        scopes = [
            str(one.A.Scope)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH"
        ]
    assert sorted(scopes) == ["/Column"] * 3 + ["/Row"] * 7
    roles = [role for role, _ in told]
    assert roles.index("Figure") < roles.index("TH")
    cells = [words for role, words in told if role in {"TH", "TD"}]
    assert cells[:6] == ["Kind of service", "Yes", "No", "Counselling", "22", "38\u201352"]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["en", "ar", "km", "ur"])
def test_two_checkers_find_no_error(kind, language):
    charts = [chart(kind, language), wide(kind, language, series=2, rows=40)]
    assert errors(paper(charts, language)) == []


def test_who_hears_the_page_hears_for_whom_it_is_then_title_chart_and_table():
    told = heard(paper([chart(Kind.STACKED)]))
    assert [role for role, _ in told][:6] == ["P", "H1", "H2", "P", "Figure", "P"]
    assert told[0] == ("P", "For the team")
    assert told[2] == ("H2", "Answers by kind of service")


def test_where_nothing_is_told_nothing_is_drawn_and_the_table_says_so():
    shown = chart(Kind.DOTS)
    few = tuple(Masked("fewer than 5") for _ in shown.categories)
    untold = replace(shown, series=tuple(replace(one, values=few) for one in shown.series))
    told = heard(paper([untold]))
    assert "Figure" not in {role for role, _ in told}
    assert [words for role, words in told if role == "TD"] == ["fewer than 5"] * len(
        list(untold.values())
    )
    assert errors(paper([untold])) == []


def test_the_drawing_is_where_its_box_says():
    ((page, (left, low, right, high)),) = figures(paper([chart(Kind.STACKED)]))
    assert page == 0
    assert (left, right) == pytest.approx((SIDE, SIDE + COLUMN), abs=0.01)
    assert 100 < high - low < 400


@pytest.mark.parametrize("language", ["en", "ar"])
def test_many_rows_go_on_on_the_next_page_with_title_scale_and_legend(language):
    shown = wide(Kind.GROUPED, language, series=2)
    pdf = paper([shown], language)
    drawn = figures(pdf)
    assert [page for page, _ in drawn] == [0, 1]
    assert [words for _, words in heard(pdf)].count(shown.title) == 1
    over = []
    for page, _ in drawn:
        lines = rows(pdf, page)
        scale = "05001,0001,500" if language == "en" else "1,5001,0005000"
        assert scale in lines
        over.append(lines[lines.index(scale) - 3 : lines.index(scale)])
    # Title, unit and legend.
    first, second = over
    assert first == second
    assert len(first) == 3


def test_the_head_of_a_table_stands_on_every_page_and_is_heard_once():
    pdf = paper([wide(Kind.DOTS, series=1, rows=90)])
    with_table = [page for page in page_texts(pdf) if re.search("Kind of service", page)]
    assert len(with_table) > 1
    assert [words for _, words in heard(pdf)].count("Kind of service") == 1


@pytest.mark.parametrize("many", [14, 36, 90])
def test_a_table_on_a_page_without_its_chart_says_again_what_it_counts(many):
    charts = shown, _ = wide(Kind.DOTS, series=3, rows=many), chart(Kind.LINE)
    pdf = paper(charts)
    drawn = {page for page, _ in figures(pdf)}
    heads = "".join(f"{shown.title}{shown.unit}{shown.heading}".split())
    alone = ["".join(rows(pdf, page)) for page in range(len(page_texts(pdf))) if page not in drawn]
    assert alone
    assert all(heads in page for page in alone)
    assert [words for _, words in heard(pdf)].count(shown.title) == len(charts)


def test_a_chart_and_its_table_stand_on_one_page():
    pdf = paper([chart(kind) for kind in (Kind.DOTS, Kind.LINE, Kind.GROUPED)])
    heads = ["".join(rows(pdf, page)) for page in range(len(page_texts(pdf)))]
    drawn = [page for page, _ in figures(pdf)]
    tables = [
        page
        for page, shown in enumerate(heads)
        for _ in range(shown.count("KindofserviceYesNo") + shown.count("MonthYesNo"))
    ]
    assert drawn == tables == [0, 1, 2]


def test_the_same_charts_give_the_same_bytes():
    charts = [chart(kind, "ar") for kind in Kind]
    assert paper(charts, "ar") == paper(charts, "ar")


def test_the_file_tells_nothing_of_what_it_shows_nor_when_or_with_what_it_was_made():
    shown = chart(Kind.DOTS)
    pdf = paper([shown])
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "/Info" not in opened.trailer
        named = opened.Root.Metadata.read_bytes().decode()
    assert "Report" in named
    assert shown.title not in named
    assert not re.search(rb"CreationDate|Producer|Creator|reportlab", pdf, re.IGNORECASE)


def test_a_report_is_sealed_to_words_when_there_are_any():
    sealed = paper([chart(Kind.DOTS)], "en", SIX_WORDS)
    assert b"/Encrypt" in sealed
    assert page_texts(sealed, SIX_WORDS)[0].startswith("Example report")
    with pytest.raises(EmptyPassphrase):
        paper([chart(Kind.DOTS)], "en", "  ")


def test_a_sign_that_no_font_has_is_refused():
    odd = Chart(Kind.DOTS, "Title", "Unit", "Kind", ("\U0001f600",), (Series("Some", (1,)),))
    with pytest.raises(MissingGlyph, match="U\\+1F600"):
        paper([odd])


def test_a_name_with_line_breaks_and_controls_is_one_name():
    odd = Chart(
        Kind.DOTS, "Title", "Unit", "Kind", (f"{CANARY}\n\tone\u202e",), (Series("Some", (1,)),)
    )
    assert f"{CANARY} one" in page_texts(paper([odd]))[0]


def test_pages_stand_in_order():
    pdf = paper([wide(kind, series=3) for kind in Kind])
    pages = page_texts(pdf)
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    drawn = [page for page, _ in figures(pdf)]
    assert all(one <= other for one, other in pairwise(drawn))
