"""What comes out of the air of a room, and from whoever comes in by its door."""

from __future__ import annotations

import socket
from contextlib import closing
from dataclasses import replace
from threading import Thread

from rosters import Member, Story, some

from sync.room import finding
from sync.room.finding import Beacon, RoomRefused, spot_of, unpack
from sync.room.greeting import HELLO, KEY, Us, Wire, answers, calls
from sync.room.talk import HEAD, PIECE, RECORD, WAIT, Talk, Ways

REFUSED = (RoomRefused,)
ADA, BEA = Member("ada"), Member("bea")
SECRETS = (some("secret of the room", 32), some("secret before", 32))
# A line that is cut hangs up at once; nobody waits for so long.
_LONG = 5.0
_INSIDE = finding._BEACON.size


def beacon(data):
    """Read what somebody says who has our secret."""
    if len(data) != _INSIDE:
        raise RoomRefused("room.bytes")
    sealed = finding._box(SECRETS[1]).encrypt(data, nonce=bytes(finding._NONCE))
    heard = unpack(SECRETS, bytes(sealed))
    if heard is None:
        raise RoomRefused("room.bytes")
    assert finding._BEACON.pack(*heard)[:18] == data[:18]


def spot(data):
    """Read an address as somebody types it."""
    found = spot_of(data.decode("utf-8", "replace"))
    assert spot_of(f"[{found.host}]:{found.port}") == found


class _Bent:
    """A line on which the first bytes that are sent are changed; what is missing is cut off."""

    def __init__(self, line, changes):
        self._line, self._changes = line, changes

    def __getattr__(self, name):
        return getattr(self._line, name)

    def send(self, data):
        if not self._changes:
            return self._line.send(data)
        changed = _changed(bytes(data[: len(self._changes)]), self._changes)
        self._changes = b""
        return self._line.send(changed)


def _changed(data, changes):
    return bytes(one ^ other for one, other in zip(data, changes, strict=False))


def greeting(data):
    """Let somebody in who says other bytes than she should, or is another than she says.

    The first bytes change what she says first, the next ones her key, the last ones its seed.
    """
    data = data.ljust(HELLO + 2 * KEY, b"\0")
    masks = data[:HELLO], data[HELLO : HELLO + KEY], data[HELLO + KEY : HELLO + 2 * KEY]
    comes = replace(
        _us(BEA), public=_changed(BEA.public, masks[1]), seed=_changed(BEA.seed, masks[2])
    )
    there, here = socket.socketpair()
    with closing(there), closing(here):
        caller = Thread(target=_calls, args=(_Bent(there, masks[0]), comes))
        caller.start()
        try:
            line = answers(Wire(here, _never), _us(ADA), _LONG)
        finally:
            here.close()
            caller.join()
    # Nobody is taken for somebody else, whatever she says.
    assert line.peer == BEA.public


def _calls(line, who):
    try:
        calls(Wire(line, _never), who, _LONG)
    except RoomRefused:
        line.close()


def _never():
    return False


def _us(member):
    return Us(_STORY.roster, member.workbook, member.public, member.seed, SECRETS)


class _Said:
    """A line that belongs to one of ours, on which these records come."""

    def __init__(self, data):
        self._records = [data[at : at + RECORD] for at in range(0, len(data), RECORD)]

    def get(self, size, _within):
        if not self._records:
            raise RoomRefused("room.torn")
        return self._records.pop(0).ljust(size, b"\0")


def record(data):
    """Read what one of ours says once she is in."""
    talk = Talk(None, _Said(data), print, _never, Ways())
    kind, said = talk._next(_LONG)
    assert kind != WAIT
    assert HEAD.pack(kind, len(said)) + said in data + bytes(RECORD)


def _story():
    story = Story()
    story.joins(ADA, administers=True)
    story.joins(BEA, administers=False)
    return story


_STORY = _story()


def seeds():
    """Return for each of these what it is to read, as we would say it."""
    head, waits = HEAD.pack(PIECE, 5) + b"piece", HEAD.pack(WAIT, 0).ljust(RECORD, b"\0")
    return {
        beacon: [finding._BEACON.pack(*Beacon(some("who", 16), 23_456))],
        spot: [b"192.0.2.7:23456", "[fe80::1]:٢٣٤٥٦".encode()],
        greeting: [bytes(HELLO + 2 * KEY)],
        record: [head, waits + head, head.ljust(RECORD, b"\0")],
    }
