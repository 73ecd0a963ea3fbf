"""Keys of streams are turned when they have been in use for long, and by one workbook alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from forged import Forger, nobody
from laptops import First, Laptop
from make import Clock

from casework.team.worker import Role
from ledger.ops import Kind
from sync.members.member import caseload_of


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


def test_a_clock_that_leaps_turns_no_key_and_lets_go_of_none(first, tmp_path) -> None:
    """Two who administer turned keys apart, and that parted the roster."""
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    first.agrees(first.case())
    first.post.membership.turn(first.post.membership.caseloads)
    second.takes(first.writes())
    right = second.clock
    with second.post() as post:
        before, pairs = epochs(post), len(post.membership.older)
        assert pairs

    for years in (50, 0, -50, 0):
        second.clock = lambda years=years: right() + timedelta(days=years * 365)
        second.writes()

    with second.post() as post:
        assert epochs(post) == before
        assert len(post.membership.older) == pairs
    # What goes by from day to day counts all the same.
    right.pass_days(15)
    second.writes()
    with second.post() as post:
        assert post.membership.older == []


def test_what_nobody_can_place_holds_a_key_up_for_ninety_days_and_no_longer(first, tmp_path):
    second = Laptop(first, tmp_path / "second", "Worker 7", Role.CASEWORKER)
    second.takes(first.writes())
    first.takes(second.writes())
    hers = caseload_of(first.post.membership.roster.org, second.user)
    before = epochs(first.post)[hers]
    signs = Forger(second, hers)
    signs.says((Kind.SET, nobody(), "task", "title", "x"))
    first.clock.pass_days(80)
    first.writes()
    # What comes before it never comes.
    assert first.post.take([signs.says((Kind.SET, nobody(), "task", "title", "x"))]).early == 1
    first.clock.pass_days(80)
    first.writes()
    assert epochs(first.post)[hers] == before
    first.clock.pass_days(11)
    first.writes()
    assert epochs(first.post)[hers] == before + 1
    assert first.post.membership.key(hers, before)
