"""Three laptops, seldom together: whatever they do and whatever gets lost, all show the same."""

from __future__ import annotations

import pytest
from convergence_machine import DONE, founded, play, told

from casework.worker import Role

# The tests of each part measure what it runs through.
pytestmark = pytest.mark.unmeasured

RUNS, STEPS = 200, 60
# Ten each, so that several processes play them.
SEEDS = [range(first, first + 10) for first in (400, 410, 420, 500, 510, 520)]
ROLES = (Role.SUPERVISOR, Role.CASEWORKER)
# Of each laptop its cases, and whether she agreed that they are kept elsewhere too.
CASES = ((True, False), (True,), (True, True))


@pytest.fixture
def organisation(tmp_path, monkeypatch):
    return founded(tmp_path / "founded", monkeypatch, ROLES, CASES)


@pytest.mark.parametrize("seeds", SEEDS, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_whatever_they_do_nothing_is_lost_and_all_show_the_same(
    organisation, tmp_path, seeds
) -> None:
    DONE.clear()
    for seed in seeds:
        told(organisation, tmp_path / "run", seed, STEPS)
    assert {"changes", "comes", "dies", "erases", "takes_back"} <= set(DONE)


@pytest.mark.soak
def test_runs_that_hypothesis_draws_come_to_the_same(organisation, tmp_path) -> None:
    play(organisation, tmp_path, RUNS, STEPS)
    assert {"changes", "comes", "decides", "dies", "erases", "takes_back"} <= set(DONE)
