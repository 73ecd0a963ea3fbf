"""The ways into a form: XForm, YAML rows, mappings, workbooks; and back out of the store."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook
from random_forms import draw, xform
from scenarios import ask, clock

from forms.errors import SourceRefused
from forms.library import library
from forms.limits import Limits
from forms.loading import load_form
from forms.model import Repeat
from forms.session import open_session
from forms.stored import model_from_json, model_to_json

YAML = """
settings: {form_id: visit, form_title: Visit, version: "3"}
survey:
  - {type: begin group, name: who, "label::English (en)": Who, "label::Arabic (ar)": من}
  - type: text
    name: first
    label::English (en): First name
    label::Arabic (ar): الاسم
    required: yes
    bind::sx:qid: visit.first
    bind::sx:category: identity
    bind::sx:map: person.name_used
    bind::sx:sensitive: yes
    bind::sx:retain: case
  - {type: end group}
  - type: select_one yes_no
    name: alone
    label::English (en): Alone
    label::Arabic (ar): وحيدة
    bind::sx:qid: visit.alone
    bind::sx:report: yes
  - {type: begin repeat, name: child, "label::English (en)": C, "label::Arabic (ar)": ط,
     "bind::sx:qid": visit.child}
  - {type: integer, name: age, "label::English (en)": A, "label::Arabic (ar)": ع}
  - {type: end repeat}
  - {type: note, name: bye, "label::English (en)": "Thanks ${first}", "label::Arabic (ar)": شكرا}
choices: {}
"""
ROWS = [("type", "name", "label"), ("integer", "age", "Age"), ("text", "note", "Note")]


def workbook(rows=ROWS, settings=(("form_id",), ("book",))):
    book = Workbook()
    survey = book.active
    survey.title = "survey"
    for row in rows:
        survey.append(row)
    sheet = book.create_sheet("settings")
    for row in settings:
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_our_own_columns_and_lists_arrive_from_yaml():
    model = load_form(YAML)
    first = model.question("visit.first")
    assert (first.name, first.ref, first.type) == ("first", "/data/who/first", "text")
    assert (first.category, first.map, first.retain) == ("identity", "person.name_used", "case")
    assert (first.sensitive, first.report) == (True, False)
    alone = model.question("visit.alone")
    assert (alone.report, alone.list_name, alone.sensitive) == (True, "yes_no", False)
    assert model.languages == ("English (en)", "Arabic (ar)")
    assert model.default_language == "English (en)"
    assert [q.type for q in model.questions()] == ["text", "select_one", "integer", "note"]
    assert (model.form_id, model.version, model.title, model.warnings) == (
        "visit",
        "3",
        "Visit",
        (),
    )


def test_a_list_that_the_form_only_names_is_taken_from_the_lists_of_the_field():
    session = open_session(load_form(YAML), None, clock, "ar")
    assert {(offer.code, offer.label) for offer in session.choices("alone")} == {
        ("no", "لا"),
        ("yes", "نعم"),
    }
    session = open_session(load_form(YAML, code_lists=lambda _: {"p": {"en": "P"}}), None, clock)
    assert [(offer.code, offer.label) for offer in session.choices("alone")] == [("p", "P")]


def test_a_repeat_with_a_stable_id_begins_empty_and_one_without_as_its_form_says():
    session = open_session(load_form(YAML), None, clock)
    assert session.count("child") == 0
    plain = load_form(YAML.replace(',\n     "bind::sx:qid": visit.child}', "}"))
    assert open_session(plain, None, clock).count("child") == 1


def test_a_question_without_a_stable_id_is_known_by_its_path():
    model = load_form(xform("<g><a/></g>", "", ask("/data/g/a")))
    assert model.question("/data/g/a").name == "a"


def test_a_path_a_mapping_and_a_text_make_the_same_form(tmp_path):
    rows = {
        "survey": [{"type": "text", "name": "a", "label": "A"}],
        "settings": {"form_id": "f", "omit_instanceID": True},
    }
    text = "survey: [{type: text, name: a, label: A}]\nsettings: {form_id: f, omit_instanceID: yes}"
    path = tmp_path / "f.yaml"
    path.write_text(text)
    made = {model_to_json(load_form(source)) for source in (rows, text, text.encode(), path)}
    assert len(made) == 1


def test_an_answer_that_yaml_would_take_for_yes_or_a_number_stays_as_written():
    text = """
