"""Five laptops, seldom together, for hundreds of steps: each seed can be run again by itself."""

from __future__ import annotations

import os

import pytest
from convergence_machine import DONE, founded, told

from casework.worker import Role

RUNS = int(os.environ.get("SOAK_CONVERGENCE", "200"))
FIRST = int(os.environ.get("SOAK_CONVERGENCE_FROM", "0"))
STEPS = int(os.environ.get("SOAK_CONVERGENCE_STEPS", "500"))
ROLES = (Role.SUPERVISOR, Role.CASEWORKER, Role.SUPERVISOR, Role.CASEWORKER)
# With the forms and tasks of each case more than fifty things.
CASES = ((True, True, False), (True, True), (True, True, True), (True, True), (True, True, False))


@pytest.mark.soak
def test_five_laptops_for_hundreds_of_steps_lose_nothing_and_show_the_same(
    template, tmp_path, monkeypatch
) -> None:
    organisation = founded(template, tmp_path / "founded", monkeypatch, ROLES, CASES)
    for seed in range(FIRST, FIRST + RUNS):
        told(organisation, tmp_path / "run", seed, STEPS)
    assert sum(DONE.values()) > RUNS
