"""Two people at one laptop hand cases to each other, while others write in them who are apart."""

from __future__ import annotations

from random import Random

import pytest
from convergence import Story
from convergence_acts import Turn, agrees, is_handed_over
from convergence_machine import founded

from casework.worker import Role
from db.tables import CaseRow, TaskRow

TOLD_APART = "select value from cell_conflict where entity = ? and field = ?"
pytestmark = pytest.mark.unmeasured


@pytest.fixture
def story(request, tmp_path, monkeypatch):
    """Give two laptops, at the first of which two people work, and one case that is at home there.

    Others have it too.
    """
    cases = getattr(request, "param", (True,)), ()
    organisation = founded(tmp_path / "founded", monkeypatch, (Role.SUPERVISOR,), cases)
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


@pytest.mark.parametrize("story", [(True, True)], indirect=True)
def test_what_the_other_one_wrote_of_a_case_that_is_back_stays_when_another_case_leaves(
    story,
) -> None:
    """It came before what had brought the case back, together with what said that the other left.

    It passed for something of before its own case had left, and was never seen again.
    """
    here, there = story.books
    back, leaves = story.cases.values()
    here.says(back, "no")
    there.post.take(story.gives(here))
    here.says(back, "yes")
    later = story.gives(here)
    here.sits_down()
    here.write(TaskRow, back.tasks[0], "title", "call tomorrow")
    here.says(leaves, "no")

    there.post.take(story.gives(here))
    there.post.take(later)

    titles = there.rows("select title from task where id = ?", back.tasks[0])
    assert titles == [("call tomorrow",)]
    assert there.rows("select id from casefile") == [(back.id,)]


@pytest.mark.parametrize(("table", "field"), [(TaskRow, "title"), (CaseRow, "opened_on")])
def test_what_is_said_again_by_the_other_one_stays_although_what_brought_it_back_comes_later(
    story, table, field
) -> None:
    """It knew of nothing but what had gone, and others never asked what home was asked."""
    here, there = story.books
    (case,) = story.cases.values()
    thing = case.id if table is CaseRow else case.tasks[0]
    there.write(table, thing, field, "2026-01-02")
    here.says(case, "no")
    there.post.take(story.gives(here))
    here.says(case, "yes")
    later = story.gives(here)
    here.sits_down()
    here.post.take(story.gives(there))

    there.post.take(story.gives(here))
    there.post.take(later)

    told = [sorted(book.rows(TOLD_APART, thing, field)) for book in (here, there)]
    assert len(told[0]) == 2
    assert told[1] == told[0]
