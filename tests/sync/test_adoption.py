"""Whose cases are whose once a workbook was let out: by the roster alone, the same for all."""

from __future__ import annotations

import pytest
from rosters import Member, Story, some

from sync.members import entries
from sync.members.roster import follow

ADA, BO, CY = Member("ada"), Member("bo"), Member("cy")


@pytest.fixture
def story():
    """Return an organisation of four workbooks of which three read and write one stream."""
    made = Story()
    for one in (ADA, BO, CY):
        made.joins(one, administers=True)
    made.stream = made.begins("caseload")
    for one in (BO, CY, ADA):
        made.grants(made.stream, one)
    return made


def leaves(story, member, by=None):
    story.says(entries.Revoke("workbook", member.workbook, story.last(member)), by)


def test_the_first_that_was_let_in_and_may_write_has_what_was_of_whoever_left(story) -> None:
    assert story.roster.adopters == {}
    leaves(story, BO)
    # Whoever founded it reads nothing of that stream.
    assert story.roster.adopters == {BO.lane(story.stream): ADA.workbook}


def test_it_goes_on_to_the_next_one_and_nothing_else_changes_it(story) -> None:
    leaves(story, BO)
    before = story.roster.adopters
    dee = story.joins(Member("dee"), administers=True)
    story.grants(story.stream, dee)
    assert story.roster.adopters == before
    leaves(story, CY)
    assert story.roster.adopters == before | {CY.lane(story.stream): ADA.workbook}
    leaves(story, ADA)
    hers = {one.lane(story.stream) for one in (ADA, BO, CY)}
    assert story.roster.adopters == dict.fromkeys(hers, dee.workbook)


def test_where_she_works_too_comes_before_all_others(story) -> None:
    other = Member("her other one")
    other.user = BO.user
    story.joins(other)
    leaves(story, BO)
    assert story.roster.adopters == {BO.lane(story.stream): other.workbook}


def test_whoever_may_not_write_or_left_has_nothing(story) -> None:
    leaves(story, ADA)
    lanes = CY.lane(story.stream), CY.lane(story.roster.stream)
    last = tuple(sorted(dict.fromkeys(lanes, 0).items()))
    story.says(entries.Rights(CY.author, writes=False, administers=False, last=last))
    leaves(story, BO)
    assert story.roster.adopters == {}


def test_somebody_who_is_let_out_alone_leaves_her_workbook_where_it_is(story) -> None:
    story.says(entries.Revoke("author", BO.author, story.last(BO)))
    assert story.roster.adopters == {}


def test_it_comes_to_the_same_in_any_order(story) -> None:
    leaves(story, BO)
    leaves(story, ADA)
    assert follow(reversed(story.signed)).roster.adopters == story.roster.adopters
    assert story.roster.adopters[BO.lane(story.stream)] == CY.workbook
    assert some("org") == story.roster.org
