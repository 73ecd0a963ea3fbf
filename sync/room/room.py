"""The same room: two laptops on one network find each other and exchange, with nobody between.

Nothing speaks or listens before a person asks for it, at both laptops, nor for longer than a short
while after. What goes over is a stick for the other laptop alone, taken in as a stick is.
"""

from __future__ import annotations

import select
import time
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Final

from casework.keeping.exchange import Brought, Stage
from sync.room.finding import (
    MOST_KEYS,
    PACKET,
    Beacon,
    RoomRefused,
    Spot,
    called,
    new_id,
    pack,
    reached_by,
    shown,
    spot_of,
    unpack,
)
from sync.room.greeting import Us, Wire, answers, calls, refuse
from sync.room.talk import Talk, Ways

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

    from sync.post import Post
    from sync.room.greeting import SealedWire
    from sync.room.talk import Limits

_CHOICE: Final = 16
MINE, YOURS = b"\x01".ljust(_CHOICE, b"\0"), b"\x02".ljust(_CHOICE, b"\0")
# Of a flood of packets so many are looked at in one beat.
_PACKETS: Final = 200
# After so many calls to each of its addresses a laptop gives way to others.
_TRIES: Final = 4


@dataclass(slots=True)
class _Found:
    """A laptop that was heard: where it says to answer, how often it was called, and when next.

    `is_of_old` says that it spoke under a key that somebody may know who was removed since.
    """

    spots: list[Spot]
    due: float
    is_of_old: bool
    tries: int = 0

    @property
    def gives_way(self) -> bool:
        """Return whether it was called in vain so often that others come first."""
        return self.tries >= _TRIES * len(self.spots)


class _Heard:
    """The laptops that were heard looking for others, and which of them to call next."""

    def __init__(self, own: bytes, limits: Limits) -> None:
        self._own, self._limits = own, limits
        self._found: dict[bytes, _Found] = {}

    def note(self, who: bytes, spot: Spot, *, is_of_old: bool) -> None:
        """Keep where somebody was heard, as far as there is a place for one more."""
        known = self._found.get(who)
        if known is not None:
            if spot not in known.spots and len(known.spots) < self._limits.guests:
                known.spots.append(spot)
        elif self._is_place_for(is_of_old=is_of_old):
            # Of two the one with the smaller number calls; the other only if nobody came.
            waits = 0 if self._own < who else 3 * self._limits.beat
            self._found[who] = _Found([spot], time.monotonic() + waits, is_of_old)

    def _is_place_for(self, *, is_of_old: bool) -> bool:
        """Return whether one more is followed; whoever was called in vain gives way."""
        if len(self._found) < self._limits.followed:
            return True
        for who, known in self._found.items():
            if known.gives_way or (known.is_of_old and not is_of_old):
                del self._found[who]
                return True
        return False

    def due(self) -> Iterator[Spot]:
        """Yield where to call now: each by one of its addresses at a time, ever less often.

        A firewall may ask somebody first whether it lets us in.
        """
        for known in self._found.values():
            if time.monotonic() < known.due:
                continue
            rounds, at = divmod(known.tries, len(known.spots))
            known.tries += 1
            known.due = time.monotonic() + 2 * self._limits.beat * (1 + rounds)
            yield known.spots[at]


