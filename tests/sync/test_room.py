"""Two laptops in one room find each other, and hold the same afterwards."""

from __future__ import annotations

import errno
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial
from io import BytesIO
from queue import SimpleQueue
from threading import Event
from typing import ClassVar

import pytest
from apart import Apart
from laptops import First, Laptop
from make import VISIT, Clock
from relay import Relay
from rooms import HERE, QUICK, Deaf, Looking, Loopback, both_meet, there_meets, us
from sorted_parts import sorted_out

from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.team.worker import Role
from db.vault.refusals import StoreRefused
from sync import carrying
from sync.room import talk
from sync.room.finding import RoomRefused, unpack
from sync.room.greeting import Wire
from sync.room.talk import WAIT, Talk
from sync.survey import survey
from sync.wire import bundle, frames
from sync.wire.bundle import BundleRefused

BRIEF = replace(QUICK, looking=1.0)


@pytest.fixture
def two(template, tmp_path):
    made = Apart.begun(template, tmp_path, Role.SUPERVISOR)
    yield made
    made.first.close()


def wait_until(true):
    while not true():
        Event().wait(0.01)


def codes(first):
    return {code for (code,) in first.store.connection.execute("select code from casefile")}


def each_has_news(two, name="EX"):
    """Let a case be told at each of two laptops that goes to the other too."""
    here = two.first.case(name_used=f"{name}-HERE")
    two.first.agrees(here)
    with two.other.office() as office:
        told = VISIT | {"name_used": f"{name}-THERE"}
        there = office.answers.record(None, "intake", told, "en").case_code
        two.first.agrees(there, office=office)
    return {here, there}


def hold_the_same(two):
    return codes(two.first) == two.other.codes()


def test_two_laptops_meet_and_hold_the_same_afterwards(two):
    told = each_has_news(two)
    came = both_meet(two.first, two.other)
    assert all(one.changes and not (one.refused or one.is_torn) for one in came)
    assert hold_the_same(two)
    assert codes(two.first) >= told
    # Each knows whom it met, and what the other has: there is nothing left to give.
    assert [one.met.people for one in came] == [("Worker 7",), ("Supervisor 1",)]
    again = both_meet(two.first, two.other)
    assert [one.changes for one in again] == [0, 0]


def test_what_went_over_waits_no_longer_and_the_laptop_was_seen_in_the_same_room(two):
    each_has_news(two)
    worker = two.first.template.supervisor
    before = survey(two.first.post, worker)
    assert before.leaving
    both_meet(two.first, two.other)
    state = survey(two.first.post, worker)
    assert state.leaving == ()
    (other,) = (one for one in state.laptops if not one.is_here)
    assert (other.was_in_room, other.heard is not None) == (True, True)
    # Nobody wrote a stick or read one for that.
    assert state.written == before.written
    assert state.read == before.read


@pytest.mark.parametrize("calls", [True, False])
def test_a_colleague_who_was_let_in_meanwhile_is_met_before_anybody_told_of_her(
    two, tmp_path, calls
):
    newcomer = Laptop(two.first, tmp_path / "third", "Worker 8", Role.SUPERVISOR)
    newcomer.takes(two.first.writes())
    with newcomer.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        two.first.agrees(code, office=office)
    pair = (newcomer, two.other) if calls else (two.other, newcomer)
    came = one_calls(*pair)
    assert all(one.met and not (one.refused or one.is_torn) for one in came)
    assert code in two.other.codes() == newcomer.codes()


def one_calls(caller, answerer):
    """Let one laptop call another by its address; return what came of it at both."""
    here, there, asked = Looking(Deaf()), Looking(Deaf()), SimpleQueue()
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(there_meets, there, answerer)
        wait_until(lambda: there.told)
        asked.put(there.told[0].where[0])
        return there_meets(here, caller, asked), other.result()


def test_whoever_gets_keys_anew_is_met_though_the_other_knows_only_the_old_ones(two):
    """A pair is replaced, and the one before is let go of long before the two meet again."""
    two.carry()
    with two.other.post() as post:
        member = post.membership
        member.replace_pair()
        member.renew()
        member.keep_older([])
        known = two.first.post.membership.roster.kem_of(member.me.workbook)
        assert known not in {one.public for one in member.pairs}
    told = each_has_news(two)
    came = both_meet(two.first, two.other)
    assert all(one.met and not (one.refused or one.is_torn) for one in came)
    assert hold_the_same(two)
    assert codes(two.first) >= told


