"""A room of the tests: laptops of this process on the loopback alone, found by unicast."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial

from db.store import open_store
from desktop.bootstrap import post_of
from desktop.exchange import exchanging
from sync.room.finding import Network
from sync.room.greeting import Wire, calls
from sync.room.room import MINE, YOURS, Room, us_of
from sync.room.talk import HEAD, RECORD, Limits, Ways

QUICK = Limits(looking=30, beat=0.05, greeting=5, stall=20)
HERE = "127.0.0.1"


class Loopback(Network):
    """A network of this machine alone; whoever listens in the same room hears what is said."""

    def __init__(self, room=None):
        self.room = [] if room is None else room
        self.said, self.doors = [], []

    @contextmanager
    def door(self):
        with closing(socket.create_server((HERE, 0))) as made:
            self.doors.append(made.getsockname()[1])
            yield made

    @contextmanager
    def ears(self, _secrets):
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as ear:
            ear.bind((HERE, 0))
            place = ear.getsockname()
            self.room.append(place)
            yield [ear]
            self.room.remove(place)

    def say(self, _secret, packet):
        self.said.append(packet)
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as mouth:
            for place in tuple(self.room):
                mouth.sendto(packet, place)

    def addresses(self):
        return [HERE]


class Deaf(Loopback):
    """A network on which nobody hears anybody: an address has to be typed."""

    def say(self, _secret, packet):
        self.said.append(packet)


class Looking:
    """One laptop that looks for others; what it tells is kept."""

    def __init__(self, network, limits=QUICK, until=None):
        self.network, self.ways = network, Ways(network=network, limits=limits)
        self.told, self.is_stopped, self.is_over, self._until = [], False, False, until

    def meets(self, post, asked=None):
        room = Room(post, self.told.append, self._stopped, self.ways)
        try:
            return room.meet(asked)
        finally:
            self.is_over = True

    def _stopped(self):
        return self.is_stopped or bool(self._until and self._until())


def both_meet(first, laptop, room=None, limits=QUICK):
    """Let two laptops look for each other at one time; return what came of it at each."""
    room = [] if room is None else room
    here, there = Looking(Loopback(room), limits), Looking(Loopback(room), limits)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(there_meets, there, laptop)
        return here.meets(first.post), other.result()


def there_meets(looking, laptop, asked=None):
    """Let a laptop that is closed meanwhile look for others, on the thread that calls."""
    with laptop.post() as post:
        return looking.meets(post, asked)


def reopened_meets(looking, first):
    """Let a first laptop that was closed look for others, on the thread that calls."""
    with closing(open_store(first.home, first.template.unlocked(), first.clock)) as store:
        return looking.meets(post_of(store, first.template.unlocked(), first.clock))


def lay(monkeypatch, network, **limits):
    """Let window and verbs look for others on a network of the tests."""
    ways = partial(Ways, network=network, limits=replace(QUICK, **limits))
    monkeypatch.setattr(exchanging, "RoomWays", ways)


def us(laptop):
    """Return how a laptop greets."""
    with laptop.post() as post:
        return us_of(post)


class Member:
    """Somebody of ours who greets as she should, and then says whatever a test lets her say."""

    def __init__(self, who, port):
        line = socket.create_connection((HERE, port))
        self.line = calls(Wire(line, lambda: False), who, QUICK.greeting)
        if who.public < self.line.peer:
            self.line.put(MINE, QUICK.greeting)
            assert self.line.get(len(YOURS), QUICK.greeting) == YOURS
        else:
            assert self.line.get(len(MINE), QUICK.greeting) == MINE
            self.line.put(YOURS, QUICK.greeting)

    def says(self, kind, data=b"", size=None):
        """Say one record; what it says of its own size may be a lie."""
        head = HEAD.pack(kind, len(data) if size is None else size)
        self.line.put((head + data).ljust(RECORD, b"\0"), QUICK.stall)

    def close(self):
        self.line.close()
