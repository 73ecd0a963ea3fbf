"""Forms on paper: in either direction, tagged, and quiet about whose they are."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import cache

import pikepdf
import pytest
from models import model_of
from reading import page_texts

from casework.cases.own_papers import BlankPaper, FilePaper, OwnPaper
from casework.changes import Change
from forms.library import FORMS
from forms.on_paper import Heading, Line, Remark, on_paper
from reports.form_paper import blank_pdf, file_pdf

LISTS = {"services": [], "episodes": [], "consent_texts": []}
CODE = "ABCD-2345"
MADE = Change("own_paper_made")


@cache
def form(form_id, language):
    model = model_of(form_id)
    return on_paper(model, language, LISTS, lambda: datetime(2028, 3, 1, tzinfo=UTC))


@cache
def blank(form_id, language):
    return blank_pdf(BlankPaper(form(form_id, language)))


@pytest.mark.parametrize("form_id", FORMS)
def test_every_form_of_the_library_is_printed_with_all_its_questions(form_id) -> None:
    pages = page_texts(blank(form_id, "en"))
    said = " ".join(" ".join(pages).split())
    for part in form(form_id, "en").parts:
        if isinstance(part, Line):
            assert f"{part.number}. {part.words}".split()[-1] in said
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert f"{form_id}/" in page


def test_where_a_moment_is_asked_there_is_room_for_its_hour() -> None:
    timed = [one for one in form("intake", "en").parts if isinstance(one, Line)]
    hours = [one for one in timed if one.kind in {"time", "datetime"}]
    said = " ".join(" ".join(page_texts(blank("intake", "en"))).split())
    assert any(one.kind == "datetime" for one in hours)
    assert said.count("Hours and minutes, such as 14:30.") == len(hours)


@pytest.mark.parametrize("form_id", FORMS)
def test_no_page_ends_with_what_only_leads_to_the_next(form_id) -> None:
    parts = form(form_id, "en").parts
    leading = {part.words for part in parts if isinstance(part, Heading | Remark)}
    for page in page_texts(blank(form_id, "en"))[:-1]:
        lines = page.partition("\nWhen it is written on")[0].split("\n")
        assert not leading & {" ".join(lines[-number:]) for number in (1, 2, 3)}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_paper_is_tagged_in_its_language_and_names_nothing_in_its_file(language) -> None:
    with pikepdf.open(io.BytesIO(blank("follow_up", language))) as opened:
        assert str(opened.Root.Lang).startswith(language)
        assert opened.Root.MarkInfo.Marked
        assert "/Info" not in opened.trailer
        title = str(opened.Root.Metadata.read_bytes())
    assert "follow" not in title.lower()


def test_a_paper_names_its_case_only_when_it_has_one() -> None:
    named = blank_pdf(BlankPaper(form("note", "en"), CODE))
    assert CODE in page_texts(named)[0]
    assert CODE not in "".join(page_texts(blank("note", "en")))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_paper_file_says_on_every_page_that_it_stays(language) -> None:
    answers = tuple((f"Question {n}", "An invented answer of some length") for n in range(60))
    filed = FilePaper("note/1", "Note", CODE, OwnPaper(language, MADE, answers=answers))
    pages = page_texts(file_pdf(filed))
    assert len(pages) > 1
    if language == "en":
        assert all("never leaves" in page for page in pages)
    assert all(part in pages[0] for part in CODE.split("-"))
