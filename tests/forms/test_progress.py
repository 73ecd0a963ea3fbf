"""How far a form is: groups that ask something, and those where a person answered."""

from __future__ import annotations

import pytest
from models import model_of

from forms.document import FormDoc
from forms.loading import load_form
from forms.progress import answered_groups, groups_of

GROUPED = """
settings: [{form_id: grouped, form_title: Grouped, version: "1"}]
survey:
  - {type: begin group, name: one, label: One}
  - {type: text, name: said, label: Said}
  - {type: text, name: usual, label: Usual, default: often}
  - {type: end group}
  - {type: begin group, name: words, label: Words}
  - {type: note, name: read, label: Read}
  - {type: calculate, name: sum, calculation: "1 + 1"}
  - {type: end group}
  - {type: begin repeat, name: rows, label: Rows}
  - {type: begin group, name: inner, label: Inner}
  - {type: integer, name: size, label: Size}
  - {type: end group}
  - {type: end repeat}
"""


@pytest.fixture(scope="module")
def model():
    return load_form(GROUPED)


def qids(model):
    return {item.name: item.qid for item in model.items()}


def done(model, **values):
    return answered_groups(model, FormDoc("grouped", "1", values))


def test_groups_that_only_show_words_or_numbers_are_not_counted(model) -> None:
    assert [group.name for group in groups_of(model)] == ["one", "rows"]


def test_a_group_is_done_in_part_when_a_person_answered_something_in_it(model) -> None:
    known = qids(model)
    assert done(model) == 0
    assert done(model, **{known["said"]: "x", known["sum"]: "2"}) == 1
    row = {"_id": "00", known["size"]: 3}
    assert done(model, **{known["rows"]: [row]}) == 1
    assert done(model, **{known["rows"]: [row], known["said"]: "x"}) == 2


def test_what_the_form_itself_put_there_is_nobodys_answer(model) -> None:
    usual = qids(model)["usual"]
    assert done(model, **{usual: "often"}) == 0
    assert done(model, **{usual: "never"}) == 1
    assert done(model, **{qids(model)["rows"]: [{"_id": "00"}]}) == 0


def test_a_form_without_groups_is_one() -> None:
    text = GROUPED.replace("begin repeat, name: rows", "text, name: last")
    lines = [line for line in text.splitlines() if " group" not in line and "repeat" not in line]
    flat = load_form("\n".join(lines))
    assert groups_of(flat) == (flat.root,)


@pytest.mark.parametrize("form", ["intake", "episode", "service", "consent"])
def test_every_form_of_the_house_has_groups(form) -> None:
    model = model_of(form)
    assert len(groups_of(model)) > 1
