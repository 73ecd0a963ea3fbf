"""Letters of a practice workbook by the verb: each kind of them to each kind of service."""

from __future__ import annotations

import pytest
from walked_letters import LANGUAGES, LETTERS, Office, check_letter

KINDS = ("cash", "health", "legal", "mhpss", "police", "shelter", "social")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("practice") / "workbook")
    yield office
    office.close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("letter", LETTERS)
def test_every_kind_of_letter_goes_to_every_kind_of_service(office, tmp_path, letter, kind) -> None:
    """The languages take turns here; `make soak` writes every one of these in each of them."""
    at = LETTERS.index(letter) * len(KINDS) + KINDS.index(kind)
    language = LANGUAGES[at % len(LANGUAGES)]
    check_letter(office, office.written(tmp_path, letter, kind, language), letter, language)
