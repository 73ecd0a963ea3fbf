"""Printed figures in files: every number in them was printed, and nothing else is known there."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from zipfile import ZipFile

import hxl
import openpyxl
import pypdfium2
import pytest
from figures_told import NUMBER, OFFICE, invented, told
from told_everything import figured_codes

import texts
from casework.figures.desk import Shown
from casework.figures.people import answers
from casework.figures.plan import plan_ids, plans, unit_of
from casework.protect.printed import Mark, Number
from forms.codelists import Code, StandardCode, code_list, label
from reports.figures_csv import figures_csv
from reports.figures_pdf import figures_pdf
from reports.figures_rows import days, place_code
from reports.figures_sheet import figures_xlsx, named
from reports.figures_summary import _LISTS as LISTS
from reports.figures_summary import figures_gbvims, summary
from reports.figures_words import code_words, notes_of, period_words, shown_as
from texts.sentences import code_in_words

MIN, MAX = "#affected+min", "#affected+max"


def test_what_nobody_noted_is_called_not_known_and_not_what_a_person_says_of_it():
    assert code_words("sex", "not_known", "en") == "Not known"
    assert code_words("sex", "not_known", "fr") == "Non connu"


@pytest.mark.parametrize("plan", plan_ids())
def test_each_line_of_the_table_is_a_cell_as_it_was_printed(plan):
    issue, _true = invented(plan, "ar")
    rows = hxl.read(figures_csv(issue))
    every = [
        (name, dict(key), one) for name, mine in issue.shown.tables.items() for key, one in mine
    ]
    first, last = days(issue.shown.period)
    for row, (name, key, one) in zip(rows, every, strict=True):
        assert (row["#x_table"], row["#x_unit"]) == (name, unit_of(tuple(key.items())))
        assert (row["#date+start"], row["#date+end"]) == (first, last)
        assert row["#affected"] == shown_as(one)
        assert (row[MIN], row[MAX]) == (("", "") if one is None else (str(one.lo), str(one.hi)))
        told_by = {row[f"#x_by+n{n}"]: row[f"#x_code+n{n}"] for n in (1, 2)}
        assert {**told_by, "month": issue.shown.period, "": ""} == {**key, "": ""}
        area = key.get("area", "").removeprefix("region.").replace("not_known", "")
        assert area in {row["#adm1+code"], row["#adm2+code"]}
        named = [row[f"#x_label+i_{language}+n1"] for language in ("en", "ar")]
        assert bool(told_by.keys() - {""}) == all(named)
        at = next((n for n in (1, 2) if row[f"#x_by+n{n}"] == "area"), 0)
        places = {row[f"#adm{n}+i_ar+name"] for n in (1, 2)}
        assert not (at and area) or row[f"#x_label+i_ar+n{at}"] in places - {""}


def test_days_and_places_are_those_that_others_know():
    assert days("2028-02") == ("2028-02-01", "2028-02-29")
    assert days("2026-Q3") == ("2026-07-01", "2026-09-30")
    assert days("2026") == ("2026-01-01", "2026-12-31")
    shared = (StandardCode("HTCDS", "2.0", "here", ""), StandardCode("P-code", "", "XX0101", ""))
    place = Code("ours", {"en": "Ours"}, {}, "", non_answer=False, retired=False, mapping=shared)
    assert place_code(place) == "XX0101"
    assert place_code(replace(place, mapping=())) == "ours"
    with pytest.raises(ValueError, match="no row of tags"):
        hxl.read(b"\xef\xbb\xbfa,b\r\n1,2\r\n")


def test_the_workbook_says_what_the_table_says_and_sums_over_no_mark():
    issue, _true = invented("quarter")
    packed = figures_xlsx(issue)
    book = openpyxl.load_workbook(io.BytesIO(packed))
    notes, *sheets = book.worksheets
    assert len(sheets) == len(issue.shown.tables)
    read = []
    for sheet, mine in zip(sheets, issue.shown.tables.values(), strict=True):
        rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
        for row, (_key, one) in zip(hxl.rows(rows), mine, strict=True):
            assert isinstance(row["#affected"], int) == isinstance(one, Number)
            assert isinstance(row[MIN], int) == isinstance(one, Number)
        read += [[str(cell) for cell in row.values()] for row in hxl.rows(rows)]
    assert read == [list(row.values()) for row in hxl.read(figures_csv(issue))]
    said = "\n".join(str(cell) for (cell,) in notes.iter_rows(values_only=True))
    assert all(words in said for words in ("nearest 5", "consent", issue.rule, NUMBER))
    # Of what is left of a total, less one of its numbers, nothing is promised.
    assert "Where a number would betray a cell of fewer than 10," in said
    assert not list(book.defined_names)


@pytest.mark.parametrize("language", sorted(texts.letter_languages()))
def test_the_sheets_of_the_workbook_are_called_in_its_language(language):
    """They were called by the names that the program has for its tables."""
    issue, _true = invented("quarter", language)
    names = openpyxl.load_workbook(io.BytesIO(figures_xlsx(issue))).sheetnames
    assert len({one.casefold() for one in names}) == 1 + len(issue.shown.tables)
    assert all(0 < len(one) <= 31 and not re.search(r"[\[\]:*?/\\']", one) for one in names)
    both = {issue.say(f"figures.by.{one}") for one in ("age", "area")}
    assert {one.strip() for one in names[1].removeprefix("1 ").split("\u2013")} == both


def test_the_name_of_a_sheet_is_cut_where_something_ends():
    assert named("12 Area \u2013 Age: 1/2 'a' [b]*?") == "12 Area \u2013 Age 1 2 a b"
    assert named("3 Trafficking for the purpose of sexual exploitation") == (
        "3 Trafficking for the purpose\u2026"
    )
    # A letter keeps its marks.
    assert named("4 " + "\u0915\u093f" * 20) == "4 " + "\u0915\u093f" * 14 + "\u2026"


def test_nobody_made_the_workbook_and_nothing_is_worked_out_in_it():
    """What programs of tables keep beside the cells: who, when, where, and what they worked out."""
    issue, _true = invented("month", "ar")
    with ZipFile(io.BytesIO(figures_xlsx(issue))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [
        name for name in parts if re.search("chart|pivot|calc|comment|drawing|extern", name)
    ]
    assert not [name for name, part in parts.items() if "<f>" in part or "<definedName" in part]
    core, app = parts["docProps/core.xml"], parts["docProps/app.xml"]
    assert set(re.findall(r">([^<>\s][^<>]*)<", core)) == {"1980-01-01T00:00:00Z"}
    assert re.findall("<Company>(.*?)</Company>", app) == [""]
    assert "rightToLeft" in parts["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("plan", ["small_quarter", "year"])
def test_every_number_on_paper_was_printed(plan):
    """Read in English: readers run numbers of two columns together in lines from the right."""
    issue, _true = invented(plan)
    document = pypdfium2.PdfDocument(figures_pdf(issue, OFFICE))
    words = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert NUMBER in words
    assert not any(document.get_metadata_dict().get(one) for one in ("Author", "Creator"))
    words = words.replace(NUMBER, "").replace(issue.rule, "")
    words = re.sub(r"(?<=[0-9])[,\u066c](?=[0-9]{3})", "", words)
    allowed = told(issue.shown) | {str(n) for n in range(len(document) + 1)}
    named = {str(year) for year in (2025, 2026)} | {"3", "4"}
    pairs = {pair for mine in issue.shown.tables.values() for key, _one in mine for pair in key}
    codes = " ".join(code_words(*one, "en") for one in pairs if one[0] != "month")
    bands = set(re.findall(r"[0-9]+", codes))
    found = set(re.findall(r"(?<![0-9])[0-9]+(?![0-9])", words))
    scale = {str(n) for n in range(0, 100_000, 10)}
    assert found - allowed - named - bands - scale == set()
    assert texts.say("figures.below", least="10") in words


def test_the_same_figures_give_the_same_bytes_and_another_language_other_words():
    (issue, _true), (other, _same) = invented("small_quarter"), invented("small_quarter", "ar")
    for write in (figures_csv, figures_xlsx, lambda told: figures_pdf(told, OFFICE)):
        assert write(issue) == write(issue)
        assert write(issue) != write(other)


@pytest.mark.parametrize(
    ("period", "language", "said"),
    [
        ("2026", "en", "2026"),
        ("2026-Q2", "en", "April\u2013June 2026"),
        ("2026-Q4", "ar", "أكتوبر\u2013ديسمبر 2026"),
        ("2026-03", "en", "March 2026"),
        ("2026-Q2", "ru", "2026-Q2"),
    ],
)
def test_a_period_is_called_by_its_months_where_they_need_not_bend(period, language, said):
    assert period_words(period, language).strip("\u2066\u2069") == said


def test_what_is_not_told_is_said_so_and_is_no_zero():
    issue, _true = invented("month")
    key, _one = issue.shown.tables["area"][0]
    for one, ends in ((None, ",,,"), (Mark(10), ",<10,0,9")):
        shown = Shown("month", issue.shown.period, 10, {"area": ((key, one),)})
        lines = figures_csv(replace(issue, shown=shown)).decode("utf-8-sig").splitlines()
        assert lines[2].endswith(ends)


@pytest.mark.parametrize("plan", ["month", "year"])
def test_the_summary_of_another_system_is_printed_cells_and_what_is_lost(plan):
    issue, _true = invented(plan)
    cells = {key: one for mine in issue.shown.tables.values() for key, one in mine}
    sheet = openpyxl.load_workbook(io.BytesIO(figures_gbvims(issue)))["GBVIMS"]
    rows = hxl.rows([[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)])
    told = [row for row in rows if row["#x_code"]]
    for row in told:
        key = tuple(sorted([(row["#x_by"], row["#x_code"]), ("month", issue.shown.period)]))
        assert row["#affected"] == "" or str(row["#affected"]) == shown_as(cells[key])
        assert isinstance(row["#affected"], int) == isinstance(cells[key], Number)
    terms = {row["#x_row"] for row in told}
    assert {"female", "male", "0-11", "12-17", "abduction type: trafficked"} <= terms
    assert {row["#x_section"] for row in rows} == {one.head for one in summary("gbvims").sections}
    assert not [row["#x_section"] for row in rows if not (row["#x_code"] or row["#x_lost"])]


def test_the_summary_names_lists_and_versions_that_there_are():
    laid = summary("gbvims")
    lists = [code_list(LISTS.get(one.group, one.group)) for one in laid.sections if one.group]
    versions = {
        row.version
        for one in lists
        for code in one.codes.values()
        for row in code.mapping
        if row.standard == laid.standard
    }
    assert versions == {laid.version}
    by_hand = [(one, code) for one in laid.sections for code in one.codes]
    assert not [code for one, code in by_hand if code not in code_list(one.group).codes]


def test_pages_say_how_to_read_them_in_every_language_of_letters():
    said = {}
    for language in texts.letter_languages():
        issue, _true = invented("month", language)
        said[language] = [*notes_of(issue), issue.say("figures.once"), issue.say("chart.not_told")]
    every = [one for mine in said.values() for one in mine]
    assert len(every) == len(set(every))
    # Bands without a word are figures in all languages.
    codes = [one for one in figured_codes() if re.search("[a-z]", label(*one, "en"))]
    known = [one for one in codes if one[1] in answers(one[0])]
    heads = [f"figures.by.{one}" for one in groups()]
    for language in sorted({*texts.letter_languages()} - {*texts.languages()}):
        assert not [one for one in known if code_in_words(*one, language) is None]
        same = [one for one in heads if texts.say(one, language=language) == texts.say(one)]
        assert same == [], language


def groups():
    """Return by what the tables of all plans tell people, or times, apart."""
    return {
        axis.partition(".")[0] for plan in plans().values() for t in plan.tables for axis in t.by
    }
