"""What stands of the exchange is said in people's names, and a stick is carried piece by piece."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from laptops import First, Laptop
from make import Clock

import texts
from casework.keeping.exchange import Brought
from casework.team.supervision import Why
from casework.team.worker import Role
from db.exchange.batches import Parked
from db.vault.refusals import StoreRefused
from desktop.exchange.words import state_words
from sync import carrying
from sync.carrying import read_stick, write_stick
from sync.survey import survey
from sync.wire import frames
from sync.wire.bundle import BundleRefused
from sync.wire.lanes import SEALED


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


def stands(first, worker=None):
    return survey(first.post, worker or first.template.supervisor)


def stands_at(laptop):
    with laptop.store() as store, laptop.post() as post:
        return survey(post, store.worker(laptop.user))


def run(steps):
    """Take all steps; return how far each said to be, and what came of them."""
    stages = []
    while True:
        try:
            stages.append(next(steps))
        except StopIteration as end:
            return stages, end.value


def never():
    return False


def waits(state):
    return {(one.what, one.case_code) for one in state.leaving}


def test_what_waits_is_told_until_a_stick_is_whole(first, tmp_path):
    Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    stick = tmp_path / "stick"
    _, brought = run(write_stick(first.post, stick, never))
    assert brought == Brought()
    assert stick.stat().st_size
    assert stands(first).leaving == ()

    code = first.case(name_used="CANARY")
    assert waits(stands(first)) == set()
    first.agrees(code)
    state = stands(first)
    assert {("intake", code), ("consent", code)} <= waits(state)
    assert {one.to for one in state.leaving} == {("Supervisor 8",)}
    assert "CANARY" not in repr(state)
    # Half a stick is no stick: it is taken away, and what was on it still waits.
    steps = write_stick(first.post, tmp_path / "half", never)
    next(steps)
    steps.close()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["first", "second", "stick"]
    assert waits(stands(first)) == waits(state)
    run(write_stick(first.post, tmp_path / "other", never))
    assert stands(first).leaving == ()


def test_nobody_is_told_of_what_waits_in_a_case_that_she_does_not_reach(first, tmp_path):
    Laptop(first, tmp_path / "second", "Caseworker 8")
    run(write_stick(first.post, tmp_path / "stick", never))
    code = first.case()
    first.agrees(code)
    assert code in {one.case_code for one in stands(first).leaving}
    other = first.template.caseworker
    assert code not in {one.case_code for one in stands(first, other).leaving}


def test_each_laptop_knows_of_whom_and_when_it_heard_last(first, tmp_path):
    second = Laptop(first, tmp_path / "second", "Caseworker 8")
    first.clock.pass_days(2)
    with second.post() as post:
        (tmp_path / "stick").write_bytes(first.writes())
        stages, brought = run(read_stick(post, tmp_path / "stick", never))
    assert brought.changes
    assert not brought.refused
    assert stages[0].done == 0
    state = stands_at(second)
    assert [(one.is_here, one.people) for one in state.laptops] == [
        (True, ("Caseworker 8",)),
        (False, ("Supervisor 1",)),
    ]
    assert state.laptops[1].heard == state.read
    assert state.read.date() == first.clock().date()
    assert state.laptops[1].wrote < state.read
    assert not state.may_change
    assert stands(first).may_change
    assert not stands(first, first.template.caseworker).may_change


def test_a_stick_that_is_stopped_keeps_what_came_and_is_read_to_its_end_later(
    first, tmp_path, monkeypatch
):
    monkeypatch.setattr(carrying, "_BATCHES", 1)
    second = Laptop(first, tmp_path / "second", "Caseworker 8")
    run(write_stick(first.post, tmp_path / "stick", never))
    with second.post() as post:
        _, some = run(read_stick(post, tmp_path / "stick", lambda: True))
        assert some.is_stopped
        _, rest = run(read_stick(post, tmp_path / "stick", never))
    assert not rest.is_stopped
    assert not rest.early
    with second.office() as office:
        assert {one.name for one in office.services.all()} == set(first.services())


def test_what_is_written_after_a_removal_is_said_with_whose_it_is(first, tmp_path):
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    code = first.case()
    first.agrees(code)
    second.takes(first.writes())
    with second.office() as office:
        office.glass.open(code, Why.DANGER)
        office.tasks.add(code, "EX task", first.clock().date())
    late = second.writes()
    first.post.membership.revoke(second.unlocked().store_id)
    (tmp_path / "late").write_bytes(late)
    _, brought = run(read_stick(first.post, tmp_path / "late", never))
    state = stands(first)
    assert (brought.late > 0, state.late > 0, state.late_from) == (True, True, ("Supervisor 8",))
    assert [one.is_removed for one in state.laptops] == [False, True]


def test_of_whom_there_was_no_news_for_two_weeks_is_told_whoever_looks_after_the_team(
    first, tmp_path
):
    """It stood in what the verb of the server says, and nowhere else."""
    second = Laptop(first, tmp_path / "second", "Caseworker 8")
    second.takes(first.writes())
    # She was let in just now: there is no news to miss.
    first.clock.pass_days(20)
    assert stands(first).quiet == ()
    (tmp_path / "stick").write_bytes(second.writes())
    run(read_stick(first.post, tmp_path / "stick", never))
    first.clock.pass_days(13)
    assert stands(first).quiet == ()
    first.clock.pass_days(2)
    state = stands(first)
    assert state.quiet == ("Caseworker 8",)
    assert texts.say("sync.quiet", people="Caseworker 8") in state_words(state)
    assert stands(first, first.template.caseworker).quiet == ()
    first.post.membership.revoke(second.unlocked().store_id)
    assert stands(first).quiet == ()


def test_no_stick_is_read_as_one(first, tmp_path):
    (tmp_path / "other").write_bytes(b"EX" * 4000)
    with pytest.raises(BundleRefused):
        run(read_stick(first.post, tmp_path / "other", never))
    with pytest.raises(StoreRefused, match="missing"):
        run(read_stick(first.post, tmp_path / "nothing", never))
    assert stands(first).read is None


def test_what_waits_is_said_by_what_would_help_since_when_and_whose_it_is(first, tmp_path):
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    second.takes(first.writes())
    for _ in range(2):
        first.agrees(first.case())
        first.writes()
    sealed = list(first.post.exchange.sealed_since({}))
    with second.post() as post:
        assert survey(post, first.template.supervisor).aside == ()
        had = {lane: at.aseq for lane, at in post.exchange.lanes().items()}
        gap = [batch for lane, aseq, batch in sealed if aseq > had.get(lane, 0) + 1]
        began = post.now()
        post.take(gap)
        # A part of a snapshot that came under a key which is not here.
        header = frames.parse(gap[0])
        place = (header.stream, header.author, header.aseq)
        first.clock.pass_days(3)
        post.exchange.park(Parked(bytes(32), *place, SEALED, header.epoch, gap[0]))
        key, before = survey(post, first.template.supervisor).aside
        assert (key.why, key.number, key.people) == ("key", 1, ("Supervisor 1",))
        assert (before.why, before.number) == ("before", len(gap))
        assert before.people == ("Supervisor 1",)
        assert key.since is not None
        assert key.since - before.since >= timedelta(days=3)
        assert before.since >= began
        assert "Supervisor" not in repr(before)
        post.take([batch for *_, batch in sealed])
        assert [one.why for one in survey(post, first.template.supervisor).aside] == ["key"]


def test_a_pipe_is_no_stick(first, tmp_path):
    """It was waited for without end, and nobody could stop that."""
    os.mkfifo(tmp_path / "from a colleague")
    with pytest.raises(StoreRefused, match=r"^missing$"):
        run(read_stick(first.post, tmp_path / "from a colleague", never))
