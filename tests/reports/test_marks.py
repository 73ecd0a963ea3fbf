from __future__ import annotations

import pytest

from reports.marks import protect


@pytest.mark.parametrize(
    "kept",
    [
        "+000 91 234 5678",
        "0912 345 678",
        "(02) 123-4567",
        "09:00",
        "09:00\u201312:00",
        "09:00 - 12:00",
        "24/11/2026",
        "2026-11-24",
        "24.11.2026",
        "R7K-4MQ2",
        "06ZV-RR25",
        "EX-0142",
        "25\u201334",
        "some.one@example.org",
    ],
)
def test_what_must_not_turn_round_is_isolated(kept):
    assert protect(f"على {kept}، ثم") == f"على \u2066{kept}\u2069، ثم"


@pytest.mark.parametrize("plain", ["24 نوفمبر 2026", "PRACTICE", "well-known", "3 و7", "", "5"])
def test_plain_words_and_numbers_are_left_alone(plain):
    assert protect(plain) == plain


def test_what_is_isolated_already_stays_as_it_is():
    once = protect("هاتف +000 91 234 5678 أو R7K-4MQ2")
    assert protect(once) == once
