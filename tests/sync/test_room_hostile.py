"""Whatever strangers and hostile members do in the room: refused in time, and nothing is lost."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from threading import Event, Thread

import pytest
from apart import Apart
from rooms import HERE, QUICK, Looking, Loopback, Member, there_meets, us
from rosters import some

from casework.team.worker import Role
from desktop.exchange.exchanging import refusals
from desktop.saying.words import Refused
from sync.room.finding import PACKET, Beacon, RoomRefused, pack
from sync.room.greeting import Wire, calls
from sync.room.talk import BYE, END, PIECE, RECORD, WAIT
from sync.wire import bundle
from sync.wire.bundle import Part, PartKind

IMPATIENT = replace(QUICK, stall=0.5, signs=3)
AT_DOOR = replace(QUICK, greeting=1, guests=4)


@pytest.fixture
def two(template, tmp_path):
    made = Apart.begun(template, tmp_path, Role.SUPERVISOR)
    yield made
    made.first.close()


# ------------------------------------------------------------------ strangers


def say_nothing(_line, over):
    over.wait()


def say_garbage(line, over):
    line.sendall(some("garbage", 400))
    over.wait(0.1)


def never_end(line, over):
    while not over.is_set():
        line.sendall(bytes(1 << 14))


def drip(line, over):
    while not over.wait(0.01):
        line.sendall(b"x")


def hang_up(_line, over):
    over.wait(0.01)


@contextmanager
def strangers(port_of, act):
    """Let some strangers stand at a door all the time, each doing the same."""
    over = Event()

    def stand():
        while not over.is_set():
            ports = port_of()
            if not ports:
                over.wait(0.01)
                continue
            with suppress(OSError), socket.create_connection((HERE, ports[0])) as line:
                line.settimeout(5)
                act(line, over)
                over.wait(0.01)

    crowd = [Thread(target=stand) for _ in range(3)]
    for one in crowd:
        one.start()
    try:
        yield
    finally:
        over.set()
        for one in crowd:
            one.join()


@pytest.mark.parametrize("act", [say_nothing, say_garbage, never_end, drip, hang_up])
def test_two_of_ours_meet_however_strangers_crowd_their_doors(two, act):
    code = two.first.case()
    two.first.agrees(code)
    room = []
    here, there = Looking(Loopback(room), AT_DOOR), Looking(Loopback(room), AT_DOOR)
    with ExitStack() as crowds, ThreadPoolExecutor(1) as pool:
        for network in (here.network, there.network):
            crowds.enter_context(strangers(lambda known=network: known.doors, act))
        other = pool.submit(there_meets, there, two.other)
        came = here.meets(two.first.post), other.result()
    assert all(one.met and not (one.is_torn or one.refused) for one in came)
    assert code in two.other.codes()


@contextmanager
def in_the_air(network, *packets):
    """Fill the air of a room with packets, again and again."""
    over = Event()

    def say():
        while not over.wait(0.01):
            for packet in packets:
                network.say(b"", packet)

    thread = Thread(target=say)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("sort", ["noise", "wrong size", "strangers", "replayed", "forged", "many"])
def test_two_of_ours_meet_whatever_else_is_in_the_air(two, sort):
    code = two.first.case()
    two.first.agrees(code)
    secret = us(two.other).secrets[0]
    with socket.create_server((HERE, 0)) as nobody:
        port = nobody.getsockname()[1]
        packets = {
            "noise": [some("noise", PACKET)],
            "wrong size": [b"", b"x", bytes(PACKET + 1), bytes(60_000)],
            "strangers": [pack(some("their secret", 32), Beacon(some("who"), port))],
            # As it was heard another day: where it leads somebody else answers today, or nobody.
            "replayed": [pack(secret, Beacon(some("who"), port))],
            "forged": [pack(secret, Beacon(some("who"), 0)), pack(secret, Beacon(some("who"), 1))],
            "many": [pack(secret, Beacon(some(f"{n}"), port)) for n in range(40)],
        }[sort]
        room = []
        here, there = Looking(Loopback(room), AT_DOOR), Looking(Loopback(room), AT_DOOR)
        with in_the_air(Loopback(room), *packets), ThreadPoolExecutor(1) as pool:
            other = pool.submit(there_meets, there, two.other)
            came = here.meets(two.first.post), other.result()
    assert all(one.met and not one.is_torn for one in came)
    assert code in two.other.codes()


# ------------------------------------------------------------------ members


def huge(member):
    """Say that more is in a record than there can be."""
    member.says(PIECE, b"x", size=1 << 31)


def unknown(member):
    member.says(77)


def out_of_turn(member):
    member.says(PIECE, b"x")
    member.says(BYE)


def dirty(member):
    """Let something stand where a record is filled up."""
    member.says(PIECE, b"x" * 9, size=3)


def not_sealed(member):
    member.line._wire.send(bytes(RECORD + 17), 5)


def endless(member):
    with suppress(RoomRefused):
        for _ in range(200):
            member.says(PIECE, bytes(60_000))


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (huge, "room_wrong"),
        (unknown, "room_wrong"),
        (out_of_turn, "room_wrong"),
        (dirty, "room_wrong"),
        (not_sealed, "room_wrong"),
        (endless, "room_much"),
    ],
)
def test_a_member_who_keeps_no_rule_is_refused_in_words(two, act, code):
    limits = replace(IMPATIENT, most=1 << 20)
    assert refused_by(two, act, limits) == code


def refused_by(two, act, limits):
    """Return the words that the first laptop has for what a member does, once all came together."""
    here = Looking(Loopback(), limits)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(does, act, here, us(two.other))
        with pytest.raises(Refused) as refused, refusals():
            here.meets(two.first.post)
        other.result()
    return refused.value.code


def does(act, here, who):
    while not here.network.doors:
        Event().wait(0.01)
    with closing(Member(who, here.network.doors[0])) as member:
        act(member)
        with suppress(RoomRefused):
            while True:
                member.line.get(RECORD, 5)


def hears_out(line):
    while True:
        line.get(16, 5)


def test_whoever_lies_about_which_line_is_chosen_is_not_met(two):
    here = Looking(Loopback())
    here._until = lambda: here.is_stopped

    def lie():
        while not here.network.doors:
            Event().wait(0.01)
        wire = Wire(socket.create_connection((HERE, here.network.doors[0])), lambda: False)
        with closing(calls(wire, us(two.other), 5)) as line:
            line.put(b"\3" * 16, 5)
            # It hangs up, whoever of the two was to choose first.
            with pytest.raises(RoomRefused, match="torn"):
                hears_out(line)
        here.is_stopped = True

    with ThreadPoolExecutor(1) as pool:
        lied = pool.submit(lie)
        assert here.meets(two.first.post).met is None
        lied.result()


def silent(_member):
    """Greet, and say nothing more."""


def alive_for_ever(member):
    with suppress(RoomRefused):
        for _ in range(50):
            member.says(WAIT)


def garbage(member):
    """Give what is no stick."""
    member.says(PIECE, some("garbage", 5_000))
    member.says(END, b"\0")


@pytest.mark.parametrize("act", [silent, alive_for_ever, garbage])
def test_a_member_who_says_nothing_of_use_changes_nothing(two, act):
    two.first.case()
    before = two.first.store.connection.execute("select count(*) from op").fetchall()
    here = Looking(Loopback(), IMPATIENT)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(does, act, here, us(two.other))
        came = here.meets(two.first.post)
        other.result()
    # It is as if the line had broken off.
    assert (came.changes, came.refused, came.is_torn) == (0, 0, True)
    assert two.first.store.connection.execute("select count(*) from op").fetchall() == before


def test_whoever_turns_out_to_have_been_removed_is_given_nothing(template, tmp_path):
    """What she brings herself tells of it: the one whom she meets had not heard."""
    three = Apart.three(template, tmp_path)
    hers, met = us(three.third), three.other.unlocked().store_id
    membership = three.first.post.membership
    membership.revoke(three.third.unlocked().store_id)
    said = [Part(PartKind.BATCH, one) for one in three.first.post.exchange.roster()]
    readers = {met: membership.roster.kem_of(met)}
    stick = b"".join(bundle.write(said, membership.roster.org, readers))

    def bring(member):
        for at in range(0, len(stick), 60_000):
            member.says(PIECE, stick[at : at + 60_000])
        member.says(END, b"\0")

    here = Looking(Loopback())
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(does, bring, here, hers)
        with pytest.raises(RoomRefused, match="removed"):
            there_meets(here, three.other)
        other.result()
    three.first.close()
