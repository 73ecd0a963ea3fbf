"""A stick by somebody who knows but the public key of a workbook: it costs little memory."""

from __future__ import annotations

import io
import os
import tracemalloc
from itertools import chain, repeat

import pytest
from forged import Forger, nobody
from wired import KEY, Author

from ledger.ops import Kind
from sync.carrying import carried_by, read_stick
from sync.sealed.reading import MOST_SAID
from sync.wire import bundle
from sync.wire.bundle import BundleRefused, Part, PartKind
from sync.wire.envelope import StreamKey

# As much as the largest part, and what is made of it on its way; all of it is much more.
LITTLE = 12 << 20
LARGE = 32 << 20


def stick_of(post, parts):
    member = post.membership
    to = {member.me.workbook: member.me.pair.public}
    return b"".join(bundle.write(parts, member.roster.org, to))


def steps(post, file):
    """Return what came of reading a stick, and in how many steps."""
    reading, number = read_stick(post, file, lambda: False), 0
    while True:
        try:
            next(reading)
        except StopIteration as end:
            return end.value, number
        number += 1


def of_kind(kind, size):
    return chain([Part(kind, os.urandom(size))] * (LARGE // size))


GARBAGE = {
    "parts that are no batches": lambda: of_kind(PartKind.BATCH, 500_000),
    "parts that are of no snapshot": lambda: of_kind(PartKind.SNAPSHOT, 500_000),
    "parts that are of no file": lambda: of_kind(PartKind.BLOB, 500_000),
    "parts of a kind that is not known": lambda: of_kind(99, 500_000),
    "a byte each": lambda: repeat(Part(99, b"a"), 400_000),
    "what is said of lanes": lambda: repeat(Part(PartKind.HAVE, bytes(500_000)), 64),
}


@pytest.mark.parametrize("name", GARBAGE)
def test_however_large_a_stick_of_garbage_is_little_of_it_is_held(pair, tmp_path, name):
    post, file = pair.first.post, tmp_path / "stick"
    file.write_bytes(stick_of(post, GARBAGE[name]()))
    tracemalloc.start()
    try:
        came, number = steps(post, file)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (came.changes, most < LITTLE) == (0, True)
    # Whoever works at the laptop meanwhile is not kept waiting.
    assert number > 1
    with file.open("rb") as stick:
        assert post.read(stick).operations == 0


def test_what_is_empty_or_said_too_often_ends_a_stick(pair, tmp_path):
    post, file = pair.first.post, tmp_path / "stick"
    with pytest.MonkeyPatch.context() as patch:
        empty = bundle._PART.pack(99, 0) * 100
        patch.setattr(bundle, "_messages", lambda _: iter([empty.ljust(65_536, b"\0")]))
        file.write_bytes(stick_of(post, ()))
    with file.open("rb") as stick, pytest.raises(BundleRefused, match=r"bundle\.part"):
        post.read(stick)
    for more in (0, 1):
        said = [Part(PartKind.ENDS, b"nothing")] * (MOST_SAID + more)
        came = post.read(io.BytesIO(stick_of(post, said)))
        assert came.torn == ("bundle.part" if more else "")


def test_whatever_order_parts_stand_in_all_of_it_is_taken(three):
    """Files before what names them come again; nothing else needs an order."""
    first, other, third = three.first, three.other, three.third
    code = first.case()
    first.agrees(code)
    with other.post() as post:
        member = post.membership
        at = member.roster.org, member.me.workbook
        stick = io.BytesIO(b"".join(first.post.write(whole=True)))
        parts = list(bundle.read(stick, *at, *member.pairs))
        came = post.read(io.BytesIO(stick_of(post, reversed(parts))))
    assert (came.refused, code in other.codes()) == ({}, True)
    assert third.takes(first.writes()).refused == {}


def test_of_a_colleagues_stick_only_what_authors_of_ours_sealed_is_brought_along(three, tmp_path):
    first, third = three.first, three.third
    post, config = first.post, first.post.membership.config
    hers = Forger(third, config).says((Kind.CREATE, nobody(), "x", None, {"y": "z"}))
    stranger = Author(b"s" * 32)
    unsigned = hers[:-64] + bytes(64)
    (strange,) = stranger.chain(1, StreamKey(config, 1, KEY.secret))
    file = tmp_path / "stick"
    file.write_bytes(stick_of(post, [Part(2, one) for one in (unsigned, strange, hers)]))
    assert carried_by(post, file) == [hers]
