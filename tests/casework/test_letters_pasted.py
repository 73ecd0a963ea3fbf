"""What was pasted from elsewhere stands on paper as it was meant: each line, and each number."""

from __future__ import annotations

from dataclasses import replace

import pytest
from letter_window import CLINIC
from make import OFFICE, VISIT
from reading import page_texts, rows

from casework.referrals.letters import Order

RLM, ALM = "\u200f", "\u061c"
LINES = (
    "12/4 Mill Street (rear)",
    "2 rings, then wait.",
    f"0912{RLM} 345{RLM} 6789, +249{ALM}91{ALM}2345678",
)
# By eye, from left to right, without spaces; of a closing bracket PDFium tells the mirrored one.
SEEN = ("12/4MillStreet(rear", "2rings,thenwait.", "09123456789", "+249912345678")


@pytest.fixture
def order(desks):
    said = VISIT | {"must_not": "\n".join(LINES)}
    case = desks.office().answers.record(None, "intake", said, "en").case_code
    desks.agree(case, categories=["contact"], items=None)
    return Order(case, CLINIC)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_line_and_each_number_runs_as_it_was_written(desks, order, language) -> None:
    issued = desks.office().letters.issue(replace(order, language=language))
    page = "\n".join(rows(issued.pdf))
    assert [line for line in SEEN if line not in page] == []


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_whoever_copies_a_number_from_a_page_has_it_in_its_order(desks, language) -> None:
    said = VISIT | {"must_not": "Ring +249 91 234 5678 only"}
    case = desks.office().answers.record(None, "intake", said, "en").case_code
    desks.agree(case)
    issued = desks.office().letters.issue(Order(case, CLINIC, language=language))
    (copied,) = (page.replace("\u00a0", " ") for page in page_texts(issued.pdf))
    phones = ("+249 91 234 5678", "+000 55 7654321", OFFICE.phone)
    assert [one for one in phones if one not in copied] == []
