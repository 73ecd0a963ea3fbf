"""From plain data into a form, and from a form into facts, search text and words."""

from __future__ import annotations

import json

import pytest
from scenarios import clock

from forms.answers import facts, fill, label_view, questions, search_text
from forms.document import FormDoc
from forms.library import library
from forms.loading import load_form
from forms.session import open_session

SOURCE = """
settings: {form_id: visit, version: "1"}
survey:
  - {type: select_one yes_no, name: alone, "label::English (en)": Alone,
     "label::Arabic (ar)": وحيدة, "bind::sx:qid": v.alone, "bind::sx:report": yes, required: yes}
  - {type: select_multiple colour, name: colours, "label::English (en)": Colours,
     "label::Arabic (ar)": ألوان, "bind::sx:qid": v.colours, "bind::sx:report": yes}
  - {type: text, name: why, "label::English (en)": "Why ${alone}", "label::Arabic (ar)": لماذا,
     "bind::sx:qid": v.why, relevant: "${alone} = 'no'"}
  - {type: text, name: secret, "label::English (en)": Secret, "label::Arabic (ar)": سر,
     "bind::sx:qid": v.secret, "bind::sx:sensitive": yes, "bind::sx:category": identity}
  - {type: integer, name: visits, "label::English (en)": Visits, "label::Arabic (ar)": زيارات,
     "bind::sx:qid": v.visits, constraint: ". < 10", "constraint_message::English (en)": Fewer.,
     "constraint_message::Arabic (ar)": أقل.}
  - {type: date, name: day, "label::English (en)": Day, "label::Arabic (ar)": يوم,
     "bind::sx:qid": v.day}
  - {type: calculate, name: twice, calculation: "${visits} * 2", "bind::sx:qid": v.twice}
  - {type: note, name: thanks, "label::English (en)": Thanks, "label::Arabic (ar)": شكرا}
  - {type: select_one_from_file services.csv, name: service, "label::English (en)": Service,
     "label::Arabic (ar)": خدمة, "bind::sx:qid": v.service}
  - {type: begin repeat, name: child, "label::English (en)": Children, "label::Arabic (ar)": أطفال,
     "bind::sx:qid": v.child}
  - {type: integer, name: age, "label::English (en)": Age, "label::Arabic (ar)": عمر,
     "bind::sx:qid": v.age, "bind::sx:report": yes, required: yes}
  - {type: select_one yes_no, name: here, "label::English (en)": Here, "label::Arabic (ar)": هنا,
     "bind::sx:qid": v.here}
  - {type: end repeat}
choices:
  colour:
    - {name: blue, "label::English (en)": Blue, "label::Arabic (ar)": أزرق}
    - {name: red, "label::English (en)": Red, "label::Arabic (ar)": أحمر}
"""
EXTERNALS = {"services": [{"name": "s1", "label": "Legal help"}, {"name": "s2", "label": "Bed"}]}
MODEL = load_form(SOURCE)


def started():
    return open_session(MODEL, None, clock, "en", EXTERNALS)


GOOD = {
    "why": "because",
    "alone": False,
    "colours": ["red", "blue"],
    "v.secret": "hush",
    "visits": 3,
    "day": "2026-02-03",
    "service": "s2",
    "child": [{"age": 4, "here": True}, {"age": 7}],
}


def test_good_answers_fill_a_form_whatever_their_order():
    session = started()
    assert fill(session, GOOD) == ()
    values = session.finish().values
    assert {key: value for key, value in values.items() if key != "v.child"} == {
        "v.alone": "no",
        "v.colours": ["red", "blue"],
        "v.why": "because",
        "v.secret": "hush",
        "v.visits": 3,
        "v.day": "2026-02-03",
        "v.twice": "6",
        "v.service": "s2",
    }
    first, second = values["v.child"]
    assert (first["v.age"], first["v.here"], second["v.age"]) == (4, "yes", 7)
    assert len({first["_id"], second["_id"]}) == 2


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("nobody", 1, "unknown_question"),
        ("alone", "perhaps", "not_a_choice"),
        ("alone", ["yes"], "not_a_choice"),
        ("colours", ["red", "green"], "not_a_choice"),
        ("colours", [["red"]], "not_a_list"),
        ("visits", "many", "not_a_number"),
        ("visits", "1,500", "not_one_number"),
        ("visits", 1.5, "not_a_number"),
        ("visits", True, "not_a_number"),
        ("visits", 12, "constraint"),
        ("day", "3.2.2026", "not_a_date"),
        ("day", 20260203, "not_a_date"),
        ("secret", {"a": 1}, "not_a_text"),
        ("service", "s3", "not_a_choice"),
        ("twice", 6, "not_asked"),
        ("thanks", "ok", "not_asked"),
        ("child", {"age": 3}, "not_a_list"),
        ("child", [{"age": "x"}], "not_a_number"),
        ("child", [{"here": True}], "required"),
        ("child", [{"nobody": True, "age": 1}], "unknown_question"),
        ("alone", None, "required"),
    ],
)
def test_each_bad_answer_is_one_problem_with_its_code(name, value, code):
    problems = fill(started(), {**GOOD, "why": None, "alone": True, name: value})
    codes = [problem.code for problem in problems if problem.question != "why"]
    assert codes == [code]


