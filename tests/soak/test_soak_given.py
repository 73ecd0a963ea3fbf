"""Cases are given between four laptops that are seldom together, in many stories.

SOAK_GIVEN is how many, SOAK_GIVEN_TURNS of how many turns each.
"""

from __future__ import annotations

import os

import pytest
from given import Team
from given_by_chance import Story, must_end_well

STORIES = int(os.environ.get("SOAK_GIVEN", "60"))
TURNS = int(os.environ.get("SOAK_GIVEN_TURNS", "60"))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 100 + STORIES))
def test_whatever_happens_whoever_should_have_it_has_it(template, tmp_path, seed) -> None:
    team = Team.begun(template, tmp_path)
    story = Story(team, seed)

    story.goes_on(TURNS)

    must_end_well(story)
    team.first.close()
