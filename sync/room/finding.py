"""Laptops in one room find each other: small packets that say nothing to whoever else hears them.

The layout is documented in docs/exchange.md. Where it is spoken, and under which key, follows from
the roster's own secret, so that no fixed number in the air says which program runs here.
"""

from __future__ import annotations

import errno
import ipaddress
import select
import socket
import struct
import sys
import time
import unicodedata
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from nacl.exceptions import CryptoError
from nacl.secret import Aead
from nacl.utils import random

from sync.wire.frames import ID_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_BEACON: Final = struct.Struct(">16sH14x")
_NONCE: Final = 24
_TAG: Final = 16
PACKET: Final = _NONCE + _BEACON.size + _TAG
# So many keys of the past are listened with: whoever was away for longer types an address.
MOST_KEYS: Final = 8
_PLACE: Final = struct.Struct(">H3s13s")
_PORTS, _FIRST_PORT = 12_000, 20_000
_WAITING: Final = 16
_PORTS_END: Final = 1 << 16
_UNDER_WAY: Final = {errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EALREADY}
# How often it is looked whether a call is still wanted.
_LOOK: Final = 0.2

# What `socket` tells of a place differs between the two kinds of addresses.
Told: TypeAlias = tuple[str | int, ...]


class RoomRefused(Exception):
    """Nothing came of a meeting; the message is a code."""


class Beacon(NamedTuple):
    """What a laptop says while it looks for others: who it is this time, and where it answers."""

    id: bytes
    port: int


class Spot(NamedTuple):
    """Where a laptop answers; the interface by which it is reached, if it takes one."""

    host: str
    port: int
    interface: int = 0


def pack(secret: bytes, beacon: Beacon) -> bytes:
    """Return a beacon as it goes out: to everybody else as good as random."""
    return bytes(_box(secret).encrypt(_BEACON.pack(*beacon), nonce=random(_NONCE)))


def unpack(secrets: Iterable[bytes], packet: bytes) -> Beacon | None:
    """Return what a packet says to us, if any of our secrets opens it."""
    if len(packet) != PACKET:
        return None
    for secret in secrets:
        with suppress(CryptoError):
            beacon = Beacon(*_BEACON.unpack(_box(secret).decrypt(packet)))
            return beacon if beacon.port else None
    return None


def _box(secret: bytes) -> Aead:
    return Aead(blake2b(key=secret, person=b"room beacon", digest_size=32).digest())


@dataclass(frozen=True, slots=True)
class Air:
    """Where laptops that share a secret speak and listen: a port, and a group of each kind."""

    port: int
    four: str
    six: str

    @classmethod
    def of(cls, secret: bytes) -> Air:
        """Return what follows from a secret."""
        size = _PLACE.size
        drawn = blake2b(key=secret, person=b"room place", digest_size=size).digest()
        number, low, rest = _PLACE.unpack(drawn)
        six = ipaddress.IPv6Address(b"\xff\x12" + b"\0" + rest)
        four = ipaddress.IPv4Address(b"\xef" + low)
        return cls(_FIRST_PORT + number % _PORTS, str(four), str(six))


def spot_of(typed: str) -> Spot:
    """Return the place that somebody typed, in whatever digits; names are looked up nowhere."""
    plain = "".join(str(unicodedata.decimal(one, one)) for one in typed.strip())
    host, _, port = plain.rpartition(":")
    try:
        address = ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
        number = int(port)
    except ValueError:
        raise RoomRefused("room.address") from None
    if not 0 < number < _PORTS_END:
        raise RoomRefused("room.address")
    return Spot(str(address), number)


def reached_by(spot: Spot) -> list[Spot]:
    """Return a place with each interface by which it may be meant, if it does not say that."""
    address = ipaddress.ip_address(spot.host)
    if spot.interface or not (_is_newer(spot) and address.is_link_local):
        return [spot]
    return [spot._replace(interface=number) for number in _interfaces()]


def called(spot: Spot, within: float, stopped: Callable[[], bool]) -> socket.socket:
    """Return a line to a place, or raise what the system says."""
    where: Told = (spot.host, spot.port)
    if _is_newer(spot):
        where = (*where, 0, spot.interface)
    family = socket.AF_INET6 if _is_newer(spot) else socket.AF_INET
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.setblocking(False)
        _connect(line, where, time.monotonic() + within, stopped)
    except OSError:
        line.close()
        raise
    return line


def _is_newer(spot: Spot) -> bool:
    """Return whether an address is one of the newer kind, which may take an interface."""
    return ":" in spot.host