def test_an_answer_to_a_question_that_is_not_asked_is_a_problem():
    (problem,) = fill(started(), {**GOOD, "alone": True})
    assert (problem.question, problem.code, problem.qid) == ("why", "not_relevant", "v.why")


def test_all_problems_are_told_at_once_with_the_words_of_the_form():
    problems = fill(started(), {"visits": 12, "colours": ["green"], "x": 1, "child": [{}]})
    told = {(problem.question, problem.code): problem.message for problem in problems}
    assert told == {
        ("x", "unknown_question"): "",
        ("colours", "not_a_choice"): "",
        ("alone", "required"): "",
        ("visits", "constraint"): "Fewer.",
        ("age", "required"): "",
    }


def test_too_many_instances_are_a_problem_and_not_a_crash():
    problems = fill(started(), {"alone": "yes", "child": [{"age": 1}] * 1_001})
    assert [problem.code for problem in problems] == ["too_many"]


def test_problems_show_no_answer():
    assert "canary" not in repr(fill(started(), {"visits": "canary", "alone": "canary"}))


def test_the_questions_are_told_as_plain_data_in_the_language_asked_for():
    told = questions(MODEL, "ar", EXTERNALS)
    assert json.loads(json.dumps(told)) == told
    by_name = {question["name"]: question for question in told}
    assert list(by_name) == [
        "alone", "colours", "why", "secret", "visits", "day", "service", "child",
    ]  # fmt: skip
    assert by_name["colours"] == {
        "name": "colours",
        "type": "select_multiple",
        "label": "ألوان",
        "required": False,
        "sensitive": False,
        "choices": [{"code": "blue", "label": "أزرق"}, {"code": "red", "label": "أحمر"}],
    }
    assert by_name["alone"]["required"] is True
    assert by_name["secret"]["sensitive"] is True
    assert by_name["secret"]["category"] == "identity"
    assert by_name["why"]["relevant"]
    assert by_name["visits"]["constraint_message"] == "أقل."
    assert by_name["service"]["choices"][0] == {"code": "s1", "label": "Legal help"}
    assert [question["name"] for question in by_name["child"]["questions"]] == ["age", "here"]


def finished():
    session = started()
    fill(session, GOOD)
    return session.finish()


def test_facts_are_reported_questions_only_one_for_each_code():
    doc = finished()
    first, second = (row["_id"] for row in doc.values["v.child"])
    assert [(fact.qid, fact.value, fact.repeat_id) for fact in facts(MODEL, doc)] == [
        ("v.alone", "no", ""),
        ("v.colours", "red", ""),
        ("v.colours", "blue", ""),
        ("v.age", "4", first),
        ("v.age", "7", second),
    ]


def test_search_finds_free_text_and_nothing_sensitive():
    assert search_text(MODEL, finished()) == "because"


ASKED_LATE_FIRST = """
settings: {form_id: words, version: "1"}
survey:
  - {type: text, name: z, label: Z, "bind::sx:qid": w.z}
  - {type: text, name: a, label: A, "bind::sx:qid": w.a}
  - {type: begin repeat, name: rows, label: Rows, "bind::sx:qid": w.rows}
  - {type: text, name: y, label: Y, "bind::sx:qid": w.y}
  - {type: text, name: b, label: B, "bind::sx:qid": w.b}
  - {type: end repeat}
"""


def test_words_stand_in_one_order_however_the_answers_came():
    values = {"w.z": "4", "w.a": "1", "w.rows": [{"_id": "00", "w.y": "3", "w.b": "2"}]}
    kept = json.loads(json.dumps(values, sort_keys=True))
    model = load_form(ASKED_LATE_FIRST)
    for said in (values, kept):
        assert search_text(model, FormDoc("words", "1", said)) == "1\n2\n3\n4"


def test_answers_are_read_in_words_without_being_computed_again():
    said = label_view(MODEL, finished(), "ar", EXTERNALS)
    assert [tuple(one) for one in said] == [
        ("v.alone", "وحيدة", "لا"),
        ("v.colours", "ألوان", "أحمر, أزرق"),
        ("v.why", "لماذا", "because"),
        ("v.secret", "سر", "hush"),
        ("v.visits", "زيارات", "3"),
        ("v.day", "يوم", "2026-02-03"),
        ("v.service", "خدمة", "Bed"),
        ("v.age", "عمر", "4"),
        ("v.here", "هنا", "نعم"),
        ("v.age", "عمر", "7"),
    ]
    old = FormDoc("visit", "1", {"v.alone": "no", "v.service": "gone"})
    assert [one.value for one in label_view(MODEL, old, "en", EXTERNALS)] == ["No", "gone"]
    assert "hush" not in repr(said)


@pytest.mark.parametrize("form_id", sorted(library()))
def test_the_questions_of_the_library_have_names_and_labels_in_both_languages(form_id):
    model = load_form(library()[form_id])
    for language in ("en", "ar"):
        told = questions(model, language)
        assert told
        assert all(question["name"] and question["label"] for question in told)
