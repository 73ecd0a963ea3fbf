"""What two checkers of others say of our papers, and in which order one hears them."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pikepdf
import pytest
from checkers import errors
from letters import TODAY, facts, recipient
from models import model_of
from reading import heard
from told_everything import bare, page, told

import texts
from casework.cases.own_papers import BlankPaper, FilePaper, OwnPaper
from casework.changes import Change
from casework.need_to_know import items
from casework.referrals.issuing import Companion
from casework.referrals.letters import Order
from forms.library import FORMS
from forms.on_paper import on_paper
from reports.erasure_certificate import CertificateFacts, certificate_pdf
from reports.form_paper import blank_pdf, file_pdf
from reports.letter import recall_pdf
from reports.own_paper import copy_pdf, pocket_pdf
from reports.papers import PrintingRoom
from reports.recovery_sheet import SheetFacts, recovery_sheet_pdf
from reports.templates import template
from texts.catalogue import catalogue

LANGUAGES = sorted(texts.letter_languages())
WINDOW = sorted(texts.languages())
LETTERS = ["accompaniment", "by_law", "referral", "support", "transfer"]
LISTS = {"services": [], "episodes": [], "consent_texts": []}
CODE = "-".join(f"{first}{first}{number:02}" for number, first in enumerate("ABCDEFGHJKMNPQ"))
MADE = Change("own_paper_made")
ANSWERS = tuple((f"Question {n}", "An invented answer of some length") for n in range(9))


def taking_turns(kinds):
    """Return every language with every kind; in `make test` each language has one of them."""
    soak = pytest.mark.soak
    return [
        pytest.param(language, kind, marks=() if at == turn % len(kinds) else soak)
        for turn, language in enumerate(LANGUAGES)
        for at, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize(("language", "letter"), taking_turns(LETTERS))
def test_no_letter_has_an_error_in_either(language, letter):
    assert errors(page(language, "legal", letter)) == []


@pytest.mark.parametrize(("language", "which"), taking_turns(list(Companion)))
def test_no_paper_beside_a_letter_has_an_error_in_either(language, which):
    office = facts("ar" if language == "ar" else "en")
    made = PrintingRoom().companion(which, told(language, "cash"), office, None)
    assert errors(made) == []


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("language", WINDOW)
def test_no_form_on_paper_has_an_error_in_either(language, form_id):
    model = model_of(form_id)
    form = on_paper(model, language, LISTS, lambda: datetime(2028, 3, 1, tzinfo=UTC))
    assert errors(blank_pdf(BlankPaper(form))) == []


@pytest.mark.parametrize("language", WINDOW)
def test_no_other_paper_has_an_error_in_either(language):
    office = "Example Office 4"
    own = OwnPaper(language, MADE, lines=("+000 55 0100", "A light in the window"))
    answered = OwnPaper(language, MADE, answers=ANSWERS)
    days = date(2030, 3, 14), date(2030, 6, 12)
    papers = {
        "certificate": certificate_pdf(CertificateFacts(office, *days, 5, 1, 2, language)),
        "sheet": recovery_sheet_pdf(SheetFacts(office, days[0], CODE, language)),
        "recall": recall_pdf(recipient(language), facts(language), language, TODAY),
        "pocket": pocket_pdf(own),
        "copy": copy_pdf(answered),
        "file": file_pdf(FilePaper("note/1", "Note", "AB-1234", answered)),
    }
    assert {name: found for name, data in papers.items() if (found := errors(data))} == {}


@pytest.mark.parametrize("language", WINDOW)
def test_what_is_printed_for_her_has_no_error_in_either(desks, language):
    case = desks.visit()
    desks.agree(case)
    desks.office().letters.issue(Order(case, "Example Clinic A"))
    printouts = desks.office().printouts
    for make in (printouts.printout, printouts.consent_copy, printouts.blank_form):
        assert errors(make(case, language)) == []


def test_a_paper_without_its_parts_is_found_out():
    with pikepdf.open(io.BytesIO(page("en", "legal"))) as pdf:
        del pdf.Root.StructTreeRoot
        del pdf.Root.Lang
        kept = io.BytesIO()
        pdf.save(kept)
    assert len(errors(kept.getvalue())) >= 2


def test_a_head_without_words_is_found_out():
    with pikepdf.open(io.BytesIO(page("en", "legal"))) as pdf:
        heads = [one for one in pdf.objects if _is_head(one)]
        del heads[0].K
        kept = io.BytesIO()
        pdf.save(kept)
    assert [one for one in errors(kept.getvalue()) if one.startswith("UA-14-001")]


def _is_head(one):
    return isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name.H2


def written(language, letter, shared):
    """Yield what a letter says in the order of its template, but for sentences with gaps."""
    made = template(letter)
    values = {one.item: one.value for one in shared.told}
    ids = [made.title, *made.opening]
    yield from (texts.say(one, language=language) for one in ids if whole(one))
    for section in made.sections:
        told_here = [one for one in section.items if one in values]
        if told_here:
            yield texts.say(section.heading, language=language)
        for one in told_here:
            yield texts.say(items()[one].label_id, language=language)
            yield values[one]
    yield texts.say(made.warnings.heading, language=language)
    yield from (texts.say(one, language=language) for one in made.warnings.always if whole(one))
    yield from (texts.say(one, language=language) for one in made.closing if whole(one))
    yield texts.say(made.slip.heading, language=language)
    yield from (texts.say(one.text, language=language) for one in made.slip.ticks)


def whole(text_id):
    return "{" not in catalogue("en").gettext(text_id)


@pytest.mark.parametrize(("language", "letter"), taking_turns(LETTERS))
def test_a_letter_is_heard_in_the_order_in_which_it_was_written(language, letter):
    shared = told(language, "legal", letter)
    heard_in_order = iter([bare(words) for _, words in heard(page(language, "legal", letter))])
    # Each is looked for after the one before it: `in` takes from what is still to be heard.
    expected = list(written(language, letter, shared))
    assert len(expected) >= 15
    assert [words for words in expected if bare(words) not in heard_in_order] == []