survey: [{type: select_one c, name: q, label: Q}]
choices: {c: [{name: yes, label: on}, {name: 010, label: 2026-01-01}]}
"""
    session = open_session(load_form(text), None, clock)
    assert [(offer.code, offer.label) for offer in session.choices("q")] == [
        ("yes", "on"),
        ("010", "2026-01-01"),
    ]


def test_marks_of_print_stay_where_people_read_and_mean_quotes_where_something_is_computed():
    words, hint = "The person\u2019s \u201cown\u201d word", "Theirs, not somebody\u2019s"
    rows = [
        {"type": "text", "name": "way", "label": words, "hint": hint},
        {"type": "text", "name": "why", "label": "Why", "relevant": "${way} = \u2018by_boat\u2019"},
    ]
    form = load_form({"survey": rows, "settings": {"form_title": words}})
    asked = next(form.questions())
    assert (asked.label.words[""], asked.hint.words[""]) == ((words,), (hint,))
    assert form.title == words
    session = open_session(form, None, clock)
    way, why = (one.ref for one in form.questions() if one.control)
    assert why in session.set(way, "by_boat").shown
    assert why in session.set(way, "on_foot").hidden


def test_a_workbook_is_converted_apart_and_opens():
    model = load_form(workbook())
    assert model.form_id == "book"
    assert [(q.name, q.type) for q in model.questions()][:2] == [
        ("age", "integer"),
        ("note", "text"),
    ]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (workbook([*ROWS, ("text", "sum", "=1+1")]), "source.formulas"),
        (workbook([*ROWS, ("nonsense", "sum", "S")]), "source.xlsform"),
    ],
    ids=["formulas", "nonsense"],
)
def test_a_workbook_with_formulas_or_nonsense_is_refused(source, code):
    with pytest.raises(SourceRefused) as refused:
        load_form(source)
    assert refused.value.code == code


def test_a_sheet_with_too_many_rows_is_refused():
    with pytest.raises(Exception, match=r"limit\.rows"):
        load_form(workbook(), Limits(sheet_rows=1))


@pytest.mark.parametrize(
    ("binds", "code", "detail"),
    [
        ('<bind nodeset="/data/a" relevant="/data/gone = 1"/>', "missing_question", "/data/gone"),
        ('<bind nodeset="/data/a" constraint="regex(., \'[0-9]+\')"/>', "pattern.unanchored", ""),
        ('<bind nodeset="/data/a" calculate="format-date(now(), \'%j\')"/>', "date.unwritten", ""),
    ],
)
def test_what_an_author_should_look_at_is_a_warning(binds, code, detail):
    (notice,) = load_form(xform("<a/>", binds, ask("/data/a"))).warnings
    assert (notice.code, notice.question, notice.detail) == (code, "/data/a", detail)


def test_an_author_is_warned_of_a_date_inside_words_that_would_stay_empty():
    words = "<label>On <output value=\"format-date-time(/data/a, '%e %Q')\"/></label>"
    (notice,) = load_form(xform("<a/>", body=f'<input ref="/data/a">{words}</input>')).warnings
    assert (notice.code, notice.question) == ("date.unwritten", "/data/a")


# --- out of the store


@pytest.mark.parametrize("form_id", sorted(library()))
def test_a_form_of_the_library_opens_from_the_store_as_it_was_loaded(form_id):
    model = load_form(library()[form_id])
    again = model_from_json(model_to_json(model))
    assert model_to_json(again) == model_to_json(model)
    assert list(again.items()) == list(model.items())
    assert (again.graph, again.lists, again.texts) == (model.graph, model.lists, model.texts)
    assert not any(item.initial for item in again.items() if isinstance(item, Repeat))
    ours, theirs = (open_session(form, None, clock, "ar") for form in (model, again))
    assert ours.snapshot() == theirs.snapshot()


def test_random_forms_open_from_the_store_as_they_were_loaded():
    for seed in range(50):
        model = load_form(draw(seed))
        again = model_from_json(model_to_json(model))
        assert model_to_json(again) == model_to_json(model)
        assert (again.root, again.graph) == (model.root, model.graph)


@pytest.mark.parametrize("text", ["{}", "[]", '{"format": 99}'])
def test_a_stored_form_of_another_format_is_refused(text):
    with pytest.raises(SourceRefused, match=r"source\.unknown_format"):
        model_from_json(text)


def test_a_workbook_that_says_no_id_has_that_of_its_file(tmp_path):
    path = tmp_path / "visit.xlsx"
    path.write_bytes(workbook(settings=(("form_title",), ("A visit",))))
    model = load_form(path)
    assert (model.form_id, model.title) == ("visit", "A visit")
    path.write_bytes(workbook(settings=(("form_id",), ("book",))))
    assert load_form(path).form_id == "book"


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ('version="3"', "3"),
        ('xmlns:orx="http://openrosa.org/xforms" orx:version="2014"', "2014"),
        ('version="3" xmlns:orx="http://openrosa.org/xforms" orx:version="2014"', "3"),
    ],
)
def test_a_version_is_read_under_either_of_its_names(said, version):
    source = xform("<a/>").replace(b'version="1"', said.encode())
    assert load_form(source).version == version
