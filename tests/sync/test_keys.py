"""What is wrapped to a key pair opens for it alone, in its context alone, and for ever."""

from __future__ import annotations

import tomllib
from hashlib import blake2b
from pathlib import Path

import pytest

from sync.wire import keys
from sync.wire.keys import KeysRefused

FROZEN = tomllib.loads((Path(__file__).parent / "vectors.toml").read_text())["keys"]
PAIR = keys.from_parts(bytes(range(64)), bytes(range(64, 96)))


def _refusal(call, *given):
    with pytest.raises(KeysRefused) as refused:
        call(*given)
    return str(refused.value)


def test_what_was_wrapped_long_ago_opens():
    wrapped = bytes.fromhex(FROZEN["wrapped"])
    assert keys.unwrap(PAIR, wrapped, FROZEN["info"].encode()) == FROZEN["secret"].encode()
    assert blake2b(PAIR.public, digest_size=16).hexdigest() == FROZEN["public"]


def test_a_secret_opens_for_its_pair_and_its_context_alone():
    pair = keys.make()
    assert keys.from_parts(*pair.parts()) == pair
    assert len(pair.public) == keys.PUBLIC_SIZE
    wrapped = keys.wrap(pair.public, b"k" * 32, b"here")
    assert len(wrapped) == 32 + keys.WRAPPING
    assert keys.unwrap(pair, wrapped, b"here") == b"k" * 32
    assert keys.wrap(pair.public, b"k" * 32, b"here") != wrapped
    assert _refusal(keys.unwrap, pair, wrapped, b"there") == "keys.wrapped"
    assert _refusal(keys.unwrap, keys.make(), wrapped, b"here") == "keys.wrapped"
    for half in (pair.lattice, PAIR.curve), (PAIR.lattice, pair.curve):
        assert _refusal(keys.unwrap, keys.from_parts(*half), wrapped, b"here") == "keys.wrapped"


def test_no_byte_of_it_may_be_another():
    wrapped = bytes.fromhex(FROZEN["wrapped"])
    for at in (0, 500, 1087, 1088, 1119, 1120, len(wrapped) - 1):
        changed = wrapped[:at] + bytes([wrapped[at] ^ 1]) + wrapped[at + 1 :]
        assert _refusal(keys.unwrap, PAIR, changed, b"frozen") == "keys.wrapped"
    assert _refusal(keys.unwrap, PAIR, wrapped[:-1], b"frozen") == "keys.wrapped"
    assert _refusal(keys.unwrap, PAIR, wrapped[: keys.WRAPPING - 1], b"frozen") == "keys.size"
    # The curve's point of nothing, where a point should be.
    blank = wrapped[:1088] + bytes(32) + wrapped[1120:]
    assert _refusal(keys.unwrap, PAIR, blank, b"frozen") == "keys.wrapped"


def test_no_key_that_is_none_is_taken():
    lattice, curve = PAIR.public[: keys.LATTICE_PUBLIC], PAIR.public[keys.LATTICE_PUBLIC :]
    keys.require_public(lattice + curve)
    # Points that agree with everybody: zero, one, and one of order eight.
    small = (
        bytes(32),
        b"\x01" + bytes(31),
        bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    )
    for point in small:
        assert _refusal(keys.require_public, lattice + point) == "keys.public"
        assert _refusal(keys.wrap, lattice + point, b"", b"") == "keys.public"
    assert _refusal(keys.require_public, b"\xff" * len(lattice) + curve) == "keys.public"
    assert _refusal(keys.require_public, lattice) == "keys.size"
    assert _refusal(keys.from_parts, bytes(63), bytes(32)) == "keys.size"


def test_no_private_half_is_in_what_can_be_printed():
    assert "lattice" not in repr(PAIR)
    assert "curve" not in repr(PAIR)
