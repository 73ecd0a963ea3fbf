"""Tables are filled for weeks: by what a code was called before, a cell is still understood."""

from __future__ import annotations

import pytest
from models import model_of

from casework.files.cell import CellRefused, answers_of
from casework.files.layout import FORMS, askable, own_layout, plain
from forms.codelists import code_list, code_list_ids

LISTS = code_list_ids()
NOT_KNOWN = "غير معروف"
NOT_ASKED = "لم يُسأل"


@pytest.fixture(scope="module")
def models():
    return [model_of(form) for form in FORMS]


def read(models, qid, cell):
    model = next(one for one in models if qid in {asked.qid for asked in one.questions()})
    question = next(one for one in model.questions() if one.qid == qid)
    layout = own_layout(models)
    found = answers_of(cell, layout.column(qid), question, (layout, model))[qid]
    return found if isinstance(found, str) else found[0]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        (NOT_KNOWN, "not_known"),
        ("لا يعرف", "not_known"),
        ("Not known", "not_known"),
        (NOT_ASKED, "not_asked"),
        ("Not asked", "not_asked"),
        ("Does not want to say", "does_not_want_to_say"),
    ],
)
def test_an_answer_that_is_none_is_read_by_all_its_words_in_every_list(models, word, code):
    asked = [
        one.qid
        for one in askable(models)
        if one.list_name and code in code_list(one.list_name).codes
    ]
    assert len(asked) > 20
    assert {read(models, qid, word) for qid in asked} == {code}


def test_a_code_that_was_called_otherwise_is_read_by_what_it_was_called(models):
    assert read(models, "intake.who_is_present", "متابِع ثانٍ") == "second_worker"
    with pytest.raises(CellRefused):
        read(models, "intake.who_is_present", "متابِع ثالث")


@pytest.mark.parametrize("list_id", LISTS)
def test_what_a_code_was_called_is_what_no_other_code_of_its_list_is_called(list_id):
    codes = code_list(list_id).codes.values()
    now = {plain(words): code.id for code in codes for words in code.labels.values()}
    before = [(plain(words), code.id) for code in codes for words in code.earlier]
    assert [(words, one) for words, one in before if now.get(words, one) != one] == []
    assert len({words for words, _ in before}) == len(before)
