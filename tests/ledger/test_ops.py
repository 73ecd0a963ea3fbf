"""Operations have one spelling in bytes, and bytes that break a limit are refused."""

from __future__ import annotations

from hashlib import blake2b

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import ops
from ledger.ops import (
    Kind,
    Op,
    OpId,
    OpRefused,
    decode,
    decode_batch,
    decode_parents,
    encode,
    encode_batch,
    encode_parents,
    lane_id,
    settled,
)

LANE, OTHER, THING = b"l" * 16, b"o" * 16, b"e" * 16
_TEXTS = st.text(st.characters(codec="utf-8"))
SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | _TEXTS | st.binary()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=5)


def _flat(value, depth=0):
    return depth < 4 and (
        not isinstance(value, tuple) or all(_flat(item, depth + 1) for item in value)
    )


SHALLOW = VALUES.filter(_flat)


@st.composite
def batches(draw):
    made = []
    for number in range(draw(st.integers(0, 2))):
        parents = draw(
            st.sets(
                st.builds(OpId, st.sampled_from([b"a" * 16, OTHER]), st.integers(0, 9), st.just(0))
            )
        )
        create = draw(st.booleans())
        made.append(
            Op(
                OpId(LANE, 3, number),
                Kind.CREATE if create else Kind.SET,
                THING,
                "case",
                None if create else draw(_TEXTS.filter(lambda text: len(text) <= 64)),
                draw(st.dictionaries(st.text("abc", max_size=9), SHALLOW, max_size=3))
                if create
                else draw(SHALLOW),
                draw(st.integers(0, 2**63 - 1)),
                tuple(sorted(parents)),
            )
        )
    return tuple(made)


@given(batches())
def test_a_batch_comes_back_as_it_was(made):
    assert decode_batch(encode_batch(made), LANE, 3) == made


@given(SHALLOW)
def test_a_value_comes_back_as_it_was(value):
    back = decode(encode(value))
    assert back == value
    assert encode(back) == encode(value)


@given(st.sets(st.builds(OpId, st.binary(min_size=16, max_size=16), st.integers(0), st.just(1))))
def test_parents_come_back_in_order(parents):
    assert decode_parents(encode_parents(list(parents))) == tuple(sorted(parents))


def test_a_lane_is_an_author_in_a_stream():
    author, stream = b"a" * 32, b"s" * 16
    assert lane_id(author, stream) == blake2b(author + stream, digest_size=16).digest()
    for wrong in ((b"a", stream), (author, b"s")):
        with pytest.raises(OpRefused, match=r"ledger\.lane\.size"):
            lane_id(*wrong)


@pytest.mark.parametrize("raw", [1.5, {"a": 1}, {1}, object(), [1.5]])
def test_what_operations_can_not_carry_is_refused(raw):
    with pytest.raises(OpRefused, match=r"ledger\.value\.kind"):
        settled(raw)


@pytest.mark.parametrize(("raw", "code"), [(2**63, "number"), ("\ud800", "text")])
def test_numbers_and_texts_have_limits(raw, code):
    with pytest.raises(OpRefused, match=code):
        settled(raw)


def test_first_fields_come_back_as_a_map():
    assert decode(encode({"b": (1, "x"), "a": None})) == {"a": None, "b": (1, "x")}


def test_a_value_stays_out_of_what_is_printed():
    assert "canary" not in repr(Op(OpId(LANE, 1, 0), Kind.SET, THING, "case", "f", "canary", 0))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"\x18\x01",  # one in two bytes
        b"\x9f\x01\xff",  # a list without a length
        b"\xa2\x61b\x01\x61a\x02",  # keys out of order
        b"\xa2\x61a\x01\x61a\x02",  # a key twice
        b"\xf9\x3c\x00",  # a float
        b"\x61\xff",  # no text
        b"\x81" * 9 + b"\x01",  # too deep
        b"\x01\x01",  # more than one
        b"\xc2\x49" + b"\x01" * 9,  # a big number
        b"\xf7",  # undefined
        b"\xe5",  # a simple value
    ],
    ids=lambda data: data.hex()[:20] or "empty",
)
def test_bytes_that_are_not_canonical_are_refused(data):
    with pytest.raises(OpRefused):
        decode(data)


