"""Papers of her own: small and unmarked, or a plan with its answers, in either direction."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from reading import page_texts

from casework.cases.own_papers import OwnPaper
from casework.changes import Change
from reports.own_paper import copy_pdf, pocket_pdf

MADE = Change("own_paper_made")
LINES = ("+000 55 0100", "Example Night Shelter", "A light in the window")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_small_paper_says_its_lines_and_nothing_of_itself(language) -> None:
    (page,) = page_texts(pocket_pdf(OwnPaper(language, MADE, lines=LINES)))
    said = " ".join(page.split())
    assert all(word in said for line in LINES for word in line.split())
    assert len(said) < sum(map(len, LINES)) + 12


def test_many_lines_take_a_second_place_on_the_same_sheet() -> None:
    lines = tuple(f"Line {number} of an invented plan" for number in range(30))
    assert len(page_texts(pocket_pdf(OwnPaper("en", MADE, lines=lines)))) == 1


def test_nothing_in_the_file_tells_what_it_is() -> None:
    pdf = pocket_pdf(OwnPaper("en", MADE, lines=LINES))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "/Info" not in opened.trailer
        title = str(opened.Root.Metadata.read_bytes())
    assert "safety" not in title.lower()
    assert "plan" not in title.lower()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_copy_has_every_question_with_its_answer(language) -> None:
    answers = (("Where to go", "Example Night Shelter"), ("By", "1 April 2026"))
    (page,) = page_texts(copy_pdf(OwnPaper(language, MADE, answers=answers)))
    assert all(word in page for pair in answers for word in pair[1].split())


def test_only_a_copy_of_a_plan_is_called_one() -> None:
    answers = (("Languages spoken", "Hindi"),)
    said = [
        page_texts(copy_pdf(OwnPaper("en", MADE, answers=answers, is_plan=is_plan)))[0]
        for is_plan in (True, False)
    ]
    assert ["Our plan" in one for one in said] == [True, False]
    assert "What we wrote down" in said[1]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_line_stands_before_an_answer_that_goes_on_on_the_next_page(language) -> None:
    answers = (("Where to go", "Example Night Shelter"), ("By", "A way. " * 1500), ("And", "No"))
    pdf = copy_pdf(OwnPaper(language, MADE, answers=answers))
    with pypdfium2.PdfDocument(pdf) as document:
        lines = [
            len(list(page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_PATH]))) for page in document
        ]
    assert lines == [1, *[0] * (len(lines) - 2), 1]
    assert len(lines) > 2


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("over", range(30, 39))
def test_a_question_is_on_one_page_whatever_of_its_answer_goes_on_on_the_next(
    language, over
) -> None:
    asked = "EXQ " + "and more of what is asked " * 4 + "QEX"
    answers = (*((f"Q{at}", "No") for at in range(over)), (asked, "A way. " * 300))
    pages = page_texts(copy_pdf(OwnPaper(language, MADE, answers=answers)))
    assert [page for page in pages if "EXQ" in page] == [page for page in pages if "QEX" in page]
