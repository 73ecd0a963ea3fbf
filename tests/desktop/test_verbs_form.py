"""A form file from elsewhere is looked at: what it is, or in one sentence what is wrong with it."""

from __future__ import annotations

import io
import json
import os
import zipfile

import pytest
from random_forms import xform
from reading import page_texts
from scenarios import ask
from typed import Typist

import texts
from desktop.crash import REPORT
from desktop.saying.words import refusal_of
from forms.errors import FormError, Where

GOOD = xform("<a/>", "", ask("/data/a")).decode()
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ROWS = """
settings:
  - {form_title: Example visit, form_id: visit, version: "3"}
survey:
  - {type: text, name: place, label::English (en): Place, label::French (fr): Lieu}
  - {type: integer, name: children, label::English (en): Children, label::French (fr): Enfants}
  - {type: note, name: thanks, label::English (en): Thank you, label::French (fr): Merci}
"""


@pytest.fixture
def typist(tmp_path, monkeypatch, capsys):
    typist = Typist(tmp_path / "no workbook", monkeypatch, capsys)
    yield typist
    assert not (typist.home / REPORT).exists()
    assert not typist.home.exists()


def looked_at(typist, tmp_path, content, *options):
    file = tmp_path / "file"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return typist.types("form", file, *options)


def workbook(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def test_a_form_is_said_to_be_what_it_is_without_any_workbook(typist, tmp_path):
    done = looked_at(typist, tmp_path, ROWS, "--json")
    assert done.facts == {
        "form": "visit",
        "title": "Example visit",
        "version": "3",
        "questions": 2,
        "languages": ["English (en)", "French (fr)"],
        "notices": [],
    }
    said = looked_at(typist, tmp_path, ROWS).out
    assert "Example visit (visit), version 3" in said
    assert "no workbook was changed" in said


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "source.no_questions"),
        (LAUGHS + GOOD, "source.entities"),
        ("<a>" * 5_000 + "</a>" * 5_000, "source.depth"),
        ("survey: " + "[" * 500 + "]" * 500, "source.depth"),
        (b"PK\x03\x04 not a workbook", "source.workbook_broken"),
        (workbook(letter__txt=b"no form"), "source.workbook_broken"),
        (workbook(xl__worksheets__sheet1=b"0" * 51_000_000), "limit.workbook"),
        (b"\x7fELF\xff\xfe\x00", "source.unknown_format"),
        (xform("<a/><b/>", '<bind nodeset="/data/a" calculate="/data/b"/>'
               '<bind nodeset="/data/b" calculate="/data/a"/>'), "source.cycle"),
        (xform("<a/>", f'<bind nodeset="/data/a" constraint="regex(., \'{"(a+)+" * 400}\')"/>'),
         "pattern.too_long"),
        ("x" * 10_000_001, "source.too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)  # fmt: skip
def test_a_file_that_means_harm_ends_in_one_sentence(typist, tmp_path, content, code):
    done = looked_at(typist, tmp_path, content)
    assert (done.code, done.refused, done.out) == (1, code, "")
    assert done.err.count("\n") == 1
    assert len(done.err) < 500


def test_the_sentence_names_sheet_row_and_column_or_the_question(typist, tmp_path):
    rows = "survey:\n  - {type: text, name: a, label: A}\n  - {type: [text], name: b}\n"
    done = looked_at(typist, tmp_path, rows, "--json")
    (reason,) = json.loads(done.err)["reasons"]
    file, where, _why = reason.split(": ", 2)
    assert file == str(tmp_path / "file")
    assert where.startswith("survey!")
    assert "3" in where
    circle = xform("<a/>", '<bind nodeset="/data/a" calculate="/data/a + 1"/>')
    assert "/data/a" in looked_at(typist, tmp_path, circle).err


@pytest.mark.parametrize(
    ("where", "place"),
    [
        (Where(question="/data/a"), "السؤال /data/a"),
        (Where(column="constraint", question="/data/a"), "السؤال /data/a (constraint)"),
        (Where("survey", 3, "C", "/data/a"), "survey!C3، السؤال /data/a"),
        (Where("survey", 3, "C"), "survey!C3"),
    ],
)
def test_the_place_in_a_form_is_named_in_the_language_of_the_sentence(where, place):
    texts.use("ar")
    try:
        (reason,) = refusal_of(FormError("expression.too_deep", where=where, limit=50)).sentences
    finally:
        texts.use("en")
    assert reason.startswith(f"{place}: ")


def test_words_of_a_hostile_file_do_not_steer_the_terminal(typist, tmp_path):
    title = "Ex\u202eample" + "x" * 5_000
    done = looked_at(typist, tmp_path, ROWS.replace("Example visit", title))
    assert done.code == 0
    assert "\u202e" not in done.out
    assert len(done.out) < 500


def test_a_form_that_can_be_used_says_what_its_author_should_look_at(typist, tmp_path):
    loose = xform("<a/>", '<bind nodeset="/data/a" constraint="regex(., \'b\')"/>', ask("/data/a"))
    done = looked_at(typist, tmp_path, loose)
    assert done.code == 0
    assert "To look at: /data/a: a pattern without ^ and $" in done.out


@pytest.mark.parametrize("there", [False, True])
def test_a_file_that_cannot_be_opened_is_said_to_be_unreadable(typist, tmp_path, there):
    file = tmp_path / "folder"
    if there:
        file.mkdir()
    assert typist.types("form", file).refused == "file_unreadable"


def test_a_pipe_is_no_form_and_nobody_waits_for_its_end(typist, tmp_path):
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    assert typist.types("form", pipe).refused == "file_unreadable"


def test_a_form_from_elsewhere_is_printed_blank_without_any_workbook(typist, tmp_path):
    out = tmp_path / "blank.pdf"
    assert looked_at(typist, tmp_path, ROWS, "--blank", out).code == 0
    (page,) = page_texts(out.read_bytes())
    assert "1. Place" in page
    assert "2. Children" in page
    assert "visit/3" in page


def test_the_choices_of_a_form_from_elsewhere_are_printed(typist, tmp_path):
    out = tmp_path / "blank.pdf"
    rows = (
        "survey: [{type: select_one way, name: a, label: How}]\n"
        "choices: {way: [{name: f, label: On foot}, {name: b, label: By boat}]}"
    )
    assert looked_at(typist, tmp_path, rows, "--blank", out).code == 0
    (page,) = page_texts(out.read_bytes())
    assert "On foot" in page
    assert "By boat" in page
