"""Answers of ODK and Kobo by command line: looked at, brought in, and what stays out named."""

from __future__ import annotations

import json

import pytest
from typed import Typist


def one(number, **said):
    visit = {"contact/contacted_on": "2026-01-05", "contact/outcome": "spoken"}
    return {"meta/instanceID": f"uuid:ex-{number}", "_xform_id_string": "aXb9", **visit, **said}


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    return Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "answers.json"
    wrong = one(2, **{"contact/contacted_on": "last week"})
    path.write_text(json.dumps([one(1, shoe_size="38"), wrong, one(3)]), "utf-8")
    return path


SAME = ("--same-form",)


def test_a_dry_run_says_what_stays_out_and_why_and_keeps_nothing(typist, answers):
    said = typist.types("bring-answers", "follow_up", answers, *SAME, "--dry-run").out
    assert "answers.json #2: contacted_on: this is not a date" in said
    assert "The form does not ask for shoe_size" in said
    assert "3 submissions were read, 2 can be brought in" in said
    assert "Nobody agreed to anything" in said
    assert "38" not in said
    assert typist.cases() == []


def test_each_thing_that_is_wrong_stands_on_a_line_of_its_own(typist, tmp_path):
    twice = {"contact/contacted_on": "last week", "contact/outcome": "by owl"}
    path = tmp_path / "answers.json"
    path.write_text(json.dumps([one(1, **twice), "words", one(2)]), "utf-8")
    said = typist.types("bring-answers", "follow_up", path, *SAME, "--dry-run").out.split("\n")
    assert said[:3] == [
        "answers.json #2: This is not a submission.",
        "answers.json #1: contacted_on: this is not a date, such as 2026-03-10",
        "answers.json #1: outcome: this is not one of the choices",
    ]


def test_of_very_much_that_is_wrong_the_first_is_named_and_the_rest_counted(typist, tmp_path):
    row = "family_group/children"
    children = [{f"{row}/child_age": f"about {n}"} for n in range(30)]
    said = {"introduction/limits_explained": "yes", "family_group/children_count": "30"}
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({**one(1), **said, row: children}), "utf-8")
    lines = typist.types("bring-answers", "intake", path, *SAME, "--dry-run").out.split("\n")
    wrong = [one for one in lines if "not a number of the kind asked for" in one]
    assert (len(wrong), wrong[0].partition(":")[0]) == (20, "answers.json #1")
    assert "answers.json #1: 10 more problems are not shown" in lines


def test_answers_open_cases_once_and_are_undone_as_a_whole(typist, answers):
    done = typist.types("bring-answers", "follow_up", answers, *SAME, "--json").facts
    assert (done["submissions"], done["brought_in"], len(typist.cases())) == (3, 2, 2)
    assert [(left["place"], left["code"]) for left in done["left_out"]] == [
        ("answers.json #2", "answers_refused")
    ]
    again = typist.types("bring-answers", "follow_up", answers, *SAME)
    assert "2 came in before and stay as they are" in again.out
    assert len(typist.cases()) == 2
    assert "2 cases were taken away" in typist.types("undo-bring-in", done["number"]).out
    assert typist.cases() == []


def test_answers_that_name_their_case_are_recorded_in_it(typist, tmp_path):
    code = typist.records({"limits_explained": "yes"}).facts["case"]
    path = tmp_path / "named.json"
    path.write_text(json.dumps(one(1, case_code=code)), "utf-8")
    asked = ("bring-answers", "follow_up", path, *SAME, "--case-question", "case_code")
    assert typist.types(*asked, "--json").facts["brought_in"] == 1
    assert len(typist.cases()) == 1


def test_what_cannot_be_read_ends_in_one_sentence(typist, answers, tmp_path):
    answer = typist.types("bring-answers", "follow_up", answers)
    assert answer.code == 0
    assert "answers.json #1: These are answers to the form aXb9, not to follow_up." in answer.out
    torn = tmp_path / "torn.xml"
    torn.write_text("<!DOCTYPE d [<!ENTITY e 'x'>]><data>&e;</data>", "utf-8")
    assert typist.types("bring-answers", "follow_up", torn).refused == "source.entities"
    assert typist.types("bring-answers", "consent", answers).refused == "submissions_other_kind"
    assert typist.types("bring-answers", "no_form", answers).refused == "unknown_form"
    assert typist.types("bring-answers", "note", tmp_path / "no.csv").refused == "file_unreadable"


def test_a_form_is_taken_to_other_programs_and_its_answers_come_back(typist, tmp_path):
    for name in ("note.xlsx", "note.xml"):
        out = tmp_path / name
        said = typist.types("take-form", "note", out, "--json").facts
        assert (said["form"], said["lists_left_here"]) == ("note", [])
        assert "note" in typist.types("form", out).out
    assert b"instanceID" in (tmp_path / "note.xml").read_bytes()
    given = '<data id="note" version="1"><note_page><text>EX</text></note_page>'
    path = tmp_path / "answers.xml"
    path.write_text(f"{given}<meta><instanceID>uuid:ex</instanceID></meta></data>", "utf-8")
    assert "1 was brought in" in typist.types("bring-answers", "note", path).out


def test_lists_of_the_office_stay_here_and_that_is_said(typist, tmp_path):
    said = typist.types("take-form", "legal", tmp_path / "legal.xlsx").out
    assert "services" in said
    assert "stay here" in said


def test_a_form_goes_into_no_other_kind_of_file(typist, tmp_path):
    assert typist.types("take-form", "note", tmp_path / "note.pdf").refused == "form_out_name"
    assert typist.types("take-form", "no_form", tmp_path / "a.xml").refused == "unknown_form"
    assert not (tmp_path / "a.xml").exists()


def test_of_a_wide_table_not_every_column_is_named(typist, tmp_path):
    path = tmp_path / "wide.json"
    path.write_text(json.dumps(one(1, **{f"extra_{n}": "EX" for n in range(30)})), "utf-8")
    said = typist.types("bring-answers", "follow_up", path, *SAME, "--dry-run").out
    assert said.count("The form does not ask for") == 20
    assert "10 more are not asked for" in said
