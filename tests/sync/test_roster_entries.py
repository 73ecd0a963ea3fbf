"""An entry of the roster has one spelling, for ever, and nothing else is one."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.ops import OpRefused, decode, encode
from sync.members import entries
from sync.members.entries import LARGEST, Entry, RosterRefused, kem_digest, parse
from sync.wire.keys import PUBLIC_SIZE, WRAPPING

FROZEN = tomllib.loads((Path(__file__).parent / "vectors.toml").read_text())["entries"]
A, B, C = (bytes([n]) * 16 for n in (1, 2, 3))
KEY, KEM, DIGEST = b"k" * 32, b"m" * PUBLIC_SIZE, b"d" * 32
WRAPPED = b"w" * WRAPPING
LAST = ((A, 7), (B, 0))
EVERY = {
    "found": entries.Found(A, B, KEY, KEM, b"a" * 32, C, b"s" * 16, b"c" * 16),
    "admit": entries.Admit(B, KEY, KEM, DIGEST),
    "author": entries.NewAuthor(KEY, C, B, writes=True, administers=False),
    "rights": entries.Rights(A, writes=False, administers=True, last=LAST),
    "stream": entries.NewStream(A, "caseload"),
    "grant": entries.Grant(A, "user", C, read=True, write=False, last=LAST),
    "rotate": entries.Rotate(((A, 2, C),), ((B, DIGEST, WRAPPED),), WRAPPED),
    "deliver": entries.Deliver(B, DIGEST, ((A, 1), (A, 2)), b""),
    "revoke": entries.Revoke("workbook", B, LAST),
    "accept": entries.Accept(A, 9),
    "log_reset": entries.LogReset(A, 1, DIGEST),
    "server_move": entries.ServerMove("https://sync.example:8443/a", DIGEST),
    "recovery": entries.Recovery(KEM, WRAPPED),
    "settle": entries.Settle((DIGEST, KEY)),
    "renew": entries.Renew(B, KEM, 4),
}


def refused(content):
    with pytest.raises(RosterRefused) as cause:
        parse(content)
    return str(cause.value)


def test_entries_are_spelled_as_they_always_were():
    assert FROZEN["stream"] == Entry(5, DIGEST, EVERY["stream"]).encode().hex()
    assert parse(bytes.fromhex(FROZEN["stream"])).what == EVERY["stream"]
    for name, what in EVERY.items():
        entry = Entry(5, DIGEST, what)
        assert FROZEN["digests"][name] == blake2b(entry.encode(), digest_size=16).hexdigest()
        assert parse(entry.encode()) == entry
        assert decode(entry.encode())["kind"] == name
    entry = Entry(5, DIGEST, EVERY["stream"])
    assert FROZEN["named"] == entry.digest(A).hex()
    # Who signed it is part of its name.
    assert entry.digest(B) != entry.digest(A)
    assert FROZEN["kem"] == kem_digest(KEM).hex()


def test_every_part_is_checked():
    wrong = {
        bytes: [b"x" * 15, 5, None],
        int: [-1, 2**63, True, "1"],
        bool: [1, None],
        str: ["nonsense of no kind", "a b", 5],
        tuple: [b"", (1,), ((A, 1), (A, 1)), ((A,),)],
    }
    for what in EVERY.values():
        for part in fields(what):
            for other in wrong[type(getattr(what, part.name))]:
                with pytest.raises((RosterRefused, OpRefused)):
                    Entry(5, DIGEST, replace(what, **{part.name: other})).encode()


def test_no_other_bytes_are_an_entry():
    said = decode(Entry(5, DIGEST, EVERY["accept"]).encode())
    codes = {
        "roster.suite": [{"suite": 2}, {"suite": 0}, {"suite": 2, "kind": "newer"}],
        "roster.kind": [{"kind": "newer"}, {"kind": 5}],
        "roster.shape": [{"suite": True}, {"more": 1}],
        "roster.part": [{"n": -1}, {"n": "5"}, {"before": b""}, {"lane": b""}, {"last": 0}],
    }
    for code, changes in codes.items():
        for change in changes:
            assert refused(encode(said | change)) == code
    for name in said:
        less = {part: value for part, value in said.items() if part != name}
        assert refused(encode(less)) in {"roster.shape", "roster.kind"}
    assert refused(b"") == refused(b"\xff") == "roster.bytes"
    assert refused(encode((1,))) == "roster.shape"
    assert refused(bytes(LARGEST + 1)) == "roster.length"
    # The same entry in another spelling: a longer head.
    content = Entry(5, DIGEST, EVERY["accept"]).encode()
    at = content.index(b"\x61n\x05")
    assert refused(content[: at + 2] + b"\x18\x05" + content[at + 3 :]) == "roster.bytes"


def test_rows_stand_in_order_and_once():
    rotate, settle = EVERY["rotate"], EVERY["settle"]
    rows = ((A, 2, C), (B, 1, C))
    assert parse(Entry(1, DIGEST, replace(rotate, streams=rows)).encode()).what.streams == rows
    wrong = [
        replace(rotate, streams=rows[::-1]),
        replace(rotate, streams=((A, 2, C), (A, 3, C))),
        replace(rotate, keys=rotate.keys * 2),
        replace(rotate, keys=((B, DIGEST, WRAPPED[:-1]),)),
        replace(settle, dropped=settle.dropped[::-1]),
        replace(settle, dropped=()),
        replace(EVERY["server_move"], address="https://" + "a" * 255),
        replace(EVERY["server_move"], address="https://a\n"),
        replace(EVERY["stream"], family="roster"),
        replace(EVERY["stream"], family="local"),
    ]
    for what in wrong:
        with pytest.raises(RosterRefused, match=r"roster\.part"):
            Entry(1, DIGEST, what).encode()


@given(st.integers(0, 102), st.binary(max_size=3), st.integers(0, 3))
def test_broken_bytes_are_refused_or_say_what_they_say(at, put, lost):
    whole = Entry(5, DIGEST, EVERY["stream"]).encode()
    content = whole[:at] + put + whole[at + lost :]
    try:
        found = parse(content)
    except RosterRefused:
        assert content != whole
    else:
        assert found.encode() == content
