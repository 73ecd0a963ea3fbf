"""A case goes to somebody else at one laptop and comes back before anybody heard of it."""

from __future__ import annotations

from random import Random

import pytest
from convergence import Story
from convergence_acts import Turn, is_handed_over
from convergence_machine import founded_once

from casework.team.worker import Role
from db.rows.tables import TaskRow


@pytest.fixture
def story(tmp_path_factory, tmp_path, monkeypatch):
    """Give two laptops, at the first of which two people work, and one case that both have."""
    roles, cases = (Role.SUPERVISOR,), ((True,), ())
    organisation = founded_once(tmp_path_factory, monkeypatch, roles, cases)
    made = Story(organisation, tmp_path / "run")
    yield made
    made.close()


def test_what_was_written_before_it_went_is_replaced_for_all_when_it_is_back(story) -> None:
    """It was to go out empty, and went with its words: others had it beside what replaced it."""
    here, there = story.books
    (case,) = story.cases.values()
    key = case.tasks[0]
    story.says(here, key, "title", "say1", lambda: here.write(TaskRow, key, "title", "say1"))
    for turn in range(2):
        story.turn += 1
        assert is_handed_over(Turn(story, Random(turn), here))
        story.anew(here)

    there.post.take(story.gives(here))

    said = "select value from cell_conflict where entity = ? and field = 'title'"
    assert there.rows(said, key) == here.rows(said, key) == []
    story.ends()
