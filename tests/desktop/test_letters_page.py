"""The list of letters as it is painted."""

from __future__ import annotations

import pytest
from agreeing import CLINIC
from drive import open_window

from casework.referrals.letters import Order
from desktop.frame.settings import Settings
from desktop.look import look


@pytest.fixture
def sent(template, tmp_path):
    """Return a place where one letter has been issued."""

    def begin(desks):
        case = desks.visit()
        desks.agree(case)
        desks.office().letters.issue(Order(case, desks.services()[CLINIC]))

    return template.grown(tmp_path / "home", begin).home


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_discreet_mode_a_mask_covers_one_cell_of_the_current_letter(template, sent, theme):
    """It filled every cell after it: when the letter went and what it is could not be read."""
    with open_window(template, sent, settings=Settings(theme=theme, discreet=True)) as drive:
        drive.go("letters")
        table = drive.page.table
        seen = table.viewport().grab().toImage()
        for column in range(table.model().columnCount()):
            cell = table.visualRect(table.model().index(0, column))
            ground = seen.pixelColor(cell.right() - 6, cell.top() + 6)
            assert ground == look().colours.accent_soft
