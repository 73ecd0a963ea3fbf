"""Help asked for by command line, and the answer of a slip typed back: once, and with its code."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from make import SERVICES, VISIT
from reading import heard
from typed import Typist

CLINIC = SERVICES[0]["name"]
AGREED = {
    "limits_explained": "yes",
    "means": "verbal",
    "given_by": "survivor",
    "case_service": "given",
}


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    return Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)


@pytest.fixture
def case(typist):
    return typist.records(VISIT).facts["case"]


@pytest.fixture
def slip(typist, case):
    """Return number and check code as they stand on a letter."""
    services = typist.types("services", "--json").facts
    grant = {
        "purpose": "referral",
        "recipient": next(one["code"] for one in services if one["name"] == CLINIC),
        "categories": ["needs"],
        "items": ["name_used"],
        "valid_until": (datetime.now(UTC) + timedelta(days=60)).date().isoformat(),
    }
    typist.records(AGREED | {"grants": [grant]}, case, "consent")
    path = typist.home.parent / "letter.pdf"
    number = typist.types("letter", case, "--to", CLINIC, "--out", path, "--json").facts["number"]
    said = " ".join(words for _, words in heard(path.read_bytes()))
    check = re.search(r"Check code\W+([0-9BCDFGHJKMNPQRSTVWXYZ]{9})", said)
    return number, check[1]


def test_a_need_is_begun_and_listed(typist, case) -> None:
    begun = typist.types("refer", case, "--kind", "housing", "--json")
    (line,) = typist.types("refer", case, "--json").facts
    assert line["referral"] == begun.facts["referral"]
    assert (line["kind"], line["service"], line["status"]) == ("housing", "", "idea")
    assert (
        "Longer housing · No service found yet · Thought about" in typist.types("refer", case).out
    )


def test_an_unknown_kind_of_help_is_refused(typist, case) -> None:
    done = typist.types("refer", case, "--kind", "no_such_help")
    assert (done.code, done.refused) == (1, "referral_code_unknown")


def test_a_letter_of_an_unknown_kind_is_refused_with_the_kinds_there_are(typist, case) -> None:
    done = typist.types("withheld", case, "--to", CLINIC, "--kind", "no_such_letter")
    assert done.refused == "unknown_kind"
    assert "accompaniment, referral, support, transfer" in done.err


def test_an_answer_is_taken_once(typist, case, slip) -> None:
    number, check = slip
    taken = typist.types("answer", number, "--check", check, "accepted", "--json")
    assert taken.facts["case"] == case
    assert taken.facts["status"] == "accepted"
    again = typist.types("answer", number, "--check", check, "accepted")
    assert (again.code, again.refused) == (1, "reply_taken_before")
    (line,) = typist.types("refer", case, "--json").facts
    assert line["status"] == "accepted"
    # A letter names no kind of help: nothing stands before the service.
    assert typist.types("refer", case).out.startswith(f"{CLINIC} · ")


def test_a_wrong_code_is_refused(typist, slip) -> None:
    number, _ = slip
    done = typist.types("answer", number, "--check", "000000000", "accepted")
    assert (done.code, done.refused) == (1, "reply_not_known")