def test_a_file_goes_over_and_what_is_for_others_alone_does_not(two, tmp_path):
    said = b"EX-SAID " * 20_000
    code = two.first.case()
    two.first.agrees(code)
    office = two.first.office(two.first.template.supervisor)
    third = Laptop(two.first, tmp_path / "third", "Worker 9")
    third.takes(two.first.writes())
    office.attachments.add(Coming(code, Sort.MESSAGE, as_it_is=True), BytesIO(said))
    # A caseworker reads no case of others, so nothing of them is in what is for her alone.
    name, reading = third.unlocked().store_id, two.first.post.membership.roster.reading
    stick = b"".join(two.first.post.write(to=name))
    with third.post() as post:
        found = sorted_out(bundle.read(BytesIO(stick), *opened_by(post.membership)))
    assert {frames.parse(one).stream for one in found["batch"]} <= reading(name)
    assert not any(one.startswith(b"\1") for one in found.get("blob", ()))
    with two.other.post() as post, pytest.raises(BundleRefused, match="reader"):
        post.read(BytesIO(stick))
    both_meet(two.first, two.other)
    with two.other.store() as store:
        rows = store.connection.execute("select content from attachment_piece order by number")
        assert b"".join(content for (content,) in rows) == said


def opened_by(member):
    return member.roster.org, member.me.workbook, *member.pairs


def test_of_three_two_meet_and_the_third_goes_on_looking(template, tmp_path):
    three = Apart.three(template, tmp_path)
    room, looking = [], []
    for _ in range(3):
        # Once two have met the third is called off.
        called_off = partial(sum_is_over, looking, 2)
        looking.append(Looking(Loopback(room), until=called_off))
    with ThreadPoolExecutor(2) as pool:
        laptops = zip(looking[1:], (three.other, three.third), strict=True)
        others = [pool.submit(there_meets, *one) for one in laptops]
        came = [looking[0].meets(three.first.post), *(one.result() for one in others)]
    assert sorted(one.met is not None for one in came) == [False, True, True]
    three.first.close()


def sum_is_over(looking, count):
    return sum(one.is_over for one in looking) >= count


def test_where_nobody_hears_anybody_an_address_is_typed_by_one_of_them(two):
    each_has_news(two)
    here, there = Looking(Deaf()), Looking(Deaf())
    asked = SimpleQueue()
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(there_meets, there, two.other)
        wait_until(lambda: there.told)
        (where,) = there.told[0].where
        asked.put(where)
        assert here.meets(two.first.post, asked).changes
        assert other.result().changes
    assert hold_the_same(two)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("not an address", "room.address"), ("127.0.0.1:1", "room.unreachable")],
)
def test_what_comes_of_an_address_is_said_and_looking_goes_on(two, typed, code):
    asked = SimpleQueue()
    here = Looking(Deaf(), until=lambda: any(one.trouble for one in here.told))
    asked.put(typed)
    assert here.meets(two.first.post, asked).met is None
    assert [one.trouble for one in here.told if one.trouble] == [code]


def test_looking_ends_by_itself_and_as_soon_as_it_is_stopped_and_nothing_is_left_open(two):
    for is_stopped in (False, True):
        here = Looking(Loopback(), BRIEF)
        here.is_stopped = is_stopped
        came = here.meets(two.first.post)
        assert (came.met, came.is_stopped) == (None, is_stopped)
        assert here.network.room == []
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((HERE, here.network.doors[0]))


class Kept(BytesIO):
    """Where sealed bytes wait; what waited there is looked at afterwards."""

    all: ClassVar = []

    def close(self):
        if not self.closed:
            self.all.append(self.getvalue())
        super().close()


def test_nothing_that_is_told_goes_over_or_waits_unsealed(two, monkeypatch):
    each_has_news(two, "CANARY")
    said, real, room = [], Wire.send, []
    monkeypatch.setattr(Wire, "send", lambda *has: (said.append(bytes(has[1])), real(*has))[1])
    here, there = Looking(Loopback(room)), Looking(Loopback(room))
    for one in (here, there):
        one.ways = replace(one.ways, spool=Kept)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(there_meets, there, two.other)
        assert here.meets(two.first.post).changes
        assert other.result().changes
    assert Kept.all
    held = b"".join([*said, *Kept.all, *here.network.said, *there.network.said])
    roster = two.first.post.membership.roster
    names = [*roster.workbooks, *roster.authors, *roster.streams, roster.org]
    names += [one.public for one in roster.authors.values()]
    for told in (b"CANARY", b"Worker 7", b"intake", "CANARY".encode("utf-16-le"), *names):
        assert told not in held
    # On the line not even the sealed stick is to be known as one.
    assert not any(b"ALNGBNDL" in one for one in said)
    assert all(one.startswith(b"ALNGBNDL") for one in Kept.all if one)


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_line_that_breaks_anywhere_loses_nothing_and_the_next_goes_on(two, way):
    told = each_has_news(two)
    for cut in (50, 700, 66_000, 140_000, 200_000, 270_000):
        came = _over_a_relay(two, way, cut)
        assert not any(one.refused for one in came)
        # Before somebody was met nothing breaks off; after all was said neither.
        assert cut > 140_000 or [one.is_torn for one in came] == [cut > 50] * 2
    came = _over_a_relay(two, way, None)
    assert not any(one.is_torn for one in came)
    assert hold_the_same(two)
    assert codes(two.first) >= told


