"""The same search after a day at the command line: each verb a process, each answer planted."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from office_day import Office

CHANCE = random.SystemRandom()
AGREED = {
    "limits_explained": "yes",
    "means": "verbal",
    "given_by": "survivor",
    "case_service": "given",
}

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("office"))


def test_after_a_day_at_the_command_line_no_answer_is_found(office):
    visit = office.visit()
    case = office.facts("record", "new", "intake", "--answers", "-", typed=visit)["case"]
    clinic = next(one for one in office.facts("services") if one["kind"] == "health")
    grant = {
        "purpose": "referral",
        "recipient": clinic["code"],
        "categories": ["demographic", "contact"],
        "items": ["name_used"],
        "valid_until": (datetime.now(UTC).date() + timedelta(days=90)).isoformat(),
    }
    agreed = AGREED | {"grants": [grant]}
    office.facts("record", case, "consent", "--answers", "-", typed=agreed)
    told = office.facts("withheld", case, "--to", clinic["name"])["told"]
    assert visit["name_used"] in json.dumps(told, ensure_ascii=False)
    paper = str(office.folders["here"] / "letter.pdf")
    office.facts("letter", case, "--to", clinic["name"], "--protect", "--out", paper)
    assert len(office.facts("cases", "--find", visit["name_used"])) == 1
    wrong = {"sex": office.plant("wrong"), "no_such_question": office.plant("stray")}
    assert office.run("record", case, "intake", "--answers", "-", typed=wrong)[0] == 1
    assert office.found() == set()


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_after_deaths_at_the_command_line_no_answer_is_found_and_the_log_agrees(office):
    for _ in range(3):
        process = office.start("record", "new", "intake", "--answers", "-", typed=office.visit())
        try:
            process.communicate(timeout=CHANCE.uniform(0.3, 1.2))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        assert office.found() == set()
    found = office.facts("check")
    assert found["faults"] == []
    assert office.found() == set()
