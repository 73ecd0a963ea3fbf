"""The files of figures as another program of tables reads them: the same words, the same marks."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess

import hxl
import pytest
from figures_told import NUMBER, invented

from reports.figures_csv import figures_csv
from reports.figures_sheet import figures_xlsx

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here"),
]
LANGUAGES = pytest.mark.parametrize("language", ["en", "ar"])
# Comma, quotes, UTF-8, from the first line, as shown, and every sheet into a file of its own.
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
# The same without sheets of its own; and all that it knows of a file, in one.
ALONE, EVERYTHING = AS_SHOWN.removesuffix(",-1"), "fods"


def written_again(folder, name, content, way):
    """Return what LibreOffice writes of a file that it opened, by the names of its files."""
    (folder / name).write_bytes(content)
    own = {"HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    profile = f"-env:UserInstallation=file://{folder}/profile"
    out = folder / "out"
    read = ["--infilter=CSV:44,34,76,1"] if name.endswith(".csv") else []
    words = [OFFICE, profile, "--headless", *read, "--convert-to", way, "--outdir", out]
    subprocess.run(
        [*words, folder / name],
        env=os.environ | own,
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {file.name: file.read_text("utf-8") for file in out.iterdir()}


def lines_of(text):
    return list(csv.reader(text.removeprefix("\ufeff").splitlines()))


@LANGUAGES
def test_another_program_of_tables_reads_the_same_words_and_marks(tmp_path, language):
    issue, _true = invented("month", language)
    found = written_again(tmp_path, "figures.xlsx", figures_xlsx(issue), AS_SHOWN)
    sheets = [lines_of(one) for one in found.values()]
    notes = [lines for lines in sheets if not any("#affected" in line for line in lines)]
    assert len(notes) == 1
    assert NUMBER in str(notes)
    told = [row for lines in sheets if lines not in notes for row in hxl.rows(lines)]
    assert sorted(map(str, told)) == sorted(map(str, hxl.read(figures_csv(issue))))


@LANGUAGES
def test_it_takes_no_mark_and_no_range_of_the_plain_table_for_a_number_or_a_day(tmp_path, language):
    """Between commas a range looks much like a day, and programs of tables guess."""
    content = figures_csv(invented("quarter", language)[0])
    (found,) = written_again(tmp_path, "figures.csv", content, ALONE).values()
    assert hxl.rows(lines_of(found)) == hxl.read(content)


@LANGUAGES
def test_it_finds_no_formula_in_the_workbook_and_nobody_who_made_it(tmp_path, language):
    issue, _true = invented("month", language)
    (found,) = written_again(tmp_path, "figures.xlsx", figures_xlsx(issue), EVERYTHING).values()
    assert issue.number in found
    assert "table:formula" not in found
    assert re.findall("<(?:dc:creator|meta:initial-creator|meta:printed-by)>[^<]", found) == []
