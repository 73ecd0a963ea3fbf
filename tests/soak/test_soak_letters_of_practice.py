"""Every letter of a practice workbook: four kinds, to seven kinds of service, in 17 languages."""

from __future__ import annotations

from itertools import product

import pytest
from walked_letters import LANGUAGES, LETTERS, Office, check_letter


@pytest.mark.soak
def test_no_letter_is_refused_and_none_says_what_was_not_agreed(tmp_path) -> None:
    office = Office(tmp_path / "workbook")
    assert len(office.services) == 7
    done = 0
    for letter, kind, language in product(LETTERS, sorted(office.services), LANGUAGES):
        check_letter(office, office.written(tmp_path, letter, kind, language), letter, language)
        done += 1
    office.close()
    assert done == 4 * 7 * 17
