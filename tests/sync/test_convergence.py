"""Three laptops, seldom together: whatever they do and whatever gets lost, all show the same."""

from __future__ import annotations

import pytest
from convergence_machine import DONE, founded, play, told

from casework.team.worker import Role

pytestmark = pytest.mark.long

RUNS, STEPS = 200, 60
# Twenty each, so that several processes play them.
FIRST, EACH = 400, 20
SEEDS = [range(first, first + EACH) for first in range(FIRST, FIRST + RUNS, EACH)]
ROLES = (Role.SUPERVISOR, Role.CASEWORKER)
# Of each laptop its cases, and whether she agreed that they are kept elsewhere too.
CASES = ((True, False), (True,), (True, True))


@pytest.fixture(scope="module")
def organisation(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        yield founded(tmp_path_factory.mktemp("founded") / "of", patched, ROLES, CASES)


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
