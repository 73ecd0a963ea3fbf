"""The workbook of figures as another program of tables reads it: the same words, the same marks."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess

import hxl
import pytest
from figures_told import NUMBER, invented

from reports.figures_csv import figures_csv
from reports.figures_sheet import figures_xlsx

pytestmark = pytest.mark.soak
OFFICE = shutil.which("soffice")
# Comma, quotes, UTF-8, from the first line, as shown, and every sheet into a file of its own.
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_another_program_of_tables_reads_the_same_words_and_marks(tmp_path, language):
    issue, _true = invented("month", language)
    (tmp_path / "figures.xlsx").write_bytes(figures_xlsx(issue))
    own = {"HOME": str(tmp_path), "SAL_USE_VCLPLUGIN": "svp"}
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    words = [OFFICE, profile, "--headless", "--convert-to", AS_SHOWN]
    subprocess.run(
        [*words, "--outdir", tmp_path, tmp_path / "figures.xlsx"],
        env=os.environ | own,
        check=True,
        capture_output=True,
        timeout=300,
    )
    sheets = {
        file.name: list(csv.reader(file.read_text("utf-8").splitlines()))
        for file in tmp_path.glob("figures-*.csv")
    }
    notes = [lines for lines in sheets.values() if not any("#affected" in line for line in lines)]
    assert len(notes) == 1
    assert NUMBER in str(notes)
    told = [row for lines in sheets.values() if lines not in notes for row in hxl.rows(lines)]
    assert sorted(map(str, told)) == sorted(map(str, hxl.read(figures_csv(issue))))
