"""Keys of streams are turned when they have been in use for long, and by one workbook alone."""

from __future__ import annotations

import pytest
from laptops import First, Laptop
from make import Clock

from casework.worker import Role


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


def epochs(post):
    """Return the epochs of the streams that a workbook reads, but for the roster."""
    member = post.membership
    roster = member.roster
    return {
        stream: roster.epoch(stream)
        for stream in roster.reading(member.me.workbook)
        if roster.streams[stream].family in {"config", "caseload"}
    }


def test_a_key_is_turned_after_ninety_days_and_what_is_written_goes_on(first, tmp_path) -> None:
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    first.agrees(first.case())
    second.takes(first.writes())
    first.takes(second.writes())
    before = epochs(first.post)

    first.clock.pass_days(80)
    first.takes(second.writes())
    first.writes()
    assert epochs(first.post) == before

    first.clock.pass_days(11)
    # She administers too, and it is not for her to do.
    second.writes()
    with second.post() as post:
        assert epochs(post) == before
    stick = first.writes()
    assert epochs(first.post) == {stream: epoch + 1 for stream, epoch in before.items()}
    assert second.takes(stick).refused == {}
    clinic = first.services()["Example Clinic A"]
    first.office(first.template.supervisor).services.checked(clinic)
    came = second.takes(first.writes())
    assert (came.refused, came.early) == ({}, 0)
    assert came.operations
    with second.post() as post:
        assert epochs(post) == epochs(first.post)
    # It counts anew from here.
    turned = epochs(first.post)
    first.clock.pass_days(80)
    first.writes()
    assert epochs(first.post) == turned
