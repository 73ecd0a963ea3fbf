"""Answers given elsewhere: the same visit as XML, as JSON and as tables is the same answers."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from forms.errors import SourceRefused
from forms.limits import Limits
from forms.loading import load_form
from forms.submissions.reading import read_submissions
from forms.tables.xlsx_out import write_xlsx

FORM = """
settings: {form_id: visit, form_title: Visit, version: "3"}
survey:
  - {type: start, name: began}
  - {type: begin group, name: who, label: Who}
  - {type: text, name: name_used, label: Name, bind::sx:qid: visit.name_used}
  - {type: date, name: seen_on, label: Day, bind::sx:qid: visit.seen_on}
  - {type: integer, name: children, label: Children, bind::sx:qid: visit.children}
  - {type: decimal, name: cost, label: Cost, bind::sx:qid: visit.cost}
  - {type: time, name: at_hour, label: Hour, bind::sx:qid: visit.at_hour}
  - {type: dateTime, name: next_at, label: Next, bind::sx:qid: visit.next_at}
  - {type: select_one safe, name: is_safe, label: Safe, bind::sx:qid: visit.is_safe}
  - {type: select_multiple needs, name: needs, label: Needs, bind::sx:qid: visit.needs}
  - {type: image, name: picture, label: Picture, bind::sx:qid: visit.picture}
  - {type: calculate, name: twice, calculation: "${children} * 2", bind::sx:qid: visit.twice}
  - {type: end group}
  - {type: begin repeat, name: child, label: Child, bind::sx:qid: visit.child}
  - {type: text, name: first, label: First, bind::sx:qid: visit.child_first}
  - {type: integer, name: age, label: Age, bind::sx:qid: visit.child_age}
  - {type: begin repeat, name: school, label: School, bind::sx:qid: visit.school}
  - {type: text, name: place, label: Place, bind::sx:qid: visit.school_place}
  - {type: end repeat}
  - {type: end repeat}
choices:
  - {list_name: safe, name: "yes", label: Yes}
  - {list_name: safe, name: "no", label: No}
  - {list_name: needs, name: bed, label: Bed}
  - {list_name: needs, name: food, label: Food}
  - {list_name: needs, name: papers, label: Papers}
