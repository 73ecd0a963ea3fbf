"""Of what a server let go counts what sums up its own log, and no number that somebody names."""

from __future__ import annotations

import os

import pytest
from laptops import Laptop
from lines import leads, listening, syncs

from casework.team.worker import Role
from sync.sealed.summaries import Summaries


@pytest.fixture
def third(met, tmp_path):
    made = Laptop(met.first, tmp_path / "third", "Supervisor 9", Role.SUPERVISOR)
    made.takes(met.first.writes())
    return made


def all_meet(met, third, times=2):
    """Let all three exchange; nothing is wrong at any."""
    for _ in range(times):
        done = [met.meets(), met.second_meets()]
        with third.post() as post:
            done.append(syncs(post))
        assert [one.alarms for one in done] == [[], [], []]


def test_what_was_erased_after_a_move_goes_everywhere_and_nothing_else(met, third, tmp_path):
    """What summed up the log of the server before counted for that of the one after it."""
    gone, long = met.writes(name_used="CANARY-GONE"), met.writes()
    desks = met.first.office(met.first.template.supervisor)
    for n in range(12):
        desks.answers.record(long, "note", {"text": f"Note {n}"}, "en")
        met.meets()
    all_meet(met, third)
    # All find summed up rightly what is left of a long log; so a new one is shorter.
    met.erases(long)
    all_meet(met, third)
    kept = set()
    (tmp_path / "other").mkdir()
    with listening(tmp_path / "other", name="other.example") as other:
        leads(met.first.post, other)
        met.meets()
        for one in (met.second, third):
            one.takes(met.first.writes())
        all_meet(met, third)
        # The third is away: it neither sees what comes now nor hears that the case is erased.
        kept.add(met.writes())
        met.erases(gone)
        met.meets()
        all_meet(met, third)
        for one in (met.second, third):
            assert one.codes() == kept
            assert not one.finds("CANARY-GONE")


def test_a_summary_that_says_to_cover_what_nobody_has_seen_hides_nothing(met, third):
    """A member's word of a number silenced what a server kept back."""
    all_meet(met, third)
    met.writes()
    all_meet(met, third)
    with met.second.post() as post:
        far = Summaries(post.membership, post.exchange, lambda _stream: (1 << 62, os.urandom(32)))
        post.summaries = far
        assert third.takes(b"".join(post.write(whole=True))).refused == {}
    hidden = met.writes()
    met.meets()
    met.server_lets_go_of_the_newest()
    with third.post() as post:
        assert syncs(post).alarms == ["held_back"]
    assert hidden not in third.codes()
