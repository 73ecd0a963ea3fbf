"""Four laptops that meet at a server, with sticks beside, for hundreds of steps."""

from __future__ import annotations

import os
import shutil
from random import Random

import pytest
from convergence_acts import step
from convergence_line import MEETING, OnLine
from convergence_machine import founded
from lines import listening

from casework.team.worker import Role

RUNS = int(os.environ.get("SOAK_MEETING", "60"))
STEPS = int(os.environ.get("SOAK_MEETING_STEPS", "200"))
NAMED = [int(one) for one in os.environ.get("ALONGSIDE_SEEDS", "").split(",") if one]
ROLES = (Role.SUPERVISOR, Role.CASEWORKER, Role.SUPERVISOR)
CASES = ((True, False), (True,), (True, True), (True,))


@pytest.fixture(scope="module")
def organisation(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        yield founded(tmp_path_factory.mktemp("founded") / "of", patched, ROLES, CASES)


@pytest.mark.soak
@pytest.mark.parametrize("seed", NAMED or range(RUNS))
def test_laptops_at_a_server_lose_nothing_and_agree(organisation, tmp_path, seed) -> None:
    organisation.drawn.chance.seed(f"run {seed}")
    organisation.clock.moment = organisation.began
    (tmp_path / "server").mkdir()
    chance = Random(seed)
    with listening(tmp_path / "server") as server:
        story = OnLine(organisation, tmp_path / "run", server)
        try:
            for _step in range(STEPS):
                step(story, chance, MEETING)
            story.ends()
        finally:
            story.close()
            shutil.rmtree(tmp_path / "run")
    assert story.done["exchanges"]
