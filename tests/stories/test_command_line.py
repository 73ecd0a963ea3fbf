"""One case by command line: from first contact to a letter, a withdrawal and its consequences."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pyrage
import pytest
from typed import Answer, said_by

import texts

HOUSE = Path(__file__).parents[2]
WORDS = "plainly invented words for tests only"

pytestmark = pytest.mark.long


class Line:
    """A person at the command line of one folder; each verb is a program of its own if so said."""

    def __init__(self, home: Path, *, alone: bool = False) -> None:
        self.home, self.alone = home, alone
        self.user = "Supervisor 1"
        self.secret = WORDS

    def run(self, *words, typed=None, secrets=None, code=0):
        lines = "\n".join(secrets or [self.secret]) + "\n"
        if typed is not None:
            lines += json.dumps(typed, ensure_ascii=False)
        common = ["--home", str(self.home), "--user", self.user, "--passphrase-file", "-"]
        done = (_program if self.alone else said_by)(lines, [*common, *words])
        assert done.code == code, done.err
        return done

    def facts(self, *words, **how):
        return self.run(*words, "--json", **how).facts


def _program(given: str, words) -> Answer:
    done = subprocess.run(
        [sys.executable, "-m", "desktop", *words],
        cwd=HOUSE,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(HOUSE)},
    )
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def line(template, tmp_path_factory):
    # A workbook whose passphrase costs the least; that one is made is told in a story of its own.
    line = Line(template.copy(tmp_path_factory.mktemp("cli") / "workbook"))
    line.recovery = template.recovery_code
    return line


VISIT = {
    "limits_explained": "yes",
    "name_used": "CANARY-NAME",
    "languages": ["ar"],
    "sex": "female",
    "phone": "+000 55 7654321",
    "must_not": "CANARY-MUST-NOT",
    "safe_hours": "CANARY-HOURS",
    "account": "CANARY-ACCOUNT",
    "id_numbers": "CANARY-IDNUMBER",
    "home": "CANARY-ADDRESS",
    "hiv": "CANARY-HIV",
    "staff_notes": "CANARY-STAFF",
}


def consent(line, **changes):
    service = line.facts("services")[0]["code"]
    until = (datetime.now(UTC).date() + timedelta(days=60)).isoformat()
    grant = {
        "purpose": "referral",
        "recipient": service,
        "categories": ["demographic", "contact", "needs"],
        "items": ["name_used"],
        "valid_until": until,
    }
    return {
        "limits_explained": "yes",
        "means": "verbal",
        "given_by": "survivor",
        "case_service": "given",
        "grants": [grant | changes],
    }


def words_of(paper):
    document = pypdfium2.PdfDocument(paper)
    return " ".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.fixture(scope="module")
def case(line):
    return line.facts("record", "new", "intake", "--answers", "-", typed=VISIT)["case"]


def test_a_letter_needs_a_grant_tells_what_was_promised_and_stops_at_withdrawal(
    line, case, tmp_path
) -> None:
    # Here each verb is a program of its own, as everywhere but in these tests.
    line = Line(line.home, alone=True)
    paper = tmp_path / "letter.pdf"
    order = ("letter", case, "--to", "Example Clinic A", "--out", str(paper))
    refused = line.run(*order, code=1)
    assert refused.err.startswith("consent_missing: This was not agreed")
    assert not paper.exists()
    before = line.facts("withheld", case, "--to", "Example Clinic A")
    assert before["told"] == []
    assert "CANARY-NAME" in {one["value"] for one in before["withheld"]}

    line.facts("record", case, "consent", "--answers", "-", typed=consent(line))
    promised = line.facts("withheld", case, "--to", "Example Clinic A")
    agreed = line.facts("consent", case)
    assert {"purpose", "recipient", "covers", "state", "valid_from", "valid_to"} <= set(agreed[0])
    assert any(one["recipient"] == "Example Clinic A" for one in agreed)

    line.facts(*order)
    words = " ".join(words_of(paper).split())
    assert promised["told"]
    for told in promised["told"]:
        assert " ".join(told["value"].split()) in words
    for held in promised["withheld"]:
        assert held["value"] not in words
    assert "CANARY-NAME" in words
    kept_here = " ".join(held["value"] for held in promised["withheld"])
    for canary in ("ACCOUNT", "IDNUMBER", "ADDRESS", "HIV", "STAFF"):
        assert f"CANARY-{canary}" in kept_here
        assert f"CANARY-{canary}" not in words

    done = line.facts("withdraw", case, "--purpose", "referral", "--recipient", "Example Clinic A")
    effects = [one["effect"] for one in done["consequences"]]
    assert "letter_recalled" in effects
    assert "no_new_letter_to" in effects
    again = tmp_path / "again.pdf"
    line.run("letter", case, "--to", "Example Clinic A", "--out", str(again), code=1)
    assert not again.exists()


def test_wrong_answers_are_refused_with_question_and_reason_and_nothing_is_kept(line) -> None:
    before = len(line.facts("cases"))
    wrong = VISIT | {"sex": "martian", "birth_year": 1700, "no_such": 1, "birth_precision": "year"}
    refused = line.run("record", "new", "intake", "--answers", "-", typed=wrong, code=1)
    for question in ("sex", "birth_year", "no_such"):
        assert question in refused.err
    assert "CANARY" not in refused.err
    line.run("record", "new", "intake", "--answers", "-", typed={}, code=1)
    assert len(line.facts("cases")) == before


def test_the_questions_of_a_form_are_printed_as_json(line) -> None:
    asked = line.facts("record", "new", "consent", "--questions")
    grants = next(one for one in asked if one["name"] == "grants")
    assert grants["type"] == "repeat"
    assert any(one["name"] == "limits_explained" and one["required"] for one in asked)


def test_a_case_is_found_by_words_and_by_code(line, case) -> None:
    assert case in [one["code"] for one in line.facts("cases", "--find", "canary-na")]
    assert case in [one["code"] for one in line.facts("cases", "--find", case[:4])]
    assert line.facts("cases", "--find", "nothing-like-this") == []


@pytest.mark.usefixtures("case")
def test_check_verifies_everything(line) -> None:
    found = line.facts("check")
    assert found["faults"] == []
    assert found["operations"] > 10


def test_a_wrong_passphrase_is_refused_in_words(line) -> None:
    refused = line.run("cases", secrets=["not the passphrase at all"], code=1)
    assert "Traceback" not in refused.err
    assert refused.out == ""


def test_people_passphrase_recovery_backup_and_restore(line, case, tmp_path) -> None:
    added = line.facts("people", "add", "Caseworker 9", "--role", "caseworker")
    other = Line(line.home)
    other.user, other.secret = "Caseworker 9", added["passphrase"]
    assert other.facts("cases") == []
    other.run("consent", case, code=1)
    other.facts("passphrase", secrets=[other.secret, WORDS + " again"])
    other.secret = WORDS + " again"
    other.facts("services")
    other.facts("recover", secrets=[line.recovery, WORDS + " anew"])
    other.secret = WORDS + " anew"
    other.facts("services")

    copy = tmp_path / "copy.sealed"
    line.facts("backup", str(copy))
    elsewhere = Line(tmp_path / "elsewhere")
    back = elsewhere.facts("restore", str(copy), secrets=[line.recovery, WORDS])
    assert back["recovery_code"] != line.recovery
    assert case in [one["code"] for one in elsewhere.facts("cases")]
    assert elsewhere.facts("check")["faults"] == []


def test_a_name_in_letters_that_no_font_has_is_kept_and_said_with_its_field(line, tmp_path) -> None:
    visit = VISIT | {"name_used": "CANARY \u4e2d"}
    case = line.facts("record", "new", "intake", "--answers", "-", typed=visit)["case"]
    line.facts("record", case, "consent", "--answers", "-", typed=consent(line))
    paper = tmp_path / "letter.pdf"
    order = ("letter", case, "--to", "Example Clinic A", "--out", str(paper))
    refused = line.run(*order, code=1).err
    assert refused.startswith("missing_glyph: ")
    assert "U+4E2D CJK UNIFIED IDEOGRAPH-4E2D" in refused
    assert texts.say("item.name_used") in refused
    assert "CANARY" not in refused
    assert not paper.exists()
    told = line.facts("withheld", case, "--to", "Example Clinic A")["told"]
    assert "CANARY \u4e2d" in {one["value"] for one in told}


def test_a_protected_letter_prints_its_passphrase_once(line, tmp_path) -> None:
    case = line.facts("record", "new", "intake", "--answers", "-", typed=VISIT)["case"]
    line.facts("record", case, "consent", "--answers", "-", typed=consent(line))
    paper = tmp_path / "sealed.pdf"
    made = line.facts("letter", case, "--to", "Example Clinic A", "--protect", "--out", str(paper))
    assert len(made["passphrase"].split()) == 6
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(paper)
    assert len(pypdfium2.PdfDocument(paper, password=made["passphrase"])) >= 1


@pytest.mark.soak  # a dozen programs; in this process in tests/casework/test_sealing.py
def test_a_sealed_letter_opens_with_the_key_of_its_service(line, tmp_path) -> None:
    identity = pyrage.x25519.Identity.generate()
    key = str(identity.to_public())
    case = line.facts("record", "new", "intake", "--answers", "-", typed=VISIT)["case"]
    line.facts("record", case, "consent", "--answers", "-", typed=consent(line))
    paper = tmp_path / "letter.pdf.age"
    command = ("letter", case, "--to", "Example Clinic A", "--seal", "--out", str(paper))
    said = line.run(*command, code=1).err
    assert "Example Clinic A has no key in the directory" in said
    assert not paper.exists()
    entry = {"name": "Example House", "kind": "health", "sealing_key": key[:-1]}
    said = line.run("record", "new", "service", "--answers", "-", typed=entry, code=1).err
    assert "begins with age1 and has 62 letters and digits" in said
    assert key[:-1] not in said
    line.facts("record", "new", "service", "--answers", "-", typed=entry | {"sealing_key": key})
    (to,) = [one["code"] for one in line.facts("services") if one["name"] == "Example House"]
    agreed = consent(line, recipient=to)
    line.facts("record", case, "consent", "--answers", "-", typed=agreed)
    made = line.facts("letter", case, "--to", "Example House", "--seal", "--out", str(paper))
    assert made["sealed_to"] == "Example House"
    assert "passphrase" not in made
    letter = pyrage.decrypt(paper.read_bytes(), [identity])
    assert "CANARY-NAME" in pypdfium2.PdfDocument(letter)[0].get_textpage().get_text_bounded()
    assert line.run(*command, "--protect", code=2).out == ""


def test_usage_errors_exit_with_two(line) -> None:
    assert line.run("letter", code=2).out == ""
    assert line.run("no-such-verb", code=2).out == ""


def test_practice_is_marked_and_has_its_users(tmp_path) -> None:
    line = Line(tmp_path / "practice")
    made = line.facts("practice", "--cases", "4", "--seed", "7")
    assert {user["role"] for user in made["users"]} >= {"caseworker", "supervisor"}
    worker = next(user for user in made["users"] if user["role"] == "supervisor")
    line.user, line.secret = worker["name"], worker["passphrase"]
    assert len(line.facts("cases")) == 4
    assert "PRACTICE" in line.run("cases").err
    line.run("init", code=1)
