"""Printed figures in files: every number in them was printed, and nothing else is known there."""

from __future__ import annotations

import csv
import io
import re
from random import Random
from zipfile import ZipFile

import openpyxl
import pypdfium2
import pytest

import texts
from casework.figures.desk import Shown
from casework.figures.plan import cells, plan_ids, plans
from casework.office_facts import OfficeFacts
from casework.protect.printed import Mark, Number, ladder
from reports.figures_csv import TAGS, figures_csv
from reports.figures_pdf import figures_pdf
from reports.figures_sheet import figures_xlsx
from reports.figures_words import shown_as

OFFICE = OfficeFacts("Example Office 4", "", "", "en", practice=True)
PERIODS = {1: "2026-03", 3: "2026-Q1", 12: "2025"}


def invented(plan, seed=5):
    """Return a printed period in which every kind of print stands, and the true counts."""
    chance = Random(seed)
    period = PERIODS[plans()[plan].months]
    keys = {key for mine in cells(plans()[plan], period).values() for key, _margin in mine}
    true = {key: min(3_001, int(chance.paretovariate(1) * 7)) for key in sorted(keys)}
    printed = {key: _print(chance, count) for key, count in true.items()}
    tables = {
        name: tuple((key, printed[key]) for key, _margin in mine)
        for name, mine in cells(plans()[plan], period).items()
    }
    return Shown(plan, period, 10, tables), true


def _print(chance, count):
    steps = [*ladder(count, 10), None]
    return chance.choice(steps[: 1 if chance.random() < 0.8 else len(steps)])


def told(shown):
    """Return every number that was printed."""
    every = [one for mine in shown.tables.values() for _key, one in mine if one is not None]
    ends = {str(end) for one in every for end in (one.lo, one.hi)}
    return ends | {str(one.value) for one in every if isinstance(one, Number)} | {"10", "5"}


@pytest.mark.parametrize("plan", plan_ids())
def test_each_line_of_the_table_is_a_cell_as_it_was_printed(plan):
    shown, _true = invented(plan)
    lines = list(csv.reader(io.StringIO(figures_csv(shown, "en").decode("utf-8-sig"))))
    assert tuple(lines[1]) == TAGS
    every = [one for mine in shown.tables.values() for _key, one in mine]
    assert [line[9] for line in lines[2:]] == [shown_as(one) for one in every]
    for line, one in zip(lines[2:], every, strict=True):
        assert line[10:] == (["", ""] if one is None else [str(one.lo), str(one.hi)])


def test_a_mark_is_never_a_number_in_the_workbook_and_no_cell_is_a_formula():
    shown, _true = invented("quarter")
    packed = figures_xlsx(shown, "en")
    book = openpyxl.load_workbook(io.BytesIO(packed))
    assert len(book.worksheets) == len(shown.tables) + 1
    for sheet, mine in zip(book.worksheets[1:], shown.tables.values(), strict=True):
        values = [row[9] for row in sheet.iter_rows(min_row=3, values_only=True)]
        for value, (_key, one) in zip(values, mine, strict=True):
            assert isinstance(value, int) == isinstance(one, Number)
            assert str(value or "") == shown_as(one)
    with ZipFile(io.BytesIO(packed)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
        assert not any("docProps" in name for name in archive.namelist())


@pytest.mark.parametrize("plan", ["small_quarter", "year"])
def test_every_number_on_paper_was_printed(plan):
    """Read in English: readers run numbers of two columns together in lines from the right."""
    shown, _true = invented(plan)
    document = pypdfium2.PdfDocument(figures_pdf(shown, OFFICE, "en"))
    words = "\n".join(page.get_textpage().get_text_range() for page in document)
    words = re.sub(r"(?<=[0-9])[,\u066c](?=[0-9]{3})", "", words)
    allowed = told(shown) | {str(n) for n in range(len(document) + 1)}
    named = {str(year) for year in (2025, 2026)} | {"3", "4"}
    bands = set(re.findall(r"[0-9]+", "0 5 6 11 12 14 15 17 18 25 26 40 41 60 61"))
    found = set(re.findall(r"(?<![0-9])[0-9]+(?![0-9])", words))
    scale = {str(n) for n in range(0, 100_000, 10)}
    assert found - allowed - named - bands - scale == set()
    assert texts.say("figures.below", least="10") in words


def test_the_same_figures_give_the_same_bytes_and_another_language_other_words():
    shown, _true = invented("small_quarter")
    for write in (figures_csv, figures_xlsx, lambda told, lang: figures_pdf(told, OFFICE, lang)):
        assert write(shown, "en") == write(shown, "en")
        assert write(shown, "en") != write(shown, "ar")


def test_what_is_not_told_is_said_so_and_is_no_zero():
    shown, _true = invented("month")
    key, _one = shown.tables["area"][0]
    hidden = Shown("month", shown.period, 10, {"area": ((key, None),)})
    assert figures_csv(hidden, "en").decode("utf-8-sig").splitlines()[2].endswith("persons,,,")
    marked = Shown("month", shown.period, 10, {"area": ((key, Mark(10)),)})
    assert figures_csv(marked, "en").decode("utf-8-sig").splitlines()[2].endswith("<10,0,9")
