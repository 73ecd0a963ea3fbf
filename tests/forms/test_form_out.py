"""A form that goes out and comes back is the same form; elsewhere its submissions have an id."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from forms.errors import SourceRefused
from forms.form_out import form_workbook, form_xform
from forms.library import FORMS, library
from forms.loading import load_form
from forms.stored import model_to_json
from forms.words import language_code
from texts.sentences import HERS, with_terms

WORDS = "In the person\u2019s \u201cown\u201d words"


def spelled_out(model):
    """Return a form as it is stored, with the word for a person in each language."""
    return json.dumps(_filled(json.loads(model_to_json(model)), ""), ensure_ascii=False,
                      separators=(",", ":"))  # fmt: skip


def _filled(part, language):
    if isinstance(part, dict):
        return {key: _filled(one, language_code(key) or language) for key, one in part.items()}
    if isinstance(part, list):
        return [_filled(one, language) for one in part]
    return with_terms(part, HERS, language) if isinstance(part, str) else part


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_ours_comes_back_from_a_workbook_as_it_was(form):
    comes_back(form, form_workbook)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_ours_comes_back_from_an_xform_as_it_was(form):
    comes_back(form, form_xform)


def comes_back(form, made):
    """See that a form comes back as it was, and calls a person as papers do."""
    source = library()[form]
    found = model_to_json(load_form(made(source)))
    assert found == spelled_out(load_form(source))
    assert "{survivor" not in found


def test_elsewhere_each_submission_has_an_id():
    source = library()["note"]
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(source)))
    assert book.sheetnames == ["survey", "choices", "settings"]
    heads = [cell.value for cell in book["settings"][1]]
    assert "form_id" in heads
    assert "omit_instanceID" not in heads
    assert b"instanceID" in form_xform(source)
    assert "instanceID" not in model_to_json(load_form(form_xform(source)))


def test_a_form_of_others_keeps_its_id():
    text = "survey: [{type: text, name: a, label: A}]\nsettings: {form_id: f}"
    assert "instanceID" in model_to_json(load_form(text))


def test_what_a_form_says_beside_its_id_stays():
    text = """
settings: {form_id: f, instance_name: "${a}"}
survey: [{type: text, name: a, label: A, bind::sx:qid: f.a}]
"""
    found = load_form(form_xform(text.encode()))
    assert [one.name for one in found.questions()] == ["a", "instanceName"]


def test_a_question_by_the_name_of_a_term_stays_one():
    text = """
settings: {form_id: f}
survey:
  - {type: text, name: survivor, label: "Name of the {survivor}", bind::sx:qid: f.s}
  - {type: text, name: b, label: "What ${survivor} said", relevant: "${survivor} != ''",
     bind::sx:qid: f.b}
"""
    said = list(load_form(text).questions())[1]
    for made in (form_workbook, form_xform):
        called, back, *_ = load_form(made(text.encode())).questions()
        assert called.label.pieces(("",)) == ("Name of the person",)
        assert (back.label, back.relevant) == (said.label, said.relevant)


def test_what_was_imported_goes_out_as_it_came():
    book = form_workbook(library()["note"])
    assert form_workbook(book) is book
    xform = form_xform(book)
    assert form_xform(xform) is xform
    assert model_to_json(load_form(xform)) == model_to_json(load_form(book))
    with pytest.raises(SourceRefused, match=r"form_out\.xform_only"):
        form_workbook(xform)


def test_a_workbook_of_others_keeps_its_marks_of_print():
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (("type", "name", "label"), ("text", "a", WORDS)):
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    (question,) = (one for one in load_form(packed.getvalue()).questions() if one.name == "a")
    assert question.label.pieces(("",)) == (WORDS,)