"""
ID = "uuid:0a1b2c3d-0000-4000-8000-00000000ex01"
SAID = {
    "visit.name_used": "EX-CODE-1",
    "visit.seen_on": "2024-03-05",
    "visit.children": 2,
    "visit.cost": 12.5,
    "visit.at_hour": "14:30:00+01:00",
    "visit.next_at": "2024-04-01T09:00:00+02:00",
    "visit.is_safe": "yes",
    "visit.needs": ["bed", "papers"],
    "visit.child": [
        {
            "visit.child_first": "EX-CHILD-1",
            "visit.child_age": 3,
            "visit.school": [{"visit.school_place": "EX-P"}, {"visit.school_place": "EX-Q"}],
        },
        {"visit.child_first": "EX-CHILD-2"},
    ],
}
WHO = {
    "name_used": "EX-CODE-1",
    "seen_on": "2024-03-05",
    "children": "2",
    "cost": "12.5",
    "at_hour": "14:30:00.000+01:00",
    "next_at": "2024-04-01T09:00:00.000+02:00",
    "is_safe": "yes",
    "needs": "bed papers",
    "picture": "1709640000.jpg",
    "twice": "4",
}
EXTRA = ("shoe_size", "38")


@pytest.fixture(scope="module")
def model():
    return load_form(FORM)


def as_xml(who=WHO, form_id="visit", instance=ID, version="2", more=""):
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in who.items())
    return (
        f"<data xmlns:jr='http://openrosa.org/javarosa' xmlns:orx='http://openrosa.org/xforms'"
        f" id='{form_id}' version='{version}'><began>2024-03-05T13:00:00.000+01:00</began>"
        f"<who>{inner}</who>"
        "<child jr:template=''><first/><age/></child>"
        "<child><first>EX-CHILD-1</first><age>3</age>"
        "<school><place>EX-P</place></school><school><place>EX-Q</place></school></child>"
        f"<child><first>EX-CHILD-2</first><age/></child><{EXTRA[0]}>{EXTRA[1]}</{EXTRA[0]}>{more}"
        f"<orx:meta><orx:instanceID>{instance}</orx:instanceID></orx:meta></data>"
    ).encode()


def as_kobo(**more):
    child = {"child/first": "EX-CHILD-1", "child/age": "3"}
    child["child/school"] = [{"child/school/place": one} for one in ("EX-P", "EX-Q")]
    one = {
        "_id": 71,
        "formhub/uuid": "0" * 32,
        "began": "2024-03-05T13:00:00.000+01:00",
        **{f"who/{name}": value for name, value in WHO.items()},
        "child": [child, {"child/first": "EX-CHILD-2"}],
        "__version__": "2",
        "meta/instanceID": ID,
        "_xform_id_string": "visit",
        "_uuid": ID.removeprefix("uuid:"),
        "_attachments": [{"filename": "EX/1709640000.jpg"}],
        "_geolocation": [None, None],
        EXTRA[0]: EXTRA[1],
        **more,
    }
    return json.dumps({"count": 1, "next": None, "results": [one]}).encode()


def comma(*rows):
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def central():
    apart = {f"who-{name}": value for name, value in WHO.items()}
    main = {
        "SubmissionDate": "2024-03-05T13:10:00.000Z",
        "began": "2024-03-05T13:00:00.000+01:00",
        **apart,
        "who-needs/bed": "1",
        "who-needs/food": "0",
        EXTRA[0]: EXTRA[1],
        "meta-instanceID": ID,
        "SET-OF-child": "visit.svc",
        "KEY": ID,
        "FormVersion": "2",
    }
    children = (
        ("first", "age", "SET-OF-school", "PARENT_KEY", "KEY"),
        ("EX-CHILD-1", "3", "x", ID, f"{ID}/child[1]"),
        ("EX-CHILD-2", "", "", ID, f"{ID}/child[2]"),
    )
    schools = (
        ("place", "PARENT_KEY", "KEY"),
        ("EX-P", f"{ID}/child[1]", f"{ID}/child[1]/school[1]"),
        ("EX-Q", f"{ID}/child[1]", f"{ID}/child[1]/school[2]"),
    )
    return (
        ("visit-school.csv", comma(*schools)),
        ("visit.csv", comma(tuple(main), tuple(main.values()))),
        ("visit-child.csv", comma(*children)),
    )


def archive(*files):
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as book:
        for name, source in files:
            book.writestr(name, source)
    return packed.getvalue()


def kobo_workbook():
    main = {
        "began": "2024-03-05T13:00:00.000+01:00",
        **{f"who/{name}": value for name, value in WHO.items() if name != "needs"},
        "who/needs/bed": "1",
        "who/needs/food": "0",
        "who/needs/papers": "1",
        EXTRA[0]: EXTRA[1],
        "_uuid": ID.removeprefix("uuid:"),
        "__version__": "2",
        "_index": 1,
    }
    above = ("_index", "_parent_table_name", "_parent_index")
    child = (
        ("child/first", "child/age", *above),
        ("EX-CHILD-1", "3", 1, "Visit", 1),
        ("EX-CHILD-2", "", 2, "Visit", 1),
    )
    school = (
        ("child/school/place", *above),
        ("EX-P", 1, "child", 1),
        ("EX-Q", 2, "child", 1),
    )
    sheets = {"Visit": (tuple(main), tuple(main.values())), "child": child, "school": school}
    return write_xlsx(sheets)


WAYS = {
    "xml": (("one.xml", as_xml()),),
    "kobo": (("all.json", as_kobo()),),
    "central": central(),
    "central packed": (("visit.zip", archive(*central(), ("media/1.jpg", b"\xff\xd8"))),),
    "xml packed": (("all.zip", archive(("a/submission.xml", as_xml()))),),
    "workbook": (("visit.xlsx", kobo_workbook()),),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_gives_the_same_answers(model, way):
    reading = read_submissions(model, WAYS[way])
    assert not reading.unread
    (one,) = reading.submissions
    assert one.answers == SAID
    assert not one.problems
    assert one.instance_id == ID.removeprefix("uuid:")
    assert one.version == "2"
    assert one.unknown == {EXTRA[0]: EXTRA[1]}
    assert one.files == ("1709640000.jpg",)
    assert one.at is not None
    assert one.at.isoformat().startswith("2024-03-05")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", [f'<?xml version="1.0" encoding="utf-16"?>{as_xml().decode()}', as_kobo().decode()]
)
def test_letters_of_two_or_four_bytes_are_read_by_their_mark(model, text, codec):
    source = f"\ufeff{text}".encode(codec)
    (one,) = read_submissions(model, [("a", source)]).submissions
    assert one.answers == SAID
    with pytest.raises(SourceRefused, match="broken"):
        read_submissions(model, [("a", source[: len(source) // 2])])


def test_no_answer_is_in_what_is_printed_of_it(model):
    (one,) = read_submissions(model, WAYS["xml"]).submissions
    assert "EX-C" not in repr(one)
    assert "38" not in repr(one)


def test_nested_groups_of_central_are_read_as_those_of_others(model):
    one = {"__id": ID, "__system": {"submissionDate": "2024-03-05T12:00:00Z"}, "who": WHO}
    (read,) = read_submissions(
        model, [("a.json", json.dumps({"value": [one]}).encode())]
    ).submissions
    assert read.answers == {qid: said for qid, said in SAID.items() if qid != "visit.child"}


@pytest.mark.parametrize(
    ("name", "value", "qid", "code"),
    [
        ("children", "two", "visit.children", "not_a_number"),
        ("children", "1,200", "visit.children", "not_one_number"),
        ("children", "2.5", "visit.children", "not_a_number"),
        ("cost", "1e999", "visit.cost", "not_a_number"),
        ("seen_on", "05/03/2024", "visit.seen_on", "not_a_date"),
        ("next_at", "tomorrow", "visit.next_at", "not_a_date"),
        ("at_hour", "25:00", "visit.at_hour", "not_a_time"),
    ],
)
def test_what_is_no_answer_is_named_with_its_question(model, name, value, qid, code):
    (one,) = read_submissions(model, [("a.xml", as_xml({**WHO, name: value}))]).submissions
    (problem,) = one.problems
    assert (problem.qid, problem.ref, problem.code) == (qid, f"/data/who/{name}", code)
    assert one.answers == {key: said for key, said in SAID.items() if key != qid}


def test_in_a_repeat_the_row_is_named(model):
    source = as_xml().replace(b"<age>3</age>", b"<age>three</age>")
    (one,) = read_submissions(model, [("a.xml", source)]).submissions
    assert [problem.ref for problem in one.problems] == ["/data/child[1]/age"]


def test_numbers_of_json_and_tables_are_whole_where_the_question_is(model):
    source = json.loads(as_kobo())
    source["results"][0] |= {"who/children": 2.0, "who/cost": 12, "who/is_safe": "yes"}
    (one,) = read_submissions(model, [("a.json", json.dumps(source).encode())]).submissions
    assert (one.answers["visit.children"], one.answers["visit.cost"]) == (2, 12.0)
    assert not one.problems


def test_a_day_with_an_hour_behind_it_is_the_day(model):
    source = as_xml({**WHO, "seen_on": "2024-03-05T00:00:00.000+01:00"})
    (one,) = read_submissions(model, [("a.xml", source)]).submissions
    assert one.answers["visit.seen_on"] == "2024-03-05"


def test_a_change_over_there_tells_which_submission_it_changed(model):
    changed = as_kobo(**{"meta/deprecatedID": ID, "meta/instanceID": "uuid:ex02", "_uuid": "ex02"})
    (one,) = read_submissions(model, [("a.json", changed)]).submissions
    assert (one.instance_id, one.earlier_ids) == ("ex02", (ID.removeprefix("uuid:"),))


@pytest.mark.parametrize("edited", ["json", "csv"])
def test_central_tells_which_submission_was_changed_by_the_key_it_keeps(model, edited):
    """Its key is the first id, and `instanceID` that of the last change."""
    source = {
        "json": {"value": [{"__id": ID, "who": WHO, "meta": {"instanceID": "uuid:ex02"}}]},
        "csv": (("KEY", "who-name_used", "meta-instanceID"), (ID, "EX", "uuid:ex02")),
    }[edited]
    file = comma(*source) if edited == "csv" else json.dumps(source).encode()
    (one,) = read_submissions(model, [("a", file)]).submissions
    assert (one.instance_id, one.earlier_ids) == ("ex02", (ID.removeprefix("uuid:"),))


REFUSED = {
    "answers.other_form": as_xml(form_id="housing"),
    "answers.no_id": as_xml(instance=""),
    "answers.encrypted": as_xml().replace(b"version='2'", b"encrypted='yes'"),
    "answers.nothing_known": b"<data id='visit'><meta><instanceID>x</instanceID></meta></data>",
    "answers.a_form": b"<html xmlns='http://www.w3.org/1999/xhtml'><head/></html>",
    "source.entities": b"<!DOCTYPE d [<!ENTITY e 'EX'>]><data id='visit'>&e;</data>",
    "source.broken": b"<data id='visit'><who>",
    "source.depth": b"<d>" * 100 + b"</d>" * 100,
    "answers.broken_json": b"[" * 100_000,
    "table.protected": b"\xd0\xcf\x11\xe0" + bytes(100),
    "table.broken": b"PK\x03\x04 torn",
    "table.encoding": "KEY,who-name_used\nx,é\n".encode("latin-1"),
    "answers.empty_archive": archive(("media/1.jpg", b"\xff\xd8")),
    "answers.no_submission": b"[1]",
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_no_submission_to_this_form_says_why(model, code):
    with pytest.raises(SourceRefused) as refused:
        read_submissions(model, [("a", REFUSED[code])])
    assert refused.value.code == code


def test_a_form_that_is_called_otherwise_over_there_may_be_the_same(model):
    source = as_xml(form_id="aXb9")
    (one,) = read_submissions(model, [("a.xml", source)], same_form=True).submissions
    assert (one.form_id, one.answers) == ("aXb9", SAID)


def test_one_that_cannot_be_read_does_not_stop_the_others(model):
    files = [("good.xml", as_xml()), ("bad.xml", REFUSED["source.entities"])]
    for packed in (files, [("all.zip", archive(*files))]):
        reading = read_submissions(model, packed)
        assert len(reading.submissions) == 1
        (unread,) = reading.unread
        assert "bad.xml" in unread.place
        assert unread.why.code == "source.entities"


def test_loose_files_together_are_no_more_than_an_archive(model):
    files = [(f"{number}.xml", as_xml(form_id="visit")) for number in range(3)]
    whole = sum(len(source) for _name, source in files)
    for limits in (Limits(submissions=2), Limits(all_answers_bytes=whole - 1)):
        with pytest.raises(SourceRefused, match=r"answers\.too_(many|much)"):
            read_submissions(model, files, limits)
    within = Limits(submissions=3, all_answers_bytes=whole)
    assert len(read_submissions(model, files, within).submissions) == 3


def test_answers_that_are_too_much_are_not_looked_at(model):
    small = Limits(answers_bytes=100)
    with pytest.raises(SourceRefused, match=r"table\.large"):
        read_submissions(model, [("a.json", as_kobo())], small)
    bomb = archive(("visit.csv", b"KEY\n" + b"a" * 60_000_000))
    with pytest.raises(SourceRefused, match=r"table\.unpacked"):
        read_submissions(model, [("a.zip", bomb)])
    fifty = Limits(answers_parts=50)
    with pytest.raises(SourceRefused, match=r"answers\.too_much"):
        read_submissions(model, [("a.json", b"[" + b"{}," * 50 + b"{}]")], fifty)
    assert read_submissions(model, [("a.json", as_kobo())], fifty).submissions
    inner = archive(("visit.csv", archive(("visit.csv", b"KEY\n"))))
    with pytest.raises(SourceRefused, match=r"table\.broken"):
        read_submissions(model, [("a.zip", inner)])


MANY = {
    "json": ("a.json", json.dumps([{}] * 4).encode()),
    "a page": ("a.json", json.dumps({"value": [{}] * 4}).encode()),
    "csv": ("a.csv", comma(("KEY",), *(("ex",) for _ in range(4)))),
    "archive": ("a.zip", archive(*((f"{number}.xml", as_xml()) for number in range(4)))),
}


@pytest.mark.parametrize("way", MANY)
def test_more_submissions_than_can_be_looked_at_come_in_parts(model, way):
    with pytest.raises(SourceRefused, match=r"answers\.too_many"):
        read_submissions(model, [MANY[way]], Limits(submissions=3))
    found = read_submissions(model, [MANY[way]], Limits(submissions=4))
    assert len(found.submissions) + len(found.unread) == 4


def test_of_many_that_cannot_be_read_the_first_are_kept_and_the_rest_counted(model):
    many = json.dumps([{}] * 1000).encode()
    reading = read_submissions(model, [("a.json", many), ("good.xml", as_xml())])
    assert len(reading.submissions) == 1
    assert (len(reading.unread), reading.more_unread) == (200, 800)
    assert not any(one.why.__traceback__ for one in reading.unread)


def test_a_row_that_stands_below_nothing_is_named(model):
    lost = [file for file in central() if file[0] != "visit-child.csv"]
    reading = read_submissions(model, lost)
    assert [(one.place, one.why.code) for one in reading.unread] == [
        ("child/school", "answers.row_of_nothing")
    ]
    assert "visit.child" not in reading.submissions[0].answers


KOBO_HEAD = ("_uuid", "who/name_used", "_index")
ROW_HEAD = ("child/first", "_index", "_parent_table_name", "_parent_index")
OF_NOBODY = {
    "both blank": ([KOBO_HEAD, ("1", "A", ""), ("2", "B", "")], [ROW_HEAD, ("STRAY", "", "", "")]),
    "table named": (
        [KOBO_HEAD, ("1", "A", ""), ("2", "B", "")],
        [ROW_HEAD, ("STRAY", "5", "visit", "")],
    ),
    "no index above": (
        [KOBO_HEAD[:2], ("1", "A"), ("2", "B")],
        [("child/first", "_parent_index"), ("STRAY", ""), ("STRAY-2", "1")],
    ),
    "no index below": (
        [KOBO_HEAD, ("1", "A", "1"), ("2", "B", "2")],
        [("child/first", "_parent_index"), ("STRAY", "")],
    ),
}


@pytest.mark.parametrize("case", OF_NOBODY)
def test_a_row_that_names_no_row_above_comes_into_nobodys_answers(model, case):
    main, rows = OF_NOBODY[case]
    reading = read_submissions(model, [("b.xlsx", write_xlsx({"visit": main, "child": rows}))])
    assert [one.answers for one in reading.submissions] == [
        {"visit.name_used": "A"},
        {"visit.name_used": "B"},
    ]
    assert [one.why.details["rows"] for one in reading.unread] == [1] * (len(rows) - 1)


def test_a_row_below_a_blank_key_comes_into_nobodys_answers(model):
    files = [
        ("visit.csv", comma(("meta-instanceID", "who-name_used"), ("1", "A"), ("2", "B"))),
        ("visit-child.csv", comma(("PARENT_KEY", "first"), ("", "STRAY"))),
    ]
    reading = read_submissions(model, files)
    assert all("visit.child" not in one.answers for one in reading.submissions)
    assert [one.why.code for one in reading.unread] == ["answers.row_of_nothing"]


def test_rows_below_a_key_that_stands_twice_come_into_nobodys_answers(model):
    """The first of the two got them all, also where it could not come in."""
    main = ("visit.csv", comma(("KEY", "who-children"), ("1", "many"), ("1", "2"), ("2", "3")))
    rows = ("visit-child.csv", comma(("PARENT_KEY", "first"), ("1", "A"), ("2", "B")))
    reading = read_submissions(model, [main, rows])
    assert [one.answers for one in reading.submissions] == [
        {"visit.children": 3, "visit.child": [{"visit.child_first": "B"}]}
    ]
    assert [(one.place, one.why.code) for one in reading.unread] == [
        ("visit.csv!2", "answers.key_twice"),
        ("visit.csv!3", "answers.key_twice"),
        ("child", "answers.row_of_nothing"),
    ]


def test_rows_of_rows_without_a_number_are_not_the_first_ones(model):
    """A repeat in a repeat: without a number of its own, a child has no schools below it."""
    sheets = {
        "visit": [KOBO_HEAD, ("1", "A", "1")],
        "child": [("child/first", "_parent_index"), ("ONE", "1"), ("TWO", "1")],
        "school": [
            ("child/school/place", "_parent_table_name", "_parent_index"),
            ("STRAY", "child", ""),
        ],
    }
    reading = read_submissions(model, [("b.xlsx", write_xlsx(sheets))])
    (one,) = reading.submissions
    assert one.answers["visit.child"] == [
        {"visit.child_first": "ONE"},
        {"visit.child_first": "TWO"},
    ]
    assert [one.why.code for one in reading.unread] == ["answers.row_of_nothing"]


def test_a_table_that_is_named_for_no_repeat_is_left_and_named(model):
    files = [*central(), ("visit-dogs.csv", comma(("name", "PARENT_KEY"), ("EX", ID)))]
    reading = read_submissions(model, files)
    assert [(one.place, one.why.code) for one in reading.unread] == [
        ("visit-dogs.csv", "answers.table_of_nothing")
    ]
    assert reading.submissions[0].answers == SAID


def test_a_bad_row_of_a_repeat_refuses_the_submission_it_belongs_to(model):
    files = [
        (name, source.replace(b"EX-CHILD-2", b"EX\x01") if name == "visit-child.csv" else source)
        for name, source in central()
    ]
    with pytest.raises(SourceRefused, match=r"table\.not_text"):
        read_submissions(model, files)


def test_rows_that_stand_below_themselves_end(model):
    files = [
        ("visit.csv", comma(("KEY", "who-name_used"), (ID, "EX-CODE-1"))),
        (
            "visit-child.csv",
            comma(("first", "PARENT_KEY", "KEY"), ("EX", "a", "b"), ("EX", "b", "a")),
        ),
    ]
    reading = read_submissions(model, files)
    assert len(reading.submissions) == 1
    assert {one.why.code for one in reading.unread} == {"answers.row_of_nothing"}


def test_what_a_form_hides_and_does_not_work_out_is_told():
    hidden = FORM.replace(
        "  - {type: end group}\n", "  - {type: hidden, name: case_code}\n  - {type: end group}\n", 1
    )
    source = as_xml({**WHO, "case_code": "EX-CASE"})
    (one,) = read_submissions(load_form(hidden), [("a.xml", source)]).submissions
    assert one.unknown == {"who/case_code": "EX-CASE", EXTRA[0]: EXTRA[1]}


def test_a_column_is_a_choice_only_where_it_says_yes_or_no(model):
    heads = ("KEY", "who-needs/bed", "who-needs.bed", "who-needs/food", "who-needs/remark")
    files = [("visit.csv", comma(heads, (ID, "true", "true", "False", "EX-WORDS")))]
    (one,) = read_submissions(model, files).submissions
    assert one.answers == {"visit.needs": ["bed"]}
    assert one.unknown == {"who-needs/remark": "EX-WORDS"}


def test_a_choice_of_its_own_is_said_by_a_cell_that_is_true(model):
    """A workbook has cells that are true or false, which are read as yes and no."""
    heads = ("_uuid", "who/needs/bed", "who/needs/food")
    (one,) = read_submissions(model, [("a.csv", comma(heads, ("ex", "yes", "no")))]).submissions
    assert one.answers == {"visit.needs": ["bed"]}


def test_a_submission_that_names_no_form_is_taken_by_its_answers(model):
    source = as_xml().replace(b" id='visit'", b"")
    (one,) = read_submissions(model, [("a.xml", source)]).submissions
    assert (one.form_id, one.answers) == ("", SAID)


def test_two_answers_to_one_question_are_not_made_one(model):
    twice = as_xml().replace(
        b"<children>2</children>", b"<children>2</children><children>3</children>"
    )
    (one,) = read_submissions(model, [("a.xml", twice)]).submissions
    assert [(found.ref, found.code) for found in one.problems] == [
        ("/data/who/children", "said_twice")
    ]
    same = as_xml().replace(
        b"<children>2</children>", b"<children>2</children><children>2</children>"
    )
    assert not read_submissions(model, [("a.xml", same)]).submissions[0].problems


IN_GROUP = """
settings: {form_id: visit, form_title: Visit}
survey:
  - {type: begin group, name: all, label: All}
  - {type: begin repeat, name: child, label: Child, bind::sx:qid: visit.child}
  - {type: text, name: first, label: First, bind::sx:qid: visit.child_first}
  - {type: end repeat}
  - {type: end group}
