"""What is said to find each other is noise to everybody else, and whatever is heard is harmless."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import ExitStack
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.secret import Aead
from rosters import some

from sync.room.finding import (
    PACKET,
    Air,
    Beacon,
    Network,
    RoomRefused,
    Spot,
    called,
    pack,
    reached_by,
    shown,
    spot_of,
    unpack,
)

SECRET, OLDER, THEIRS = (some(f"secret {n}", 32) for n in range(3))
ARABIC = {ord(str(n)): chr(0x660 + n) for n in range(10)}
BEACON = Beacon(some("who"), 24_100)


def test_only_whoever_holds_the_secret_hears_anything():
    packet = pack(SECRET, BEACON)
    assert unpack([OLDER, SECRET], packet) == BEACON
    assert unpack([THEIRS, OLDER], packet) is None
    # It is said in other bytes each time, and they are always as many.
    again = pack(SECRET, BEACON)
    assert len(packet) == len(again) == PACKET
    assert not any(packet[at : at + 4] in again for at in range(PACKET - 4))


def test_a_beacon_and_its_place_are_as_the_page_says():
    """What docs/exchange.md says, with nothing of the program."""
    packet = pack(SECRET, BEACON)
    key = blake2b(key=SECRET, person=b"room beacon", digest_size=32).digest()
    plain = Aead(key).decrypt(packet[24:], b"", packet[:24])
    assert plain == BEACON.id + (24_100).to_bytes(2, "big") + bytes(14)
    drawn = blake2b(key=SECRET, person=b"room place", digest_size=18).digest()
    four = ipaddress.IPv4Address(b"\xef" + drawn[2:5])
    six = ipaddress.IPv6Address(b"\xff\x12\0" + drawn[5:])
    port = int.from_bytes(drawn[:2], "big") % 12_000 + 20_000
    assert Air.of(SECRET) == Air(port, str(four), str(six))


def test_whichever_byte_is_changed_nothing_is_heard():
    packet = bytearray(pack(SECRET, BEACON))
    for at in range(PACKET):
        packet[at] ^= 1
        assert unpack([SECRET], bytes(packet)) is None
        packet[at] ^= 1
    for wrong in (
        b"",
        packet[:-1],
        packet + b"\0",
        bytes(PACKET),
        pack(SECRET, Beacon(b"x" * 16, 0)),
    ):
        assert unpack([SECRET], bytes(wrong)) is None


@given(st.binary(min_size=PACKET, max_size=PACKET))
def test_noise_is_passed_by(noise):
    assert unpack([SECRET, OLDER], noise) is None


def test_where_it_is_said_follows_from_the_secret_and_from_nothing_else():
    airs = [Air.of(some(f"secret {n}", 32)) for n in range(200)]
    assert len({one.port for one in airs}) > 150
    assert len({one.six for one in airs}) == 200
    # All of it stays on the network that one is in.
    assert all(one.six.startswith("ff12:") and one.four.startswith("239.") for one in airs)
    assert all(20_000 <= one.port < 32_000 for one in airs)


@pytest.mark.parametrize(
    ("typed", "spot"),
    [
        ("192.0.2.5:24100", Spot("192.0.2.5", 24_100)),
        (" 192.0.2.5:24100 ", Spot("192.0.2.5", 24_100)),
        ("192.0.2.5:24100".translate(ARABIC), Spot("192.0.2.5", 24_100)),
        ("[fe80::1]:24100", Spot("fe80::1", 24_100)),
        ("fe80::1:24100", Spot("fe80::1", 24_100)),
    ],
)
def test_an_address_is_read_as_people_type_it(typed, spot):
    assert spot_of(typed) == spot


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "192.0.2.5",
        "192.0.2.5:0",
        "192.0.2.5:70000",
        "laptop.example.org:24100",
        ":24100",
        "a:b",
    ],
)
def test_what_is_no_address_is_refused_and_no_name_is_looked_up(typed):
    with pytest.raises(RoomRefused, match="address"):
        spot_of(typed)


def test_an_address_of_one_cable_is_tried_by_every_interface():
    assert reached_by(Spot("192.0.2.5", 1)) == [Spot("192.0.2.5", 1)]
    assert reached_by(Spot("2001:db8::1", 1)) == [Spot("2001:db8::1", 1)]
    numbers = [number for number, _ in socket.if_nameindex()]
    assert reached_by(Spot("fe80::1", 1)) == [Spot("fe80::1", 1, number) for number in numbers]
    assert reached_by(Spot("fe80::1", 1, 7)) == [Spot("fe80::1", 1, 7)]


def test_addresses_are_shown_as_they_are_typed():
    for one in shown(["192.0.2.5", "fe80::1"], 24_100):
        assert shown([spot_of(one).host], spot_of(one).port) == (one,)


def test_a_call_ends_when_it_is_stopped_or_nobody_is_there():
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        called(Spot("127.0.0.1", port), 5, lambda: False).close()
    with pytest.raises(ConnectionRefusedError):
        called(Spot("127.0.0.1", port), 5, lambda: False)
    # Nobody is at an address of documentation, and nobody waits for that.
    with pytest.raises(OSError, match=r"^"):
        called(Spot("192.0.2.254", port), 5, lambda: True)


def test_laptops_on_a_real_network_hear_each_other_or_are_reached_by_address():
    """By every way this machine has: where it has none nothing is raised either."""
    network = Network()
    with ExitStack() as opened:
        door = opened.enter_context(network.door())
        ears = opened.enter_context(network.ears([SECRET, OLDER]))
        assert 0 < len(ears) <= 4
        network.say(SECRET, pack(SECRET, BEACON))
        heard = set()
        for ear in ears:
            ear.settimeout(0.5)
            try:
                heard.add(unpack([SECRET], ear.recvfrom(PACKET + 1)[0]))
            except TimeoutError:
                continue
        assert heard <= {BEACON}
        for address in network.addresses():
            assert not ipaddress.ip_address(address).is_loopback
            port = door.getsockname()[1]
            for spot in reached_by(Spot(address, port)):
                try:
                    called(spot, 5, lambda: False).close()
                except OSError:
                    continue
    assert all(one.fileno() == -1 for one in (door, *ears))
