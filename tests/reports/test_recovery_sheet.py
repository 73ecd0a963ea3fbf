"""The recovery sheet on paper: every group once, in its place, in either direction."""

from __future__ import annotations

from datetime import date

import pikepdf
import pypdfium2
import pytest
from reading import heard, page_texts

import texts
from reports.recovery_sheet import SheetFacts, groups, recovery_sheet_pdf

CODE = "-".join(f"{first}{first}{number:02}" for number, first in enumerate("ABCDEFGHJKMNPQ"))


OF_THREE = "-".join(f"{first}{first}{number:02}" for number, first in enumerate("ABCDEFGHJKMNPQRS"))


def sheet(language="en", number=0):
    code = OF_THREE if number else CODE
    facts = SheetFacts("Example Office 4", date(2030, 3, 14), code, language, number)
    return recovery_sheet_pdf(facts)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_group_stands_on_one_page_whole(language):
    assert len(page_texts(sheet(language))) == 1
    words = "\n".join(words for _role, words in heard(sheet(language)))
    assert all(words.count(group) == 1 for group in groups(CODE))


def test_the_sheet_says_whose_it_is_and_when_it_was_made():
    words = " ".join(page_texts(sheet())[0].split())
    assert "Workbook “Example Office 4” · made 14 March 2030" in words
    assert "Sealed by" in words


@pytest.mark.parametrize("language", ["en", "ar"])
def test_one_of_three_says_which_it_is_and_has_each_of_its_groups_on_one_page(language):
    for number in (1, 2, 3):
        assert len(page_texts(sheet(language, number))) == 1
        words = "\n".join(words for _role, words in heard(sheet(language, number)))
        assert all(words.count(group) == 1 for group in groups(OF_THREE))
        assert texts.say("sheet.title.split", language=language, number=number) in words


def test_one_of_three_says_that_two_open_the_workbook_and_to_whom_it_was_given():
    words = " ".join(page_texts(sheet(number=2))[0].split())
    assert "Any two of the three sheets" in words
    assert "This one alone opens nothing." in words
    assert "Given to" in words
    assert "With this code" not in words


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
