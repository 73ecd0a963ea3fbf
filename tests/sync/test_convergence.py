"""Three laptops, seldom together: whatever they do and whatever gets lost, all show the same."""

from __future__ import annotations

import pytest
from convergence_machine import DONE, founded, play

from casework.worker import Role

# The tests of each part measure what it runs through.
pytestmark = pytest.mark.unmeasured

RUNS, STEPS, PARTS = 40, 60, 2
ROLES = (Role.SUPERVISOR, Role.CASEWORKER)
# Of each laptop its cases, and whether she agreed that they are kept elsewhere too.
CASES = ((True, False), (True,), (True, True))


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_they_do_nothing_is_lost_and_all_show_the_same(
    template, tmp_path, monkeypatch, part
) -> None:
    organisation = founded(template, tmp_path / "founded", monkeypatch, ROLES, CASES)
    organisation.clock.pass_days(part)
    play(organisation, tmp_path, RUNS // PARTS, STEPS, derandomize=True)
    assert {"changes", "comes", "decides", "dies", "erases", "takes_back"} <= set(DONE)
