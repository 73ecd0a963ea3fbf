"""Nobody is asked about figures of the own office, which count nobody; what was said is read."""

from __future__ import annotations

import pytest
from asked_before import OWN, asks_for_own_figures, asks_for_them_no_more
from figured import OUTSIDE, sexes_counted

from casework.answers.recording import AnswersRefused
from casework.consent.grant import GrantState, Purpose

YES = OUTSIDE | {"purpose": OWN}


@pytest.fixture
def said(desks):
    """A case in which it was agreed to, while it was asked."""
    case = desks.visit()
    asks_for_own_figures(desks)
    desks.agree(case, **YES)
    asks_for_them_no_more(desks)
    return case


def test_no_form_asks_for_figures_of_the_own_office(desks) -> None:
    with pytest.raises(AnswersRefused, match=r"^purpose not_a_choice$"):
        desks.agree(desks.visit(), **YES)


def test_what_was_said_of_them_reads_and_can_be_taken_back(desks, said) -> None:
    line = desks.office().grants.sheet(said).line(Purpose.STATISTICS_INTERNAL)
    assert line.state is GrantState.ACTIVE
    desks.office().grants.withdraw(said, Purpose.STATISTICS_INTERNAL)
    line = desks.office().grants.sheet(said).line(Purpose.STATISTICS_INTERNAL)
    assert line.state is GrantState.WITHDRAWN


def test_whoever_said_yes_to_them_alone_is_in_no_figure(desks, said) -> None:
    assert sexes_counted(desks) == {}
    desks.agree(said, **OUTSIDE)
    assert sexes_counted(desks) == {"female": 1}