def _over_a_relay(two, way, cut):
    """Let the first laptop call the other over a line that breaks after so many bytes."""
    limits = replace(QUICK, looking=1.0 if cut == 50 else 20.0, stall=5)
    here, there, asked = Looking(Deaf(), limits), Looking(Deaf(), limits), SimpleQueue()
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(there_meets, there, two.other)
        wait_until(lambda: there.network.doors)
        with closing(Relay(there.network.doors[0])) as relay:
            setattr(relay, f"cut_{way}", cut)
            asked.put(f"127.0.0.1:{relay.port}")
            return here.meets(two.first.post, asked), other.result()


def test_it_is_stopped_in_the_middle_and_the_next_meeting_goes_on(two, monkeypatch):
    monkeypatch.setattr(carrying, "_BATCHES", 1)
    told, room = each_has_news(two), []
    here, there = Looking(Loopback(room)), Looking(Loopback(room))
    # As soon as something is taken in here, or given.
    here._until = lambda: any(one.of for one in here.told)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(there_meets, there, two.other)
        came = here.meets(two.first.post)
        assert other.result().is_torn
    assert came.is_stopped
    assert came.met.people == ("Worker 7",)
    both_meet(two.first, two.other)
    assert hold_the_same(two)
    assert codes(two.first) >= told


def test_while_a_laptop_takes_in_it_says_that_it_is_there(two, monkeypatch):
    monkeypatch.setattr(carrying, "_BATCHES", 1)
    monkeypatch.setattr(talk, "_ALIVE", -1)
    each_has_news(two)
    said, real = [], Talk._put
    monkeypatch.setattr(Talk, "_put", lambda *has: (said.append(has[1]), real(*has))[1])
    came = both_meet(two.first, two.other)
    assert not any(one.is_torn for one in came)
    assert said.count(WAIT) > 10
    assert hold_the_same(two)


class Full(BytesIO):
    """A disk on which there is no room."""

    def write(self, _data):
        raise OSError(errno.ENOSPC, "")


def test_a_full_disk_is_said_and_what_was_here_is_as_it_was(two):
    each_has_news(two)
    room, before = [], codes(two.first)
    here, there = Looking(Loopback(room)), Looking(Loopback(room))
    here.ways = replace(here.ways, spool=Full)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(there_meets, there, two.other)
        with pytest.raises(StoreRefused, match="disk_full"):
            here.meets(two.first.post)
        assert other.result().is_torn
    assert codes(two.first) == before


def test_a_laptop_that_was_removed_is_not_met_and_hears_only_that_somebody_called(two):
    each_has_news(two)
    two.first.post.membership.revoke(two.other.unlocked().store_id)
    room = []
    here, there = Looking(Loopback(room), BRIEF), Looking(Loopback(room), BRIEF)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(there_meets, there, two.other)
        assert here.meets(two.first.post).met is None
        assert other.result().met is None
    # What is said to the others means nothing to it: keys have turned.
    assert not any(unpack(us(two.other).secrets, one) for one in here.network.said)


def test_whoever_knows_to_have_left_looks_for_nobody(two):
    two.first.post.membership.revoke(two.other.unlocked().store_id)
    with two.other.post() as post:
        post.membership.hear(two.first.post.exchange.roster())
        here = Looking(Loopback())
        with pytest.raises(RoomRefused, match="not_one_of_us"):
            here.meets(post)
    assert here.network.doors == []


def test_another_organisation_in_the_same_room_is_not_met(two, template, tmp_path):
    theirs = First(template, tmp_path / "theirs", Clock())
    room = []
    here, there = Looking(Loopback(room), BRIEF), Looking(Loopback(room), BRIEF)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(there_meets, there, two.other)
        assert here.meets(theirs.post).met is None
        assert other.result().met is None
    theirs.close()
