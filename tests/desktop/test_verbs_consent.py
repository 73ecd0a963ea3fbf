"""Notices and print-outs by command line: written where they were asked for, and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from make import SERVICES, VISIT
from reading import heard
from typed import Typist

import texts

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
    """Return a case with one letter that was taken back."""
    case = typist.records(VISIT).facts["case"]
    services = typist.types("services", "--json").facts
    grant = {
        "purpose": "referral",
        "recipient": next(one["code"] for one in services if one["name"] == CLINIC),
        "categories": ["needs"],
        "items": ["name_used"],
        "valid_until": (datetime.now(UTC) + timedelta(days=60)).date().isoformat(),
    }
    typist.records(AGREED | {"grants": [grant]}, case, "consent")
    letter = typist.home.parent / "letter.pdf"
    assert typist.types("letter", case, "--to", CLINIC, "--out", letter).code == 0
    assert typist.types("withdraw", case, "--purpose", "referral").code == 0
    return case


def words_of(path):
    return "\n".join(words for _, words in heard(path.read_bytes()))


@pytest.mark.usefixtures("case")
def test_a_letter_of_the_command_line_is_signed_as_the_window_signs_it(typist) -> None:
    signed = texts.say("letter.signed.supervisor", language="en", office="")
    assert signed in words_of(typist.home.parent / "letter.pdf")


def test_a_notice_for_each_recipient_is_written_once(typist, case, tmp_path) -> None:
    folder = tmp_path / "new" / "out"
    done = typist.types("recall", case, "--out", folder, "--json")
    (notice,) = done.facts["notices"]
    assert notice["recipient"] == CLINIC
    (path,) = folder.iterdir()
    assert path.name == f"notice-{notice['number']}.pdf"
    assert notice["number"] in words_of(path)
    assert "CANARY" not in words_of(path)
    again = typist.types("recall", case, "--out", folder)
    assert (again.code, again.refused) == (1, "no_letter_recalled")


def test_a_notice_that_cannot_be_written_is_still_due(typist, case, tmp_path) -> None:
    nowhere = tmp_path / "nowhere"
    nowhere.touch()
    refused = typist.types("recall", case, "--out", nowhere)
    assert (refused.code, refused.refused) == (1, "file_not_written")
    nowhere.unlink()
    assert typist.types("recall", case, "--out", nowhere).code == 0


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_kept_and_who_was_told_is_printed_for_her(typist, case, tmp_path, language) -> None:
    path = tmp_path / "paper.pdf"
    done = typist.types("printout", case, "--language", language, "--out", path, "--json")
    assert done.facts == {"file": str(path)}
    words = words_of(path)
    assert CLINIC in words.replace("\xa0", " ")
    assert "CANARY" not in words
    refused = typist.types("printout", case, "--out", path)
    assert refused.refused == "file_exists"
