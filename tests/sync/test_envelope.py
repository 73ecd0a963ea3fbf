"""A batch comes back as it was, tells by its size alone, and whatever was changed is refused."""

from __future__ import annotations

import random
from dataclasses import replace

import cbor2
import pytest
import second_reader
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from wired import ADA, BEA, KEY, ORG, STREAM, Knowing, edit, inner, packed, sealed, single

from ledger.ops import MAX_CONTENT, OpRefused
from sync.sealed.incoming import IncomingRefused, opened
from sync.wire import frames
from sync.wire.envelope import MOST_CONTENT, EnvelopeRefused, StreamKey, seal, unseal
from sync.wire.frames import FrameRefused
from sync.wire.lanes import LaneRefused, LaneState

REFUSED = (FrameRefused, IncomingRefused, LaneRefused, EnvelopeRefused, OpRefused)
BUCKETS = {256, 512, 1024, 2048, 4096, 8192, 16384}
NOISE = random.Random(7).randbytes(1 << 17)
CONTENTS = st.binary(max_size=600) | st.builds(
    lambda start, size, word: NOISE[start : start + size] + word,
    st.integers(0, 60_000),
    st.integers(0, 60_000),
    st.binary(max_size=9),
)
ONE = seal(edit(ADA.lane()), ADA.place(), KEY, ADA.seed)


def code_of(batch, known=None):
    """Return the code with which a batch is refused, also when its operations are."""
    with pytest.raises(REFUSED) as refused:
        opened(batch, known or Knowing())
    return str(refused.value)


@given(content=CONTENTS, kind=st.sampled_from(frames.Kind), aseq=st.integers(1, 2**63 - 1))
def test_content_comes_back_in_a_size_of_the_list(content, kind, aseq):
    batch = seal(content, ADA.place(aseq, kind=kind), KEY, ADA.seed)
    assert unseal(batch, KEY) == content
    header, read = second_reader.read_batch(batch, ADA.public, KEY.secret)
    assert (read, header["kind"], header["aseq"]) == (content, kind, aseq)
    size = frames.parse(batch).size
    assert size in BUCKETS or size == frames.padme(size) > 16384
    assert len(batch) == size + 264 <= frames.LARGEST_BATCH


def test_one_edit_takes_520_bytes_and_an_empty_batch_no_fewer():
    assert len(ONE) == 520
    assert len(seal(b"", ADA.place(kind=frames.Kind.HEARTBEAT), KEY, ADA.seed)) == 520
    (op,) = opened(ONE, Knowing()).ops
    assert (op.field, op.value) == ("age_group", "a")


def test_whichever_byte_is_changed_the_batch_is_refused():
    codes = set()
    for at in range(len(ONE)):
        changed = bytearray(ONE)
        changed[at] ^= 1 << at % 8
        codes.add(code_of(bytes(changed)))
    assert codes == {
        "frame.length",
        "frame.magic",
        "frame.suite",
        "frame.kind",
        "frame.size",
        "frame.chain",
        "incoming.org",
        "incoming.author",
        "frame.signature",
    }


def test_what_its_author_signed_is_still_bound_to_its_place():
    for at in range(4, 180):
        # Whoever signs may write what she likes beside the seal; it opens in its own place only.
        changed = bytearray(ONE[:-64])
        changed[at] ^= 0x80
        with pytest.raises((FrameRefused, EnvelopeRefused)):
            unseal(frames.sign(bytes(changed), ADA.seed), KEY)


def test_no_part_of_a_batch_is_a_batch_nor_is_one_with_more_behind():
    cut = {code_of(ONE[:size]) for size in range(len(ONE))}
    assert cut == {"frame.length", "frame.size"}
    assert {code_of(ONE + more) for more in (b"\0", ONE, bytes(65_536))} == cut


# All that can be wrong at once, in the order of the checks, and how each is mended.
ALL_WRONG = {
    "start": b"ALX\x02\x02",
    "end": bytes(1 << 17),
    "known": {
        "authors": (),
        "keys": (),
        "shut": frozenset({ADA.id}),
        "last": {(ADA.id, STREAM): 2},
    },
    "facts": {"kind": 9, "org": b"o" * 16, "aseq": 0},
    "seed": BEA.seed,
    "box": b"x" * (256 + 16),
    "plain": inner(b"", 1 << 20),
}
MENDED = (
    ("frame.length", {"end": b"\0"}),
    ("frame.magic", {"start": b"ALX\x01\x02"}),
    ("frame.suite", {"start": b""}),
    ("frame.kind", {"facts": {"kind": frames.Kind.OPS}}),
    ("frame.size", {"end": b""}),
    ("frame.chain", {"facts": {"aseq": 9, "prev": b"f" * 32}}),
    ("incoming.org", {"facts": {"org": ORG}}),
    ("incoming.author", {"known": {"authors": (ADA, BEA)}}),
    ("frame.signature", {"seed": ADA.seed}),
    ("incoming.late", {"known": {"last": {(ADA.id, STREAM): 9}}}),
    ("incoming.right", {"known": {"shut": frozenset()}}),
    ("lane.gap", {"facts": {"aseq": 5}}),
    ("lane.fork", {"facts": {"prev": b"d" * 32}}),
    ("incoming.epoch", {"known": {"keys": (KEY,)}}),
    ("envelope.commitment", {"facts": {"commitment": KEY.commitment}}),
    ("envelope.seal", {"box": None}),
    ("envelope.length", {"plain": inner(packed(b"none"), rest=b"\1")}),
    ("envelope.padding", {"plain": inner(packed(b"none"))}),
    ("ledger.bytes.decode", {"plain": inner(packed(edit(ADA.lane(), 5)))}),
)


