"""Two people at one laptop hand cases to each other, while others write in them who are apart."""

from __future__ import annotations

import io
from random import Random

import pytest
from apart import summed_up
from convergence import Story
from convergence_acts import Turn, agrees, is_handed_over
from convergence_end import rows_are_the_same
from convergence_machine import founded_once

from casework.team.worker import Role
from db.rows.tables import CaseRow, TaskRow
from sync.wire import frames

# In which stream something was last written of a thing.
WRITTEN = (
    "select l.stream from op as o join lane as l on l.id = o.lane where o.entity = ?"
    " order by o.hlc desc limit 1"
)
TOLD_APART = "select value from cell_conflict where entity = ? and field = ?"
LIVES = "select stream from entity where id = ?"


@pytest.fixture
def story(request, tmp_path_factory, tmp_path, monkeypatch):
    """Give some laptops, at the first of which two people work, with cases that are at home there.

    Others have them too.
    """
    cases, *others = getattr(request, "param", ((True,), ()))
    roles = (Role.SUPERVISOR,) * len(others)
    organisation = founded_once(tmp_path_factory, monkeypatch, roles, (cases, *others))
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


@pytest.mark.parametrize("story", [((True, True), ())], indirect=True)
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


@pytest.mark.parametrize("story", [((True,), (), ())], indirect=True)
def test_what_is_written_after_a_case_was_handed_over_goes_along_with_it(story) -> None:
    """It went on in the stream that the case had left: whoever got that summed up had nothing."""
    here, there, third = story.books
    (case,) = story.cases.values()
    lets(story, is_handed_over, here)
    there.post.take(story.gives(here))

    there.write(TaskRow, case.tasks[0], "title", "call tomorrow")

    assert there.rows(LIVES, case.tasks[0]) == here.rows(LIVES, case.tasks[0])
    here.post.take(story.gives(there))
    for book in (here, there):
        came = third.post.read(io.BytesIO(summed_up(book.post)))
        assert came.refused == {}
    rows_are_the_same("task", case.tasks[0], story.books)
    rows_are_the_same("casefile", case.id, story.books)


@pytest.mark.parametrize("story", [((True,), (), ())], indirect=True)
def test_what_waited_to_be_given_when_a_case_was_handed_over_comes_home(story) -> None:
    here, there, third = story.books
    (case,) = story.cases.values()
    there.write(TaskRow, case.tasks[0], "title", "call tomorrow")
    lets(story, is_handed_over, here)
    handed = story.gives(here)
    there.post.take(handed)
    third.post.take(handed)

    said = story.gives(there)
    third.post.take(said)
    here.post.take(said)
    again = story.gives(here)
    there.post.take(again)
    third.post.take(again)

    assert len(here.rows(TOLD_APART, case.tasks[0], "title")) == 2
    rows_are_the_same("task", case.tasks[0], story.books)


@pytest.mark.parametrize("story", [((True,), (), ())], indirect=True)
def test_what_was_decided_where_a_case_went_over_counts_also_where_it_comes_summed_up(
    story,
) -> None:
    """What was written in the stream that it had left went on standing beside it."""
    here, there, third = story.books
    (case,) = story.cases.values()
    third.write(TaskRow, case.tasks[0], "title", "call tomorrow")
    said = story.gives(third)
    lets(story, is_handed_over, here)
    there.post.take([*said, *story.gives(here)])
    here.post.take(said)
    here.write(TaskRow, case.tasks[0], "title", "call today")

    there.post.read(io.BytesIO(summed_up(here.post)))

    assert there.rows("select title from task where id = ?", case.tasks[0]) == [("call today",)]
    rows_are_the_same("task", case.tasks[0], [here, there])


def test_what_goes_over_lives_there_although_what_took_it_along_comes_later(story) -> None:
    """It went on to live where it was before: whoever read only that got what was written since."""
    here, there = story.books
    (case,) = story.cases.values()
    ((before,),) = there.rows(LIVES, case.id)
    lets(story, is_handed_over, here)
    ((now,),) = here.rows(LIVES, case.id)
    said = story.gives(here)
    over = [one for one in said if frames.parse(one).stream == now]
    left = [one for one in said if frames.parse(one).stream == before]
    assert over
    assert left

    there.post.take(over)
    there.post.take(left)
    there.write(CaseRow, case.id, "opened_on", "2026-01-02")

    assert there.rows(WRITTEN, case.id) == [(now,)]
    assert there.store.examine().faults == ()
    story.comes(here, story.gives(there))
    assert here.rows("select opened_on from casefile") == [("2026-01-02",)]
    assert here.store.examine().faults == ()


def test_what_was_said_again_to_the_other_one_is_replaced_where_that_is_never_heard(story) -> None:
    """What is in her stream came summed up, without what the case had left behind there."""
    here, there = story.books
    (case,) = story.cases.values()
    ((stream,),) = here.rows(LIVES, case.id)
    there.write(TaskRow, case.tasks[0], "title", "call tomorrow")
    said = story.gives(there)
    lets(story, is_handed_over, here)
    there.post.take(story.gives(here))
    here.sits_down()
    here.post.take(said)
    story.gives(here)
    lets(story, is_handed_over, here)
    back = [one for one in story.gives(here) if frames.parse(one).stream == stream]

    there.post.take(back)

    rows_are_the_same("task", case.tasks[0], [here, there])
