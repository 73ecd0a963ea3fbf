"""Odd, hostile and wrong input ends in words, and nothing of it is kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from make import WORDS
from typed import Typist

from desktop.crash import REPORT

LIMITS = {"limits_explained": "yes"}


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    typist = Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)
    yield typist
    # A refusal is a sentence; a report would say that it was a fault of ours.
    assert not (typist.home / REPORT).exists()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "not_json"),
        ("[]", "not_an_object"),
        ("[" * 100_000, "not_json"),
        ('{"name_used": "CANARY", "name_used": "CANARY-2"}', "answered_twice"),
        ('{"children": [{"child_age": 1, "child_age": 2}]}', "answered_twice"),
        ('{"limits_explained": "yes", "name_used": "CANARY\\ud800"}', "answers_refused"),
        ('{"limits_explained": "yes", "name_used": "CANARY\\u001b[2J"}', "answers_refused"),
        ('{"limits_explained": "yes", "name_used": "CANARY\\u0000"}', "answers_refused"),
    ],
)
def test_answers_that_cannot_be_kept_are_refused_without_their_values(typist, written, code):
    done = typist.records(raw=written)
    assert (done.code, json.loads(done.err)["refused"]) == (1, code)
    assert "CANARY" not in done.err
    assert typist.cases() == []


def test_a_wrong_answer_in_a_repeat_says_in_which_row(typist):
    rows = [{"child_age": 3}, {"child_age": "CANARY"}]
    done = typist.records(LIMITS | {"children": rows})
    assert "children[2] child_age: this is not a number" in done.err
    assert "CANARY" not in done.err


def test_a_question_that_no_form_has_is_named_short_and_on_one_line(typist):
    done = typist.records(LIMITS | {"x\x1b[31m\u202e\ny" + "z" * 10_000: 1})
    reason = json.loads(done.err)["reasons"][1]
    assert reason.startswith("x\ufffd[31m\ufffd yzz")
    assert len(reason) < 150


def test_a_service_without_a_name_or_kind_is_refused(typist):
    done = typist.records({}, form="service")
    assert done.code == 1
    assert "name: an answer is needed" in done.err
    assert "kind: an answer is needed" in done.err


def test_files_that_begin_with_a_byte_order_mark_are_read(typist, tmp_path):
    secret, answers = tmp_path / "secret.txt", tmp_path / "answers.json"
    secret.write_bytes(b"\xef\xbb\xbf" + WORDS.encode() + b"\r\n")
    answers.write_bytes(b"\xef\xbb\xbf" + json.dumps(LIMITS).encode())
    words = ("record", "new", "intake", "--answers", answers, "--passphrase-file", secret)
    assert typist.types(*words).code == 0


def test_a_name_shared_by_two_services_is_no_address(typist):
    for kind in ("health", "police"):
        typist.records({"name": "Example Twin", "kind": kind}, form="service")
    case = typist.records(LIMITS).facts["case"]
    assert typist.types("withheld", case, "--to", "Example Twin").refused == "service_ambiguous"


def test_what_steers_a_terminal_is_not_shown(typist):
    name = "Example \u202edesreveR"
    typist.records({"name": name, "kind": "health"}, form="service")
    shown = typist.types("services").out
    assert "Example \ufffddesreveR" in shown


@pytest.mark.parametrize("name", ["a\x1b[31mb", "a\u202eb", "a\nb", "x" * 201])
def test_a_name_that_no_list_can_show_is_refused(typist, name):
    assert typist.types("people", "add", name).refused == "bad_name"


def test_a_backup_to_nowhere_and_a_restore_of_nothing_say_so(typist, tmp_path):
    nowhere = tmp_path / "nowhere" / "backup"
    assert typist.types("backup", nowhere).refused == "file_not_written"
    assert typist.types("restore", nowhere).refused == "file_unreadable"


def test_a_letter_to_a_name_of_too_many_marks_is_refused_in_words(typist, tmp_path):
    case = typist.records(LIMITS | {"name_used": "a" + "\u0301" * 500}).facts["case"]
    service = typist.types("services", "--json").facts[0]
    grant = {
        "purpose": "referral",
        "answer": "given",
        "recipient": service["code"],
        "items": ["name_used"],
        "valid_until": f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}",
    }
    consent = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
    typist.records(consent | {"grants": [grant]}, case, "consent")
    out = tmp_path / "letter.pdf"
    done = typist.types("letter", case, "--to", service["code"], "--out", out)
    assert (done.refused, out.exists()) == ("too_many_marks", False)