def test_every_tag_is_refused():
    for tag in (*range(300), 1004, 43000, 43001, 55799, 55800, 70000):
        for inside in (1, b"a", "a", [1, 2], {}):
            with pytest.raises(OpRefused):
                decode(cbor2.dumps(cbor2.CBORTag(tag, inside)))


GOOD = [int(Kind.SET), THING, "case", "f", 1, 0, [[0, 1, 0]]]


def _but(place, value):
    return [*GOOD[:place], value, *GOOD[place + 1 :]]


@pytest.mark.parametrize(
    "wire",
    [
        1,
        [],
        [[], 1],
        [[], [], []],
        [[b"short"], []],
        [[OTHER], [1]],
        [[OTHER], [GOOD[:-1]]],
        [[OTHER], [_but(0, 9)]],
        [[OTHER], [_but(0, "set")]],
        [[OTHER], [_but(0, True)]],
        [[OTHER], [_but(1, b"short")]],
        [[OTHER], [_but(2, "x" * 65)]],
        [[OTHER], [_but(3, 1)]],
        [[OTHER], [_but(4, {"a": 1})]],
        [[OTHER], [_but(5, -1)]],
        [[OTHER], [_but(5, 2**63)]],
        [[OTHER], [_but(5, True)]],
        [[OTHER], [_but(6, 1)]],
        [[OTHER], [_but(6, [1])]],
        [[OTHER], [_but(6, [[1, 1, 0]])]],
        [[OTHER], [_but(6, [[0, -1, 0]])]],
        [[OTHER], [_but(6, [[0, 2**63, 0]])]],
        [[OTHER], [_but(6, [[0, 2, 0], [0, 1, 0]])]],
        [[LANE], [_but(6, [[0, 3, 0]])]],
        [[LANE], [_but(6, [[0, 4, 0]])]],
        [[LANE, OTHER], [_but(6, [[1, 1, 0]])]],
        [[OTHER], [_but(0, int(Kind.CREATE))]],
    ],
)
def test_a_batch_that_breaks_the_shape_is_refused(wire):
    with pytest.raises(OpRefused):
        decode_batch(cbor2.dumps(wire, canonical=True), LANE, 3)


def test_an_operation_may_replace_an_earlier_one_of_its_own_lane():
    (made,) = decode_batch(cbor2.dumps([[LANE], [GOOD]], canonical=True), LANE, 3)
    assert made.parents == (OpId(LANE, 1, 0),)


def test_batches_have_a_largest_size_and_count(monkeypatch):
    one = Op(OpId(LANE, 1, 0), Kind.SET, THING, "case", "f", "x" * 100, 0)
    content = encode_batch([one, one])
    monkeypatch.setattr(ops, "MAX_OPERATIONS", 1)
    with pytest.raises(OpRefused, match="count"):
        encode_batch([one, one])
    with pytest.raises(OpRefused, match="count"):
        decode_batch(content, LANE, 1)
    monkeypatch.setattr(ops, "MAX_CONTENT", 50)
    with pytest.raises(OpRefused, match="size"):
        encode_batch([one])
    with pytest.raises(OpRefused, match="size"):
        decode_batch(content, LANE, 1)


@pytest.mark.parametrize("item", ["80", "a0", "00", "60", "4100", "1818", "f6"])
def test_no_batch_may_hold_so_many_items_that_reading_them_takes_all_memory(item):
    start, end = cbor2.dumps(_but(4, None), canonical=True).split(b"\xf6", 1)

    def holding(count):
        listed = b"\x9a" + count.to_bytes(4) + bytes.fromhex(item) * count
        return b"\x82\x81" + cbor2.dumps(LANE) + b"\x81" + start + listed + end

    with pytest.raises(OpRefused, match=r"ledger\.bytes\.items"):
        decode_batch(holding(2_000_000), LANE, 3)
    if item != "a0":
        (made,) = decode_batch(holding(70_000), LANE, 3)
        assert encode_batch([made]) == holding(70_000)


def test_an_author_writes_nothing_that_nobody_would_read():
    heavy = Op(OpId(LANE, 3, 0), Kind.SET, THING, "case", "f", (None,) * ops.MAX_ITEMS, 0)
    with pytest.raises(OpRefused, match=r"ledger\.bytes\.items"):
        encode_batch([heavy])
