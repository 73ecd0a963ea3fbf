"""The recovery sheet on paper: every group once, in its place, in either direction."""

from __future__ import annotations

from datetime import date

import pikepdf
import pypdfium2
import pytest
from reading import heard, page_texts

from reports.recovery_sheet import SheetFacts, groups, recovery_sheet_pdf

CODE = "-".join(f"{first}{first}{number:02}" for number, first in enumerate("ABCDEFGHJKMNPQ"))


def sheet(language="en"):
    return recovery_sheet_pdf(SheetFacts("Example Office 4", date(2030, 3, 14), CODE, language))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_group_stands_on_one_page_whole(language):
    assert len(page_texts(sheet(language))) == 1
    words = "\n".join(words for _role, words in heard(sheet(language)))
    assert all(words.count(group) == 1 for group in groups(CODE))


def test_the_sheet_says_whose_it_is_and_when_it_was_made():
    words = " ".join(page_texts(sheet())[0].split())
    assert "Workbook “Example Office 4” · made 14 March 2030" in words
    assert "Sealed by" in words


def test_nothing_tells_by_what_it_was_made(tmp_path):
    (tmp_path / "sheet.pdf").write_bytes(sheet())
    with pikepdf.open(tmp_path / "sheet.pdf") as pdf:
        assert "/Info" not in pdf.trailer


def test_the_code_stands_in_no_description_of_an_object():
    assert CODE not in repr(SheetFacts("Example Office 4", date(2030, 3, 14), CODE, "en"))


def test_the_groups_stand_under_each_other_behind_one_figure_or_two():
    page = pypdfium2.PdfDocument(sheet())[0].get_textpage()
    starts = []
    for group in groups(CODE):
        at, _ = page.search(group).get_next()
        starts.append(page.get_charbox(at, loose=True)[0])
    # Some letters begin a little before their place; a figure is nine points wide.
    for column in (starts[::2], starts[1::2]):
        assert max(column) - min(column) < 2