def _connect(line: socket.socket, where: Told, due: float, stopped: Callable[[], bool]) -> None:
    """Wait until a line stands, and look meanwhile whether it is still wanted."""
    code = line.connect_ex(where)
    while code in _UNDER_WAY:
        if stopped() or time.monotonic() > due:
            raise TimeoutError
        _, there, failed = select.select([], [line], [line], _LOOK)
        if there or failed:
            code = line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, "")


class Network:
    """The networks that this laptop is in, all of them, as far as they let one."""

    @contextmanager
    def door(self) -> Iterator[socket.socket]:
        """Give what others come in by, at a port that is free."""
        if socket.has_dualstack_ipv6():
            made = socket.create_server(
                ("::", 0), family=socket.AF_INET6, backlog=_WAITING, dualstack_ipv6=True
            )
        else:
            made = socket.create_server(("", 0), backlog=_WAITING)
        with closing(made):
            yield made

    @contextmanager
    def ears(self, secrets: Sequence[bytes]) -> Iterator[list[socket.socket]]:
        """Give what hears beacons under some secrets; where nothing can be heard, nothing."""
        with ExitStack() as opened:
            found = []
            for air in map(Air.of, secrets):
                for family in (socket.AF_INET6, socket.AF_INET):
                    with suppress(OSError):
                        one = opened.enter_context(closing(_bound(family, air.port)))
                        found.append(one)
                        _join(one, air)
            yield found

    def say(self, secret: bytes, packet: bytes) -> None:
        """Send a packet to whoever listens where this secret leads, by every interface."""
        air = Air.of(secret)
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as four:
            for number in _interfaces():
                with suppress(OSError):
                    four.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, _by(number))
                    four.sendto(packet, (air.four, air.port))
            with suppress(OSError):
                four.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
                four.sendto(packet, ("255.255.255.255", air.port))
        with suppress(OSError), closing(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)) as six:
            for number in _interfaces():
                with suppress(OSError):
                    six.sendto(packet, (air.six, air.port, 0, number))

    def addresses(self) -> list[str]:
        """Return under which addresses others in the room may reach this laptop, short ones first.

        Nothing is sent for that: it is asked from where something would go.
        """
        four = {_own(socket.AF_INET, number) for number in _interfaces()}
        six = {_own(socket.AF_INET6, number) for number in _interfaces()}
        return sorted(filter(_is_of_use, four)) + sorted(filter(_is_of_use, six))


def shown(addresses: Iterable[str], port: int) -> tuple[str, ...]:
    """Return addresses as one reads them to somebody who types one."""
    return tuple(f"[{one}]:{port}" if ":" in one else f"{one}:{port}" for one in addresses)


def _is_of_use(address: str) -> bool:
    if not address:
        return False
    known = ipaddress.ip_address(address)
    return not (known.is_loopback or known.is_unspecified)


def _interfaces() -> list[int]:
    with suppress(OSError):
        return [number for number, _name in socket.if_nameindex()]
    return []


def _by(interface: int, group: bytes = b"") -> bytes:
    """Return how one says by which interface something goes out, or a group is heard."""
    if sys.platform == "win32":
        return group + struct.pack(">I", interface)
    return struct.pack("=4s4si", group, b"", interface)


def _bound(family: socket.AddressFamily, port: int) -> socket.socket:
    one = socket.socket(family, socket.SOCK_DGRAM)
    try:
        # Somebody else on this laptop may look for others too.
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family is socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind(("", port))
    except OSError:
        one.close()
        raise
    return one


def _join(one: socket.socket, air: Air) -> None:
    """Hear a group by every interface that lets one."""
    for number in _interfaces():
        with suppress(OSError):
            if one.family is socket.AF_INET6:
                group = socket.inet_pton(socket.AF_INET6, air.six) + struct.pack("@I", number)
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, group)
            else:
                group = _by(number, socket.inet_aton(air.four))
                one.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)


def _own(family: socket.AddressFamily, interface: int) -> str:
    """Return from which address something would go out by an interface."""
    with suppress(OSError), closing(socket.socket(family, socket.SOCK_DGRAM)) as one:
        if family is socket.AF_INET6:
            one.connect(("ff02::1", 9, 0, interface))
        else:
            one.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, _by(interface))
            one.connect(("224.0.0.1", 9))
        return str(one.getsockname()[0]).partition("%")[0]
    return ""


def new_id() -> bytes:
    """Return who one is this time."""
    return random(ID_SIZE)
