"""A case goes only where the table of its states lets it go."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from casework.records.case import CaseStatus, CaseSummary, StepNotAllowed, step

# From the table of states: what may follow what. Any case may be asked to be erased.
NEXT = {
    "draft": {"open", "discarded", "erasure_due"},
    "open": {"paused", "transferred_out", "closing", "erasure_due"},
    "paused": {"open", "closing", "erasure_due"},
    "closing": {"open", "closed", "erasure_due"},
    "closed": {"open", "erasure_due"},
    "transferred_out": {"erasure_due"},
    "erasure_due": {"erased"},
    "discarded": set(),
    "erased": set(),
}
PAIRS = list(product(CaseStatus, CaseStatus))


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_case_goes_only_where_its_table_says(old, new) -> None:
    if new.value in NEXT[old.value]:
        assert step(old, new, limits_explained=True) is new
    else:
        with pytest.raises(StepNotAllowed, match=f"^{old.value} {new.value}$"):
            step(old, new, limits_explained=True)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_nothing_but_opening_waits_for_the_limits_to_be_explained(old, new) -> None:
    allowed = new.value in NEXT[old.value] and new is not CaseStatus.OPEN
    if allowed:
        assert step(old, new, limits_explained=False) is new
    else:
        with pytest.raises(StepNotAllowed):
            step(old, new, limits_explained=False)


def test_the_table_names_every_status_there_is() -> None:
    assert set(NEXT) == {status.value for status in CaseStatus}


def test_one_line_of_the_list_reads_as_values_and_names_nobody() -> None:
    line = CaseSummary(b"\x01" * 16, "K7M2-4QX9", "open", "2026-03-10", "2026-03-10T09:00:00.0Z")
    assert line.id == "01" * 16
    assert line.status is CaseStatus.OPEN
    assert line.opened_on == date(2026, 3, 10)