class Room:
    """One time of looking for another laptop, and what is exchanged once one is found."""

    def __init__(
        self,
        post: Post,
        told: Callable[[Stage], None],
        stopped: Callable[[], bool],
        ways: Ways | None = None,
    ) -> None:
        self._post, self._told, self._stopped = post, told, stopped
        self._ways = ways or Ways()
        self._limits = self._ways.limits
        self._over = Event()
        self._met: SimpleQueue[tuple[SealedWire, bool]] = SimpleQueue()
        # Whoever takes this has chosen: there is one meeting at a time.
        self._choosing = Lock()
        self._guests: list[Thread] = []
        self._calls: list[Thread] = []
        self._id, self._trouble, self._may_hear = new_id(), "", 0
        self._heard = _Heard(self._id, self._limits)

    def meet(self, asked: SimpleQueue[str] | None = None) -> Brought:
        """Look for another laptop, and exchange with the first one that is of ours.

        Addresses that somebody types meanwhile come by `asked`. Where nobody comes until the time
        is over, or it is stopped, nothing was met.
        """
        us = self._ways.at_store(lambda: us_of(self._post))
        found = self._look(us, asked or SimpleQueue())
        if found is None:
            return Brought(is_stopped=self._stopped())
        line, is_caller = found
        with closing(line):
            talk = Talk(self._post, line, self._told, self._stopped, self._ways)
            return talk.run(is_caller=is_caller)

    # ------------------------------------------------------------------ looking

    def _look(self, us: Us, asked: SimpleQueue[str]) -> tuple[SealedWire, bool] | None:
        """Return the line to a laptop of ours and whether we called, or nothing."""
        network, secrets = self._ways.network, us.secrets[:MOST_KEYS]
        until = time.monotonic() + self._limits.looking
        with ExitStack() as opened:
            opened.callback(self._end)
            door = opened.enter_context(network.door())
            # Whoever knocks and is gone again holds nobody up.
            door.setblocking(False)
            ears = opened.enter_context(network.ears(secrets))
            port = int(door.getsockname()[1])
            where = shown(network.addresses(), port)
            packet = pack(secrets[0], Beacon(self._id, port))
            self._told(Stage(0, where=where))
            beat = 0.0
            while not self._stopped() and time.monotonic() < until:
                with suppress(Empty):
                    return self._met.get_nowait()
                if time.monotonic() >= beat:
                    beat = time.monotonic() + self._limits.beat
                    self._may_hear = _PACKETS
                    network.say(secrets[0], packet)
                    for spot in self._heard.due():
                        self._call(us, spot, typed=False)
                self._ask(us, asked, where)
                self._listen(us, door, ears)
        # Who came in at the very last moment is met.
        with suppress(Empty):
            return self._met.get_nowait()
        return None

    def _end(self) -> None:
        """Let everybody go who is still being greeted."""
        self._over.set()
        for one in (*self._guests, *self._calls):
            one.join()

    def _listen(self, us: Us, door: socket.socket, ears: list[socket.socket]) -> None:
        """Wait for a moment for whoever comes in or is heard; a crowd waits outside."""
        heard = [door] if self._has_room() else []
        heard += ears if self._may_hear > 0 else []
        if not heard:
            time.sleep(self._limits.beat / 5)
            return
        ready, _, _ = select.select(heard, [], [], self._limits.beat / 5)
        for one in ready:
            if one is not door:
                self._hear(us, one)
                continue
            with suppress(OSError):
                line, _ = one.accept()
                greet = partial(self._try, us, line, typed=False, is_caller=False)
                self._guests.append(_begun(greet))

    def _hear(self, us: Us, ear: socket.socket) -> None:
        """Take note of laptops that look for others; whatever else is in the air is passed by."""
        ear.setblocking(False)
        while self._may_hear > 0:
            self._may_hear -= 1
            try:
                packet, place = ear.recvfrom(PACKET + 1)
            except OSError:
                return
            fresh = unpack(us.secrets[:1], packet)
            beacon = fresh or unpack(us.secrets[1:MOST_KEYS], packet)
            if beacon is None or beacon.id == self._id:
                continue
            host, _port, *more = place
            # Only one of the newer kind says by which interface it came.
            spot = Spot(str(host).partition("%")[0], beacon.port, int(more[1]) if more else 0)
            self._heard.note(beacon.id, spot, is_of_old=fresh is None)

    def _ask(self, us: Us, asked: SimpleQueue[str], where: tuple[str, ...]) -> None:
        """Call where somebody says that another laptop is, and say what became of it."""
        with suppress(Empty):
            typed = asked.get_nowait()
            try:
                for spot in reached_by(spot_of(typed)):
                    self._call(us, spot, typed=True)
            except RoomRefused as refused:
                self._trouble = str(refused)
        if self._trouble:
            trouble, self._trouble = self._trouble, ""
            self._told(Stage(0, where=where, trouble=trouble))

    # ------------------------------------------------------------------ greeting

    def _call(self, us: Us, spot: Spot, *, typed: bool) -> None:
        def greet() -> None:
            try:
                line = called(spot, self._limits.greeting, self._is_over)
            except OSError:
                if typed:
                    self._trouble = "room.unreachable"
                return
            self._try(us, line, typed=typed, is_caller=True)

        self._calls = [one for one in self._calls if one.is_alive()]
        if typed or len(self._calls) < self._limits.followed:
            self._calls.append(_begun(greet))

    def _has_room(self) -> bool:
        self._guests = [one for one in self._guests if one.is_alive()]
        return len(self._guests) < self._limits.guests

    def _try(self, us: Us, raw: socket.socket, *, typed: bool, is_caller: bool) -> None:
        """Greet somebody, and keep the line if both chose it."""
        wire = Wire(raw, self._is_over)
        with ExitStack() as undo:
            undo.callback(wire.close)
            try:
                line = (calls if is_caller else answers)(wire, us, self._limits.greeting)
                if not self._chosen(line, us):
                    return
            except RoomRefused as refused:
                if typed:
                    self._trouble = _for_typed(str(refused))
                return
            undo.pop_all()
            # From here on the line outlives the looking.
            wire.stopped = self._stopped
            self._met.put((line, is_caller))

    def _is_over(self) -> bool:
        return self._over.is_set() or self._stopped()

    def _chosen(self, line: SealedWire, us: Us) -> bool:
        """Return whether both chose this line: whoever has the smaller key chooses first.

        Two laptops may have called each other at one moment, and a third one both of them.
        """
        within = self._limits.greeting
        if us.public > line.peer and line.get(_CHOICE, within) != MINE:
            refuse("room.bytes")
        if not self._choosing.acquire(blocking=False):
            return False
        try:
            line.put(MINE if us.public < line.peer else YOURS, within)
            if us.public < line.peer and line.get(_CHOICE, within) != YOURS:
                refuse("room.bytes")
        except RoomRefused:
            self._choosing.release()
            raise
        return True


def _begun(greet: Callable[[], None]) -> Thread:
    """Let somebody be greeted beside the others."""
    thread = Thread(target=greet, name="room", daemon=True)
    thread.start()
    return thread


def us_of(post: Post) -> Us:
    """Return how the workbook of an open exchange greets others; asked where the store is."""
    member = post.membership
    roster, me = member.roster, member.me
    if not roster.is_active(me.author):
        refuse("room.not_one_of_us")
    kept = sorted(post.exchange.keys(roster.stream), key=lambda one: one.epoch, reverse=True)
    if not kept:
        refuse("room.not_one_of_us")
    is_present = kept[0].epoch == roster.epoch(roster.stream) and roster.stream not in roster.due()
    secrets = [one.secret for one in kept]
    return Us(roster, me.workbook, me.public, me.seed, secrets, is_present)


def _for_typed(code: str) -> str:
    """Return what is said of somebody whom one called by an address."""
    usual = {"room.torn": "room.refused", "room.stranger": "room.refused", "room.stopped": ""}
    return usual.get(code, code)
