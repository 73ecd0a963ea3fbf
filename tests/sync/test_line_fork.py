"""Something else stands under a number of ours: a copy of this workbook, or a server that lies."""

from __future__ import annotations

import io
import os
import shutil
from contextlib import closing, contextmanager

import pytest
from hostile import Said
from lines import syncs
from nacl.signing import SigningKey

from casework.team.worker import Role
from db.exchange.lines import Lines
from db.store import open_store
from desktop.bootstrap import office_on, post_of
from desktop.saying.words import Refused
from sync.line import summed
from sync.line.line import Line
from sync.members.address import Address
from sync.members.member import MemberRefused

FORK = Said(409, {"content-type": "application/json"}, b'{"code": "lane.fork"}')


@pytest.fixture
def copied(met, tmp_path):
    """Return what opens a copy of the first workbook as it is now."""
    met.first.store.connection.execute("pragma wal_checkpoint(truncate)").fetchall()
    shutil.copytree(tmp_path / "first", tmp_path / "copy")

    @contextmanager
    def opened():
        unlocked = met.first.template.unlocked()
        with closing(open_store(tmp_path / "copy", unlocked, met.clock)) as store:
            office = office_on(store, store.worker(unlocked.user_id), met.clock)
            yield office, post_of(store, unlocked, met.clock)

    return opened


# Where the key of somebody new is one, whoever administers lets her write, and turns keys.
MADE_KNOWN, NOT_KNOWN = bytes(SigningKey.generate().verify_key), b"\xff" * 32


def hires(office, name, key=NOT_KNOWN):
    """Write something that goes to everybody."""
    office.people.add(os.urandom(16).hex(), name, Role.CASEWORKER, key)


def alarms(post):
    lines = Lines(post.connection, Address.of(post.membership.roster.address).name, post.now)
    return {one.what for one in lines.alarms.all(lines.server.n)}


def stops(post):
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            syncs(post)
        assert refused.value.code == "line_fork"


@pytest.mark.parametrize("first", [NOT_KNOWN, MADE_KNOWN], ids=["not_known", "made_known"])
@pytest.mark.parametrize("copy", [NOT_KNOWN, MADE_KNOWN], ids=["not_known", "made_known"])
def test_a_copy_of_a_workbook_is_stopped(met, copied, first, copy):
    hires(met.first.office(met.first.template.supervisor), "Caseworker 71", first)
    met.meets()
    with copied() as (office, post):
        hires(office, "Caseworker 72", copy)
        stops(post)
    met.second_meets()
    with met.second.office() as office:
        names = {one.name for one in office.people.members()}
    assert names >= {"Caseworker 71"}
    assert "Caseworker 72" not in names


def test_a_copy_that_says_only_that_it_is_there_is_stopped_too(met, copied):
    member, seen = met.first.post.membership, met.first.post.seen
    member.say(lambda scribe: scribe.live(seen(member.roster.stream)))
    met.meets()
    with copied() as (_office, post):
        post.membership.say(lambda scribe: scribe.live(seen(member.roster.stream)))
        stops(post)


def test_a_copy_stays_stopped_though_the_server_is_let_count(met, copied):
    """After that it was the server who was said to hold something back, for ever."""
    hires(met.first.office(met.first.template.supervisor), "Caseworker 71")
    met.meets()
    with copied() as (office, post):
        hires(office, "Caseworker 72")
        stops(post)
        assert Line(met.first.post).settle() > 0
        met.meets()
        met.second_meets()
        # It hears of that by a stick, and of the server nothing else.
        came = post.read(io.BytesIO(met.second.writes()))
        assert came.roster_changed
        stops(post)
        assert alarms(post) == {"lane_fork"}
        # Nor does it go on by any other way.
        with pytest.raises(MemberRefused):
            post.seal_all()


@pytest.mark.parametrize("further", [0, 2])
def test_a_copy_is_told_of_what_is_there_summed_up_alone(met, copied, monkeypatch, further):
    """The server had let go of the bytes that show it: people were told of the server for ever.

    And of what went further here all was gone that the summary did not know.
    """
    hires(met.first.office(met.first.template.supervisor), "Caseworker 71")
    monkeypatch.setattr(summed, "MANY", 1)
    met.meets()
    met.server_lets_go_of_the_newest()
    with copied() as (office, post):
        hired = {f"Caseworker {72 + n}" for n in range(further + 1)}
        for one in sorted(hired):
            hires(office, one)
            post.seal_all()
        for _ in range(2):
            assert syncs(post).alarms == ["lane_fork"]
        assert {one.name for one in office.people.members()} >= hired


def test_a_server_that_says_so_and_does_not_show_it_stops_nobody(deceived, tmp_path):
    """One word of it had stopped a laptop for good, which was told that it was copied."""
    with deceived.opened(tmp_path) as office:
        second = office.second
        second.writes("CANARY-1")

        def says_it_is_copied(asked, server):
            sends = asked.what == "sync" and asked.body and server.whose(asked) == second.name
            return FORK if sends else server.behind.says(asked)

        office.hostile.attack = says_it_is_copied
        for _ in range(2):
            done = second.meets()
            assert (done.alarms, done.waiting > 0) == (["held_back"], True)
        office.hostile.attack = None
        office.meet()
        assert office.is_one
        assert "CANARY-1" in office.first.words
        # It stands at her laptop alone; whoever administers is at another one.
        assert second.state.server_alarms
        assert not office.first.state.server_alarms
        assert Line(office.first.post).settle() > 0
        office.meet()
        assert office.alarms == set()