"""


def test_two_answers_of_several_choices_are_not_made_one(model):
    whole = b"<needs>bed papers</needs>"
    twice = as_xml().replace(whole, b"<needs>bed</needs><needs>papers</needs>")
    (one,) = read_submissions(model, [("a.xml", twice)]).submissions
    assert [(found.ref, found.code) for found in one.problems] == [
        ("/data/who/needs", "said_twice")
    ]
    (one,) = read_submissions(model, [("a.xml", as_xml().replace(whole, whole * 2))]).submissions
    assert (one.answers, one.problems) == (SAID, ())


@pytest.mark.parametrize("heads", [("who-needs/bed", "who-needs"), ("who-needs", "who-needs/bed")])
@pytest.mark.parametrize(("whole", "codes"), [("papers bed", ()), ("papers", ("said_twice",))])
def test_a_choice_of_its_own_is_one_of_the_whole_answer(model, heads, whole, codes):
    said = {"who-needs/bed": "1", "who-needs": whole}
    file = comma(("KEY", *heads), (ID, *(said[head] for head in heads)))
    (one,) = read_submissions(model, [("a.csv", file)]).submissions
    assert one.answers == {"visit.needs": whole.split()}
    assert tuple(found.code for found in one.problems) == codes


def test_rows_in_two_groups_of_one_name_are_not_made_one():
    row = "<all><child><first>{}</first></child></all>"
    around = "<data id='visit'>{}<meta><instanceID>ex</instanceID></meta></data>"
    in_group = load_form(IN_GROUP)
    for second, codes in (("A", []), ("B", ["said_twice"])):
        source = around.format(row.format("A") + row.format(second)).encode()
        (one,) = read_submissions(in_group, [("a.xml", source)]).submissions
        assert one.answers == {"visit.child": [{"visit.child_first": "A"}]}
        assert [found.code for found in one.problems] == codes
