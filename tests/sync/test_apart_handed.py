"""Two people at one laptop hand cases to each other, while others write in them who are apart."""

from __future__ import annotations

from random import Random

import pytest
from convergence import Story
from convergence_acts import Turn, agrees, is_handed_over
from convergence_machine import founded

from casework.worker import Role

pytestmark = pytest.mark.unmeasured


@pytest.fixture
def story(tmp_path, monkeypatch):
    """Give two laptops, at the first of which two people work, and one case that is at home there.

    Others have it too.
    """
    organisation = founded(tmp_path / "founded", monkeypatch, (Role.SUPERVISOR,), ((True,), ()))
    made = Story(organisation, tmp_path / "run")
    yield made
    made.close()


def lets(story, act, book):
    """Let something happen at a laptop: there is one case to which it can."""
    story.turn += 1
    assert act(Turn(story, Random(story.turn), book))
    story.anew(book)


def test_what_came_for_a_case_that_was_handed_over_is_everywhere_once_it_is_handed_back(
    story,
) -> None:
    """What had taken it along to the other one was sealed after all of that, and took it away."""
    here, there = story.books
    lets(story, is_handed_over, here)
    story.gives(here)
    lets(story, agrees, there)
    said = story.gives(there)
    here.sits_down()
    story.comes(here, said)
    here.sits_down()
    lets(story, is_handed_over, here)

    story.ends()