def test_whatever_is_wrong_the_check_that_comes_first_says_so():
    wrong = ALL_WRONG | {"facts": ALL_WRONG["facts"] | {"commitment": b"c" * 16}}
    lanes = {ADA.lane(): LaneState(4, b"d" * 32)}

    def made():
        batch = sealed(wrong["plain"], wrong["seed"], box=wrong["box"], **wrong["facts"])
        return wrong["start"] + batch[len(wrong["start"]) :] + wrong["end"]

    for code, mend in MENDED:
        assert code_of(made(), Knowing(**wrong["known"], lanes=lanes)) == code
        for what, how in mend.items():
            wrong[what] = wrong[what] | how if isinstance(how, dict) else how
    assert opened(made(), Knowing(lanes=lanes)).ops


HOSTILE = {
    "more than there is": (inner(b"", 253), "envelope.length"),
    "as long as can be said": (inner(b"", 2**32 - 1), "envelope.length"),
    "filled with something": (inner(packed(b"a"), rest=b"\1"), "envelope.padding"),
    "filled with something at the end": (inner(packed(b"a"))[:-1] + b"\1", "envelope.padding"),
    "filled more than it needs": (inner(packed(b"a")).ljust(512, b"\0"), "envelope.padding"),
    "nothing compressed": (inner(packed(b"")), "envelope.content"),
    "not compressed": (inner(b"plain"), "envelope.frame"),
    "a frame that is skipped": (
        inner(b"\x50\x2a\x4d\x18\0\0\0\0" + packed(b"a")),
        "envelope.frame",
    ),
    "two frames": (inner(packed(b"a") * 2), "envelope.frame"),
    "something behind the frame": (inner(packed(b"a") + b"\0"), "envelope.frame"),
    "a frame cut short": (inner(packed(b"abcabcabc")[:-1]), "envelope.frame"),
    "only the start of a frame": (inner(packed(b"a")[:5]), "envelope.frame"),
    "no size": (
        inner(zstandard.ZstdCompressor(write_content_size=False).compress(b"a")),
        "envelope.content",
    ),
    "a byte too much": (inner(packed(bytes(MOST_CONTENT + 1))), "envelope.content"),
    "as much as a summary": (inner(packed(bytes(MAX_CONTENT))), "envelope.content"),
    "a bomb of a gigabyte": (inner(single(1 << 30)), "envelope.content"),
    "all that can be said": (inner(single(2**64 - 3)), "envelope.content"),
    "less than was said": (inner(single(MOST_CONTENT)), "envelope.frame"),
    "more than was said": (inner(single(1, b"\x13\0\0\0")), "envelope.frame"),
    "a dictionary": (
        inner(b"\x28\xb5\x2f\xfd\x21\x07\x01\x0b\0\0a"),
        "envelope.frame",
    ),
    "a window of gigabytes": (
        inner(b"\x28\xb5\x2f\xfd\x80\xa8\1\0\0\0\x09\0\0a"),
        "envelope.frame",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_an_author_of_ours_seals_by_other_rules_is_refused(name):
    plain, code = HOSTILE[name]
    assert code_of(sealed(plain)) == code


@pytest.mark.parametrize("kind", frames.Kind)
def test_the_largest_content_comes_back_and_a_byte_more_does_not(kind):
    """Only what sums up says in one batch what many said, and figures are one table."""
    summed = kind in {frames.Kind.SNAPSHOT, frames.Kind.STATS}
    most = MAX_CONTENT if summed else MOST_CONTENT
    place = ADA.place(kind=kind)
    batch = seal(bytes(most), place, KEY, ADA.seed)
    assert (unseal(batch, KEY), len(batch)) == (bytes(most), 520)
    assert second_reader.read_batch(batch, ADA.public, KEY.secret)[1] == bytes(most)
    with pytest.raises(EnvelopeRefused, match=r"envelope\.content"):
        seal(bytes(most + 1), place, KEY, ADA.seed)
    more = sealed(inner(packed(bytes(most + 1))), kind=kind)
    with pytest.raises(EnvelopeRefused, match=r"envelope\.content"):
        unseal(more, KEY)
    with pytest.raises(AssertionError):
        second_reader.read_batch(more, ADA.public, KEY.secret)


DEEP = b"\x81" * 500 + b"\x80"
CBOR = {
    "deep": (DEEP, "ledger.bytes.decode"),
    "deep inside": (cbor2.dumps([[], []])[:-1] + b"\x81" + DEEP, "ledger.bytes.decode"),
    "a tag": (b"\xc1\x00", "ledger.bytes.decode"),
    "a large number by tag": (b"\xc2\x49" + b"\xff" * 9, "ledger.bytes.decode"),
    "no length": (b"\x9f\xff", "ledger.bytes.decode"),
    "text without length": (b"\x7f\x61a\xff", "ledger.bytes.decode"),
    "a count of all there can be": (b"\x9b" + b"\xff" * 8, "ledger.bytes.decode"),
    "a count of two thousand million": (b"\xba\x7f\xff\xff\xff", "ledger.bytes.decode"),
    "bytes that are not there": (b"\x5b\0\0\0\0\x7f\xff\xff\xff", "ledger.bytes.decode"),
    "far more lists than items": (
        b"\x9a\0\x03\xff\xf0" + b"\x80" * 0x3FFF0,
        "ledger.bytes.items",
    ),
    "a broken number": (
        edit(ADA.lane()).replace(b"\x61a\x1b", b"\xf9\x3e\0\x1b"),
        "ledger.value.kind",
    ),
    "too long a way to say one": (b"\x82\x80\x98\x00", "ledger.bytes.canonical"),
    "more behind": (cbor2.dumps([[], []]) + b"\0", "ledger.bytes.canonical"),
    "nothing": (b"", "ledger.bytes.decode"),
    "too many operations": (
        cbor2.dumps([[], [1] * 20_001], canonical=True),
        "ledger.batch.count",
    ),
}


@pytest.mark.parametrize("name", CBOR)
def test_hostile_content_is_refused(name):
    content, code = CBOR[name]
    assert code_of(seal(content, ADA.place(), KEY, ADA.seed)) == code


def test_what_carries_no_operations_has_none():
    batch = seal(edit(ADA.lane()), ADA.place(kind=frames.Kind.STATS), KEY, ADA.seed)
    assert opened(batch, Knowing()).ops == ()


def test_a_key_opens_its_own_stream_in_its_own_epoch():
    assert unseal(ONE, StreamKey(STREAM, 3, KEY.secret)) == edit(ADA.lane())
    for other, code in (
        (replace(KEY, epoch=4), "envelope.key"),
        (replace(KEY, stream=ORG), "envelope.key"),
        (replace(KEY, secret=bytes(32)), "envelope.commitment"),
    ):
        with pytest.raises(EnvelopeRefused, match=code):
            unseal(ONE, other)
        assert len({KEY.commitment, KEY.cipher_key[:16], other.commitment}) == 3


def test_two_batches_of_the_same_content_have_nothing_in_common():
    other = seal(edit(ADA.lane()), ADA.place(), KEY, ADA.seed)
    assert other[:156] == ONE[:156]
    assert other[156:180] != ONE[156:180]
    assert sum(a == b for a, b in zip(other[184:456], ONE[184:456], strict=True)) < 30


@pytest.mark.parametrize(
    ("content", "place", "key", "seed", "code"),
    [
        (b"", {"stream": ORG}, {}, ADA.seed, "envelope.key"),
        (b"", {}, {"secret": b"short"}, ADA.seed, "envelope.key"),
        (b"", {}, {}, BEA.seed, "envelope.author"),
        (b"", {"org": b"short"}, {}, ADA.seed, "envelope.place"),
        (b"", {"seen_head": b""}, {}, ADA.seed, "envelope.place"),
        (b"", {"prev": b"p" * 32}, {}, ADA.seed, "frame.chain"),
        (b"", {"aseq": 0, "prev": b"p" * 32}, {}, ADA.seed, "frame.chain"),
        (NOISE, {}, {}, ADA.seed, "envelope.length"),
        (NOISE[:65_530], {}, {}, ADA.seed, "envelope.length"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_nobody_would_take_is_not_sealed(content, place, key, seed, code):
    with pytest.raises((EnvelopeRefused, FrameRefused), match=code):
        seal(content, replace(ADA.place(), **place), replace(KEY, **key), seed)


def test_neither_key_nor_content_is_ever_printed():
    secret = StreamKey(STREAM, 1, b"canary of thirty-two bytes here!")
    batch = seal(edit(ADA.lane(), value="canary"), ADA.place(), secret, ADA.seed)
    come = opened(batch, Knowing(keys=(secret,)))
    assert b"canary" in come.content
    assert "canary" not in repr([secret, come])
    with pytest.raises(EnvelopeRefused) as refused:
        unseal(sealed(inner(b"canary")), KEY)
    assert refused.value.__suppress_context__
